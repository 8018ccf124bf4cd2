#pragma once
// Carries a plan out: every run that is not there yet is run once, whatever happens to whom.

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "study/executor.hpp"
#include "study/plan.hpp"
#include "study/store.hpp"

namespace perforin::study {

/// How far a sweep has come, counted in different runs.
struct Progress {
    std::size_t runs = 0, done = 0, failed = 0, running = 0;
    std::size_t elsewhere = 0;   ///< running for somebody else
    double seconds_left = -1.0;  ///< negative: not known yet
};

/// "12 of 36 runs done, 1 failed, 2 running, 4 min left"
std::string progress_text(const Progress& progress);

/// Who looks on.
class SweepWatch {
public:
    virtual ~SweepWatch() = default;
    virtual void see(const Progress&) {}
    /// True ends the sweep: runs that are under way save and stop.
    virtual bool stop() const { return false; }
    virtual void warn(const std::string&) {}
};

struct SweepReport {
    Progress progress;
    std::size_t started = 0;  ///< runs begun or gone on with, by this sweep
    bool stopped = false;
    bool complete() const { return !stopped && progress.done == progress.runs; }
};

struct SweepRequest {
    bool retry = false;                  ///< failed runs are tried again
    std::vector<std::string> options{};  ///< of each `run`: --cache and the like
};

/// The hashes of a plan, each once, in the order of its runs.
std::vector<const PlannedRun*> different_runs(const Plan& plan);

/// How each run of a plan stands, by hash.
std::map<std::string, Standing> look(const Plan& plan, const Store& store);

SweepReport sweep(const Plan& plan, const Store& store, Executor& executor,
                  const SweepRequest& request, SweepWatch& watch);

}  // namespace perforin::study
