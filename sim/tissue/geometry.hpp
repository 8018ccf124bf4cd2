#pragma once
// Small geometry that rules share.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <vector>

#include "core/geometry.hpp"
#include "core/maths.hpp"
#include "core/random.hpp"

namespace perforin::tissue {

inline double sphere_um3(double radius_um) {
    return 4.0 / 3.0 * std::numbers::pi * radius_um * radius_um * radius_um;
}

/// Radius (µm) of an agent of so many cells' volume.
inline float agent_radius(double cell_um, float cells) {
    return static_cast<float>(cell_um * maths::cbrt(double{cells}));
}

/// µm³ within `reach` µm of a point: a ball, or in 2-D a disc of the block's thickness.
inline double neighbourhood_um3(const Box& box, double reach) {
    return box.dimensions == 2 ? std::numbers::pi * reach * reach * static_cast<double>(box.size.z)
                               : sphere_um3(reach);
}

/// Uniform on the unit sphere, or on the circle z = 0 in 2-D.
inline Vec3 random_direction(int dimensions, Stream& random) {
    const maths::OnCircle turned = maths::on_circle(uniform(random));
    if (dimensions == 2) {
        return {static_cast<float>(turned.x), static_cast<float>(turned.y), 0.0f};
    }
    const double height = 2.0 * uniform(random) - 1.0;
    const double across = std::sqrt(std::max(0.0, 1.0 - height * height));
    return {static_cast<float>(across * turned.x), static_cast<float>(across * turned.y),
            static_cast<float>(height)};
}

/// The value under which that share of the others lie; of none: 0.
inline float at_share(std::vector<float> values, double share) {
    if (values.empty()) return 0.0f;
    const auto rank = static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), values.begin() + rank, values.end());
    return values[static_cast<std::size_t>(rank)];
}

/// The axis along which a block's depth runs: the last one it has.
inline std::size_t depth_axis(const Box& box) {
    return box.dimensions == 2 ? 1 : 2;
}

}  // namespace perforin::tissue
