#pragma once
// Means over the voxels around each voxel.

#include <span>
#include <vector>

#include "fields/grid.hpp"

namespace perforin::tissue {

/// For each voxel the mean over those whose centres lie within `reach` µm of its own along each
/// axis. Periodic axes go round; at a wall there are fewer voxels to take the mean of.
std::vector<float> means_around(const fields::Grid&, std::span<const float> values, float reach);

}  // namespace perforin::tissue
