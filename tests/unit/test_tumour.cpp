#include <doctest/doctest.h>

#include <cmath>
#include <numbers>

#include "biology/models/corpse.hpp"
#include "biology/tumour.hpp"

using namespace perforin;
using namespace perforin::biology;

TEST_CASE("a tumour cell divides with oxygen and room, and not without") {
    const auto p = config::standard<TumourParams>();
    const Rate best = division_hazard(p, 60.0 * mmhg, Speed{});
    CHECK(best.in(per_hour) == doctest::Approx(0.5 * std::numbers::ln2 / 48.0));
    CHECK(division_hazard(p, 5.0 * mmhg, Speed{}) == Rate{});
    CHECK(division_hazard(p, 21.5 * mmhg, Speed{}).in(per_hour) ==
          doctest::Approx(0.5 * best.in(per_hour)));
    CHECK(division_hazard(p, 60.0 * mmhg, 0.5 * p.crowding_limit).in(per_hour) ==
          doctest::Approx(0.5 * best.in(per_hour)));
    CHECK(division_hazard(p, 60.0 * mmhg, 2.0 * p.crowding_limit) == Rate{});
}

TEST_CASE("necrosis begins at its threshold and saturates") {
    const auto p = config::standard<TumourParams>();
    CHECK(necrosis_hazard(p, 5.0 * mmhg) == Rate{});
    CHECK(necrosis_hazard(p, 3.75 * mmhg).in(per_minute) == doctest::Approx(0.5 / 360.0));
    CHECK(necrosis_hazard(p, 0.0 * mmhg).in(per_minute) == doctest::Approx(1.0 / 360.0));
}

TEST_CASE("a cell secretes VEGF where oxygen is short, none at all with ample oxygen") {
    const auto p = config::standard<TumourParams>();
    CHECK(vegf_secretion(p, 38.0 * mmhg) == Rate{});
    CHECK(vegf_secretion(p, 15.0 * mmhg) == Rate{});
    CHECK(vegf_secretion(p, 9.5 * mmhg).in(per_minute) == doctest::Approx(3.0));
    CHECK(vegf_secretion(p, 4.0 * mmhg).in(per_second) == doctest::Approx(0.1));
    CHECK(vegf_secretion(p, 0.0 * mmhg).in(per_second) == doctest::Approx(0.1));
}

TEST_CASE("either interferon calls for CXCL9/10, half of the most at its own half level") {
    const auto p = config::standard<TumourParams>();
    const Molarity half = p.chemokine_half, other = p.interferon_1_half;
    CHECK(chemokine_secretion(p, {}) == 0.0);
    CHECK(chemokine_secretion(p, {half, {}}) == doctest::Approx(10.0));
    CHECK(chemokine_secretion(p, {{}, other}) == doctest::Approx(10.0));
    CHECK(chemokine_secretion(p, {half, other}) == doctest::Approx(15.0));
    CHECK(chemokine_secretion(p, {half / 6.0, {}}) == doctest::Approx(20.0 / 7.0));
    CHECK(chemokine_secretion(p, {1e9 * half, {}}) == doctest::Approx(20.0));
}

TEST_CASE("phagocytes have a capacity") {
    const auto corpse = config::standard<CorpseParams>();
    CHECK(efferocytosis_hazard(corpse, PerVolume{}) == corpse.efferocytosis);
    CHECK(efferocytosis_hazard(corpse, corpse.capacity).in(per_day) ==
          doctest::Approx(0.5 * corpse.efferocytosis.in(per_day)));
}

TEST_CASE("necrotic corpses spill danger signals, fresh ones only if hits or drugs killed them") {
    const auto corpse = config::standard<CorpseParams>();
    using tissue::Condition;
    const auto left = [&](Condition condition, int killed) {
        return damps_after(corpse, 1.0, condition, killed, corpse.spill);
    };
    CHECK(left(Condition::alive, 0) == 1.0);
    CHECK(left(Condition::apoptotic, 0) == 1.0);
    CHECK(left(Condition::apoptotic, 1) == doctest::Approx(std::exp(-corpse.immunogenic)));
    CHECK(left(Condition::apoptotic, 2) ==
          doctest::Approx(std::exp(-corpse.immunogenic * corpse.immunogenic_drug)));
    for (const int killed : {0, 1, 2}) {
        CHECK(left(Condition::necrotic, killed) == doctest::Approx(std::exp(-1.0)));
        CHECK(left(Condition::secondary_necrosis, killed) == doctest::Approx(std::exp(-1.0)));
    }
}

TEST_CASE("PD-L1 and MHC-I relax to what interferon-gamma asks for, PD-L1 faster up than down") {
    const auto p = config::standard<TumourParams>();
    const Molarity none{}, half = p.pdl1_half;
    const double middle = 0.5 * (p.pdl1_constitutive + p.pdl1_induced);
    CHECK(pdl1_after(p, p.pdl1_constitutive, none, 5.0 * day) ==
          doctest::Approx(p.pdl1_constitutive));
    CHECK(pdl1_after(p, p.pdl1_constitutive, half, 100.0 * day) == doctest::Approx(middle));
    const double up = pdl1_after(p, p.pdl1_constitutive, half, p.pdl1_rise);
    CHECK(up - p.pdl1_constitutive ==
          doctest::Approx((middle - p.pdl1_constitutive) * (1.0 - std::exp(-1.0))));
    const double down = pdl1_after(p, middle, none, p.pdl1_decay);
    CHECK(down - p.pdl1_constitutive ==
          doctest::Approx((middle - p.pdl1_constitutive) * std::exp(-1.0)));
    // Two steps are one of twice the length: the clock does not matter.
    const double twice = pdl1_after(p, up, half, p.pdl1_rise);
    CHECK(twice == doctest::Approx(pdl1_after(p, p.pdl1_constitutive, half, 2.0 * p.pdl1_rise)));
    CHECK(mhc1_after(p, 1.0, 1.0, {.gamma = half}, 1000.0 * day) ==
          doctest::Approx(0.5 * (1.0 + p.mhc1_induced)));
}

TEST_CASE("either interferon suffices for MHC-I, and without type I it is as if there were none") {
    const auto p = config::standard<TumourParams>();
    const Molarity gamma = 3.0 * p.pdl1_half, one = p.interferon_1_half;
    CHECK(induced(gamma, p.pdl1_half, {}, one) ==
          gamma / p.pdl1_half / (1.0 + gamma / p.pdl1_half));
    CHECK(induced({}, p.pdl1_half, one, one) == doctest::Approx(0.5));
    CHECK(induced(gamma, p.pdl1_half, one, one) == doctest::Approx(1.0 - 0.25 * 0.5));
    CHECK(mhc1_after(p, 1.0, 0.5, {.type_1 = one}, 1000.0 * day) ==
          doctest::Approx(0.5 * 0.5 * (1.0 + p.mhc1_induced)));
}

TEST_CASE("a daughter regains a grown cell's volume with its time constant") {
    const auto p = config::standard<TumourParams>();
    const double grown = p.radius.in(um);
    const double young = grown * std::cbrt(0.5);
    const double later = radius_after(p, young, p.growth);
    CHECK(std::pow(later / grown, 3) == doctest::Approx(1.0 - 0.5 * std::exp(-1.0)));
}
