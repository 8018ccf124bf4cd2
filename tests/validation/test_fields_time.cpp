// Implicit steps against exact solutions in time.

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <vector>

#include "core/registry.hpp"
#include "fields/diffusion.hpp"
#include "fields/substance.hpp"

using namespace perforin;
using namespace perforin::fields;
using doctest::Approx;
using std::numbers::pi;

namespace {

const Goal fine{.tolerance = 1e-6};

Transport transport_of(double diffusivity, double decay) {
    Transport t;
    t.unit = "pM";
    t.diffusivity = diffusivity * um2_per_minute;
    t.decay = decay * per_minute;
    return t;
}

/// 1 + a cosine that fits a closed block of 64 voxels.
Diffusion waving(const Transport& transport) {
    Diffusion field{{{64, 1, 1}, {20, 20, 20}, {}}, transport, {}};
    for (std::size_t v = 0; v != 64; ++v) {
        field.levels()[v] =
            static_cast<float>(2.0 + std::cos(pi * (static_cast<double>(v) + 0.5) / 64.0));
    }
    return field;
}

}  // namespace

TEST_CASE("halving the step halves the error: backward Euler is of first order") {
    // Both modes of the level die away exponentially, the constant by λ, the wave by λ + D k²
    // (k² as the scheme has it, so that only the error in time is seen).
    const double d = 3000.0, decay = 0.005, time = 120.0;
    const double k2 = 4.0 / 400.0 * std::pow(std::sin(pi / 128.0), 2);
    std::vector<double> errors;
    for (const int steps : {8, 16, 32, 64}) {
        Diffusion field = waving(transport_of(d, decay));
        Multigrid solver{field.grid()};
        for (int i = 0; i != steps; ++i) field.advance(solver, time / steps * minute, {}, fine);
        const double exact = 2.0 * std::exp(-decay * time) +
                             std::cos(pi * 0.5 / 64.0) * std::exp(-(decay + d * k2) * time);
        errors.push_back(std::abs(field.levels()[0] - exact));
    }
    for (std::size_t i = 1; i != errors.size(); ++i) {
        const double order = std::log2(errors[i - 1] / errors[i]);
        MESSAGE("error ", errors[i], ", order ", order);
        CHECK(order > 0.9);
        CHECK(order < 1.1);
    }
}

TEST_CASE("one step multiplies a mode by 1/(1 + rate dt), and a huge step is the steady state") {
    const double d = 3000.0, decay = 0.005;
    const double k2 = 4.0 / 400.0 * std::pow(std::sin(pi / 128.0), 2);
    for (const double dt : {0.1, 10.0, 1e3, 1e5}) {
        Diffusion field = waving(transport_of(d, decay));
        Multigrid solver{field.grid()};
        field.advance(solver, dt * minute, {}, fine);
        const double exact =
            2.0 / (1.0 + decay * dt) + std::cos(pi * 0.5 / 64.0) / (1.0 + (decay + d * k2) * dt);
        CHECK(field.levels()[0] == Approx(exact).epsilon(1e-4));
    }
    Diffusion leap = waving(transport_of(d, decay)), settled = waving(transport_of(d, decay));
    Multigrid solver{leap.grid()};
    for (Diffusion* field : {&leap, &settled}) field->source()[10] = 1.0f;
    leap.advance(solver, 1e9 * minute, {}, fine);
    settled.settle(solver, {}, fine);
    for (std::size_t v = 0; v != 64; ++v) {
        CHECK(leap.levels()[v] == Approx(settled.levels()[v]).epsilon(1e-4));
    }
}

TEST_CASE("a step far longer than a spike lives leaves no trace of it, and no ripples") {
    // An A-stable scheme that is not L-stable (Crank–Nicolson) would ring here.
    Diffusion field{{{41, 41, 1}, {20, 20, 20}, {}}, transport_of(1e5, 0.01), {}};
    Multigrid solver{field.grid()};
    field.levels()[field.grid().index(20, 20, 0)] = 1681.0f;
    field.advance(solver, 60.0 * minute, {}, fine);
    // At the spike 1681 has become its mean, 1/(1 + 0.6), and its share of the slow modes.
    const auto [least, most] = std::minmax_element(field.levels().begin(), field.levels().end());
    CHECK(*most < 2.0f);
    CHECK(*least > 0.4f);
    CHECK(field.total() / (1681 * field.grid().voxel_volume()) == Approx(1 / 1.6).epsilon(1e-4));
    for (std::size_t i = 20; i != 40; ++i) {
        CHECK(field.levels()[field.grid().index(i + 1, 20, 0)] <=
              field.levels()[field.grid().index(i, 20, 0)]);
    }
}

TEST_CASE("what cells secrete into a closed block levels out at secretion over decay") {
    Diffusion field{{{9, 8, 7}, {20, 20, 20}, {true, false, false}}, transport_of(6000, 0.01), {}};
    Multigrid solver{field.grid()};
    for (float& s : field.source()) s = 0.05f;
    double exact = 0.0;
    for (int step = 0; step != 40; ++step) {
        field.advance(solver, 30.0 * minute, {}, fine);
        exact = (exact + 0.05 * 30.0) / (1.0 + 0.01 * 30.0);
        CHECK(field.levels()[100] == Approx(exact).epsilon(1e-4));
    }
    CHECK(exact == Approx(5.0).epsilon(1e-4));
}

TEST_CASE("an endless host tissue beyond a face is as good as simulating it") {
    // The same tissue twice: 15 voxels with the wall that stands for the host, and 165 without.
    const Transport t = transport_of(87, 0.0015);
    Walls walls{};
    walls[1] = endless_host(t.diffusivity, t.decay, 0.0);
    Diffusion cut{{{15, 1, 1}, {20, 20, 20}, {}}, t, walls};
    Diffusion whole{{{165, 1, 1}, {20, 20, 20}, {}}, t, {}};
    for (Diffusion* field : {&cut, &whole}) {
        Multigrid solver{field->grid()};
        for (std::size_t v = 0; v != 10; ++v) field->source()[v] = 1.0f;
        field->settle(solver, {}, fine);
    }
    for (std::size_t v = 0; v != 15; ++v) {
        CHECK(cut.levels()[v] == Approx(whole.levels()[v]).epsilon(1e-3));
    }
}

TEST_CASE("with normal vessels an antibody settles at its share of the plasma level") {
    const Grid grid{{25, 25, 25}, {20, 20, 20}, {true, true, true}};
    std::vector<float> vessels(grid.size(), 0.0f);
    for (std::size_t v = 0; v < vessels.size(); v += 25) vessels[v] = 1.0f;  // 4 % of the voxels
    for (const double ratio : {0.05, 0.3, 0.6}) {
        Diffusion drug{grid, antibody(600.0 * um2_per_minute, 8.5e-6 * per_second, ratio), {}};
        Multigrid solver{grid};
        for (int step = 0; step != 24 * 14; ++step) {
            drug.relax(solver, 60.0 * minute, {vessels, 100.0});
        }
        const double mean = drug.total() / grid.voxel_volume() / static_cast<double>(grid.size());
        CHECK(mean == Approx(100.0 * ratio).epsilon(0.02));
    }
}
