// Assays of blood: limits and errors, tumour DNA in plasma, rare T cells, clonotypes. No patient.

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <numeric>
#include <vector>

#include "clinic/monitoring/assay.hpp"
#include "clinic/monitoring/clonotypes.hpp"
#include "clinic/monitoring/sampling.hpp"
#include "clinic/monitoring/serum.hpp"
#include "clinic/monitoring/specific_t.hpp"
#include "clinic/monitoring/tumour_dna.hpp"
#include "config/block.hpp"
#include "config/input.hpp"
#include "core/random.hpp"

using namespace perforin;
using namespace perforin::clinic;

namespace {

Stream stream(std::uint64_t one) {
    return {11, "test.assay"_draw, {one}, 0};
}

struct Moments {
    double mean = 0.0, sd = 0.0;
};

template <class Draw>
Moments moments(std::uint64_t trials, Draw&& draw) {
    double sum = 0.0, squares = 0.0;
    for (std::uint64_t trial = 0; trial != trials; ++trial) {
        const double value = draw(trial);
        sum += value;
        squares += value * value;
    }
    const auto n = static_cast<double>(trials);
    return {sum / n, std::sqrt(squares / n - sum / n * (sum / n))};
}

AssayDraws some_draws(std::uint64_t trial) {
    Stream random = stream(trial);
    AssayDraws draws;
    draws.within = normal(random);
    draws.between = normal(random);
    draws.blank = normal(random);
    return draws;
}

}  // namespace

TEST_CASE("an assay without errors reads the truth, and knows its limits") {
    const Assay exact{.detection = 0.0, .quantification = 3.0};
    CHECK(measured(exact, 5.0, {1.0, -2.0, 3.0}).value == doctest::Approx(5.0));
    CHECK_FALSE(measured(exact, 5.0, {}).below_quantification);
    CHECK(measured(exact, 2.0, {}).below_quantification);
    CHECK_FALSE(measured(exact, 2.0, {}).below_detection);
    CHECK(measured(exact, 0.0, {}).below_detection);  // nothing is never something
    const Assay limited{.detection = 1.0, .quantification = 3.0};
    CHECK(measured(limited, 0.9, {}).below_detection);
    CHECK_FALSE(measured(limited, 1.1, {}).below_detection);
    CHECK(measured(limited, 0.0, {0.0, 0.0, -5.0}).value == 0.0);  // never negative
}

TEST_CASE("errors of an assay have the mean and the variation that are said") {
    // 20,000 draws: the mean errs by sd/141, the sd by about 1/200 (normal) and somewhat more here;
    // four times that is exceeded by chance in less than 1e-4.
    const Assay assay{.within = 0.1, .between = 0.2};
    const auto seen = moments(
        20000, [&](std::uint64_t trial) { return measured(assay, 50.0, some_draws(trial)).value; });
    const double variation = std::sqrt(1.01 * 1.04 - 1.0);
    CHECK(std::abs(seen.mean - 50.0) < 4.0 * 50.0 * variation / 141.0);
    CHECK(std::abs(seen.sd / (50.0 * variation) - 1.0) < 0.03);
}

TEST_CASE("of samples at the limit of detection nearly all are above what blanks reach") {
    // By EP17 one in twenty blanks is above half of the limit, and one in twenty samples at the
    // limit is below it; 20,000 draws err by 0.0015.
    const Assay assay{.detection = 1.0};
    const auto above = [&](double truth) {
        return moments(20000,
                       [&](std::uint64_t trial) {
                           return measured(assay, truth, some_draws(trial)).value > 0.5 ? 1.0 : 0.0;
                       })
            .mean;
    };
    CHECK(std::abs(above(0.0) - 0.05) < 0.0065);
    CHECK(std::abs(above(1.0) - 0.95) < 0.0065);
}

TEST_CASE("counts are Poisson, be they few or many") {
    // Mean and variance are both the mean; 10,000 draws, four standard errors.
    for (const double mean : {0.3, 7.0, 400.0, 2e6}) {
        const auto seen = moments(10000, [&](std::uint64_t trial) {
            Stream random = stream(trial);
            return static_cast<double>(poisson(mean, random));
        });
        CHECK(std::abs(seen.mean - mean) < 4.0 * std::sqrt(mean) / 100.0);
        const double error = std::sqrt(2.0 + 1.0 / mean) / 100.0;
        CHECK(std::abs(seen.sd * seen.sd / mean - 1.0) < 4.0 * error);
    }
    Stream random = stream(0);
    CHECK(poisson(0.0, random) == 0);
}

