#pragma once
// A run that has begun: the patient lives, the journal writes, and now and then all is saved.

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "core/stopwatch.hpp"
#include "core/time.hpp"
#include "engine/burn_in.hpp"
#include "engine/checkpoints.hpp"
#include "engine/journal.hpp"
#include "engine/prepared.hpp"
#include "engine/run.hpp"
#include "engine/scenario.hpp"
#include "engine/watch.hpp"
#include "io/trajectory.hpp"
#include "patient/patient.hpp"

namespace perforin::engine {

/// What a course throws that was stopped before its first day: it has not begun.
struct StoppedInBurnIn {
    std::int64_t day = 0;
};

class Course {
public:
    /// Begins a result, after the burn-in if there is one, or opens the one of a run that was
    /// interrupted (`resumed`). Throws Unavailable, and StoppedInBurnIn.
    Course(const Scenario& scenario, const RunRequest& request, Prepared& prepared, bool resumed,
           Watch& watch);

    /// To the last day, or until the watch stops it. Throws as `run` does.
    RunReport live();

private:
    using Clock = std::chrono::steady_clock;

    io::Trajectory open(Prepared& prepared, const RunRequest& request, bool resumed);
    Seconds go_back(Prepared& prepared, const RunRequest& request, bool resumed);
    void burn_in(Prepared& prepared, const RunRequest& request);
    void burn_in_again(Prepared& prepared, const RunRequest& request);
    void go_on();
    bool died() const;
    bool over() const;
    void step();
    void end_day();
    void hear();
    void keep_fingerprint();
    void save();
    void finish(const std::string& status, const std::string& why);
    void note_measurements(std::size_t examination);
    void note_failure(const std::string& why);
    std::string safe() const;
    std::int64_t days_in_result() const;
    Moment moment() const;

    Watch& watch_;
    RunReport report_;
    Prepared& prepared_;
    patient::Patient& patient_;
    io::Provenance provenance_;
    Checkpoints checkpoints_;
    std::optional<BurnIn> burnt_in_{};  ///< what this course began with; before the trajectory
    io::Trajectory trajectory_;
    double save_every_;  ///< seconds on the clock
    Seconds end_, now_;  ///< simulated
    Journal journal_;
    io::Series* fingerprints_ = nullptr;  ///< of one of two; else none are kept
    bool is_twin_;
    bool in_midst_ = false;  ///< of writing a day
    Stopwatch stopwatch_;
    Clock::time_point started_{}, saved_{};
};

}  // namespace perforin::engine
