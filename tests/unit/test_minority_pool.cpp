#include <doctest/doctest.h>

#include <cmath>

#include "tissue/minority_pool.hpp"

using namespace perforin;
using tissue::PoolRates, tissue::step_pool;

namespace {

Stream stream(std::uint64_t trial, std::int64_t step) {
    return {11, "test.pool"_draw, {trial, 0}, step};
}

}  // namespace

TEST_CASE("a pool's mean follows exp of birth minus loss") {
    const PoolRates rates{
        .birth = 0.14 * per_day, .death = 0.10 * per_day, .killing = 0.07 * per_day};
    double sum = 0.0;
    const int trials = 400;
    for (std::uint64_t trial = 0; trial != trials; ++trial) {
        std::uint64_t cells = 1000;
        for (std::int64_t hour_ = 0; hour_ != 240; ++hour_) {
            Stream random = stream(trial, hour_);
            const auto step = step_pool(cells, rates, 1.0 * hour, random);
            cells += step.births - step.deaths - step.kills;
        }
        sum += static_cast<double>(cells);
    }
    // Ten days at a net rate of −0.03 a day; the hourly step changes the rate by 0.6 %.
    const double expected = 1000.0 * std::exp(-0.3);
    // Variance of a birth–death process: n (b+d)/(b−d) e^{rt}(e^{rt}−1).
    const double sd = std::sqrt(1000.0 * (0.31 / 0.03) * std::exp(-0.3) * (1.0 - std::exp(-0.3)));
    CHECK(std::abs(sum / trials - expected) < 4.0 * sd / std::sqrt(trials) + 0.004 * expected);
}

TEST_CASE("n cells die out with probability (loss/birth)^n, whatever the step") {
    const PoolRates rates{
        .birth = 0.30 * per_day, .death = 0.15 * per_day, .killing = 0.09 * per_day};
    for (const Time dt : {1.0 * hour, 12.0 * hour}) {
        for (const std::uint64_t n : {1u, 3u}) {
            int extinct = 0;
            const int trials = 4000;
            for (std::uint64_t trial = 0; trial != trials; ++trial) {
                std::uint64_t cells = n;
                for (std::int64_t k = 0; cells != 0 && cells < 200; ++k) {
                    Stream random{5, "test.extinction"_draw, {trial, n}, k};
                    const auto step = step_pool(cells, rates, dt, random);
                    cells += step.births - step.deaths - step.kills;
                }
                extinct += cells == 0;
            }
            const double p = std::pow(0.8, static_cast<double>(n));
            CHECK(std::abs(extinct - trials * p) < 4.0 * std::sqrt(trials * p * (1.0 - p)));
        }
    }
}

TEST_CASE("events of a step split by their rates, and never exceed the cells") {
    const PoolRates rates{.birth = 3.0 * per_day, .death = 1.0 * per_day, .killing = 2.0 * per_day};
    std::uint64_t births = 0, deaths = 0, kills = 0;
    for (std::uint64_t trial = 0; trial != 200; ++trial) {
        Stream random = stream(trial, 0);
        const auto step = step_pool(10000, rates, 1.0 * hour, random);
        CHECK(step.births + step.deaths + step.kills <= 10000);
        births += step.births;
        deaths += step.deaths;
        kills += step.kills;
    }
    const double all = static_cast<double>(births + deaths + kills);
    CHECK(static_cast<double>(births) / all == doctest::Approx(3.0 / 6.0).epsilon(0.01));
    CHECK(static_cast<double>(deaths) / all == doctest::Approx(1.0 / 6.0).epsilon(0.02));
    CHECK(all == doctest::Approx(200 * 10000 * -std::expm1(-6.0 / 24.0)).epsilon(0.005));
}

TEST_CASE("a pool without rates or cells stands still") {
    Stream random = stream(0, 0);
    CHECK(step_pool(0, {.birth = 1.0 * per_day}, 1.0 * hour, random).births == 0);
    CHECK(step_pool(1000, {}, 1.0 * hour, random).births == 0);
}

TEST_CASE("cells of one clone share an entry, and an empty entry goes") {
    tissue::MinorityPool pool;
    CHECK(pool.entry(3) == 0);
    CHECK(pool.entry(5) == 1);
    CHECK(pool.entry(3) == 0);
    pool.cells[0] = 7;
    pool.cells[1] = 8;
    CHECK(pool.total() == 15);
    pool.cells[0] = 0;
    pool.tidy();
    REQUIRE(pool.size() == 1);
    CHECK(pool.clone[0] == 5);
    CHECK(pool.total() == 8);
}

TEST_CASE("block rates fade together, so their ratio is the rate") {
    tissue::BlockRates rates;
    CHECK(rates.rates().birth == Rate{});
    for (int hour_ = 0; hour_ != 500; ++hour_) {
        rates.fade(1.0 * hour, 1.0 * day);
        rates.births += 2.0;  // two divisions and one death
        rates.deaths += 1.0;  // an hour among a hundred cells
        rates.exposure += 6000.0;
    }
    CHECK(rates.rates().birth.in(per_hour) == doctest::Approx(0.02));
    CHECK(rates.rates().death.in(per_hour) == doctest::Approx(0.01));
}