TEST_CASE("what flows in and is lost is exact over any step") {
    const Rate loss = loss_of(2.0 * hour);
    CHECK(washed(8.0, 0.0, loss, 6.0 * hour) == doctest::Approx(1.0));
    const double rest = 5.0 / loss.in(per_minute);
    CHECK(washed(rest, 5.0, loss, 1.0 * day) == doctest::Approx(rest));
    double steps = 3.0;
    for (int i = 0; i != 24; ++i) steps = washed(steps, 5.0, loss, 1.0 * hour);
    CHECK(steps == doctest::Approx(washed(3.0, 5.0, loss, 1.0 * day)));
    CHECK(relaxed(10.0, 2.0, loss, 2.0 * hour) == doctest::Approx(6.0));
    CHECK(since(5.0, 7.0) == 2.0);
    CHECK(since(5.0, 1.0) == 1.0);  // the sum began anew
}

TEST_CASE("a lung tumour of a cubic centimetre sheds as much as was published") {
    // Avanzini 2020: 0.21 mutant copies per mL of plasma, by regression over 176 patients. With
    // 1e9 cells of which 0.136 die a day (their model).
    const auto p = config::standard<SheddingParams>();
    const double deaths = 0.136e9 / (1.0 * day).in(minute);
    const double genomes = settled(p, p.per_death * deaths);
    const Copies there = copies(p, genomes, genomes, 1.0);
    CHECK(there.mutant > 0.15);
    CHECK(there.mutant < 0.30);
    CHECK(there.all - 2.0 * there.mutant == doctest::Approx(5000.0 / 3.3));
    CHECK(there.share() < 5e-4);
}

TEST_CASE("tumour DNA is half gone after a half-life, and at rest where as much is shed as lost") {
    const auto p = config::standard<SheddingParams>();
    CHECK(cleared(p, 10.0, 0.0, p.half_life) == doctest::Approx(5.0));
    const double shed = shedding(p, 1e5, 1e9);
    CHECK(cleared(p, settled(p, shed), shed, 1.0 * day) == doctest::Approx(settled(p, shed)));
    CHECK(shedding(p, 1e5, 0.0) == doctest::Approx(3.7));
    CHECK(shedding(p, 0.0, 0.0) == 0.0);
}

namespace {

/// Genomes in plasma, day by day, of live and dying cells of a pseudoprogression by constructed
/// courses: both twentyfold fewer at week 12, with a wave of killing at week 4.
std::vector<double> plasma_of_a_pseudoprogression(double at_first) {
    const auto p = config::standard<SheddingParams>();
    const auto live = [&](int today) {
        return at_first * std::exp(-std::log(20.0) * today / 84.0);
    };
    const auto dying = [&](int today) {  // a day
        const double wave = std::exp(-0.5 * (today - 28.0) * (today - 28.0) / 25.0);
        return live(today) * (0.1 + 0.3 * wave);
    };
    const double minutes = (1.0 * day).in(minute);
    std::vector<double> course{settled(p, shedding(p, dying(0) / minutes, live(0)))};
    for (int today = 1; today <= 84; ++today) {
        const double shed = shedding(p, dying(today) / minutes, live(today));
        course.push_back(cleared(p, course.back(), shed, 1.0 * day));
    }
    return course;
}

/// What the examination reads of such plasma, with all its errors: copies a mL, and the share.
struct ReadOfPlasma {
    double copies = 0.0, share = 0.0;
};
ReadOfPlasma read_plasma(double genomes, std::uint64_t visit) {
    const auto shed = config::standard<SheddingParams>();
    const auto p = config::standard<SequencingParams>();
    const config::Input nothing{"test.toml", ""};
    const Assay assay = AssayParams<scalar>{nothing.root(), share_of_variants()}.assay();
    Stream random = stream(visit);
    Circumstances at;
    at.normal = misread({.within = shed.normal_variation}, {normal(random)});
    const double within = normal(random), between = normal(random);
    at.yield = misread(assay, {within, between, 0.0});
    const auto variants = static_cast<double>(p.variants);
    const auto found = sample(shed, p, genomes, genomes, variants, at, random).found;
    return {copies_per_ml(p, found, variants), found.share()};
}

/// Of 400 pairs of samples at the start and at week 12, those that fall more than tenfold.
ReadOfPlasma fell_tenfold(const std::vector<double>& course) {
    ReadOfPlasma fell;
    for (std::uint64_t pair = 0; pair != 400; ++pair) {
        const auto before = read_plasma(course.front(), 2 * pair),
                   after = read_plasma(course.back(), 2 * pair + 1);
        fell.copies += before.copies > 10.0 * after.copies ? 1.0 / 400.0 : 0.0;
        fell.share += before.share > 10.0 * after.share ? 1.0 / 400.0 : 0.0;
    }
    return fell;
}

}  // namespace

