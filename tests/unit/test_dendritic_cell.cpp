#include <doctest/doctest.h>

#include <cmath>

#include "biology/dendritic_cell.hpp"

using namespace perforin;
using namespace perforin::biology;

TEST_CASE("dendritic cells mature by danger signals or adjuvant, and by nothing else") {
    const auto p = config::standard<DendriticParams>();
    CHECK(maturation_hazard(p, {}) == Rate{});
    CHECK(maturation_hazard(p, {.damps = p.damps_half}).in(per_day) == doctest::Approx(0.75));
    CHECK(maturation_hazard(p, {.adjuvant = 1.0}).in(per_day) == doctest::Approx(0.75));
    CHECK(maturation_hazard(p, {.damps = p.damps_half, .adjuvant = 1.0}).in(per_day) ==
          doctest::Approx(1.5 * 0.75));
    CHECK(maturation_hazard(p, {.damps = 1e9 * p.damps_half}).in(per_day) == doctest::Approx(1.5));
    // Type-I interferon more than in proportion.
    const Molarity half = p.interferon_1_half;
    CHECK(maturation_hazard(p, {.interferon_1 = half}).in(per_day) == doctest::Approx(0.75));
    CHECK(maturation_hazard(p, {.interferon_1 = 0.1 * half}).in(per_day) ==
          doctest::Approx(1.5 / 101.0));
    CHECK(maturation_hazard(p, {.damps = p.damps_half, .interferon_1 = half}).in(per_day) ==
          doctest::Approx(1.5 * 0.75));
}

TEST_CASE("regulatory T cells in contact take costimulation away, less so with CTLA-4 occupied") {
    const auto p = config::standard<DendriticParams>();
    const Time long_time = 1000.0 * hour;
    CHECK(costimulation_after(p, 1.0, 0.0, 0.0, long_time) == doctest::Approx(1.0));
    CHECK(costimulation_after(p, 1.0, 1.0, 1.0, long_time) == doctest::Approx(1.0));
    const double one = costimulation_after(p, 1.0, 1.0, 0.0, long_time);
    CHECK(one == doctest::Approx(0.05 / (0.05 + 0.5)));
    CHECK(costimulation_after(p, 1.0, 1.0, 0.9, long_time) == doctest::Approx(0.5));
    CHECK(costimulation_after(p, 1.0, 2.0, 0.0, long_time) < one);
    const Time half = 2.0 * hour;
    CHECK(costimulation_after(p, costimulation_after(p, 1.0, 1.0, 0.3, half), 1.0, 0.3, half) ==
          doctest::Approx(costimulation_after(p, 1.0, 1.0, 0.3, 2.0 * half)));
}
