#pragma once
// How fast a run goes and how long it will take, in words.

#include <deque>
#include <string>

#include "engine/watch.hpp"

namespace perforin::engine {

/// Speed over the last while: a tumour grows and shrinks, so the whole run tells little.
class Pace {
public:
    void add(const Moment& moment);
    double days_per_second() const;  ///< 0 as long as nothing can be said

private:
    std::deque<Moment> recent_;
};

/// "day 12 of 180, 24310 agents, 3.2 days/s, 53 s left"
std::string progress_text(const Moment& moment, const Pace& pace);

/// "53 s", "12 min", "3 h 05 min", "2 d 4 h"
std::string duration_text(double seconds);

}  // namespace perforin::engine
