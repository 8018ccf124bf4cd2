// `bench`: how fast the program is on this machine, and how near to what the machine can do.

#include <algorithm>
#include <cstdio>
#include <fstream>

#include <fmt/format.h>

#include "bench/report.hpp"
#include "bench/session.hpp"
#include "cli/commands.hpp"
#include "config/plugins.hpp"
#include "core/error.hpp"
#include "core/instructions.hpp"
#include "core/nearest.hpp"
#include "core/parallel.hpp"
#include "core/printable.hpp"

namespace perforin::cli {

namespace {

using bench::Benchmark;

/// `counted`: only those whose instructions can be counted.
int list_benchmarks(bool counted) {
    for (const auto& [name, entry] : registry<Benchmark>()) {
        config::Section none;
        if (counted && !entry.make(none)->counted().once) continue;
        fmt::print("{:<17}{}\n", name, entry.doc);
    }
    return done;
}

/// The names chosen, all if none is; throws BadInput naming those that are not known.
std::vector<std::string> chosen(const std::vector<std::string>& names) {
    const std::vector<std::string> known = config::registered_names<Benchmark>();
    std::string wrong;
    for (const std::string& name : names) {
        if (registry<Benchmark>().count(name) != 0) continue;
        const std::string near = nearest(name, known);
        wrong += fmt::format(
            "{}there is no benchmark '{}'{}", wrong.empty() ? "" : "\n", printable(name),
            near.empty() ? " (see perforin bench --list)" : "; did you mean '" + near + "'?");
    }
    if (!wrong.empty()) throw BadInput{wrong};
    return names.empty() ? known : names;
}

/// Does a benchmark's small work again and again, for whoever counts its instructions, and says
/// how much that was.
int count(const BenchOptions& options) {
    if (options.names.size() != 1) throw BadInput{"--count takes one benchmark"};
    config::Section none;
    const auto benchmark = registry<Benchmark>().at(chosen(options.names).front()).make(none);
    parallel::use_threads(1);
    const bench::Work work = benchmark->counted();
    if (!work.once) {
        throw BadInput{fmt::format("{} has no work to count", options.names.front())};
    }
    for (int n = 0; n != options.repetitions; ++n) work.once();
    fmt::print("{} {} {} {}\n", options.names.front(), name(instructions()), work.items, work.item);
    return done;
}

/// The file for the report, opened before anything is measured.
std::ofstream open(const std::string& file) {
    std::ofstream out{file, std::ios::binary};
    if (!out) throw Unavailable{fmt::format("'{}' cannot be written", printable(file))};
    return out;
}

/// Figures as they come, each under the title of its benchmark.
void show(const bench::Measured& one, std::string& title) {
    if (one.benchmark != title) fmt::print("\n{}", bench::title_text(one.benchmark));
    title = one.benchmark;
    fmt::print("{}", bench::row_text(one.figure));
    std::fflush(stdout);
}

}  // namespace

int bench(const BenchOptions& options) {
    if (options.list) return list_benchmarks(options.count);
    if (options.count) return count(options);
    const std::vector<std::string> names = chosen(options.names);
    std::ofstream json;
    if (options.json) json = open(*options.json);
    if (options.threads) parallel::use_threads(*options.threads);

    bench::Wish wish;
    wish.full = options.full;
    wish.patience.seconds = options.seconds;
    const bench::Machine machine = bench::Machine::here();
    bench::Limits limits = bench::measure_limits(machine, wish.patience);
    fmt::print("{}\n{}", bench::head_text(machine, limits), bench::columns_text());
    std::fflush(stdout);
    std::string title;
    bench::Session session{machine, limits, wish,
                           [&](const bench::Measured& one) { show(one, title); }};
    for (const std::string& name : names) session.run(name);

    const double at_the_end = bench::processors_had(wish.patience);
    limits.processors = std::min(limits.processors, at_the_end);
    const std::string summary = bench::summary_text(session.measured());
    fmt::print("\n{}{}", summary, bench::busy_text(machine, limits.processors));
    if (options.json) {
        json << bench::json_text(machine, limits, session.measured());
        if (!json.flush()) throw Unavailable{fmt::format("'{}' cannot be written", *options.json)};
    }
    return done;
}

}  // namespace perforin::cli
