// How vessels sprout and collapse, and how fluid comes and goes: equations, limits, one block.

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "core/parallel.hpp"
#include "tissue/around.hpp"
#include "tissue/remodel.hpp"

using namespace perforin;
using namespace perforin::tissue;
using doctest::Approx;

namespace {

const auto vessels = config::standard<VesselParams>();

OedemaParams oedema(double most) {
    auto p = config::standard<OedemaParams>();
    p.most = most;
    return p;
}

/// A block of 20 × 20 × 20 voxels without vessels.
struct Block {
    fields::Grid grid{{20, 20, 20}, {20, 20, 20}, {true, true, false}};
    std::vector<float> vegf = std::vector<float>(grid.size()), interferon = vegf, pressure = vegf;
    Interstitium interstitium;
    VesselParams params = vessels;
    OedemaParams fluid = oedema(0.0);

    Block() { interstitium.resize(grid.size()); }
    void pass(int hours) {
        for (int i = 0; i != hours; ++i) {
            remodel(grid, params, fluid, {vegf, interferon, pressure}, 1.0 * hour, interstitium);
        }
    }
    std::vector<float> density() const {
        const auto all = interstitium.vessels.span();
        return {all.begin(), all.end()};
    }
    double total() const {
        const auto all = interstitium.vessels.span();
        return std::accumulate(all.begin(), all.end(), 0.0);
    }
    void fill_by_spacing() {
        for (std::size_t v = 0; v != grid.size(); ++v) {
            interstitium.vessels[v] =
                vessel_at(params, grid, v, static_cast<std::int64_t>(v / 400), 1, 1);
        }
    }
};

}  // namespace

TEST_CASE("vessels sprout by VEGF from those around them, until there is no room") {
    const double normal = 0.04;
    const auto rate = [&](Molarity vegf, double around) {
        return sprouting(vessels, vegf, around, normal).in(per_day);
    };
    CHECK(rate({}, 1.0) == 0.0);
    CHECK(rate(1000.0 * picomolar, 0.0) == 0.0);
    CHECK(rate(vessels.vegf_half, 1.0) == Approx(0.5 * 0.15 * normal * (1.0 - 1.0 / 3.0)));
    CHECK(rate(1e9 * picomolar, 1e-6) == Approx(0.15 * normal * 1e-6));
    CHECK(rate(1e9 * picomolar, 3.0) == 0.0);
    CHECK(rate(1e9 * picomolar, 5.0) == 0.0);
}

TEST_CASE("vessels close above a pressure, and no faster than they can") {
    CHECK(collapse(vessels, {}) == Rate{});
    CHECK(collapse(vessels, vessels.collapse_begins) == Rate{});
    CHECK(collapse(vessels, 2.5 * um_per_minute).in(per_day) == Approx(0.15));
    CHECK(collapse(vessels, 100.0 * um_per_minute).in(per_day) == Approx(0.3));
}

TEST_CASE("density follows its equation exactly, whatever the step, within 0 and 1") {
    const Rate sprout = 0.3 * per_day, close = 0.1 * per_day;
    CHECK(vessels_after(0.37, {}, {}, 1.0 * day) == 0.37);
    CHECK(vessels_after(1.0, {}, close, 5.0 * day) == Approx(std::exp(-0.5)));
    CHECK(vessels_after(0.2, sprout, close, 2.0 * day) ==
          Approx(0.75 + (0.2 - 0.75) * std::exp(-0.8)));
    CHECK(vessels_after(0.0, sprout, {}, 1e4 * day) == Approx(1.0));
    double steps = 0.2;
    for (int i = 0; i != 48; ++i) steps = vessels_after(steps, sprout, close, 1.0 * hour);
    CHECK(steps == Approx(vessels_after(0.2, sprout, close, 2.0 * day)));
}

TEST_CASE("a mean around a voxel goes round a periodic axis and stops at a wall") {
    const fields::Grid grid{{6, 1, 6}, {20, 20, 20}, {true, false, false}};
    std::vector<float> one(grid.size(), 0.0f);
    one[0] = 1.0f;
    const auto near = means_around(grid, one, 20.0f);
    CHECK(near[grid.index(0, 0, 0)] == Approx(1.0 / 6.0));  // three across, two of three upwards
    CHECK(near[grid.index(5, 0, 0)] == Approx(1.0 / 6.0));
    CHECK(near[grid.index(1, 0, 1)] == Approx(1.0 / 9.0));
    CHECK(near[grid.index(2, 0, 0)] == 0.0f);
    CHECK(near[grid.index(0, 0, 5)] == 0.0f);
    const auto far = means_around(grid, one, 1000.0f);
    for (const float mean : far) CHECK(mean == Approx(1.0 / 36.0));
    CHECK(means_around(grid, one, 0.0f) == one);
}

