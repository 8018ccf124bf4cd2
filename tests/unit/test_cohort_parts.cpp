// What virtual cohorts are made of: laws, copulas, weights.

#include <doctest/doctest.h>

#include <cmath>
#include <utility>
#include <vector>

#include "core/random.hpp"
#include "study/cohort/copula.hpp"
#include "study/cohort/criterion.hpp"
#include "study/cohort/law.hpp"
#include "study/cohort/tilt.hpp"
#include "study/distribution.hpp"

using namespace perforin;
using namespace perforin::study;

namespace {

double random_of(std::uint64_t i, std::int64_t j) {
    Stream random{1, "test.cohort"_draw, {i, 0}, j};
    return uniform(random);
}

/// Members of three classes with shares of about 0.5, 0.3, 0.2, and a number.
std::vector<std::vector<double>> members(std::size_t n) {
    std::vector<std::vector<double>> all;
    for (std::size_t i = 0; i != n; ++i) {
        const double u = random_of(i, 0);
        all.push_back({u < 0.5 ? 1.0 : 0.0, u >= 0.5 && u < 0.8 ? 1.0 : 0.0, u >= 0.8 ? 1.0 : 0.0,
                       10.0 * random_of(i, 1)});
    }
    return all;
}

double mean_of(const std::vector<std::vector<double>>& all, std::size_t j,
               const std::vector<double>& weights) {
    double sum = 0.0, weight = 0.0;
    for (std::size_t i = 0; i != all.size(); ++i) {
        sum += weights[i] * all[i][j];
        weight += weights[i];
    }
    return sum / weight;
}

}  // namespace

TEST_CASE("a share's odds are log-normal where its law is logit-normal") {
    const Distribution odds{
        .law = Law::log_normal, .low = 0.0, .high = 1e300, .centre = 0.25, .spread = 3.0};
    const CovariateLaw law = CovariateLaw::continuous(odds, true, 0.0);
    CHECK(law.quantile(0.5) == doctest::Approx(0.2).epsilon(1e-6));
    CHECK(law.quantile(normal_share(1.0)) == doctest::Approx(0.75 / 1.75).epsilon(1e-5));
    CHECK(law.quantile(normal_share(-1.0)) == doctest::Approx(1.0 / 13.0).epsilon(1e-5));
    CHECK(law.quantile(1.0) <= 1.0);
    CHECK(law.quantile(0.0) >= 0.0);
}

TEST_CASE("a Poisson law has the shares that belong to its mean") {
    const CovariateLaw law = CovariateLaw::poisson(3.0, 0.0, 1e300);
    double below = 0.0, share = std::exp(-3.0);
    for (int n = 0; n != 12; ++n) {
        CHECK(law.quantile(below + 0.001 * share) == n);
        CHECK(law.quantile(below + 0.999 * share) == n);
        below += share;
        share *= 3.0 / (n + 1);
    }
    const CovariateLaw cut = CovariateLaw::poisson(3.0, 1.0, 2.0);  // shares 3 : 4.5
    CHECK(cut.quantile(0.399) == 1.0);
    CHECK(cut.quantile(0.401) == 2.0);
    CHECK(cut.least() == 1.0);
    CHECK(cut.most() == 2.0);
}

TEST_CASE("rounding keeps to multiples, and does not lead out of a law") {
    const Distribution between{.law = Law::uniform, .low = 10.0, .high = 14.2};
    const CovariateLaw law = CovariateLaw::continuous(between, false, 2.0);
    CHECK(law.quantile(0.0) == 10.0);
    CHECK(law.quantile(0.5) == 12.0);
    CHECK(law.quantile(0.999) == 14.0);
    const CovariateLaw coarse = CovariateLaw::continuous(between, false, 20.0);
    CHECK(coarse.quantile(0.99) == 14.2);
    CHECK(six_digits(1234.56789) == 1234.57);
}

