#pragma once
// One patient from the first day to the last, into one file.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "core/stopwatch.hpp"
#include "core/time.hpp"
#include "core/units.hpp"
#include "engine/scenario.hpp"
#include "engine/watch.hpp"

namespace perforin::engine {

struct Prepared;

/// What a user asks for beside the scenario.
struct RunRequest {
    std::vector<std::string> settings{};            ///< `key=value`, as --set takes them
    std::optional<std::filesystem::path> output{};  ///< before what [output] says
    bool force = false;                             ///< replaces an older result
    bool resume = false;                            ///< goes on with one that was interrupted
    std::string command_line{};                     ///< for the record
    std::optional<std::filesystem::path> cache{};   ///< folder where burn-ins are kept; else none
};

/// How a run went.
struct RunReport {
    bool completed = false;     ///< else it was stopped
    bool was_complete = false;  ///< there was nothing left to do
    bool died = false;          ///< the patient, which ended it
    bool in_burn_in = false;    ///< it was stopped there: days are its own, there is no result
    std::int64_t days = 0, of = 0;
    Seconds lived = 0;               ///< simulated time that it came to
    std::optional<Seconds> saved{};  ///< what the last checkpoint is of
    std::filesystem::path result, checkpoint{};
    double wall_seconds = 0.0;
    Volume burden_at_start{}, burden{};
    double killed = 0.0;  ///< tumour cells, by T cells
    Stopwatch profile{};
};

/// Runs a scenario, the patient alone (twins.hpp runs her twin, too). Before the first day it
/// reports everything that is wrong with the input (BadInput) and whether the result can be written
/// (Unavailable); then no file is made. Afterwards the file is readable up to the last whole day,
/// whatever happens. Throws Unavailable if the disk fails, and whatever a guard throws, after it
/// has been noted in the file.
///
/// A run that is stopped saves its state in a checkpoint beside the result, and does so now and
/// then (`run.checkpoint`). Resumed from there it comes to the same result as if nothing had
/// happened, to the last bit, with any number of threads.
RunReport run(const Scenario& scenario, const RunRequest& request, Watch& watch);

/// In two steps: throws Unavailable if what lies where the result goes may not be touched …
void must_be_free(const Scenario& scenario, const RunRequest& request, const Prepared& prepared);
/// … and runs.
RunReport run(const Scenario& scenario, const RunRequest& request, Prepared& prepared,
              Watch& watch);

/// Shares of the time, one activity a line, the largest first.
std::string profile_text(const RunReport& report);

}  // namespace perforin::engine
