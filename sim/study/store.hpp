#pragma once
// A folder of runs, each under its hash, for as many studies as like. What is there is the only
// account of what has been done.

#include <filesystem>
#include <optional>
#include <string>

#include "io/disk.hpp"

namespace perforin::study {

enum class State { waiting, running, done, failed };
std::string_view name_of(State state);

/// How a run stands.
struct Standing {
    State state = State::waiting;
    std::string reason{};  ///< why it failed
};

class Store {
public:
    /// Makes the folder. Throws Unavailable.
    explicit Store(std::filesystem::path folder);

    const std::filesystem::path& folder() const { return folder_; }
    std::filesystem::path result(const std::string& hash) const;
    std::filesystem::path twin(const std::string& hash) const;
    /// What the run said.
    std::filesystem::path log(const std::string& hash) const;

    /// `twin`: whether the run has one. Running: somebody has taken it.
    Standing look(const std::string& hash, bool twin) const;

    /// The right to run it, which lasts as long as the file is open here or in a process that
    /// inherited it; nothing if somebody else has it.
    std::optional<io::DiskFile> take(const std::string& hash) const;
    /// Gives the right back.
    static void leave(io::DiskFile&& lock);

    /// Notes that a run failed. `lasting`: it would do so again.
    void note_failure(const std::string& hash, const std::string& reason, bool lasting) const;
    /// Forgets that it did: it is waiting again.
    void forget_failure(const std::string& hash) const;
    /// Whether a failure is noted that was not the run's own doing.
    bool may_be_tried_again(const std::string& hash) const;

private:
    void clean(const std::string& hash) const;
    std::filesystem::path file(const std::string& hash, const char* suffix) const;
    std::filesystem::path folder_;
};

}  // namespace perforin::study
