#pragma once
// Division, death and departure of an immune cell compete within a biology step, each at its own
// hazard.

#include "core/random.hpp"
#include "core/units.hpp"
#include "tissue/intents.hpp"
#include "tissue/world.hpp"

namespace perforin::biology {

struct Fates {
    Rate divides{}, dies{}, leaves{};
};

/// At most one of them comes to pass; `purpose` keys the draw.
void meet_fate(const tissue::World&, tissue::Row, const Fates&, Purpose purpose, tissue::Intents&);

}  // namespace perforin::biology
