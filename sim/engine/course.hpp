#pragma once
// A run that has begun: the patient lives, the journal writes, and now and then all is saved.

#include <chrono>
#include <filesystem>
#include <string>

#include "core/stopwatch.hpp"
#include "core/time.hpp"
#include "engine/checkpoints.hpp"
#include "engine/journal.hpp"
#include "engine/prepared.hpp"
#include "engine/run.hpp"
#include "engine/scenario.hpp"
#include "engine/watch.hpp"
#include "io/trajectory.hpp"
#include "patient/patient.hpp"

namespace perforin::engine {

class Course {
public:
    /// Begins a result, or opens the one of a run that was interrupted (`resumed`). Throws
    /// Unavailable.
    Course(const Scenario& scenario, const RunRequest& request, Prepared& prepared, bool resumed,
           Watch& watch);

    /// To the last day, or until the watch stops it. Throws as `run` does.
    RunReport live();

private:
    using Clock = std::chrono::steady_clock;

    io::Trajectory open(const Prepared& prepared, const RunRequest& request, bool resumed) const;
    Seconds go_back(bool resumed);
    void go_on();
    void step();
    void end_day();
    void save();
    void finish(const std::string& status, const std::string& why);
    void note_failure(const std::string& why);
    std::string safe() const;
    std::int64_t days_in_result() const;
    Moment moment() const;

    Watch& watch_;
    RunReport report_;
    patient::Patient& patient_;
    io::Provenance provenance_;
    Checkpoints checkpoints_;
    io::Trajectory trajectory_;
    double save_every_;  ///< seconds on the clock
    Seconds end_, now_;  ///< simulated
    Journal journal_;
    Stopwatch stopwatch_;
    Clock::time_point started_{}, saved_{};
};

}  // namespace perforin::engine
