#pragma once
// What already lies where a result is to go: nothing, a whole result, or the part of a run that was
// interrupted.

#include <cstdint>
#include <filesystem>
#include <string>

#include "core/time.hpp"
#include "io/manifest.hpp"

namespace perforin::engine {

/// What a result notes, beside how it ended, if the patient died: of what.
inline constexpr const char* death_note = "died_of";

struct Earlier {
    bool there = false;
    std::string status{};  ///< as its manifest says; empty if it cannot be read
    Seconds reached = -1;  ///< everything up to this moment is in it; negative: nothing is
    std::string days_asked_for{};
    bool died = false;  ///< the patient, which ended it

    bool completed() const { return status == "completed"; }
    bool readable() const { return !status.empty(); }
    /// Whether nothing is left to live of a run of so many days.
    bool whole(std::int64_t of) const { return completed() && (died || days() >= of); }
    std::int64_t days() const { return reached < 0 ? 0 : reached / seconds_per_day; }
};

/// Looks at a file, if it is there. An empty one is nothing: its run ended before it began.
Earlier look_at(const std::filesystem::path& result);

/// Why no other run may go there without more ado, and what can be done about it. `checkpoints`:
/// whether it left any.
std::string refusal(const std::filesystem::path& result, const Earlier& earlier, bool checkpoints);

/// Throws Unavailable, naming the first that differs, unless a result was made of this input by
/// this program. Days may differ: a run can be made longer.
void must_be_the_same(const std::filesystem::path& result, const io::Provenance& now);

}  // namespace perforin::engine
