// Designs of phase 1 and 2, against published figures.

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <map>
#include <optional>
#include <vector>

#include "trial/escalation.hpp"
#include "trial/simon.hpp"

using namespace perforin::trial;

namespace {

/// Chances of each outcome of a 3 + 3 trial: of a dose, from 1; 0: of none. `next` cohort is to be
/// treated at a level.
void follow(const Levels& levels, const Escalation& next, const std::vector<double>& rates,
            double chance, std::map<std::size_t, double>& ends) {
    if (next.move == Move::stop) {
        const auto dose = three_plus_three_dose(levels);
        ends[dose ? *dose + 1 : 0] += chance;
        return;
    }
    constexpr std::array<double, 4> ways{1.0, 3.0, 3.0, 1.0};
    const double p = rates[next.level];
    for (int toxic = 0; toxic <= 3; ++toxic) {
        Levels after = levels;
        after[next.level].treated += 3;
        after[next.level].toxic += toxic;
        const double share = ways[static_cast<std::size_t>(toxic)] * std::pow(p, toxic) *
                             std::pow(1.0 - p, 3 - toxic);
        follow(after, three_plus_three(after, next.level), rates, chance * share, ends);
    }
}

std::map<std::size_t, double> outcomes(const std::vector<double>& rates) {
    std::map<std::size_t, double> ends;
    follow(Levels(rates.size()), {Move::stay, 0, 3}, rates, 1.0, ends);
    return ends;
}

/// Simon 1989, tables 1 and 2, and others recomputed many times since.
struct Published {
    double poor, good, beta;
    std::array<std::int64_t, 4> optimal, minimax;
    double expected, early;  ///< of the optimal one
};

}  // namespace

TEST_CASE("3 + 3 goes up after 0 of 3 or 1 of 6, down after 2, and recommends with six patients") {
    using L = Levels;
    CHECK(three_plus_three(L{{3, 0}, {0, 0}}, 0) == Escalation{Move::escalate, 1, 3});
    CHECK(three_plus_three(L{{3, 1}, {0, 0}}, 0) == Escalation{Move::stay, 0, 3});
    CHECK(three_plus_three(L{{6, 1}, {0, 0}}, 0) == Escalation{Move::escalate, 1, 3});
    CHECK(three_plus_three(L{{3, 2}, {0, 0}}, 0).move == Move::stop);
    CHECK(three_plus_three(L{{3, 0}, {3, 2}}, 1) == Escalation{Move::de_escalate, 0, 3});
    CHECK(three_plus_three(L{{3, 0}, {6, 2}}, 1) == Escalation{Move::de_escalate, 0, 3});
    CHECK(three_plus_three(L{{6, 1}, {3, 2}}, 1).move == Move::stop);
    CHECK(three_plus_three(L{{6, 2}, {3, 2}}, 0).move == Move::stop);
    CHECK(three_plus_three(L{{3, 0}, {3, 0}}, 1) == Escalation{Move::stay, 1, 3});
    CHECK(three_plus_three(L{{3, 0}, {6, 1}}, 1).move == Move::stop);
    CHECK(three_plus_three_dose(L{{3, 0}, {6, 1}}) == std::optional<std::size_t>{1});
    CHECK(three_plus_three_dose(L{{6, 1}, {3, 2}}) == std::optional<std::size_t>{0});
    CHECK(three_plus_three_dose(L{{6, 2}, {3, 2}}) == std::nullopt);
}

TEST_CASE("3 + 3 passes a dose as often as its rules say, and none is left over") {
    // Lin & Shih 2001: a level is passed with (1 − p)³ + 3p(1 − p)²(1 − p)³.
    for (const double p : {0.1, 0.3, 0.5}) {
        const double passed = std::pow(1 - p, 3) + 3 * p * std::pow(1 - p, 2) * std::pow(1 - p, 3);
        const auto ends = outcomes({p, 1.0});  // level 2 is toxic to all, so it goes down again
        // At level 1 after 0 of 3 three more are treated, of whom one may have a toxicity.
        const double safe = std::pow(1 - p, 3) * (std::pow(1 - p, 3) + 3 * p * std::pow(1 - p, 2)) +
                            3 * p * std::pow(1 - p, 2) * std::pow(1 - p, 3);
        CHECK(ends.at(1) == doctest::Approx(safe));
        CHECK(ends.at(0) == doctest::Approx(1.0 - safe));
        CHECK(safe < passed);
    }
    double sum = 0.0;
    for (const auto& [dose, chance] : outcomes({0.05, 0.1, 0.2, 0.4, 0.5})) sum += chance;
    CHECK(sum == doctest::Approx(1.0));
}

