#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <initializer_list>
#include <stdexcept>
#include <vector>

#include "patient/arrivals.hpp"

using namespace perforin;
using patient::Bank, patient::open_bank, patient::release, patient::Way;

namespace {

constexpr std::uint64_t streams = 4000;
constexpr int weeks = 26;

/// Mean and standard deviation of agents released minus flow/weight, over keyed streams.
struct Error {
    double mean = 0.0, sd = 0.0;
};

Error error_of(double agents_per_hour, double weight) {
    const double weekly = 168.0 * agents_per_hour * weight;
    double sum = 0.0, squares = 0.0;
    for (std::uint64_t stream = 0; stream != streams; ++stream) {
        const Way way{7, stream, 3};
        Bank bank = open_bank(way, weight);
        for (int i = 0; i != weeks; ++i) release(way, weight, weekly, bank);
        const double error = static_cast<double>(bank.released) - weeks * weekly / weight;
        sum += error;
        squares += error * error;
    }
    const auto n = static_cast<double>(streams);
    return {sum / n, std::sqrt(squares / n - sum * sum / (n * n))};
}

}  // namespace

TEST_CASE("whole agents: no bias and at most half an agent of noise, at any rate") {
    for (const double rate : {3e-4, 3e-3, 0.03, 0.3, 3.0}) {
        const Error error = error_of(rate, 1e6);
        CAPTURE(rate);
        CHECK(std::abs(error.mean) < 0.05);
        CHECK(error.sd <= 0.51);
    }
}

TEST_CASE("one agent one cell: arrivals are a Poisson process in the clock of the flow") {
    for (const double rate : {3e-4, 3e-3, 0.03}) {
        const double expected = 168.0 * weeks * rate;
        const Error error = error_of(rate, 1.0);
        CAPTURE(rate);
        CHECK(std::abs(error.mean) < 4.0 * std::sqrt(expected / streams));
        const double spread = std::sqrt((1.0 / expected + 2.0) / streams);  // of var/mean
        CHECK(std::abs(error.sd * error.sd / expected - 1.0) < 4.0 * spread);
    }
}

TEST_CASE("no cell is lost or made: flow = weight × agents + change of the bank, exactly") {
    for (const double weight : {1.0, 3.0, 4096.0, 1e6}) {
        const Way way{1, 2, 3};
        Bank bank = open_bank(way, weight);
        const double start = bank.cells;
        double flowed = 0.0;
        bool bounded = true;
        for (int hour = 0; hour != 2000; ++hour) {
            const double flow = weight * (0.3 + 0.2 * std::sin(0.1 * hour));
            flowed += flow;
            release(way, weight, flow, bank);
            bounded = bounded && bank.cells >= 0.0 && bank.cells < weight;
        }
        const double handed = weight * static_cast<double>(bank.released);
        CHECK(std::abs(flowed - handed - (bank.cells - start)) <= 1e-12 * flowed);
        if (weight > 1.0) CHECK(bounded);
        CHECK(bank.released > 500);
    }
}

TEST_CASE("how the flow is cut into steps does not matter") {
    for (const double weight : {1.0, 1000.0}) {
        const Way way{5, 6, 7};
        Bank hourly = open_bank(way, weight), at_once = open_bank(way, weight);
        for (int hour = 0; hour != 2400; ++hour) release(way, weight, 0.03125 * weight, hourly);
        release(way, weight, 75 * weight, at_once);
        CHECK(hourly.released == at_once.released);
        CHECK(hourly.cells == doctest::Approx(at_once.cells).epsilon(1e-9));
    }
}

TEST_CASE("a large flow gives many agents in one step") {
    const Way way{5, 6, 7};
    Bank bank = open_bank(way, 10.0);
    const double start = bank.cells;
    CHECK(release(way, 10.0, 1e8, bank) == static_cast<std::uint64_t>((start + 1e8) / 10.0));
    CHECK(bank.cells < 10.0);
}

TEST_CASE("twins keep the same arrivals until the flow itself differs") {
    const Way way{11, 12, 13};
    const auto days_of_arrival = [&way](double later_flow) {
        std::vector<int> arrivals;
        Bank bank = open_bank(way, 1.0);
        for (int day = 0; day != 200; ++day) {
            const double flow = day < 100 ? 0.1 : later_flow;
            if (release(way, 1.0, flow, bank) != 0) arrivals.push_back(day);
        }
        return arrivals;
    };
    const auto untreated = days_of_arrival(0.1), treated = days_of_arrival(0.5);
    CHECK(untreated == days_of_arrival(0.1));
    CHECK(untreated != treated);
    const auto before = [](const std::vector<int>& arrivals) {
        return std::vector<int>(arrivals.begin(),
                                std::lower_bound(arrivals.begin(), arrivals.end(), 100));
    };
    CHECK(before(untreated).size() > 3);
    CHECK(before(untreated) == before(treated));
}

TEST_CASE("arrivals and remainders are keyed by patient, lesion and class") {
    const Way way{1, 2, 3};
    CHECK(way.arrival(0) != way.arrival(1));
    CHECK(way.arrival(0) != Way{1, 3, 2}.arrival(0));
    CHECK(way.arrival(5) == Way{9, 2, 3}.arrival(5));  // an identity within the patient
    const double start = open_bank(way, 1e6).cells;
    for (const Way& other : {Way{9, 2, 3}, Way{1, 9, 3}, Way{1, 2, 9}, Way{1, 3, 2}}) {
        CHECK(open_bank(other, 1e6).cells != start);
    }
    CHECK(open_bank(way, 1e6).cells == start);
    CHECK(open_bank(way, 1.0).cells == 0.0);
}

TEST_CASE("an agent of less than one cell is our own mistake") {
    CHECK_THROWS_AS(open_bank({1, 2, 3}, 0.5), std::logic_error);
}