TEST_CASE("without VEGF and pressure the map of vessels stays as it is") {
    Block block;
    block.fill_by_spacing();
    std::fill(block.pressure.begin(), block.pressure.end(), 0.9f);
    const auto before = block.density();
    block.pass(48);
    CHECK(block.density() == before);
}

TEST_CASE("vessels grow where VEGF is high beside vessels, and nowhere else") {
    Block block;
    const auto at = [&](std::size_t x, std::size_t z) { return block.grid.index(x, 10, z); };
    for (std::size_t z = 0; z != 20; ++z) block.interstitium.vessels[at(3, z)] = 1.0f;
    for (std::size_t v = 0; v != block.grid.size(); ++v) {
        block.vegf[v] = v % 20 < 10 && v / 400 < 10 ? 300.0f : 0.0f;
    }
    block.pass(1);
    CHECK(block.interstitium.vessels[at(5, 5)] > 0.0f);    // VEGF, and a vessel 40 µm away
    CHECK(block.interstitium.vessels[at(5, 15)] == 0.0f);  // no VEGF
    CHECK(block.interstitium.vessels[at(9, 5)] == 0.0f);   // no vessel within reach
    CHECK(block.interstitium.vessels[at(3, 5)] == 1.0f);
    const double first = block.total();
    block.pass(24 * 10);
    CHECK(block.total() > 1.5 * first);
    CHECK(block.interstitium.vessels[at(9, 5)] > 0.0f);  // sprouts have sprouted

    Block bare;
    std::fill(bare.vegf.begin(), bare.vegf.end(), 1000.0f);
    bare.pass(24);
    CHECK(bare.total() == 0.0);
}

TEST_CASE("sprouting ends at the largest density, and its ablation ends it at once") {
    Block block;
    block.fill_by_spacing();
    const double before = block.total();
    std::fill(block.vegf.begin(), block.vegf.end(), 1e4f);
    block.pass(24 * 100);
    const double voxels = static_cast<double>(block.grid.size());
    CHECK(block.total() / voxels == Approx(3.0 * 0.04).epsilon(0.05));
    CHECK(block.total() > 2.0 * before);
    for (const float density : block.density()) CHECK((density >= 0.0f && density <= 1.0f));

    Block ablated;
    ablated.fill_by_spacing();
    ablated.params.angiogenesis_off = true;
    ablated.vegf = block.vegf;
    const auto map = ablated.density();
    ablated.pass(24);
    CHECK(ablated.density() == map);
}

TEST_CASE("vessels close where tissue is pressed, at the rate of their law") {
    Block block;
    std::fill(block.interstitium.vessels.span().begin(), block.interstitium.vessels.span().end(),
              1.0f);
    for (std::size_t v = 0; v != block.grid.size(); ++v) {
        block.pressure[v] = v / 400 < 10 ? 10.0f : 0.5f;
    }
    block.pass(24 * 3);
    CHECK(block.interstitium.vessels[0] == Approx(std::exp(-0.9)).epsilon(1e-4));
    CHECK(block.interstitium.vessels[block.grid.size() - 1] == 1.0f);

    block.params.collapse_off = true;
    const auto map = block.density();
    block.pass(24);
    CHECK(block.density() == map);
}

TEST_CASE(
    "half of each signal makes half of the rest enter: chemokine stops cells, interferon holds "
    "them") {
    const VesselParams p = vessels;
    Lure lure = cxcr3_lure(p);
    const double stop = 0.5 + 0.5 * p.entry_floor, hold = 0.5 + 0.5 * p.adhesion_floor;
    const Molarity much = 1e12 * picomolar;
    CHECK(entry_share(p, lure, {}, {}) == Approx(p.entry_floor * p.adhesion_floor));
    CHECK(entry_share(p, lure, p.chemokine_half, {}) == Approx(stop * p.adhesion_floor));
    CHECK(entry_share(p, lure, {}, p.adhesion_half) == Approx(p.entry_floor * hold));
    CHECK(entry_share(p, lure, p.chemokine_half, p.adhesion_half) == Approx(stop * hold));
    CHECK(entry_share(p, lure, much, much) == Approx(1.0));
    CHECK(entry_share(p, {}, {}, much) == Approx(1.0));  // nothing is needed
    lure.power = 2.0;                                    // steeper about the same half
    CHECK(entry_share(p, lure, p.chemokine_half, much) == Approx(stop));
    CHECK(entry_share(p, lure, 3.0 * p.chemokine_half, much) ==
          Approx(p.entry_floor + (1.0 - p.entry_floor) * 0.9));
    CHECK(entry_share(p, lure, {}, much) == Approx(p.entry_floor));
}