TEST_CASE("BOIN's limits and table are those of Liu and Yuan") {
    const std::map<double, std::array<double, 2>> limits{
        {0.15, {0.118, 0.179}}, {0.2, {0.157, 0.238}},  {0.25, {0.197, 0.298}},
        {0.3, {0.236, 0.358}},  {0.35, {0.276, 0.419}}, {0.4, {0.316, 0.479}}};
    for (const auto& [target, pair] : limits) {
        const BoinLimits found =
            boin_limits({.target = target, .too_low = 0.6 * target, .too_high = 1.4 * target});
        CHECK(found.escalate == doctest::Approx(pair[0]).epsilon(0.004));
        CHECK(found.de_escalate == doctest::Approx(pair[1]).epsilon(0.004));
    }
    // Patients: up if at most, down if at least, given up if at least; target 30 %.
    struct Row {
        std::int64_t n, up, down, never;
    };
    for (const Row& row : {Row{3, 0, 2, 3}, Row{6, 1, 3, 4}, Row{9, 2, 4, 5}, Row{12, 2, 5, 7},
                           Row{15, 3, 6, 8}, Row{18, 4, 7, 9}}) {
        for (std::int64_t toxic = 0; toxic <= row.n; ++toxic) {
            const Levels levels{{3, 0}, {row.n, toxic}, {0, 0}};
            const Escalation next = boin(levels, 1, {});
            CHECK(next.move == (toxic <= row.up     ? Move::escalate
                                : toxic >= row.down ? Move::de_escalate
                                                    : Move::stay));
            CHECK(boin_gives_up(levels[1], {}) == (toxic >= row.never));
        }
    }
}

TEST_CASE("BOIN gives up what is too toxic, stays where it cannot move, and ends where it may") {
    CHECK(boin({{3, 3}, {0, 0}}, 0, {}).move == Move::stop);
    CHECK(boin({{3, 0}, {3, 3}}, 0, {}) == Escalation{Move::stay, 0, 3});
    CHECK(boin({{3, 0}, {3, 0}}, 1, {}) == Escalation{Move::stay, 1, 3});
    CHECK(boin({{6, 3}, {0, 0}}, 0, {}) == Escalation{Move::stay, 0, 3});
    CHECK(boin({{3, 0}, {3, 1}}, 1, {.enough = 3}).move == Move::stop);
}

TEST_CASE("BOIN recommends the dose whose monotone rate is nearest to the target") {
    // The example of its authors' program: 3, 3, 15, 9 patients, 0, 0, 4, 4 toxicities.
    CHECK(boin_dose({{3, 0}, {3, 0}, {15, 4}, {9, 4}, {0, 0}}, {}) ==
          std::optional<std::size_t>{2});
    CHECK(boin_dose({{3, 3}, {0, 0}}, {}) == std::nullopt);
    CHECK(boin_dose({{0, 0}}, {}) == std::nullopt);
    const std::vector<double> flat = isotonic({1.0, 3.0, 2.0, 0.0}, {1.0, 1.0, 1.0, 2.0});
    CHECK(flat == std::vector<double>{1.0, 1.25, 1.25, 1.25});
    CHECK(binomial_share(1, 4, 0.3) == doctest::Approx(0.6517));
}

TEST_CASE("Simon's designs are the published ones") {
    const std::vector<Published> all{{0.05, 0.25, 0.2, {0, 9, 2, 17}, {0, 12, 2, 16}, 12.0, 0.63},
                                     {0.1, 0.3, 0.2, {1, 10, 5, 29}, {1, 15, 5, 25}, 15.0, 0.74},
                                     {0.2, 0.4, 0.2, {3, 13, 12, 43}, {4, 18, 10, 33}, 20.6, 0.75},
                                     {0.3, 0.5, 0.2, {5, 15, 18, 46}, {6, 19, 16, 39}, 23.6, 0.72},
                                     {0.1, 0.3, 0.1, {2, 18, 6, 35}, {2, 22, 6, 33}, 22.5, 0.73}};
    for (const Published& one : all) {
        for (const bool minimax : {false, true}) {
            const auto found = simon({one.poor, one.good, 0.05, one.beta, minimax});
            REQUIRE(found);
            const auto& known = minimax ? one.minimax : one.optimal;
            CHECK(found->first_limit == known[0]);
            CHECK(found->first == known[1]);
            CHECK(found->limit == known[2]);
            CHECK(found->all == known[3]);
            CHECK(found->alpha <= 0.05);
            CHECK(found->power >= 1.0 - one.beta);
            CHECK(simon_yes(*found, one.good) == doctest::Approx(found->power));
            if (minimax) continue;
            CHECK(found->expected == doctest::Approx(one.expected).epsilon(0.004));
            CHECK(found->early == doctest::Approx(one.early).epsilon(0.01));
        }
    }
    CHECK_FALSE(simon({.poor = 0.3, .good = 0.31, .most = 50}));
}
