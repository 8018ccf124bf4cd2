#pragma once
// The commands of the program, one function each. They print results to stdout and messages to
// stderr, return the exit code, and throw as core/error.hpp says.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace perforin::cli {

/// What `run` is asked for. Numbers stay text: they are checked like any value of a scenario.
struct RunOptions {
    std::string scenario;
    std::optional<std::string> output, seed, days, threads, cache;
    std::vector<std::string> settings{};
    bool force = false, resume = false, quiet = false, profile = false, no_cache = false;
    std::string command_line{};
    std::string how_to_resume{};  ///< the command line that goes on with this run
};

/// What `bench` is asked for.
struct BenchOptions {
    std::vector<std::string> names{};  ///< of benchmarks; none: all
    bool list = false, full = false, count = false;
    std::optional<int> threads{};
    double seconds = 0.3;  ///< a figure is measured at least
    int repetitions = 1;   ///< of the work that is counted
    std::optional<std::string> json{};
};

/// What `respond` is asked for.
struct RespondOptions {
    std::string table;
    std::optional<std::string> output;
    std::vector<std::string> settings{};
    bool force = false, quiet = false;
};

/// What `sweep` and `trial` are asked for.
struct SweepOptions {
    std::string study;  ///< or trial
    std::optional<std::string> output, runs, cache;
    int workers = 0, threads = 0;  ///< 0: as suits the machine
    bool retry = false, no_run = false, no_cache = false, quiet = false;
    bool where = false;  ///< of a trial: only says where its tables go
    std::string command_line{};
    std::string how_to_go_on{};  ///< the same command line
};

/// What `cohort` is asked for.
struct CohortOptions {
    std::string cohort;
    std::optional<std::uint64_t> patient{}, seed{};
    std::optional<std::size_t> patients{};
    bool quiet = false;
};

int run(const RunOptions& options);
int sweep(const SweepOptions& options);
int cohort(const CohortOptions& options);
int trial(const SweepOptions& options);
int check(const std::vector<std::string>& files);
int list(const std::optional<std::string>& family);
int explain(const std::string& key);
int params();
int schema(const std::string& of);
int make_new(const std::string& name);
int info(const std::string& file);
int diff(const std::string& a, const std::string& b);
int respond(const RespondOptions& options);
int bench(const BenchOptions& options);

}  // namespace perforin::cli
