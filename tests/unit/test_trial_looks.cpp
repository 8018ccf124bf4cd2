// Looks at a trial of two arms: boundaries and the log-rank test, against published figures.

#include <doctest/doctest.h>

#include <cmath>
#include <numeric>
#include <vector>

#include "trial/group_sequential.hpp"
#include "trial/log_rank.hpp"

using namespace perforin::trial;

namespace {

std::vector<double> equal(int looks) {
    std::vector<double> shares;
    for (int k = 1; k <= looks; ++k) shares.push_back(double(k) / looks);
    return shares;
}

void check_near(const std::vector<double>& found, const std::vector<double>& known) {
    REQUIRE(found.size() == known.size());
    for (std::size_t k = 0; k != found.size(); ++k) {
        CHECK(found[k] == doctest::Approx(known[k]).epsilon(0.0004));
    }
}

double sum(const std::vector<double>& values) {
    return std::accumulate(values.begin(), values.end(), 0.0);
}

/// Remission of leukaemia, weeks; negative: censored. Freireich 1963, after Cox 1972.
const std::vector<int> mercaptopurine{6,   6,   6,   -6, 7,  -9,  10,  -10, -11, 13, 16,
                                      -17, -19, -20, 22, 23, -25, -32, -32, -34, -35};
const std::vector<int> placebo{1, 1, 2,  2,  3,  4,  4,  5,  5,  8, 8,
                               8, 8, 11, 11, 12, 12, 15, 17, 22, 23};

std::vector<Survival> remissions(std::size_t stratum = 0) {
    std::vector<Survival> all;
    for (const int weeks : mercaptopurine) {
        all.push_back({std::abs(double(weeks)), weeks > 0, true, stratum});
    }
    for (const int weeks : placebo) all.push_back({double(weeks), true, false, stratum});
    return all;
}

}  // namespace

TEST_CASE("five equal looks have O'Brien and Fleming's and Pocock's boundaries") {
    // Jennison & Turnbull 2000, tables 2.1 and 2.3: 2.040 and 2.413.
    check_near(constant_boundaries(equal(5), 0.05, 0.0), {4.562, 3.226, 2.634, 2.281, 2.040});
    check_near(constant_boundaries(equal(5), 0.05, 0.5), {2.413, 2.413, 2.413, 2.413, 2.413});
    check_near(constant_boundaries(equal(2), 0.05, 0.0), {2.797, 1.977});
    check_near(constant_boundaries(equal(2), 0.05, 0.5), {2.178, 2.178});
    check_near(constant_boundaries(equal(1), 0.05, 0.0), {1.960});
}

TEST_CASE("alpha that is spent as Lan and DeMets have it gives their boundaries") {
    check_near(spending_boundaries(equal(5), 0.05, Spending::obrien_fleming),
               {4.877, 3.357, 2.680, 2.290, 2.031});
    check_near(spending_boundaries(equal(5), 0.05, Spending::pocock),
               {2.438, 2.427, 2.410, 2.397, 2.386});
    CHECK(spent(Spending::obrien_fleming, 0.05, 1.0) == 0.05);
    CHECK(spent(Spending::pocock, 0.05, 0.0) == 0.0);
}

TEST_CASE("all looks together err as often as alpha says, and have the power they should") {
    for (const std::vector<double>& shares :
         {std::vector{0.3, 0.71, 1.0}, std::vector{0.5, 0.52, 1.0}}) {
        for (const Spending spending : {Spending::obrien_fleming, Spending::pocock}) {
            const auto b = spending_boundaries(shares, 0.05, spending);
            CHECK(sum(crossings(shares, b)) == doctest::Approx(0.05).epsilon(1e-4));
        }
    }
    // Five looks of O'Brien and Fleming take 1.028 times the patients for a power of 0.9
    // (Jennison & Turnbull 2000, table 2.4; 1.026 for 0.8).
    const auto b = constant_boundaries(equal(5), 0.05, 0.0);
    const double fixed = 1.959964 + 1.281552;
    CHECK(sum(crossings(equal(5), b, fixed * std::sqrt(1.026))) ==
          doctest::Approx(0.9).epsilon(0.001));
}

TEST_CASE("a boundary is the one that was asked for, whatever comes later") {
    const auto three = spending_boundaries({0.2, 0.5, 1.0}, 0.05, Spending::obrien_fleming);
    const auto two = spending_boundaries({0.2, 0.5}, 0.05, Spending::obrien_fleming);
    CHECK(two[0] == three[0]);
    CHECK(two[1] == doctest::Approx(three[1]));
}

TEST_CASE("the log-rank test of a textbook's patients is the textbook's") {
    const LogRank test = log_rank(remissions());
    CHECK(test.observed == 9.0);
    CHECK(test.events == 30.0);
    CHECK(test.expected == doctest::Approx(19.25).epsilon(1e-4));
    CHECK(test.statistic() * test.statistic() == doctest::Approx(16.793).epsilon(1e-4));
    CHECK(test.statistic() > 0.0);
}

TEST_CASE("strata are compared within, and nobody says nothing") {
    std::vector<Survival> twice = remissions(0);
    for (const Survival& one : remissions(1)) twice.push_back(one);
    const LogRank one = log_rank(remissions()), both = log_rank(twice);
    CHECK(both.expected == doctest::Approx(2.0 * one.expected));
    CHECK(both.variance == doctest::Approx(2.0 * one.variance));
    CHECK(log_rank({}).statistic() == 0.0);
    CHECK(log_rank({{5.0, true, true, 0}}).statistic() == 0.0);
}
