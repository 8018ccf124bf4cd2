#include <doctest/doctest.h>

#include <bit>
#include <cmath>
#include <numeric>

#include "tissue/clones.hpp"
#include "tissue/mutation.hpp"

using namespace perforin;
using tissue::Clones, tissue::MutationParams, tissue::Traits, tissue::Variant;

namespace {

MutationParams all_at(double chance) {
    auto p = config::standard<MutationParams>();
    for (double* one : {&p.antigen_loss, &p.antigen_gain, &p.mhc1_reduction, &p.mhc1_loss,
                        &p.interferon_loss, &p.growth_change, &p.drug_resistance,
                        &p.target_independence, &p.radiation_resistance, &p.invasion}) {
        *one = chance;
    }
    return p;
}

}  // namespace

TEST_CASE("diversity is that of hand-made populations") {
    const std::vector<double> even{5.0, 0.0, 5.0, 5.0, 5.0}, two{9.0, 1.0}, one{3.0}, none{0.0};
    const tissue::Diversity e = tissue::diversity(even);
    CHECK(e.clones == 4.0);
    CHECK(e.shannon == doctest::Approx(std::log(4.0)));
    CHECK(e.simpson == doctest::Approx(0.75));
    CHECK(e.dominant == doctest::Approx(0.25));
    const tissue::Diversity t = tissue::diversity(two);
    CHECK(t.shannon == doctest::Approx(0.325083));  // −0.9 ln 0.9 − 0.1 ln 0.1
    CHECK(t.simpson == doctest::Approx(0.18));
    CHECK(t.dominant == doctest::Approx(0.9));
    CHECK(tissue::diversity(one).shannon == doctest::Approx(0.0));
    CHECK(tissue::diversity(one).simpson == doctest::Approx(0.0));
    CHECK(tissue::diversity(none).clones == 0.0);
    CHECK(tissue::diversity(none).simpson == 0.0);
}

TEST_CASE("mutants of one phenotype from one clone are one clone, from another clone another") {
    Clones clones;
    const std::uint32_t first = clones.add({.antigens = 3}, tissue::no_clone, 0);
    const std::uint32_t one = clones.descendant(first, {.antigens = 1}, 60);
    const std::uint32_t two = clones.descendant(first, {.antigens = 2}, 120);
    CHECK(clones.descendant(first, {.antigens = 1}, 180) == one);
    CHECK(clones.born[one] == 60);
    CHECK(clones.descendant(two, {.antigens = 1}, 240) == 3);
    CHECK(clones.parent[3] == two);
    CHECK(clones.descendant(first, {.antigens = 1, .growth = 1.004f}, 240) == 4);
    CHECK(clones.descendant(one, {.antigens = 1}, 240) == 5);  // not that of the other parent
    CHECK(clones.size() == 6);
}

TEST_CASE("a clone keeps each of its traits") {
    const Traits all{.antigens = 5,
                     .mhc1 = 0.5f,
                     .interferon = false,
                     .growth = 2.0f,
                     .drug_resistance = 0.25f,
                     .target_independent = true,
                     .radiation_resistance = 0.75f,
                     .invasiveness = 3.0f};
    Clones clones;
    CHECK(tissue::same(clones.traits(clones.add(all, tissue::no_clone, 0)), all));
    CHECK(clones.invasiveness[0] == 3.0f);
    for (const auto change : {+[](Traits& t) { t.drug_resistance = 0.0f; },
                              +[](Traits& t) { t.target_independent = false; },
                              +[](Traits& t) { t.radiation_resistance = 0.0f; },
                              +[](Traits& t) { t.invasiveness = 1.0f; }}) {
        Traits other = all;
        change(other);
        CHECK_FALSE(tissue::same(all, other));
        CHECK(tissue::same(clones.traits(clones.descendant(0, other, 60)), other));
    }
    CHECK(clones.size() == 5);
}

