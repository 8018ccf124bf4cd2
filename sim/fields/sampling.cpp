#include "fields/sampling.hpp"

#include <algorithm>
#include <cmath>

namespace perforin::fields {

Sampling::Sampling(const Grid& grid, const Walls& walls, double diffusivity) : grid_{grid} {
    for (std::size_t axis = 0; axis != 3; ++axis) {
        n_[axis] = static_cast<std::ptrdiff_t>(grid.n[axis]);
        stride_[axis] = axis == 0 ? 1 : stride_[axis - 1] * n_[axis - 1];
    }
    for (std::size_t face = 0; face != 6; ++face) {
        const double edge = double{grid.spacing[face / 2]};
        const double pull =
            diffusivity > 0.0 ? walls[face].conductance(diffusivity, edge) * edge / diffusivity : 0;
        keep_[face] = static_cast<float>(1.0 - pull);
        add_[face] = static_cast<float>(pull * walls[face].outside);
    }
}

inline Sampling::Spot Sampling::spot(std::size_t axis, float at, float ahead) const {
    const auto count = static_cast<float>(n_[axis]);
    float x = at / grid_.spacing[axis];
    if (grid_.periodic[axis]) {
        if (x < 0.0f || x >= count) x -= count * std::floor(x / count);
    } else {
        x = std::clamp(x, 0.0f, count);
    }
    x += ahead - 0.5f;
    const float low = std::clamp(std::floor(x), -1.0f, count - 1.0f);
    return {static_cast<std::ptrdiff_t>(low), x - low};
}

/// Whether every voxel from `voxel` + first to `voxel` + last is one of the grid.
bool Sampling::inside(std::array<std::ptrdiff_t, 3> voxel, std::ptrdiff_t first,
                      std::ptrdiff_t last) const {
    bool all = true;
    for (std::size_t axis = 0; axis != 3; ++axis) {
        all = all && voxel[axis] + first >= 0 && voxel[axis] + last < n_[axis];
    }
    return all;
}

/// A voxel's level; each index may lie one beyond either end.
float Sampling::value(std::span<const float> levels, std::array<std::ptrdiff_t, 3> voxel) const {
    float keep = 1.0f, add = 0.0f;
    std::ptrdiff_t at = 0;
    for (std::size_t axis = 0; axis != 3; ++axis) {
        std::ptrdiff_t i = voxel[axis];
        if (i < 0 || i >= n_[axis]) {
            if (grid_.periodic[axis]) {
                i = i < 0 ? n_[axis] - 1 : 0;
            } else {
                const std::size_t face = 2 * axis + (i < 0 ? 0 : 1);
                i = i < 0 ? 0 : n_[axis] - 1;
                add += keep * add_[face];
                keep *= keep_[face];
            }
        }
        at += i * stride_[axis];
    }
    return keep * levels[static_cast<std::size_t>(at)] + add;
}

/// Whether none of its voxels lies beyond a wall; then where they are, low and high by axis.
inline bool Sampling::within(const Spots& spots, Offsets& offsets) const {
    bool all = true;
    for (std::size_t axis = 0; axis != 3; ++axis) {
        std::ptrdiff_t low = spots[axis].low, high = low + 1;
        if (low < 0 || high >= n_[axis]) {
            all = all && grid_.periodic[axis];
            if (low < 0) low = n_[axis] - 1;
            if (high >= n_[axis]) high = 0;
        }
        offsets[axis] = {low * stride_[axis], high * stride_[axis]};
    }
    return all;
}

float Sampling::between(std::span<const float> levels, const Spots& spots) const {
    const auto mix = [](float share, float a, float b) { return a + share * (b - a); };
    std::array<float, 8> corner;
    if (Offsets at; within(spots, at)) {
        const float* c = levels.data();
        const std::array<std::ptrdiff_t, 4> line{at[1][0] + at[2][0], at[1][1] + at[2][0],
                                                 at[1][0] + at[2][1], at[1][1] + at[2][1]};
        for (std::size_t q = 0; q != 4; ++q) {
            corner[2 * q] = c[line[q] + at[0][0]];
            corner[2 * q + 1] = c[line[q] + at[0][1]];
        }
    } else {
        for (std::ptrdiff_t q = 0; q != 8; ++q) {
            corner[static_cast<std::size_t>(q)] = value(
                levels, {spots[0].low + q % 2, spots[1].low + q / 2 % 2, spots[2].low + q / 4});
        }
    }
    std::array<float, 4> line;
    for (std::size_t q = 0; q != 4; ++q) {
        line[q] = mix(spots[0].share, corner[2 * q], corner[2 * q + 1]);
    }
    return mix(spots[2].share, mix(spots[1].share, line[0], line[1]),
               mix(spots[1].share, line[2], line[3]));
}

float Sampling::level(std::span<const float> levels, Vec3 at) const {
    return between(levels, {spot(0, at.x, 0.0f), spot(1, at.y, 0.0f), spot(2, at.z, 0.0f)});
}

Vec3 Sampling::gradient(std::span<const float> levels, Vec3 at) const {
    const Spots here{spot(0, at.x, 0.0f), spot(1, at.y, 0.0f), spot(2, at.z, 0.0f)};
    Vec3 slope;
    for (std::size_t axis = 0; axis != 3; ++axis) {
        Spots ahead = here, behind = here;
        ahead[axis] = spot(axis, at[axis], 0.5f);
        behind[axis] = spot(axis, at[axis], -0.5f);
        slope[axis] = (between(levels, ahead) - between(levels, behind)) / grid_.spacing[axis];
    }
    return slope;
}

Vec3 Sampling::gradient_in(std::span<const float> levels, std::array<std::size_t, 3> voxel) const {
    std::array<std::ptrdiff_t, 3> here{};
    for (std::size_t axis = 0; axis != 3; ++axis) {
        here[axis] = static_cast<std::ptrdiff_t>(voxel[axis]);
    }
    const std::ptrdiff_t at = here[0] + here[1] * stride_[1] + here[2] * stride_[2];
    const bool plain = inside(here, -1, 1);
    Vec3 slope;
    for (std::size_t axis = 0; axis != 3; ++axis) {
        float difference;
        if (plain) {
            const float* own = levels.data() + at;
            difference = own[stride_[axis]] - own[-stride_[axis]];
        } else {
            auto ahead = here, behind = here;
            ++ahead[axis], --behind[axis];
            difference = value(levels, ahead) - value(levels, behind);
        }
        slope[axis] = difference / (2.0f * grid_.spacing[axis]);
    }
    return slope;
}

}  // namespace perforin::fields
