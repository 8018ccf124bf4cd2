#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "biology/models/radiation.hpp"
#include "core/random.hpp"

using namespace perforin;
using namespace perforin::biology;
using doctest::Approx;

namespace {

RadiationParams standard() {
    return config::standard<RadiationParams>();
}

/// What one cell lives through: fractions of one dose on days in a row, then days without.
struct Course {
    double interferon = 0.0;  ///< highest secretion, relative to the most
    double cytosolic = 0.0;   ///< highest
};

Course course(const RadiationParams& p, int fractions, double dose_gy) {
    Course peak;
    DnaState dna;
    for (int h = 0; h != 24 * (fractions + 14); ++h) {
        if (h % 24 == 0 && h / 24 < fractions) dna = hit(p, dna, dose_gy * gray);
        dna = dna_after(p, dna, 1.0 * hour);
        peak.cytosolic = std::max(peak.cytosolic, dna.cytosolic);
        peak.interferon =
            std::max(peak.interferon, interferon_1_secretion(p, dna.cytosolic) /
                                          config::standard<RadiationParams>().interferon_secretion);
    }
    return peak;
}

}  // namespace

TEST_CASE("survival is linear-quadratic, and straight on from where the tail begins") {
    const RadiationParams p = standard();
    const auto log_of = [&](double gy) { return std::log(surviving(p, gy * gray, 0.0)); };
    CHECK(surviving(p, 0.0 * gray, 0.0) == 1.0);
    CHECK(log_of(2.0) == Approx(-(0.3 * 2.0 + 0.03 * 4.0)));
    CHECK(log_of(8.0) == Approx(-(0.3 * 8.0 + 0.03 * 64.0)));
    CHECK(log_of(20.0) == Approx(-(0.3 * 10.0 + 0.03 * 100.0 + (0.3 + 2.0 * 0.03 * 10.0) * 10.0)));
    // Value and slope go on.
    const double e = 1e-4;
    CHECK(log_of(10.0 + e) - log_of(10.0) == Approx(log_of(10.0) - log_of(10.0 - e)).epsilon(1e-4));
    CHECK(log_of(30.0) - log_of(29.0) == Approx(-0.9));
}

TEST_CASE("resistance takes the same share of alpha and of beta") {
    const RadiationParams p = standard();
    for (const double gy : {2.0, 8.0, 20.0}) {
        CHECK(std::log(surviving(p, gy * gray, 0.3)) ==
              Approx(0.7 * std::log(surviving(p, gy * gray, 0.0))));
    }
    CHECK(surviving(p, 20.0 * gray, 1.0) == 1.0);
}

TEST_CASE("without oxygen a dose does what one less by the enhancement does with it") {
    const RadiationParams p = standard();
    const auto gy = [&](double oxygen) {
        return oxygenated_dose(p, 10.0 * gray, oxygen * mmhg).in(gray);
    };
    CHECK(gy(0.0) == Approx(10.0 / 2.8));
    CHECK(gy(1e6) == Approx(10.0).epsilon(1e-4));
    CHECK(gy(160.0) > 9.8);
    CHECK(gy(3.0) == Approx(10.0 * 0.5 * (1.0 + 1.0 / 2.8)));  // half way
    CHECK(oxygenated_dose(p, RadiationDose{}, 3.0 * mmhg) == RadiationDose{});
}

TEST_CASE("what radiation left changes as its equations say, whatever the step") {
    const RadiationParams p = standard();
    DnaState small = hit(p, {}, 12.0 * gray), large = small;
    double fragments = small.fragments, cytosolic = 0.0, trex1 = small.trex1;
    const double dt = 1e-5;  // days, by Euler
    for (int i = 0; i != 200'000; ++i) {
        const double leak = 2.0 * fragments;
        cytosolic += dt * (leak - (1.0 + 12.0 * trex1) * cytosolic);
        fragments -= dt * leak;
        trex1 -= dt * 0.35 * trex1;
    }
    for (int i = 0; i != 24 * 2; ++i) small = dna_after(p, small, 1.0 * hour);
    for (int i = 0; i != 8; ++i) large = dna_after(p, large, 6.0 * hour);
    for (const DnaState& dna : {small, large}) {
        CHECK(dna.fragments == Approx(fragments).epsilon(1e-3));
        CHECK(dna.cytosolic == Approx(cytosolic).epsilon(1e-2));
        CHECK(dna.trex1 == Approx(trex1).epsilon(1e-3));
    }
    CHECK(DnaState{}.none());
    DnaState old = small;
    for (int i = 0; i != 100; ++i) old = dna_after(p, old, 1.0 * day);
    CHECK(old.none());  // nothing creeps on for ever
}

TEST_CASE("fragments saturate with the dose, TREX1 rises over its threshold") {
    const RadiationParams p = standard();
    CHECK(fragments(p, 0.5 * gray) == Approx(0.5 + 0.05).epsilon(0.01));
    CHECK(fragments(p, 8.0 * gray) == Approx(50.0 * (1.0 - std::exp(-20.8 / 50.0))));
    CHECK(fragments(p, 100.0 * gray) == Approx(50.0).epsilon(1e-6));
    CHECK(trex1_induced(p, 15.0 * gray) == Approx(0.5));
    CHECK(trex1_induced(p, 8.0 * gray) < 0.01);
    CHECK(trex1_induced(p, 20.0 * gray) > 0.9);
}

// Vanpouille-Box 2017: three of 8 Gy, less so five of 6 Gy, but not one of 20 or 30 Gy make cells
// secrete interferon; without TREX1 a single large dose does. Nothing but the three equations says
// so: no dose stands in the secretion.
TEST_CASE("many moderate fractions call for more interferon than one large one, through TREX1") {
    RadiationParams p = standard();
    const double three = course(p, 3, 8.0).interferon, five = course(p, 5, 6.0).interferon;
    MESSAGE("interferon of a cell, highest, of the most: 3 x 8 Gy "
            << three << ", 5 x 6 Gy " << five << ", 1 x 8 Gy " << course(p, 1, 8.0).interferon
            << ", 1 x 20 Gy " << course(p, 1, 20.0).interferon << ", 1 x 30 Gy "
            << course(p, 1, 30.0).interferon << ", 30 x 2 Gy " << course(p, 30, 2.0).interferon);
    CHECK(three > 1.5 * five);
    CHECK(five > 5.0 * course(p, 1, 20.0).interferon);
    CHECK(five > 5.0 * course(p, 1, 30.0).interferon);
    CHECK(five > 5.0 * course(p, 30, 2.0).interferon);

    p.trex1_off = true;
    MESSAGE("without TREX1: 3 x 8 Gy " << course(p, 3, 8.0).interferon << ", 1 x 20 Gy "
                                       << course(p, 1, 20.0).interferon);
    CHECK(course(p, 1, 20.0).interferon >= course(p, 3, 8.0).interferon);
    p.interferon_off = true;
    CHECK(course(p, 3, 8.0).interferon == 0.0);
}
