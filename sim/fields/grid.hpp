#pragma once
// Voxels: a block of tissue cut into equal boxes, x fastest. A 2-D block has one layer of voxels,
// as thick as the block.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

#include "core/geometry.hpp"

namespace perforin::fields {

struct Grid {
    std::array<std::size_t, 3> n{1, 1, 1};  ///< voxels along x, y, z; any number from 1 on
    Vec3 spacing{20.0f, 20.0f, 20.0f};      ///< edges of a voxel, µm; in 2-D z is the thickness
    std::array<bool, 3> periodic{};

    /// Cuts a block into voxels as near to `spacing` (µm) as tile it exactly.
    static Grid over(const Box& box, float spacing) {
        Grid grid;
        for (std::size_t axis = 0; axis != 3; ++axis) {
            const float size = box.size[axis];
            const bool flat = axis == 2 && box.dimensions == 2;
            const long count = flat ? 1 : std::lround(size / spacing);
            grid.n[axis] = static_cast<std::size_t>(std::max(count, 1L));
            grid.spacing[axis] = size / static_cast<float>(grid.n[axis]);
        }
        grid.periodic = box.periodic;
        return grid;
    }

    std::size_t size() const { return n[0] * n[1] * n[2]; }
    std::size_t index(std::size_t i, std::size_t j, std::size_t k) const {
        return i + n[0] * (j + n[1] * k);
    }
    float length(std::size_t axis) const { return static_cast<float>(n[axis]) * spacing[axis]; }
    /// Volume of one voxel, µm³.
    double voxel_volume() const { return double{spacing.x} * spacing.y * spacing.z; }

    Vec3 centre(std::size_t voxel) const {
        const auto middle = [](std::size_t i, float h) {
            return (static_cast<float>(i) + 0.5f) * h;
        };
        return {middle(voxel % n[0], spacing.x), middle(voxel / n[0] % n[1], spacing.y),
                middle(voxel / (n[0] * n[1]), spacing.z)};
    }

    /// The voxel that holds a point; a point outside counts to the nearest voxel (periodic axes:
    /// to its image).
    std::size_t voxel(Vec3 at) const {
        const auto [i, j, k] = place(at);
        return index(i, j, k);
    }
    /// The same by its place along each axis.
    std::array<std::size_t, 3> place(Vec3 at) const {
        return {step(at, 0), step(at, 1), step(at, 2)};
    }

    /// Calls visit(voxel, share) for the eight voxels whose centres are around a point: shares as
    /// levels are read between centres, 1 together. Beyond a wall the voxel at it counts again.
    template <class Visit>
    void for_around(Vec3 at, Visit&& visit) const {
        Vec3 upper;  // share of the voxels on the far side of the point, by axis
        for (std::size_t axis = 0; axis != 3; ++axis) {
            const float u = at[axis] / spacing[axis] - 0.5f;
            upper[axis] = u - std::floor(u);
        }
        for (unsigned corner = 0; corner != 8; ++corner) {
            Vec3 there = at;
            float share = 1.0f;
            for (std::size_t axis = 0; axis != 3; ++axis) {
                const bool far = ((corner >> axis) & 1u) != 0;
                there[axis] += (far ? 0.5f : -0.5f) * spacing[axis];
                share *= far ? upper[axis] : 1.0f - upper[axis];
            }
            visit(voxel(there), share);
        }
    }

private:
    std::size_t step(Vec3 at, std::size_t axis) const {
        const auto count = static_cast<float>(n[axis]);
        float i = std::floor(at[axis] / spacing[axis]);
        if (i >= 0.0f && i < count) return static_cast<std::size_t>(i);
        if (periodic[axis]) i -= count * std::floor(i / count);
        return static_cast<std::size_t>(std::clamp(i, 0.0f, count - 1.0f));
    }
};

}  // namespace perforin::fields
