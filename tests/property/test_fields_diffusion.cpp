// What must hold for one substance in a lesion, whatever its cells and vessels do.

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "core/random.hpp"
#include "fields/diffusion.hpp"

using namespace perforin;
using namespace perforin::fields;
using doctest::Approx;

namespace {

Transport transport_of(double diffusivity, double decay, double exchange = 0.0) {
    Transport t;
    t.unit = "pM";
    t.diffusivity = diffusivity * um2_per_minute;
    t.decay = decay * per_minute;
    t.vessel_exchange = exchange * per_minute;
    t.initial = 2.0;
    return t;
}

/// Cells that give and take at random places.
void live(Diffusion& field, std::uint64_t seed, double secretion, double uptake) {
    field.begin();
    for (std::size_t v = 0; v != field.levels().size(); ++v) {
        Stream random{seed, "test.cells"_draw, {v, 0}, 0};
        if (uniform(random) < 0.1) field.source()[v] += static_cast<float>(secretion);
        if (uniform(random) < 0.3) field.uptake()[v] += static_cast<float>(uptake);
    }
}

double turnover(const Balance& b) {
    return std::abs(b.secretion) + std::abs(b.supply) + std::abs(b.inflow) + b.decay + b.uptake;
}

const Walls host_above{Wall::no_flux(), Wall::no_flux(), Wall::no_flux(),
                       Wall::no_flux(), Wall::no_flux(), Wall::dirichlet(3.0)};
const Grid slab{{14, 11, 18}, {20, 20, 20}, {true, true, false}};

}  // namespace

TEST_CASE("what a step brings in and takes out is what the block gains") {
    std::vector<float> density(slab.size());
    for (std::size_t v = 0; v < density.size(); v += 25) density[v] = 1.0f;
    const Vessels vessels{density, 7.0};
    for (const double diffusivity : {87.0, 6000.0, 1e5}) {
        for (const double dt : {1.0, 60.0, 1e4}) {
            for (const Wall& top : {Wall::no_flux(), Wall::dirichlet(3.0),
                                    Wall::exchange(5.0 * um_per_minute, 1.0)}) {
                Walls walls{};
                walls[5] = top;
                Diffusion field{slab, transport_of(diffusivity, 0.01, 0.5), walls};
                Multigrid solver{slab};
                for (std::uint64_t step = 0; step != 3; ++step) {
                    live(field, step, 1.0, 0.2);
                    const double before = field.total();
                    field.advance(solver, dt * minute, vessels, {.tolerance = 1e-6});
                    const Balance flows = field.balance(vessels);
                    const double gained = (field.total() - before) / dt;
                    CHECK(std::abs(flows.net() - gained) < 1e-4 * turnover(flows));
                }
                live(field, 9, 1.0, 0.2);
                field.settle(solver, vessels, {.tolerance = 1e-6});
                const Balance flows = field.balance(vessels);
                CHECK(std::abs(flows.net()) < 1e-4 * turnover(flows));
                CHECK(flows.secretion > 0.0);
                CHECK(flows.uptake > 0.0);
            }
        }
    }
}

TEST_CASE("in a closed block without decay nothing is lost") {
    Diffusion field{slab, transport_of(6000, 0.0), {}};
    Multigrid solver{slab};
    live(field, 1, 0.5, 0.0);
    double expected = field.total();
    const double secreted = field.balance().secretion;
    for (int step = 0; step != 20; ++step) {
        field.advance(solver, 30.0 * minute, {}, {.tolerance = 1e-6});
        expected += 30.0 * secreted;
    }
    CHECK(field.total() == Approx(expected).epsilon(1e-4));
}

