#include <doctest/doctest.h>

#include "biology/cytotoxic_t.hpp"

using namespace perforin;
using namespace perforin::biology;

TEST_CASE("without the antigen nothing is recognised, and MHC-I saturates") {
    const auto p = config::standard<CytotoxicTParams>();
    CHECK(recognition(p, false, 5.0) == 0.0);
    CHECK(recognition(p, true, 0.0) == 0.0);
    CHECK(recognition(p, true, p.mhc1_half) == doctest::Approx(0.5));
    CHECK(recognition(p, true, 1e6) == doctest::Approx(1.0).epsilon(1e-5));
}

TEST_CASE("inhibition takes its share of the hits, potency depends on the state") {
    const auto p = config::standard<CytotoxicTParams>();
    CHECK(hit_hazard(p, Phenotype::effector, 0.0, 1.0) == p.hit_rate);
    CHECK(hit_hazard(p, Phenotype::effector, 1.0, 1.0) == Rate{});
    CHECK(hit_hazard(p, Phenotype::effector, 0.75, 1.0).in(per_hour) ==
          doctest::Approx(0.25 * p.hit_rate.in(per_hour)));
    CHECK(hit_hazard(p, Phenotype::exhausted, 0.0, 1.0) <
          hit_hazard(p, Phenotype::progenitor, 0.0, 1.0));
    CHECK(hit_hazard(p, Phenotype::progenitor, 0.0, 1.0) <
          hit_hazard(p, Phenotype::effector, 0.0, 1.0));
}

TEST_CASE("blockade lets progenitors renew and differentiate, only where they meet antigen") {
    const auto p = config::standard<CytotoxicTParams>();
    const PerVolume none{};
    CHECK(renewal_hazard(p, 0.0, 0.0, none) == Rate{});
    CHECK(renewal_hazard(p, 1.0, 0.0, none) == p.renewal);
    CHECK(renewal_hazard(p, 1.0, 0.8, none) < renewal_hazard(p, 1.0, 0.1, none));
    CHECK(renewal_hazard(p, 1.0, 0.0, p.niche) == Rate{});
    CHECK(renewal_hazard(p, 1.0, 0.0, 2.0 * p.niche) == Rate{});
    CHECK(differentiation_hazard(p, 0.0, 0.0) == Rate{});
    CHECK(differentiation_hazard(p, 1.0, 1.0) < differentiation_hazard(p, 1.0, 0.0));
    CHECK(differentiation_hazard(p, 1.0, 1.0).in(per_day) ==
          doctest::Approx(p.differentiation_floor * p.differentiation.in(per_day)));
}
