#include "clinic/imaging/imaging.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>

#include "core/maths.hpp"

namespace perforin::clinic {

namespace {

/// Least half-chord across the slices at which a column of the body fills so much of a slice that
/// it is seen. `threshold`: that share; `away`: from the body's middle to the slice's.
double least_half_chord(double slice, double away, double threshold) {
    return std::max(0.5 * threshold * slice, away + (threshold - 0.5) * slice);
}

/// By how much shorter than the body's are the axes of its section in a slice; 0: nothing is seen.
double section(double half_depth, double least) {
    if (!(half_depth > least)) return 0.0;
    const double ratio = least / half_depth;
    return std::sqrt(1.0 - ratio * ratio);
}

}  // namespace

Axes axes_of(Volume volume, double aspect) {
    const Length longest =
        maths::cbrt(6.0 * volume.in(um3) / (std::numbers::pi * aspect * aspect)) * um;
    return {longest, aspect * longest};
}

Volume volume_of(const Axes& axes) {
    return std::numbers::pi / 6.0 *
           axes.longest.in(um)*axes.shortest.in(um)*axes.shortest.in(um)*um3;
}

Shown scan(const Axes& body, const Scanner& scanner) {
    Shown shown;
    const double threshold = 0.5 / scanner.brightness;
    if (!(threshold <= 1.0) || !(body.shortest > Length{})) return shown;
    const double slice = scanner.slice.in(um), depth = 0.5 * body.shortest.in(um);
    const auto slices = static_cast<std::int64_t>(std::ceil(depth / slice)) + 1;
    double largest = 0.0, area = 0.0;  // relative to the body's
    for (std::int64_t k = -slices; k <= slices; ++k) {
        const double away = std::abs(static_cast<double>(k) + scanner.offset) * slice;
        const double shorter = section(depth, least_half_chord(slice, away, threshold));
        largest = std::max(largest, shorter);
        area += shorter * shorter;
    }
    shown.axes = {largest * body.longest, largest * body.shortest};
    shown.volume =
        0.25 * std::numbers::pi * area * body.longest.in(um)*body.shortest.in(um)*slice * um3;
    return shown;
}

/// Integral of 4π r² times the Gaussian over the ball, by Simpson's rule.
double recovery(Length diameter, Length resolution) {
    constexpr int pieces = 64;
    constexpr double widths = 2.3548200450309493;  // √(8 ln 2) standard deviations
    const double end = std::min(0.5 * widths * (diameter / resolution), 8.0);
    double sum = 0.0;
    for (int k = 0; k <= pieces; ++k) {
        const double r = end * k / pieces;
        const double weight = k == 0 || k == pieces ? 1.0 : 2.0 + 2.0 * (k % 2);
        sum += weight * r * r * maths::exp(-0.5 * r * r);
    }
    return std::sqrt(2.0 / std::numbers::pi) * sum * end / (3.0 * pieces);
}

}  // namespace perforin::clinic
