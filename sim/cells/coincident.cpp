#include "cells/coincident.hpp"

#include <algorithm>
#include <cmath>

#include "core/random.hpp"

namespace perforin::cells {

Vec3 parting_direction(std::uint64_t id, std::uint64_t other, int dimensions) {
    if (id == other) return {};
    // No seed and no time: the direction belongs to the pair alone.
    Stream random{0, "mechanics.coincident"_draw, {std::min(id, other), std::max(id, other)}, 0};
    double x, y, square;
    do {
        x = 2.0 * uniform(random) - 1.0;
        y = 2.0 * uniform(random) - 1.0;
        square = x * x + y * y;
    } while (square >= 1.0 || square == 0.0);
    // From a point of the disc to the sphere or the circle (Marsaglia 1972): square roots only.
    const double sign = id < other ? 1.0 : -1.0;
    const double stretch =
        sign * (dimensions == 2 ? 1.0 / std::sqrt(square) : 2.0 * std::sqrt(1.0 - square));
    const double z = dimensions == 2 ? 0.0 : sign * (1.0 - 2.0 * square);
    return {static_cast<float>(stretch * x), static_cast<float>(stretch * y),
            static_cast<float>(z)};
}

}  // namespace perforin::cells