TEST_CASE("fluid follows its equation exactly, from nothing to its bound and back") {
    const OedemaParams p = oedema(0.4);
    const Rate full = leak(p, 1e9 * picomolar, 1.0);
    CHECK(full.in(per_day) == Approx(0.5));
    CHECK(leak(p, p.half, 1.0).in(per_day) == Approx(0.25));
    CHECK(leak(p, p.half, 0.5).in(per_day) == Approx(0.125));
    CHECK(leak(p, p.half, 7.0) == leak(p, p.half, 1.0));
    CHECK(leak(p, {}, 1.0) == Rate{});
    CHECK(leak(p, p.half, 0.0) == Rate{});
    CHECK(fluid_after(p, 0.0, {}, 3.0 * day) == 0.0);
    CHECK(fluid_after(p, 0.3, {}, 5.0 * day) == Approx(0.3 * std::exp(-1.0)));
    CHECK(fluid_after(p, 0.0, full, 1.0 * day) == Approx(0.4 / 1.4 * (1.0 - std::exp(-0.7))));
    CHECK(fluid_after(p, 0.0, full, 1e5 * day) == Approx(0.4 * 0.5 / 0.7));
    CHECK(fluid_after(p, 0.0, 1e6 * per_day, 1.0 * day) <= 0.4);
    CHECK(swelling(0.0) == 0.0);
    CHECK(std::pow(1.0 + swelling(0.3), 3.0) == Approx(1.0 / 0.7));
}

TEST_CASE("tissue fills with fluid where it is inflamed and has vessels, up to its bound") {
    Block block;
    block.fluid = oedema(0.4);
    for (std::size_t v = 0; v != block.grid.size(); ++v) {
        if (v / 400 < 10) block.interstitium.vessels[v] = 0.04f;
        block.interferon[v] = v % 20 < 10 ? 1e5f : 0.0f;
    }
    block.pass(24 * 60);
    const auto at = [&](std::size_t x, std::size_t z) {
        return block.interstitium.fluid[block.grid.index(x, 10, z)];
    };
    CHECK(at(5, 3) == Approx(0.4 * 0.5 / 0.7).epsilon(1e-3));
    CHECK(at(15, 3) == 0.0f);  // no inflammation
    CHECK(at(5, 17) == 0.0f);  // no vessel within reach
    std::fill(block.interferon.begin(), block.interferon.end(), 0.0f);
    block.pass(24 * 5);
    CHECK(at(5, 3) == Approx(0.4 * 0.5 / 0.7 * std::exp(-1.0)).epsilon(1e-3));
    for (const float share : block.interstitium.fluid.span())
        CHECK((share >= 0.0f && share <= 0.4f));

    Block dry;
    dry.fill_by_spacing();
    std::fill(dry.interferon.begin(), dry.interferon.end(), 1e5f);
    dry.fluid = oedema(0.4);
    dry.fluid.off = true;
    dry.pass(24);
    for (const float share : dry.interstitium.fluid.span()) CHECK(share == 0.0f);
}

TEST_CASE("tissue changes the same with any number of threads, bit by bit") {
    const auto with = [](int threads) {
        parallel::use_threads(threads);
        Block block;
        block.fluid = oedema(0.4);
        block.fill_by_spacing();
        for (std::size_t v = 0; v != block.grid.size(); ++v) {
            block.vegf[v] = block.interferon[v] = static_cast<float>(v % 97);
            block.pressure[v] = static_cast<float>(v % 5);
        }
        block.pass(24);
        const auto fluid = block.interstitium.fluid.span();
        auto all = block.density();
        all.insert(all.end(), fluid.begin(), fluid.end());
        return all;
    };
    const int before = parallel::threads();
    const auto alone = with(1);
    CHECK(alone == with(2));
    CHECK(alone == with(3));
    parallel::use_threads(before);
}
