// What the registered substances say of themselves.

#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>
#include <map>
#include <numbers>
#include <string>
#include <vector>

#include "config/section.hpp"
#include "core/registry.hpp"
#include "fields/diffusion.hpp"
#include "fields/substance.hpp"

using namespace perforin;
using namespace perforin::fields;
using doctest::Approx;

namespace {

Transport standard(const std::string& name) {
    config::Section none;
    return registry<Substance>().at(name).make(none)->transport();
}

/// How far a substance gets: √(D/λ), µm.
double length(const Transport& t) {
    return std::sqrt(t.diffusivity.in(um2_per_minute) / t.decay.in(per_minute));
}

}  // namespace

TEST_CASE("every registered substance can be solved for, and stays finite and above zero") {
    const Grid grid{{12, 9, 10}, {20, 20, 20}, {true, true, false}};
    std::vector<float> vessels(grid.size(), 0.0f);
    for (std::size_t v = 0; v < vessels.size(); v += 25) vessels[v] = 1.0f;
    Multigrid solver{grid};
    CHECK(!registry<Substance>().empty());
    for (const auto& known : registry<Substance>()) {
        config::Section none;
        const auto substance = known.second.make(none);
        const Transport& t = substance->transport();
        CAPTURE(known.first);
        CHECK(!known.second.doc.empty());
        CHECK(!substance->unit().empty());
        CHECK(t.diffusivity >= Diffusivity{});  // matrix stays where it is
        CHECK(t.decay > Rate{});
        Walls walls{};
        walls[5] = t.host;
        Diffusion field{grid, t, walls};
        field.source()[600] = 1.0f;
        field.uptake()[300] = 2.0f;
        for (int step = 0; step != 3; ++step) {
            CHECK(field.relax(solver, 60.0 * minute, {vessels, t.vessel_level}).converged);
        }
        for (const float c : field.levels()) CHECK((std::isfinite(c) && c >= 0.0f));
    }
}

TEST_CASE("lengths over which substances reach are those of their sources") {
    CHECK(length(standard("oxygen")) == Approx(1000.0));
    CHECK(length(standard("ifn_gamma")) == Approx(241.0).epsilon(0.01));
    CHECK(length(standard("cxcl9_10")) == Approx(721.0).epsilon(0.01));
    CHECK(length(standard("vegf")) == Approx(389.0).epsilon(0.01));
    // Among cells that take up 10/min, oxygen reaches 100 µm.
    Transport oxygen = standard("oxygen");
    oxygen.decay += 10.0 * per_minute;
    CHECK(length(oxygen) == Approx(100.0).epsilon(0.01));
}

TEST_CASE("at an hourly step oxygen is quasi-steady and the cytokines are not") {
    const Grid grid{{2, 2, 2}, {20, 20, 20}, {}};
    const std::map<std::string, bool> fast{
        {"oxygen", true}, {"ifn_gamma", false}, {"cxcl9_10", false}, {"vegf", false}};
    for (const auto& known : fast) {
        CAPTURE(known.first);
        CHECK(Diffusion{grid, standard(known.first), {}}.quasi_steady(1.0 * hour) == known.second);
    }
}

TEST_CASE("one molecule in a voxel of 20 um makes 0.208 pM") {
    const Grid grid{{2, 2, 2}, {20, 20, 20}, {}};
    CHECK(Diffusion{grid, standard("ifn_gamma"), {}}.per_molecule() ==
          Approx(1e12 / 6.022e23 / 8e-12).epsilon(1e-3));
    CHECK(Diffusion{grid, antibody({}, {}, 0.3), {}}.per_molecule() ==
          Approx(1e9 / 6.022e23 / 8e-12).epsilon(1e-3));
    CHECK(Diffusion{grid, standard("oxygen"), {}}.per_molecule() == 0.0);
}

TEST_CASE("a capillary gives oxygen at pi Sh D for each um of its length") {
    const Transport oxygen = standard("oxygen");
    const double per_length = std::numbers::pi * 2.5 * 1e5;  // µm²/min
    CHECK(oxygen.vessel_exchange.in(per_minute) == Approx(per_length * 20.0 / 8000.0));
}

TEST_CASE(
    "a substance that nobody makes any more fades to nothing and can be solved for all along") {
    const Grid grid{{12, 9, 10}, {20, 20, 20}, {true, true, false}};
    Multigrid solver{grid};
    for (const std::string name : {"cxcl9_10", "ifn_gamma", "vegf"}) {
        CAPTURE(name);
        const Transport t = standard(name);
        Diffusion field{grid, t, Walls{}};
        field.source()[600] = 1.0f;
        REQUIRE(field.relax(solver, 60.0 * minute, {}).converged);
        field.begin();
        int hours = 0;
        for (bool left = true; left; ++hours) {
            REQUIRE(hours < 10'000);
            const Solved solved = field.relax(solver, 60.0 * minute, {});
            REQUIRE(solved.converged);
            REQUIRE(solved.error < 0.01);
            left = false;
            for (const float c : field.levels()) left |= c != 0.0f;
        }
        CHECK(hours > 24);
    }
}

TEST_CASE("in a closed box VEGF is what cells secrete less what decays") {
    const Grid grid{{12, 9, 10}, {20, 20, 20}, {true, false, false}};
    Multigrid solver{grid};
    const Transport t = standard("vegf");
    Diffusion field{grid, t, Walls{}};
    field.source()[600] = 3.0f;
    field.source()[31] = 1.0f;
    const double secreted = 4.0 * grid.voxel_volume(), decay = t.decay.in(per_minute);
    double expected = 0.0;
    for (int hour_of = 0; hour_of != 100; ++hour_of) {
        REQUIRE(field.relax(solver, 60.0 * minute, {}, {.tolerance = 1e-6}).converged);
        expected = (expected + 60.0 * secreted) / (1.0 + 60.0 * decay);  // backward Euler
        CHECK(field.total() == Approx(expected).epsilon(1e-4));
    }
    CHECK(field.total() == Approx(secreted / decay).epsilon(1e-3));
}