TEST_CASE("a tumour and its deaths that fall twentyfold in 12 weeks show as more than tenfold") {
    const std::vector<double> course = plasma_of_a_pseudoprogression(1e11);
    CHECK(course[28] > 1.2 * course[0]);  // dying cells tell: live ones are 2.7 times fewer
    CHECK(course[0] / course[84] == doctest::Approx(20.0).epsilon(0.01));
    // Some 500 molecules at first and 25 at last, yields that differ by 18 % and normal DNA by
    // 30 %. Without them single pairs of copies are tenfold in 999 of 1000.
    const ReadOfPlasma fell = fell_tenfold(course);
    MESSAGE("tenfold, of 400 pairs: copies " << fell.copies << ", share " << fell.share);
    CHECK(fell.copies > 0.96);
    CHECK(fell.share > 0.89);
    const ReadOfPlasma of_fewer = fell_tenfold(plasma_of_a_pseudoprogression(1e10));
    MESSAGE("of a tenth of the cells: copies " << of_fewer.copies << ", share " << of_fewer.share);
    CHECK(of_fewer.copies > 0.82);
    CHECK(of_fewer.copies < fell.copies);
}

TEST_CASE("sequencing counts molecules, and makes none of nothing but its errors") {
    auto p = config::standard<SequencingParams>();
    const Copies nothing{.mutant = 0.0, .all = 1500.0};
    p.error = 0.0;
    Stream random = stream(1);
    const Molecules clean = sequence(p, nothing, 16.0, 1.0, random);
    CHECK(clean.mutant == 0);
    CHECK(clean.share() == 0.0);
    CHECK(std::abs(static_cast<double>(clean.all) - 48000.0) < 4.0 * std::sqrt(48000.0));
    p.error = 1e-4;
    const auto false_ones = moments(2000, [&](std::uint64_t trial) {
        Stream one = stream(trial);
        return static_cast<double>(sequence(p, nothing, 16.0, 1.0, one).mutant);
    });
    CHECK(std::abs(false_ones.mean - 4.8) < 4.0 * std::sqrt(4.8 / 2000.0));
    const auto copies_seen = moments(2000, [&](std::uint64_t trial) {
        Stream one = stream(trial);
        auto exact = p;
        exact.error = 0.0;
        return copies_per_ml(exact, sequence(exact, {.mutant = 0.5, .all = 1500.0}, 16.0, 1.0, one),
                             16.0);
    });
    CHECK(std::abs(copies_seen.mean - 0.5) < 4.0 * std::sqrt(0.5 / 32.0 / 2000.0));
    p.drawn = 0.0 * ml;
    CHECK(sequence(p, nothing, 16.0, 1.0, random).share() == 0.0);
}

TEST_CASE("tetramers find the share of cells that is there, and their own background") {
    const auto p = config::standard<TetramerParams>();
    const auto found = [&](double share) {
        return moments(2000, [&](std::uint64_t trial) {
            Stream random = stream(trial);
            return tetramer_share(p, share, random);
        });
    };
    const double binding = 1e-3 + 5e-5 * (1.0 - 1e-3);
    CHECK(std::abs(found(1e-3).mean - binding) < 4.0 * std::sqrt(binding / 2e5 / 2000.0));
    CHECK(found(1e-3).sd == doctest::Approx(std::sqrt(binding / 2e5)).epsilon(0.07));
    CHECK(std::abs(found(0.0).mean - 5e-5) < 4.0 * std::sqrt(5e-5 / 2e5 / 2000.0));
}

