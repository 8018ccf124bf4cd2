#pragma once
// Division, death and departure of an immune cell compete within a biology step, each at its own
// hazard, which may hang on what the cell met for a while.

#include "core/maths.hpp"
#include "core/random.hpp"
#include "core/units.hpp"
#include "tissue/intents.hpp"
#include "tissue/world.hpp"

namespace perforin::biology {

struct Fates {
    Rate divides{}, dies{}, leaves{};
};

/// Chances of one event of a cell in a step.
struct Chances {
    double divides, lost;
};

/// Such that births and losses of a step are as many, on average, as if each cell and each daughter
/// divided and was lost at these rates all the while (Kendall 1948, linear birth and death):
/// b φ and d φ with φ = (exp((b − d) Δt) − 1)/(b − d). A step in which they exceed 1 is too long;
/// then they keep their proportion.
Chances chances(Rate divides, Rate lost, Time dt);

/// At most one of them comes to pass; `purpose` keys the draw.
void meet_fate(const tissue::World&, tissue::Row, const Fates&, Purpose purpose, tissue::Intents&);

/// A running average over `memory` after dt with the value `now`.
inline float averaged(float before, double now, Time dt, Time memory) {
    const double keep = maths::exp(-(dt / memory));
    return static_cast<float>(now + (static_cast<double>(before) - now) * keep);
}

}  // namespace perforin::biology
