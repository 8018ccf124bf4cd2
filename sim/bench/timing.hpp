#pragma once
// How a piece of work is timed: once to warm up, then again and again; the median and the least are
// kept. The median is what one gets, the least what the program can do when nobody disturbs it; the
// two differ by how busy the machine was.

#include <functional>
#include <vector>

namespace perforin::bench {

struct Timing {
    double median = 0.0, least = 0.0;  ///< s, of one repetition
    int repetitions = 0;
};

/// When to stop: after `seconds` and `repetitions`, or after five times as long with fewer.
struct Patience {
    double seconds = 0.3;
    int repetitions = 5;
};

/// Something of every result goes here, so that no compiler finds the work needless.
inline void keep(double x) {
    [[maybe_unused]] volatile double kept = x;
}

/// Seconds that a call takes.
double seconds_of(const std::function<void()>& once);

/// Repeats what measures itself and returns its seconds.
Timing repeat(const std::function<double()>& measured, const Patience& patience);

/// The same for several, in turn, round after round, so that what disturbs meets all alike.
std::vector<Timing> repeat_in_turn(const std::vector<std::function<double()>>& measured,
                                   const Patience& patience);

}  // namespace perforin::bench
