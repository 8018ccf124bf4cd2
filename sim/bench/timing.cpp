#include "bench/timing.hpp"

#include <algorithm>
#include <chrono>
#include <vector>

namespace perforin::bench {

namespace {

using Clock = std::chrono::steady_clock;

double since(Clock::time_point begin) {
    return std::chrono::duration<double>(Clock::now() - begin).count();
}

/// Sorts them.
double median(std::vector<double>& values) {
    std::sort(values.begin(), values.end());
    const std::size_t half = values.size() / 2;
    return values.size() % 2 == 1 ? values[half] : 0.5 * (values[half - 1] + values[half]);
}

}  // namespace

double seconds_of(const std::function<void()>& once) {
    const Clock::time_point begin = Clock::now();
    once();
    return since(begin);
}

std::vector<Timing> repeat_in_turn(const std::vector<std::function<double()>>& measured,
                                   const Patience& patience) {
    for (const auto& one : measured) one();  // warms caches and pages
    std::vector<std::vector<double>> seconds(measured.size());
    const Clock::time_point begin = Clock::now();
    int rounds = 0;
    double passed = 0.0;
    do {
        for (std::size_t i = 0; i != measured.size(); ++i) seconds[i].push_back(measured[i]());
        ++rounds;
        passed = since(begin);
    } while (passed < 5.0 * patience.seconds &&
             (passed < patience.seconds || rounds < patience.repetitions));
    std::vector<Timing> timings;
    for (std::vector<double>& one : seconds) {
        const double middle = median(one);
        timings.push_back({middle, one.front(), rounds});  // sorted by median()
    }
    return timings;
}

Timing repeat(const std::function<double()>& measured, const Patience& patience) {
    return repeat_in_turn({measured}, patience).front();
}

}  // namespace perforin::bench
