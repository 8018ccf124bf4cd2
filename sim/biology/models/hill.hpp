#pragma once
// Saturation laws shared by the kinds.

#include <algorithm>

#include "core/maths.hpp"

namespace perforin::biology {

/// x^n/(K^n + x^n): half at x = K. `x` and `half` in one unit, half > 0.
inline double hill(double x, double half, double n = 1.0) {
    if (!(x > 0.0)) return 0.0;
    const double ratio = n == 1.0 ? x / half : maths::pow(x / half, n);
    return ratio / (1.0 + ratio);
}

/// 0 at and below `low`, 1 at and above `high`, straight between.
inline double ramp(double x, double low, double high) {
    return std::clamp((x - low) / (high - low), 0.0, 1.0);
}

}  // namespace perforin::biology
