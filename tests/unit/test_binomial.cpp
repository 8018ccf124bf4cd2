// Binomial draws against the exact probabilities.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "core/binomial.hpp"

using namespace perforin;

namespace {

double probability(double k, double n, double p) {
    return std::exp(std::lgamma(n + 1.0) - std::lgamma(k + 1.0) - std::lgamma(n - k + 1.0) +
                    k * std::log(p) + (n - k) * std::log1p(-p));
}

/// (χ² − degrees of freedom)/√(2·degrees of freedom) of draws, classes of fewer than 10 joined.
double misfit(std::uint64_t n, double p) {
    const auto trials = static_cast<double>(n);
    const int draws = 100000;
    const double mean = trials * p, spread = 8.0 * std::sqrt(mean * (1.0 - p)) + 8.0;
    const double low = std::max(0.0, std::floor(mean - spread));
    const double high = std::min(trials, std::ceil(mean + spread));
    std::vector<double> seen(static_cast<std::size_t>(high - low) + 1);
    Stream random{3, "test.binomial"_draw, {n, 0}, 0};
    for (int i = 0; i != draws; ++i) {
        const auto k = static_cast<double>(binomial(n, p, random));
        REQUIRE((k >= low && k <= high));
        ++seen[static_cast<std::size_t>(k - low)];
    }
    double squares = 0.0, degrees = -1.0, expected = 0.0, found = 0.0;
    for (std::size_t i = 0; i != seen.size(); ++i) {
        expected += draws * probability(low + static_cast<double>(i), trials, p);
        found += seen[i];
        if (expected < 10.0) continue;
        squares += (found - expected) * (found - expected) / expected;
        ++degrees;
        expected = found = 0.0;
    }
    return (squares - degrees) / std::sqrt(2.0 * std::max(1.0, degrees));
}

}  // namespace

TEST_CASE("few events are binomial") {
    CHECK(std::abs(misfit(1, 0.3)) < 4.0);
    CHECK(std::abs(misfit(20, 0.2)) < 4.0);
    CHECK(std::abs(misfit(12, 0.9)) < 4.0);
    CHECK(std::abs(misfit(5000, 0.0019)) < 4.0);
}

TEST_CASE("many events are binomial") {
    CHECK(std::abs(misfit(20, 0.5)) < 4.0);  // the smallest mean of the rejection
    CHECK(std::abs(misfit(40, 0.7)) < 4.0);
    CHECK(std::abs(misfit(400, 0.5)) < 4.0);
}

TEST_CASE("rare events among many are binomial") {
    CHECK(std::abs(misfit(100000, 1.2e-4)) < 4.0);
    CHECK(std::abs(misfit(3000, 0.02)) < 4.0);
}

TEST_CASE("events among very many have the mean and the variance of the binomial") {
    for (const double p : {1e-13, 1e-10, 0.4}) {
        const std::uint64_t n = 1000000000000;
        const double mean = 1e12 * p, variance = mean * (1.0 - p);
        Stream random{3, "test.binomial"_draw, {n, 1}, 0};
        double sum = 0.0, squares = 0.0;
        const int draws = 50000;
        for (int i = 0; i != draws; ++i) {
            const double off = static_cast<double>(binomial(n, p, random)) - mean;
            sum += off;
            squares += off * off;
        }
        CHECK(std::abs(sum) < 4.0 * std::sqrt(draws * variance));
        // The variance of a square is 2·variance² and, with few events, a Poisson's mean besides.
        CHECK(std::abs(squares / draws - variance) <
              4.0 * std::sqrt((2.0 * variance * variance + variance) / draws));
    }
}

TEST_CASE("nothing or all happens at the ends of a probability") {
    Stream random{3, "test.binomial"_draw, {}, 0};
    CHECK(binomial(0, 0.5, random) == 0);
    CHECK(binomial(100, 0.0, random) == 0);
    CHECK(binomial(100, -1e-17, random) == 0);
    CHECK(binomial(100, 1.0, random) == 100);
    CHECK(binomial(100, 1.0 + 1e-15, random) == 100);
    CHECK(binomial(1ull << 50, 1.0 - 0x1p-53, random) >= (1ull << 50) - 10);
}

TEST_CASE("binomial draws are the same everywhere") {
    std::uint64_t sum = 0;
    for (std::uint64_t i = 0; i != 1000; ++i) {
        Stream random{3, "test.binomial"_draw, {i, 2}, 0};
        sum = mix(sum) + binomial(10 * i * i, 1.0 / static_cast<double>(i + 1), random);
    }
    CHECK(sum == 0x2c35d034cb727394ull);
}
