#pragma once
// Who runs the runs: processes of this machine, or a cluster's.

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace perforin::study {

struct Job {
    std::string name;                ///< unique among the jobs
    std::vector<std::string> words;  ///< of the command line, after the program's name
    std::filesystem::path log;       ///< where what it says goes
    int lock = -1;  ///< a descriptor that is to be open as long as the job lives; −1: none
};

/// A job that ended, and how: the exit code, or 128 + the signal that killed it.
struct Ended {
    std::string name;
    int code = 0;
};

class Executor {
public:
    virtual ~Executor() = default;
    /// How many more jobs may be submitted now.
    virtual std::size_t room() const = 0;
    /// Throws Unavailable if it cannot be started.
    virtual void submit(const Job& job) = 0;
    /// The jobs that ended, as soon as there is one, but after so long at most.
    virtual std::vector<Ended> wait(double seconds) = 0;
    /// Asks all jobs to save and stop. They are still to be waited for.
    virtual void cancel() = 0;
};

}  // namespace perforin::study
