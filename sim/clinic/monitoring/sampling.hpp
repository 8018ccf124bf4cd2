#pragma once
// Counts of a sample, and amounts that come and go in blood.

#include <algorithm>
#include <cstdint>
#include <numbers>

#include "core/binomial.hpp"
#include "core/maths.hpp"
#include "core/units.hpp"

namespace perforin::clinic {

/// A Poisson number: the binomial of 2^46 trials, of which the variance is mean/2^46 too small, in
/// relative terms.
inline std::uint64_t poisson(double mean, Stream& random) {
    constexpr double trials = 0x1.0p46;
    return binomial(static_cast<std::uint64_t>(trials), std::max(0.0, mean) / trials, random);
}

/// An amount after dt, if `inflow` a minute comes and it is lost at this rate; exact.
inline double washed(double amount, double inflow, Rate loss, Time dt) {
    const double lost = -maths::expm1(-(loss * dt));
    return amount + lost * (inflow / loss.in(per_minute)-amount);
}

/// A level that goes to `target` at this rate, after dt; exact.
inline double relaxed(double level, double target, Rate rate, Time dt) {
    return level - maths::expm1(-(rate * dt)) * (target - level);
}

/// What has come since a sum stood at `before`; sums that began anew have come as a whole.
inline double since(double before, double now) {
    return now >= before ? now - before : now;
}

/// Rate at which a half is gone in that time.
inline Rate loss_of(Time half_life) {
    return std::numbers::ln2 / half_life;
}

}  // namespace perforin::clinic
