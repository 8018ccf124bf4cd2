#pragma once
// What happens at a face of the block. A periodic axis has no walls: its faces are never asked.

#include <array>
#include <cstddef>
#include <limits>

#include "core/units.hpp"

namespace perforin::fields {

/// Every wall lets  j = h (outside − c)  through per area: h = 0 is no flux, h = ∞ holds c there.
struct Wall {
    double speed = 0.0;    ///< h, µm/min
    double outside = 0.0;  ///< the level beyond the wall, in the substance's unit

    static constexpr Wall no_flux() { return {}; }
    static constexpr Wall dirichlet(double level) {
        return {std::numeric_limits<double>::infinity(), level};
    }
    static constexpr Wall exchange(Speed speed, double outside) {
        return {speed.in(um_per_minute), outside};
    }

    /// Conductance from a voxel's centre through half its edge and the wall to the outside, µm/min.
    /// One-sided, yet second order for c: the scheme of every cell-centred finite volume.
    constexpr double conductance(double diffusivity, double edge) const {
        const double half = 2.0 * diffusivity / edge;
        if (half <= 0.0) return 0.0;
        return speed > half ? half / (1.0 + half / speed) : speed / (1.0 + speed / half);
    }
};

/// The faces in the order x low, x high, y low, y high, z low, z high.
using Walls = std::array<Wall, 6>;

constexpr Walls all_faces(Wall wall) {
    return {wall, wall, wall, wall, wall, wall};
}

}  // namespace perforin::fields