TEST_CASE("an ELISpot is positive twofold above its controls and by enough spots") {
    const auto p = config::standard<ElispotParams>();
    CHECK(positive(p, {.antigen = 80.0, .control = 25.0}));
    CHECK_FALSE(positive(p, {.antigen = 70.0, .control = 25.0}));   // 45 more
    CHECK_FALSE(positive(p, {.antigen = 140.0, .control = 80.0}));  // not twice as many
    CHECK(Spots{.antigen = 10.0, .control = 25.0}.net() == 0.0);
    // 200 specific cells in a million make 100 spots: 0.75 million cells in wells, 1.5 in controls.
    const auto spots = moments(2000, [&](std::uint64_t trial) {
        Stream random = stream(trial);
        const Spots one = elispot(p, 200.0, 1.0, 25.0, random);
        return one.antigen - one.control;
    });
    const double variance = 125.0 / 0.75 + 25.0 / 1.5;
    CHECK(std::abs(spots.mean - 100.0) < 4.0 * std::sqrt(variance / 2000.0));
    CHECK(spots.sd == doctest::Approx(std::sqrt(variance)).epsilon(0.07));
}

TEST_CASE("the limit of ELISpot is what 95 % of samples without specific cells stay below") {
    // 5,000 samples err by 0.003.
    const auto p = config::standard<ElispotParams>();
    const auto beyond = moments(5000, [&](std::uint64_t trial) {
        Stream random = stream(trial);
        const double background =
            p.background * misread({.within = p.scatter}, {.within = normal(random)});
        return elispot(p, 0.0, 1.0, background, random).antigen > 60.0 ? 1.0 : 0.0;
    });
    CHECK(beyond.mean > 0.01);
    CHECK(beyond.mean < 0.08);
}

TEST_CASE("clonality is 0 where clonotypes are alike, and 1 where there is one") {
    CHECK(clonality({{5.0, 5.0, 5.0, 5.0}}) == doctest::Approx(0.0));
    CHECK(clonality({{5.0, 0.0}}) == 1.0);
    CHECK(clonality({}) == 0.0);
    CHECK(clonality({{1.0, 1.0}, 2.0}) == doctest::Approx(0.0));
    // Shares 1/2, 1/4, 1/4 have an entropy of 1.5 ln 2.
    const Counts counts{{2.0, 0.0}, 0.0}, three{{4.0, 2.0, 2.0}};
    CHECK(entropy(three) == doctest::Approx(1.5 * std::log(2.0)));
    CHECK(clonality(three) == doctest::Approx(1.0 - 1.5 * std::log(2.0) / std::log(3.0)));
    CHECK(counts.distinct() == 1.0);
    CHECK(expanded({{50.0, 9.0, 0.0}, 41.0}, 0.1) == 1.0);
}

TEST_CASE("two samples overlap wholly if their shares are alike, and not without common ones") {
    const Counts x{{10.0, 20.0, 0.0}}, same{{1.0, 2.0, 0.0}}, other{{0.0, 0.0, 7.0}};
    CHECK(overlap(x, same) == doctest::Approx(1.0));
    CHECK(overlap(x, other) == 0.0);
    CHECK(overlap(x, {}) == 0.0);
    // Shares (1, 0) and (1/2, 1/2): 2·(1/2)/(1 + 1/2).
    CHECK(overlap({{4.0, 0.0}}, {{3.0, 3.0}}) == doctest::Approx(2.0 / 3.0));
    CHECK(overlap({{4.0, 0.0}}, {{3.0, 3.0}}) == overlap({{3.0, 3.0}}, {{4.0, 0.0}}));
    CHECK(shared(x, same) == 2.0);
}

TEST_CASE("clonotypes have the sizes of Zipf's law") {
    const auto shares = zipf(1000, 1.0);
    CHECK(std::accumulate(shares.begin(), shares.end(), 0.0) == doctest::Approx(1.0));
    CHECK(shares[0] / shares[9] == doctest::Approx(10.0));
    CHECK(zipf(4, 0.0)[3] == doctest::Approx(0.25));
}

TEST_CASE("what lesions give to plasma is at rest where as much comes as goes") {
    const auto p = config::standard<SerumParams>();
    const CytokineParams ifn{config::Section{}, cytokines().front()};
    CHECK(plasma_level(p, ifn, 34.0, 0.0) == doctest::Approx(2.0));
    // 10 pmol a minute, of which 0.1 reaches 3 L and is lost at ln 2/30 min: 14.4 pM.
    CHECK(plasma_level(p, ifn, 34.0, 10.0) ==
          doctest::Approx(2.0 + 34.0 / 3.0 * 30.0 / std::log(2.0)));
    CHECK(ldh_release(p, 1e6, 0.0) == doctest::Approx(0.025));
    CHECK(crp_target(p, 0.0, 0.0) == 2.0);
    CHECK(crp_target(p, 100.0, 2.0) == doctest::Approx(2.0 + 50.0 + 30.0));
}
