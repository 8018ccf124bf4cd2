#pragma once
// One call of the benchmarks: how patiently, with how many threads, what came out.

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "bench/benchmark.hpp"
#include "bench/machine.hpp"
#include "bench/packing.hpp"
#include "bench/timing.hpp"

namespace perforin::bench {

struct Wish {
    bool full = false;  ///< the largest cases too: minutes, and some gigabytes
    Patience patience{};
};

/// A figure and the benchmark it belongs to.
struct Measured {
    std::string benchmark;
    Figure figure;
};

class Session {
public:
    /// Hears of every figure as soon as there is one.
    using Listener = std::function<void(const Measured&)>;

    Session(const Machine& machine, const Limits& limits, const Wish& wish, Listener listener);

    /// Runs one benchmark, by its registered name. Throws logic_error if there is none.
    void run(const std::string& benchmark);

    // --- for benchmarks ---
    const Machine& machine() const { return machine_; }
    const Limits& limits() const { return limits_; }
    int threads() const { return machine_.threads; }
    bool full() const { return wish_.full; }
    const Patience& patience() const { return wish_.patience; }

    Timing time(const std::function<void()>& once) const;
    /// The same for what measures itself, in seconds.
    Timing time_by(const std::function<double()>& measured) const;
    /// The same for several, in turn.
    std::vector<Timing> time_in_turn(const std::vector<std::function<double()>>& measured) const;
    /// The peak of an inner loop, see bench::rate_in_cache.
    double rate_in_cache(const std::function<Work()>& make) const;

    /// Numbers of cells to measure with, up to ten million if all are wished.
    std::vector<std::size_t> sizes() const;
    /// About so many cells; kept for the next who asks, while the session lives.
    const Packing& packing(std::size_t cells);

    /// A timed figure: time an item, in ns, of work that takes `timing` for `items`.
    static Figure per_item(std::string name, const Timing& timing, double items,
                           const std::string& item);
    void add(Figure figure);

    const std::vector<Measured>& measured() const { return measured_; }

private:
    Machine machine_;
    Limits limits_;
    Wish wish_;
    Listener listener_;
    std::string running_;
    std::map<std::size_t, std::unique_ptr<Packing>> packings_;
    std::vector<Measured> measured_;
};

/// The larger of two limits, in ns an item: a loop's own peak, and `bytes` an item at the triad's
/// bandwidth, unless all fits into the largest cache.
Limit roofline(const Session& session, const Limit& loop, double bytes, double items);

/// Cost grows like size to this power: the slope of log cost over log size by least squares. Two
/// sizes at least.
double growth_exponent(const std::map<double, double>& cost_by_size);

/// "1,000,000 cells".
std::string count_of(std::size_t n, const std::string& what);

}  // namespace perforin::bench
