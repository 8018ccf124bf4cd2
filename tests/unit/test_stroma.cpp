#include <doctest/doctest.h>

#include <cmath>

#include "biology/fibroblast.hpp"
#include "biology/parenchyma.hpp"

using namespace perforin;
using namespace perforin::biology;

TEST_CASE("TGF-β activates fibroblasts within days, and what they do follows") {
    const auto p = config::standard<FibroblastParams>();
    CHECK(activation_after(p, 0.0, p.tgf_beta_half, p.response) ==
          doctest::Approx(0.5 * (1.0 - std::exp(-1.0))));
    CHECK(activation_after(p, 1.0, Molarity{}, 100.0 * p.response) == doctest::Approx(0.0));
    CHECK(activity(p, 0.0) == doctest::Approx(p.resting));
    CHECK(activity(p, 1.0) == doctest::Approx(1.0));
}

TEST_CASE("fibroblasts divide if activated and not hemmed in") {
    const auto p = config::standard<FibroblastParams>();
    CHECK(fibroblast_division(p, 1.0, PerVolume{}) == p.division);
    CHECK(fibroblast_division(p, 0.0, PerVolume{}) == Rate{});
    CHECK(fibroblast_division(p, 1.0, 0.5 * p.full).in(per_day) ==
          doctest::Approx(0.5 * p.division.in(per_day)));
    CHECK(fibroblast_division(p, 1.0, 2.0 * p.full) == Rate{});
}

TEST_CASE("healthy cells replace what dies at their full density, and divide faster below it") {
    const auto p = config::standard<ParenchymaParams>();
    CHECK(healthy_division(p, p.full, Speed{}).in(per_day) ==
          doctest::Approx(p.turnover.in(per_day)));
    CHECK(healthy_division(p, PerVolume{}, Speed{}) == p.renewal);
    CHECK(healthy_division(p, 2.0 * p.full, Speed{}) == Rate{});
    CHECK(healthy_division(p, PerVolume{}, p.crowding_limit) == Rate{});
}

TEST_CASE(
    "healthy cells die for want of room above their full density, in proportion to the excess") {
    const auto p = config::standard<ParenchymaParams>();
    CHECK(crowded_death(p, 0.5 * p.full) == Rate{});
    CHECK(crowded_death(p, p.full) == Rate{});
    CHECK(crowded_death(p, 1.5 * p.full).in(per_day) ==
          doctest::Approx(0.5 * p.crowded_loss.in(per_day)));
    CHECK(crowded_death(p, 3.0 * p.full) == 2.0 * p.crowded_loss);
    CHECK(crowded_death(p, 9.0 * p.full) == 2.0 * p.crowded_loss);
}

TEST_CASE("interferon-γ induces PD-L1 on healthy cells") {
    const auto p = config::standard<ParenchymaParams>();
    const double middle = 0.5 * (p.pdl1_constitutive + p.pdl1_induced);
    CHECK(healthy_pdl1_after(p, p.pdl1_constitutive, Molarity{}, 9.0 * day) ==
          doctest::Approx(p.pdl1_constitutive));
    CHECK(healthy_pdl1_after(p, p.pdl1_constitutive, p.pdl1_half, 999.0 * day) ==
          doctest::Approx(middle));
}
