#pragma once
// What all lymphocytes have in common besides their walk.

#include "core/maths.hpp"
#include "core/units.hpp"
#include "tissue/surface.hpp"

namespace perforin::biology {

/// What a lymphocyte shows to others at its founding. An agent that stands for fewer cells than a
/// tumour agent takes as much less room.
inline void show_lymphocyte(Length radius, Speed repulsion, double weight, tissue::Row row,
                            tissue::Surface& cells) {
    cells.radius[row] = static_cast<float>(radius.in(um)*maths::cbrt(weight));
    cells.repulsion[row] = static_cast<float>(repulsion.in(um_per_minute));
    cells.adhesion[row] = 0.0f;
    cells.mhc1[row] = 1.0f;
}

/// A running average over `memory` after dt with the value `now`.
inline float averaged(float before, double now, Time dt, Time memory) {
    const double keep = maths::exp(-(dt / memory));
    return static_cast<float>(now + (static_cast<double>(before) - now) * keep);
}

}  // namespace perforin::biology
