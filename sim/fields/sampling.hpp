#pragma once
// The level and its gradient at any point, from the levels of voxels.

#include <array>
#include <cstddef>
#include <span>

#include "core/geometry.hpp"
#include "fields/grid.hpp"
#include "fields/wall.hpp"

namespace perforin::fields {

/// Reads levels between voxel centres. One voxel beyond each wall is made up so that a straight
/// line through it meets the wall's own condition, the same line that the solver draws:
///
///     Dirichlet v      2 v − c
///     no flux          c
///     exchange h       c + (v − c) h' Δ / D,  1/h' = 1/h + Δ/2D
///
/// and round a periodic axis lies the far voxel. A point outside counts as the nearest one inside.
class Sampling {
public:
    Sampling(const Grid& grid, const Walls& walls, double diffusivity);

    /// Linear along each axis between voxel centres: continuous, second order.
    float level(std::span<const float> levels, Vec3 at) const;
    /// Along each axis the difference of level() half a voxel ahead and behind, per µm: continuous
    /// in `at`, central in voxel centres, second order. Zero along an axis of one closed voxel.
    Vec3 gradient(std::span<const float> levels, Vec3 at) const;
    /// The same in the centre of a voxel: plain central differences, about ten times as fast.
    Vec3 gradient_in(std::span<const float> levels, std::array<std::size_t, 3> voxel) const;

private:
    /// Position along one axis: `share` of the way from voxel `low` to the next.
    struct Spot {
        std::ptrdiff_t low = 0;
        float share = 0.0f;
    };
    using Spots = std::array<Spot, 3>;
    using Offsets = std::array<std::array<std::ptrdiff_t, 2>, 3>;

    Spot spot(std::size_t axis, float at, float ahead) const;
    bool inside(std::array<std::ptrdiff_t, 3> voxel, std::ptrdiff_t first,
                std::ptrdiff_t last) const;
    bool within(const Spots& spots, Offsets& offsets) const;
    float between(std::span<const float> levels, const Spots& spots) const;
    float value(std::span<const float> levels, std::array<std::ptrdiff_t, 3> voxel) const;

    Grid grid_;
    std::array<std::ptrdiff_t, 3> n_, stride_;
    std::array<float, 6> keep_{}, add_{};  ///< beyond a wall lies keep × c + add
};

}  // namespace perforin::fields