TEST_CASE("a correlation becomes its triangle, and one that cannot be is found with its row") {
    std::size_t row = 99;
    const auto lower = cholesky({{1.0, 0.6, 0.0}, {0.6, 1.0, 0.5}, {0.0, 0.5, 1.0}}, row);
    REQUIRE(lower);
    CHECK((*lower)[1][0] == doctest::Approx(0.6));
    CHECK((*lower)[1][1] == doctest::Approx(0.8));
    CHECK((*lower)[2][1] == doctest::Approx(0.625));
    CHECK((*lower)[2][2] == doctest::Approx(std::sqrt(1.0 - 0.625 * 0.625)));
    const std::vector<double> x = solve(*lower, {1.6, 2.1, 1.5});  // of 1, 1, 1
    for (const double one : x) CHECK(one == doctest::Approx(1.0));
    CHECK(row == 99);
    CHECK(!cholesky({{1.0, 0.9, 0.9}, {0.9, 1.0, -0.9}, {0.9, -0.9, 1.0}}, row));
    CHECK(row == 2);
    CHECK(!cholesky({{1.0, 1.0}, {1.0, 1.0}}, row));
    CHECK(row == 1);
}

TEST_CASE("tilting to one share weighs both classes as arithmetic does") {
    std::vector<std::vector<double>> all(10, {0.0});
    for (std::size_t i = 0; i != 4; ++i) all[i][0] = 1.0;
    const Tilt found = tilt(all, {0.7});
    REQUIRE(found.reached);
    CHECK(found.weights[0] == doctest::Approx(0.7 / 0.4).epsilon(1e-12));
    CHECK(found.weights[9] == doctest::Approx(0.3 / 0.6).epsilon(1e-12));
    CHECK(found.slopes[0] == doctest::Approx(std::log(0.7 / 0.3 * 0.6 / 0.4)).epsilon(1e-12));
    // (Σw)² / Σw² = 100 / (4 · 1.75² + 6 · 0.5²)
    CHECK(effective_number(found.weights) == doctest::Approx(100.0 / 13.75).epsilon(1e-12));
}

TEST_CASE("tilting reaches what is wanted, rows that say the same twice included") {
    const auto all = members(500);
    const std::vector<double> wanted{0.2, 0.3, 0.5, 6.5};
    const Tilt found = tilt(all, wanted);
    REQUIRE(found.reached);
    for (std::size_t j = 0; j != wanted.size(); ++j) {
        CHECK(mean_of(all, j, found.weights) == doctest::Approx(wanted[j]).epsilon(1e-9));
    }
    const std::vector<double> equal(all.size(), 1.0);
    CHECK(effective_number(found.weights) < 0.8 * static_cast<double>(all.size()));
    CHECK(effective_number(equal) == doctest::Approx(500.0));
    // What is met already needs no weights.
    const Tilt none = tilt(all, {mean_of(all, 0, equal), mean_of(all, 1, equal),
                                 mean_of(all, 2, equal), mean_of(all, 3, equal)});
    CHECK(none.reached);
    CHECK(effective_number(none.weights) == doctest::Approx(500.0).epsilon(1e-9));
}

TEST_CASE("what no weights reach is not said to be reached") {
    const auto all = members(200);
    CHECK(!tilt(all, {0.5, 0.3, 0.2, 11.0}).reached);  // beyond all
    CHECK(!tilt(all, {0.6, 0.3, 0.3, 5.0}).reached);   // shares of more than all
}

TEST_CASE("a weighted quantile is interpolated between the middles of weights") {
    using Pairs = std::vector<std::pair<double, double>>;
    CHECK(weighted_quantile(Pairs{{1, 1}, {2, 1}, {3, 1}}, 0.5) == doctest::Approx(2.0));
    CHECK(weighted_quantile(Pairs{{3, 1}, {1, 1}, {2, 2}}, 0.5) == doctest::Approx(2.0));
    CHECK(weighted_quantile(Pairs{{1, 1}, {2, 1}}, 0.5) == doctest::Approx(1.5));
    CHECK(weighted_quantile(Pairs{{1, 3}, {2, 1}}, 0.375) == doctest::Approx(1.0));
    CHECK(weighted_quantile(Pairs{{1, 1}, {1, 2}, {2, 1}}, 0.375) == doctest::Approx(1.0));
    CHECK(weighted_quantile(Pairs{{1, 1}, {2, 1}}, 0.999) == 2.0);
}
