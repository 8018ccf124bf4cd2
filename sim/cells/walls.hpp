#pragma once
// The sides of a block that cells cannot pass.

#include <array>
#include <cstddef>

#include "cells/lanes.hpp"
#include "cells/neighbours.hpp"
#include "core/geometry.hpp"

namespace perforin::cells {

/// Which sides of a block are walls; a periodic axis has none, whatever is said here.
struct Walls {
    std::array<std::array<bool, 2>, 3> closed{};  ///< of an axis its low and its high side

    static constexpr Walls all() { return {{{{true, true}, {true, true}, {true, true}}}}; }
    static constexpr Walls none() { return {}; }
};

/// Walls of a box, quick to ask.
class Room {
public:
    Room(const Box& box, const Walls& walls) {
        for (std::size_t axis = 0; axis != 3; ++axis) {
            if (box.periodic[axis] || static_cast<int>(axis) >= box.dimensions) continue;
            if (walls.closed[axis][0]) low_[axis] = 0.0f;
            if (walls.closed[axis][1]) high_[axis] = box.size[axis];
        }
    }

    /// Distance to the nearest wall, negative beyond it.
    float distance(const Body& body) const {
        const Four at{body.x, body.y, body.z, 0.0f};
        const Four near = smaller(at - low_, high_ - at);
        return smaller(smaller(near[0], near[1]), near[2]);
    }

    /// Calls visit(axis, direction off the wall ±1, distance, 0 beyond it) for walls nearer than
    /// `reach`.
    template <class Visit>
    void for_near(const Body& body, float reach, Visit&& visit) const {
        const std::array<float, 3> at{body.x, body.y, body.z};
        for (std::size_t axis = 0; axis != 3; ++axis) {
            const float from_low = at[axis] - low_[axis], from_high = high_[axis] - at[axis];
            if (from_low < reach) visit(axis, 1.0f, positive(from_low));
            if (from_high < reach) visit(axis, -1.0f, positive(from_high));
        }
    }

private:
    static constexpr float far = 1e30f;
    Four low_{-far, -far, -far, -far}, high_{far, far, far, far};
};

}  // namespace perforin::cells
