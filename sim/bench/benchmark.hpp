#pragma once
// The family of benchmarks: each measures one thing and sets it beside the machine's own limit.
// A new one is one file that ends in a line of registration:
//
//     class Sort final : public Benchmark {
//     public:
//         using Benchmark::Benchmark;
//         void run(Session& session) const override {
//             const Timing timing = session.time(sort_a_million);
//             session.add({.name = "1,000,000 cells", .value = …, .unit = "ns/cell"});
//         }
//     };
//     const Registered<Benchmark> here{"sort", "Sorting, by name", make<Benchmark, Sort>};

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "core/registry.hpp"

namespace perforin::bench {

class Session;

/// The best that this machine could do, in the unit of the figure.
struct Limit {
    double value = 0.0;
    std::string name;  ///< what limits
};

/// What the figure is to reach.
struct Target {
    double value = 0.0;
    bool at_least = false;  ///< else at most
};

struct Figure {
    std::string name{};   ///< of the case: "100,000 cells"
    double value = 0.0;   ///< the median, if it was timed
    double best = 0.0;    ///< the least of the repetitions; 0: the figure was not timed
    std::string unit{};   ///< "ns/cell"
    int repetitions = 0;  ///< 0: the figure was not timed
    std::optional<Limit> limit{};
    std::optional<Target> target{};
    std::string remark{};

    /// What is compared with limit and target: the least of a timing, since limits are such too.
    double judged() const { return repetitions > 0 ? best : value; }
    /// Share of the limit that is reached, 0…1; above 1 the limit was none. 0 without a limit.
    double share() const { return limit && judged() > 0.0 ? limit->value / judged() : 0.0; }
    bool met() const {
        return !target ||
               (target->at_least ? judged() >= target->value : judged() <= target->value);
    }
    /// By which factor the target is met or missed: 1 or more.
    double factor() const;
};

/// A piece of work that does the same each time.
struct Work {
    std::function<void()> once;
    double items = 1.0;  ///< done each time
    std::string item;    ///< "cell", "voxel"
};

class Benchmark {
public:
    /// Benchmarks have no parameters.
    explicit Benchmark(config::Section&) {}
    virtual ~Benchmark() = default;

    /// Measures, and adds its figures to the session.
    virtual void run(Session& session) const = 0;

    /// A small piece of it whose instructions can be counted; without `once`: none.
    virtual Work counted() const { return {}; }
};

}  // namespace perforin::bench
