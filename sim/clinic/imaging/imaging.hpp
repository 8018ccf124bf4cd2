#pragma once
// What a scanner shows of a body of tissue: an ellipsoid in slices of some thickness. METHODS.md.

#include "core/units.hpp"

namespace perforin::clinic {

/// Of an ellipsoid with its long axis in the plane of the slices and two equal shorter ones.
struct Axes {
    Length longest{}, shortest{};
};

/// Axes of the ellipsoid of a volume; `aspect`: shorter over longer.
Axes axes_of(Volume volume, double aspect);
Volume volume_of(const Axes&);

struct Scanner {
    Length slice{};       ///< thickness, and distance of their middles
    double offset = 0.0;  ///< of the body's middle from the nearest slice's, −0.5 … 0.5 slices
    double brightness = 1.0;  ///< contrast of the body, relative to that of which half is the edge
};

/// What is brighter than half of the usual contrast in the slices that cut the body.
struct Shown {
    Axes axes{};      ///< in the slice that shows most of it
    Volume volume{};  ///< areas in all slices, times their thickness
};

Shown scan(const Axes& body, const Scanner&);

/// Share of the contrast of a ball that is left in its middle where a point is blurred to a
/// Gaussian so wide at half its height.
double recovery(Length diameter, Length resolution);

}  // namespace perforin::clinic
