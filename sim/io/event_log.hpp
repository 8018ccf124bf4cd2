#pragma once
// The flight recorder of a run: who did what to whom, when, where, and who took part. /events.

#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include "core/geometry.hpp"
#include "core/sink.hpp"
#include "core/time.hpp"
#include "io/column.hpp"

namespace perforin::io {

inline constexpr std::uint16_t no_lesion = 65535;  ///< of an event in the body at large

/// One of those who took part in an event, and by how much: a T cell and its hits.
struct Party {
    std::uint64_t id = 0;
    std::uint32_t amount = 0;
};

/// Identity 0 is nobody; NaN is no place and no value.
struct Event {
    Seconds at = 0;
    std::uint16_t kind = 0;  ///< from Trajectory::event_kind
    std::uint16_t lesion = no_lesion;
    std::uint64_t who = 0, whom = 0;
    Vec3 where{std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::quiet_NaN(),
               std::numeric_limits<float>::quiet_NaN()};
    double value = std::numeric_limits<double>::quiet_NaN();  ///< in the unit of its kind
    std::vector<Party> parties{};
};

class EventLog {
public:
    /// Goes on where the log ends, if there is one.
    EventLog(Group group, const Precisions& precisions, int level);

    /// The code of a kind of event: how many were known before it. Asking again gives the same.
    std::uint16_t kind(const Label& label);
    /// Events come in any order within a commit, and are written in order of time (those of one
    /// moment as they came); those of a later commit may not be earlier. Throws logic_error.
    void add(const Event& event);
    void flush();

private:
    void write(const Event& event);
    void write_kinds();
    void read_kinds();

    Group group_, kinds_group_, parties_;
    std::vector<Label> kinds_;
    bool kinds_changed_ = true;
    std::vector<Event> waiting_;
    TimeColumns times_;
    Column kind_, lesion_, who_, whom_, x_, y_, z_, value_;
    Column first_party_, party_count_, party_id_, party_amount_;
};

}  // namespace perforin::io
