#include "bench/session.hpp"

#include <cmath>
#include <stdexcept>
#include <utility>

#include "config/section.hpp"

namespace perforin::bench {

Session::Session(const Machine& machine, const Limits& limits, const Wish& wish, Listener listener)
    : machine_{machine}, limits_{limits}, wish_{wish}, listener_{std::move(listener)} {}

void Session::run(const std::string& benchmark) {
    const auto& known = registry<Benchmark>();
    const auto found = known.find(benchmark);
    if (found == known.end()) throw std::logic_error{"no benchmark is called " + benchmark};
    config::Section none{benchmark};
    running_ = benchmark;
    found->second.make(none)->run(*this);
}

Timing Session::time(const std::function<void()>& once) const {
    return time_by([&] { return seconds_of(once); });
}

Timing Session::time_by(const std::function<double()>& measured) const {
    return repeat(measured, wish_.patience);
}

std::vector<Timing> Session::time_in_turn(
    const std::vector<std::function<double()>>& measured) const {
    return repeat_in_turn(measured, wish_.patience);
}

double Session::rate_in_cache(const std::function<Work()>& make) const {
    return bench::rate_in_cache(make, wish_.patience);
}

std::vector<std::size_t> Session::sizes() const {
    std::vector<std::size_t> sizes{10'000, 100'000, 1'000'000};
    if (wish_.full) sizes.push_back(10'000'000);
    return sizes;
}

const Packing& Session::packing(std::size_t cells) {
    std::unique_ptr<Packing>& kept = packings_[cells];
    if (!kept) kept = std::make_unique<Packing>(cells);
    return *kept;
}

Figure Session::per_item(std::string name, const Timing& timing, double items,
                         const std::string& item) {
    Figure figure;
    figure.name = std::move(name);
    figure.value = 1e9 * timing.median / items;
    figure.best = 1e9 * timing.least / items;
    figure.unit = "ns/" + item;
    figure.repetitions = timing.repetitions;
    return figure;
}

void Session::add(Figure figure) {
    measured_.push_back({running_, std::move(figure)});
    if (listener_) listener_(measured_.back());
}

Limit roofline(const Session& session, const Limit& loop, double bytes, double items) {
    const Limit traffic{1e9 * bytes / session.limits().triad, "memory"};
    const bool in_cache = bytes * items < session.machine().last_cache;
    return in_cache || loop.value >= traffic.value ? loop : traffic;
}

double growth_exponent(const std::map<double, double>& cost_by_size) {
    double n = 0, x = 0, y = 0, xx = 0, xy = 0;
    for (const auto& [size, cost] : cost_by_size) {
        const double u = std::log(size), v = std::log(cost);
        n += 1, x += u, y += v, xx += u * u, xy += u * v;
    }
    return (n * xy - x * y) / (n * xx - x * x);
}

std::string count_of(std::size_t n, const std::string& what) {
    std::string text = std::to_string(n);
    for (std::size_t at = text.size(); at > 3;) text.insert(at -= 3, ",");
    return text + ' ' + what;
}

}  // namespace perforin::bench
