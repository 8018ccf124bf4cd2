#pragma once
// Where two cells go whose centres coincide.

#include <cstdint>

#include "core/geometry.hpp"

namespace perforin::cells {

/// A unit vector, uniform on the sphere (2-D: the circle), drawn from both identities:
/// direction(a, b) = −direction(b, a). Zero for a cell with itself.
Vec3 parting_direction(std::uint64_t id, std::uint64_t other, int dimensions);

}  // namespace perforin::cells
