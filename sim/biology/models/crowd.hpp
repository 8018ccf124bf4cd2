#pragma once
// How many cells with a role lie around a place.

#include "core/units.hpp"
#include "tissue/world.hpp"

namespace perforin::biology {

/// Cells with any of these roles per volume within `reach` µm of a place, by their weights; only
/// what lies within the block counts as volume.
PerVolume density_near(const tissue::World&, Vec3 at, std::uint16_t roles, float reach);

}  // namespace perforin::biology
