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
    const Signal idle{}, full{.engagement = 1.0}, little{.engagement = 1.0, .inhibition = 0.1},
        much{.engagement = 1.0, .inhibition = 0.8}, braked{.engagement = 1.0, .inhibition = 1.0};
    CHECK(renewal_hazard(p, idle, none) == Rate{});
    CHECK(renewal_hazard(p, full, none) == p.renewal);
    CHECK(renewal_hazard(p, much, none) < renewal_hazard(p, little, none));
    CHECK(renewal_hazard(p, full, p.niche) == Rate{});
    CHECK(renewal_hazard(p, full, 2.0 * p.niche) == Rate{});
    CHECK(differentiation_hazard(p, idle) == Rate{});
    CHECK(differentiation_hazard(p, braked) < differentiation_hazard(p, full));
    CHECK(differentiation_hazard(p, braked).in(per_day) ==
          doctest::Approx(p.differentiation_floor * p.differentiation.in(per_day)));
}

TEST_CASE("brief contacts drive division nearly as much as lasting ones, exhaustion they do not") {
    auto p = config::standard<CytotoxicTParams>();
    const Signal full{.engagement = 1.0}, brief{.engagement = 0.1};
    CHECK(stimulus(p, {}) == 0.0);
    CHECK(stimulus(p, full) == 1.0);
    CHECK(stimulus(p, {.engagement = p.stimulation_half}) ==
          doctest::Approx(0.5 * (1.0 + p.stimulation_half)));
    CHECK(renewal_hazard(p, brief, PerVolume{}).in(per_day) > 0.5 * p.renewal.in(per_day));
    CHECK(differentiation_hazard(p, brief).in(per_day) >
          0.5 * differentiation_hazard(p, full).in(per_day));
    CHECK(turns(p, Phenotype::memory, brief)[0].hazard.in(per_day) > 0.5 * p.recall.in(per_day));
    CHECK(turns(p, Phenotype::effector, brief)[0].hazard.in(per_day) ==
          doctest::Approx(0.1 * p.exhaustion.in(per_day)));
    p.stimulation_half = 1e4;
    CHECK(stimulus(p, {.engagement = 0.3}) == doctest::Approx(0.3).epsilon(1e-4));
}

TEST_CASE("what is hardly recognised hardly drives division, however long the contact") {
    const auto p = config::standard<CytotoxicTParams>();
    const Signal full{.engagement = 1.0}, weak{.engagement = 1.0, .strength = 0.2};
    CHECK(stimulus(p, weak) == doctest::Approx(0.2));
    CHECK(renewal_hazard(p, weak, PerVolume{}).in(per_day) ==
          doctest::Approx(0.2 * p.renewal.in(per_day)));
    CHECK(differentiation_hazard(p, weak).in(per_day) ==
          doctest::Approx(0.2 * differentiation_hazard(p, full).in(per_day)));
    CHECK(turns(p, Phenotype::memory, weak)[0].hazard.in(per_day) ==
          doctest::Approx(0.2 * p.recall.in(per_day)));
    // It exhausts and keeps its place by the time in contact.
    CHECK(turns(p, Phenotype::effector, weak)[0].hazard == p.exhaustion);
    CHECK(turns(p, Phenotype::effector, weak)[1].hazard == Rate{});
}

TEST_CASE("effectors forget only without antigen; memory cells live long, stay, and hardly kill") {
    const auto p = config::standard<CytotoxicTParams>();
    CHECK(memory_hazard(p, 0.0) == p.memory_formation);
    CHECK(memory_hazard(p, p.forgotten) == Rate{});
    CHECK(memory_hazard(p, 1.0) == Rate{});
    CHECK(death_hazard(p, Phenotype::memory, 1.0) <
          0.1 * death_hazard(p, Phenotype::effector, 1.0));
    CHECK(death_hazard(p, Phenotype::effector, 1.0) == p.effector_death);
    CHECK(death_hazard(p, Phenotype::effector, 2.0) < p.effector_death);
    CHECK(egress_hazard(p, Phenotype::effector, 0.0) == p.egress);
    CHECK(egress_hazard(p, Phenotype::effector, 0.5 * p.forgotten).in(per_day) ==
          doctest::Approx(0.5 * p.egress.in(per_day)));
    CHECK(egress_hazard(p, Phenotype::effector, p.forgotten) == Rate{});
    CHECK(egress_hazard(p, Phenotype::effector, 1.0) == Rate{});
    CHECK(egress_hazard(p, Phenotype::memory, 0.0) < 0.5 * p.egress);
    CHECK(hit_hazard(p, Phenotype::memory, 0.0, 1.0) <
          hit_hazard(p, Phenotype::effector, 0.0, 1.0));
}

TEST_CASE(
    "LAG-3 inhibits by receptor and ligand, less where drugs hold it, not at all by default") {
    auto p = config::standard<Lag3Params>();
    CHECK(lag3_inhibition(p, 1.0, 1.0, 0.0) == 0.0);
    p.most = 0.5;
    CHECK(lag3_ligand(p, true, PerVolume{}) == p.tumour_ligand);
    CHECK(lag3_ligand(p, false, p.presenting_half) == doctest::Approx(0.5));
    CHECK(lag3_inhibition(p, 1.0, p.half, 0.0) == doctest::Approx(0.25));
    CHECK(lag3_inhibition(p, 1.0, 1.0, 1.0) == 0.0);
    CHECK(lag3_of(p, Phenotype::exhausted) > lag3_of(p, Phenotype::progenitor));
    CHECK(lag3_of(p, Phenotype::progenitor) > lag3_of(p, Phenotype::effector));
}
