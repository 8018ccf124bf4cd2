#pragma once
// Time is counted in whole seconds; floating-point time is only ever derived from them.

#include <cstdint>
#include <vector>

#include "core/units.hpp"

namespace perforin {

using Seconds = std::int64_t;

inline constexpr Seconds seconds_per_hour = 3600, seconds_per_day = 86400;

/// A stretch of simulated time: a biology step, a sub-step, a day.
struct Tick {
    Seconds start = 0, length = 0;
    constexpr Seconds end() const { return start + length; }
    constexpr Time dt() const { return static_cast<double>(length) * second; }

    /// Cuts it into pieces of `step` seconds; `step` divides its length.
    std::vector<Tick> split(Seconds step) const {
        std::vector<Tick> pieces;
        for (Seconds at = start; at < end(); at += step) pieces.push_back({at, step});
        return pieces;
    }
};

struct Day {
    std::int64_t index = 0;  ///< 0 is the first simulated day
    constexpr Seconds start() const { return index * seconds_per_day; }
    constexpr Seconds end() const { return start() + seconds_per_day; }
    std::vector<Tick> ticks(Seconds step) const {
        return Tick{start(), seconds_per_day}.split(step);
    }
};

}  // namespace perforin
