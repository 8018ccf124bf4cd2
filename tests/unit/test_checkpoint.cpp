#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <limits>
#include <vector>

#include "biology/models/checkpoint.hpp"
#include "config/input.hpp"

using namespace perforin;
using biology::bind, biology::Checkpoint, biology::CheckpointParams, biology::Competition,
    biology::complexes, biology::SynapseBinding, biology::SynapseDensities;

namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();

double apart(double a, double b) {
    return std::abs(a - b) / std::max({std::abs(a), std::abs(b), 1e-300});
}

/// The worst violation of mass action and conservation, relative.
double imbalance(const SynapseDensities& total, double kd1, double kd2, const Competition& drugs) {
    const SynapseBinding b = bind(total, kd1, kd2, drugs);
    const double free1 = b.pdl1_unbound / drugs.at_pdl1, free2 = b.pdl2_unbound / drugs.at_pdl2;
    return std::max({apart(b.pd1_free * free1, kd1 * b.pd1_pdl1),
                     apart(b.pd1_free * free2, kd2 * b.pd1_pdl2),
                     apart(b.pd1_free * (drugs.at_pd1 - 1.0), b.pd1_drug),
                     apart(b.pd1_free + b.pd1_drug + b.bound(), total.pd1),
                     apart(b.pdl1_unbound + b.pd1_pdl1, total.pdl1),
                     apart(b.pdl2_unbound + b.pd1_pdl2, total.pdl2)});
}

}  // namespace

TEST_CASE("8.2 µM in solution are 14.8 molecules per µm² in a synapse of 3 nm") {
    const auto p = config::standard<CheckpointParams>();
    CHECK(biology::two_dimensional(p.kd_pdl1, p.gap) == doctest::Approx(14.81).epsilon(1e-3));
    CHECK(biology::two_dimensional(p.kd_pdl2, p.gap) == doctest::Approx(4.155).epsilon(1e-3));
}

TEST_CASE("one ligand: the known limits of the quadratic") {
    CHECK(complexes(66, 111, 0) == doctest::Approx(66).epsilon(1e-14));  // binds all it can
    CHECK(complexes(111, 66, 0) == doctest::Approx(66).epsilon(1e-14));
    CHECK(complexes(66, 111, infinite) == 0.0);
    CHECK(complexes(0, 111, 15) == 0.0);
    CHECK(complexes(66, 0, 15) == 0.0);
    CHECK(complexes(0, 0, 0) == 0.0);
    // Little ligand: R·L/(R + K); loose binding: R·L/K.
    CHECK(complexes(66, 1e-9, 15) == doctest::Approx(66e-9 / (66 + 15)).epsilon(1e-9));
    CHECK(complexes(66, 111, 1e12) == doctest::Approx(66 * 111 / 1e12).epsilon(1e-9));
    CHECK(complexes(1e-9, 1e-9, 15) == doctest::Approx(1e-18 / 15).epsilon(1e-9));
    CHECK(complexes(10, 10, 5) == doctest::Approx(5).epsilon(1e-14));  // (10 − 5)² = 5·5
}

TEST_CASE("one ligand: mass action holds where a textbook root cancels") {
    for (const double ligand : {1e-6, 1e-2, 1.0, 111.0, 1e4, 1e9}) {
        for (const double kd : {1e-9, 1e-3, 15.0, 1e4, 1e9}) {
            const double c = complexes(66, ligand, kd);
            CHECK(c <= std::min(66.0, ligand) * (1 + 1e-15));
            // As K = free·free/bound, in units of what can be told apart in the free amounts.
            const double noise = 4e-16 * (66 + ligand) * std::max(66.0, ligand);
            CHECK(std::abs((66 - c) * (ligand - c) - kd * c) <= noise + 1e-13 * kd * c);
        }
    }
}