TEST_CASE("a mutation changes one trait, and none is listed that changes nothing") {
    const MutationParams p = all_at(1e-3);
    const Traits cell{.antigens = 0b101};
    const auto list = tissue::variants(p, cell, cell.antigens);
    REQUIRE(list.size() == 11);
    CHECK(list[0].traits.antigens == 0b100);
    CHECK(list[1].traits.antigens == 0b001);
    CHECK(list[2].traits.antigens == (0b101 | std::uint64_t{1} << 63));
    CHECK(list[3].traits.mhc1 == 0.5f);
    CHECK(list[4].traits.mhc1 == 0.0f);
    CHECK_FALSE(list[5].traits.interferon);
    CHECK(list[6].traits.growth == doctest::Approx(1.004));
    CHECK(list[7].traits.drug_resistance == 0.9f);
    CHECK(list[8].traits.target_independent);
    CHECK(list[9].traits.radiation_resistance == 0.3f);
    CHECK(list[10].traits.invasiveness == 2.0f);
    for (const Variant& variant : list) {
        const Traits& t = variant.traits;
        CHECK((t.antigens != cell.antigens) + (t.mhc1 != cell.mhc1) +
                  (t.interferon != cell.interferon) + (t.growth != cell.growth) +
                  (t.drug_resistance != cell.drug_resistance) +
                  (t.target_independent != cell.target_independent) +
                  (t.radiation_resistance != cell.radiation_resistance) +
                  (t.invasiveness != cell.invasiveness) ==
              1);
    }
    // What has nothing left to lose only gains, grows and sheds more.
    const Traits last{.mhc1 = 0.0f,
                      .interferon = false,
                      .drug_resistance = 0.95f,
                      .target_independent = true,
                      .radiation_resistance = 0.3f};
    CHECK(tissue::variants(p, last, 0).size() == 3);
    CHECK(tissue::variants(all_at(0.0), cell, 0).empty());
}

TEST_CASE(
    "a new neoantigen takes the highest bit that is free; where all are used none is gained") {
    MutationParams p = all_at(0.0);
    p.antigen_gain = 1e-3;
    const std::uint64_t top = std::uint64_t{1} << 63;
    const auto list = tissue::variants(p, {.antigens = 1}, top | 1);
    REQUIRE(list.size() == 1);
    CHECK(list[0].traits.antigens == (1 | top >> 1));
    CHECK(tissue::variants(p, {.antigens = 1}, ~std::uint64_t{0}).empty());
}

TEST_CASE("mutants among many divisions are binomial, each variant with its own chance") {
    // 300 draws of 10^6 divisions; a fair program fails one of the four checks with less than 4e-4.
    std::vector<Variant> list{{{.antigens = 1}, 4e-5}, {{.antigens = 2}, 3e-6}, {{}, 1e-6}};
    const std::uint64_t divisions = 1'000'000, trials = 300;
    std::vector<double> sum(3, 0.0);
    double squares = 0.0;
    for (std::uint64_t trial = 0; trial != trials; ++trial) {
        Stream random{7, "test.mutants"_draw, {trial, 0}, 0};
        const auto mutants = tissue::draw_mutants(divisions, list, random);
        for (std::size_t i = 0; i != 3; ++i) sum[i] += static_cast<double>(mutants[i]);
        const double off = static_cast<double>(mutants[0]) - 40.0;
        squares += off * off;
    }
    for (std::size_t i = 0; i != 3; ++i) {
        const double expected = list[i].chance * static_cast<double>(divisions * trials);
        CHECK(std::abs(sum[i] - expected) < 4.0 * std::sqrt(expected));
    }
    // The variance of a binomial, whose estimate from n draws errs by about σ²·√(2/n).
    const double variance = squares / static_cast<double>(trials);
    CHECK(std::abs(variance - 40.0) < 4.0 * 40.0 * std::sqrt(2.0 / static_cast<double>(trials)));
}

TEST_CASE("a division gives one mutant at most") {
    const auto list = tissue::variants(all_at(0.01), {.antigens = ~std::uint64_t{0}}, 0);
    std::uint64_t all = 0;
    for (std::uint64_t trial = 0; trial != 1000; ++trial) {
        Stream random{7, "test.one"_draw, {trial, 0}, 0};
        const auto mutants = tissue::draw_mutants(1, list, random);
        const std::uint64_t sum = std::accumulate(mutants.begin(), mutants.end(), std::uint64_t{0});
        CHECK(sum <= 1);
        all += sum;
    }
    CHECK(all > 600);  // of 0.69 chance
}