TEST_CASE("levels never fall below zero, nor rise above what is put in") {
    std::vector<float> density(slab.size());
    for (std::size_t v = 3; v < density.size(); v += 31) density[v] = 1.0f;
    for (const double diffusivity : {0.0, 10.0, 1e3, 1e5}) {
        for (const double dt : {0.1, 60.0, 1e5}) {
            Diffusion field{slab, transport_of(diffusivity, 0.002, 1000.0), host_above};
            Multigrid solver{slab};
            field.levels()[77] = 4.0f;  // a spike on 2; the host holds 3, the vessels 5
            live(field, 2, 0.0, 30.0);
            for (int step = 0; step != 5; ++step) {
                field.relax(solver, dt * minute, {density, 5.0});
                const auto [least, most] =
                    std::minmax_element(field.levels().begin(), field.levels().end());
                CHECK(*least >= 0.0f);
                CHECK(*most <= 5.0f * (1 + 1e-3f));
            }
        }
    }
}

TEST_CASE("a lone source far from everything leaves no noise below zero") {
    const Grid grid{{40, 40, 40}, {20, 20, 20}, {}};
    Transport t = transport_of(87, 0.05);
    t.initial = 0.0;
    Diffusion field{grid, t, {}};
    Multigrid solver{grid};
    field.source()[grid.index(20, 20, 20)] = 1.0f;
    for (int step = 0; step != 10; ++step) field.advance(solver, 60.0 * minute);
    CHECK(*std::min_element(field.levels().begin(), field.levels().end()) >= 0.0f);
    CHECK(field.levels()[grid.index(20, 20, 20)] ==
          *std::max_element(field.levels().begin(), field.levels().end()));
    const Balance flows = field.balance();
    CHECK(flows.decay == Approx(flows.secretion).epsilon(1e-3));
}

TEST_CASE("only a substance that forgets within a fifth of the step goes to its steady state") {
    Multigrid solver{slab};
    for (const double decay : {0.01, 0.1, 1.0}) {
        const Diffusion made{slab, transport_of(1e3, decay), host_above};
        const bool fast = 1.0 / decay < 60.0 / 5.0;
        CHECK(made.quasi_steady(1.0 * hour) == fast);
        Diffusion relaxed = made, other = made;
        live(relaxed, 1, 1.0, 0.1);
        live(other, 1, 1.0, 0.1);
        relaxed.relax(solver, 1.0 * hour);
        if (fast) {
            other.settle(solver);
        } else {
            other.advance(solver, 1.0 * hour);
        }
        CHECK(std::equal(relaxed.levels().begin(), relaxed.levels().end(), other.levels().begin()));
    }
}

TEST_CASE("a field in which nothing is and nothing comes is not solved, and would be empty") {
    const Grid grid{{8, 7, 6}, {20, 20, 20}, {true, false, false}};
    Multigrid solver{grid};
    std::vector<float> density(grid.size(), 1.0f);
    Transport t;
    t.diffusivity = 1000.0 * um2_per_minute;
    t.decay = 0.01 * per_minute;
    t.vessel_exchange = 0.1 * per_minute;
    Walls walls{};
    walls[5] = Wall::dirichlet(0.0);
    const auto none = [](const Diffusion& field) {
        return std::all_of(field.levels().begin(), field.levels().end(),
                           [](float c) { return c == 0.0f; });
    };
    Diffusion solved{grid, t, walls}, skipped{grid, t, walls};
    solved.advance(solver, 60.0 * minute, {density, 0.0});
    CHECK(none(solved));
    CHECK(skipped.relax(solver, 60.0 * minute, {density, 0.0}).cycles == 0);
    CHECK(none(skipped));

    CHECK(skipped.relax(solver, 60.0 * minute, {density, 1.0}).cycles > 0);  // vessels bring some
    CHECK(!none(skipped));
    CHECK(skipped.relax(solver, 60.0 * minute, {density, 0.0}).cycles > 0);  // some is there
    Diffusion secreted{grid, t, walls};
    secreted.source()[3] = 1.0f;
    secreted.relax(solver, 60.0 * minute, {density, 0.0});
    CHECK(!none(secreted));
    walls[4] = Wall::dirichlet(2.0);
    Diffusion held{grid, t, walls};
    held.relax(solver, 60.0 * minute, {density, 0.0});
    CHECK(!none(held));
}