TEST_CASE("two ligands and three drugs: every mass action and every sum holds") {
    double worst = 0.0;
    for (const double pd1 : {1e-3, 7.0, 66.0, 400.0, 1e6}) {
        for (const double pdl1 : {1e-3, 1.0, 111.0, 1784.0, 1e6}) {
            for (const double pdl2 : {1e-3, 8.0, 125.0, 1e5}) {
                for (const double drug : {1.0, 1.5, 40.0, 1e4, 1e8}) {
                    worst = std::max({worst, imbalance({pd1, pdl1, pdl2}, 14.8, 4.2, {drug, 1, 1}),
                                      imbalance({pd1, pdl1, pdl2}, 14.8, 4.2, {1, drug, 1}),
                                      imbalance({pd1, pdl1, pdl2}, 1e-4, 1e4, {drug, 3, drug}),
                                      imbalance({pd1, pdl1, pdl2}, 1e4, 1e-4, {drug, 3, drug})});
                }
            }
        }
    }
    CHECK(worst < 1e-12);
}

TEST_CASE("the cubic becomes the quadratic when the second ligand vanishes or is alike") {
    const SynapseBinding alone = bind({66, 111, 0}, 14.8, 4.2, {});
    CHECK(alone.bound() == doctest::Approx(complexes(66, 111, 14.8)).epsilon(1e-13));
    CHECK(alone.pd1_pdl2 == 0.0);
    CHECK(bind({66, 111, 1e-7}, 14.8, 4.2, {}).bound() ==
          doctest::Approx(complexes(66, 111, 14.8)).epsilon(1e-8));
    CHECK(bind({66, 71, 40}, 14.8, 14.8, {}).bound() ==
          doctest::Approx(complexes(66, 111, 14.8)).epsilon(1e-13));
    CHECK(bind({66, 111, 8}, 14.8, 4.2, {infinite, 1, 1}).bound() == 0.0);
    CHECK(bind({66, 111, 8}, 14.8, 4.2, {infinite, 1, 1}).pd1_drug == 66.0);
}

TEST_CASE("what runs in the simulation is the full equilibrium") {
    const auto p = config::standard<CheckpointParams>();
    const Checkpoint checkpoint{p};
    const double kd1 = biology::two_dimensional(p.kd_pdl1, p.gap);
    const double kd2 = biology::two_dimensional(p.kd_pdl2, p.gap);
    for (const double pdl1 : {0.0, 1e3, 1e5, 1.6e6}) {
        for (const double held : {0.0, 0.5, 0.999}) {
            const SynapseDensities total{2e4 / 151, pdl1 / 897, 0.07 * pdl1 / 897};
            const Competition drugs{1 / (1 - held), 1 / (1 - 0.3), 1};
            CHECK(checkpoint.bound(2e4, pdl1, held, 0.3) ==
                  doctest::Approx(bind(total, kd1, kd2, drugs).bound()).epsilon(1e-12));
        }
    }
    CHECK(checkpoint.bound(0, 1e5) == 0.0);
    CHECK(checkpoint.bound(2e4, 1e5, 1.0) == 0.0);
}

TEST_CASE("inhibition rises with PD-1 and its ligands and falls with each drug") {
    const Checkpoint checkpoint{config::standard<CheckpointParams>()};
    const std::vector<double> molecules{0, 1, 1e3, 3e3, 1e4, 3e4, 1e5, 3e5, 1.6e6};
    const std::vector<double> shares{0, 0.3, 0.9, 0.99, 0.9999, 1};
    const auto rises = [](auto&& f, const std::vector<double>& at) {
        for (std::size_t i = 1; i < at.size(); ++i) {
            if (f(at[i]) < f(at[i - 1]) * (1 - 1e-14)) return false;
        }
        return f(at.back()) > f(at.front());
    };
    for (const double other : {1e3, 1e4, 1e5, 1e6}) {
        CHECK(
            rises([&](double x) { return checkpoint.inhibition(x, other, 0.2, 0.1); }, molecules));
        CHECK(
            rises([&](double x) { return checkpoint.inhibition(other, x, 0.2, 0.1); }, molecules));
        CHECK(rises([&](double x) { return -checkpoint.inhibition(1e4, other, x, 0.1); }, shares));
        CHECK(rises([&](double x) { return -checkpoint.inhibition(1e4, other, 0.1, x); }, shares));
    }
    const SynapseDensities less{66, 111, 1}, more{66, 111, 20};
    CHECK(bind(less, 14.8, 4.2, {}).bound() < bind(more, 14.8, 4.2, {}).bound());
}

TEST_CASE("a drug on PD-L1 competes PD-1 away, and leaves it to PD-L2") {
    const config::Input input{"test.toml", "pdl2_per_pdl1 = 0"};
    const Checkpoint both{config::standard<CheckpointParams>()};
    const Checkpoint one{CheckpointParams{input.root()}};
    for (const double pd1 : {1e3, 8e3, 2e4}) {
        for (const double pdl1 : {1e3, 1.5e5, 1.6e6}) {
            CHECK(both.bound(pd1, pdl1, 0.0, 0.0) == both.bound(pd1, pdl1));
            CHECK(one.bound(pd1, pdl1, 0.0, 0.0) == one.bound(pd1, pdl1));
            CHECK(one.bound(pd1, pdl1, 0.0, 1.0) == 0.0);
            // In one-ligand binding only the product of what both drugs leave matters.
            CHECK(one.bound(pd1, pdl1, 0.0, 0.9) ==
                  doctest::Approx(one.bound(pd1, pdl1, 0.9, 0.0)).epsilon(1e-12));
            const double left = both.bound(pd1, pdl1, 0.0, 1.0);
            CHECK(left > 0.0);
            CHECK(left <= 0.07 * pdl1 / 897 * (1 + 1e-12));
            CHECK(left < both.bound(pd1, pdl1, 0.0, 0.99));
            CHECK(both.bound(pd1, pdl1, 1.0, 0.0) == 0.0);
        }
    }
}

TEST_CASE("inhibition stays between nothing and Emax at any extreme") {
    const Checkpoint checkpoint{config::standard<CheckpointParams>()};
    for (const double pd1 : {0.0, 1e-200, 1e4, 1e12, 1e150}) {
        for (const double pdl1 : {0.0, 1e-200, 1e5, 1e12, 1e150}) {
            for (const double held : {0.0, 1e-9, 1 - 1e-15, 1.0}) {
                const double share = checkpoint.inhibition(pd1, pdl1, held, held);
                CHECK(share >= 0.0);
                CHECK(share <= 0.95);
            }
        }
    }
    CHECK(checkpoint.inhibition_by(1e300) == doctest::Approx(0.95));
    CHECK(checkpoint.inhibition_by(20) == doctest::Approx(0.475));
}

TEST_CASE("three hits that each lose their share lose together what function loses") {
    const Checkpoint checkpoint{config::standard<CheckpointParams>()};
    CHECK(checkpoint.of_hits(0.0) == 0.0);
    CHECK(checkpoint.of_hits(1.0) == 1.0);
    for (const double lost : {0.1, 0.5, 0.81, 0.95})
        CHECK(std::pow(1.0 - checkpoint.of_hits(lost), 3) == doctest::Approx(1.0 - lost));
    auto params = config::standard<CheckpointParams>();
    params.hit_power = 1.0;
    CHECK(Checkpoint{params}.of_hits(0.7) == doctest::Approx(0.7));
}

TEST_CASE(
    "blockade is a graded relief, not a switch: function rises sixfold, hits twofold at most") {
    const Checkpoint checkpoint{config::standard<CheckpointParams>()};
    const double cold = checkpoint.inhibition(8e3, 3e3);
    const double warm = checkpoint.inhibition(8e3, 3e4);
    const double inflamed = checkpoint.inhibition(8e3, 1.5e5);
    CHECK(cold < 0.05);
    CHECK(warm > 5 * cold);
    CHECK(warm < 0.65);
    CHECK(inflamed > 0.75);
    CHECK(inflamed < 0.85);
    const double treated = checkpoint.inhibition(8e3, 1.5e5, 0.9995);
    CHECK(treated < 0.01);
    CHECK((1 - treated) / (1 - inflamed) < 6.0);
    CHECK((1 - checkpoint.of_hits(treated)) / (1 - checkpoint.of_hits(inflamed)) < 2.0);
    // Half the receptors occupied is not half of the relief: the ligand finds the others.
    CHECK(checkpoint.inhibition(8e3, 1.5e5, 0.5) > 0.9 * inflamed);
}
