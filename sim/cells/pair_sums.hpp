#pragma once
// What cells sum over their neighbours: one cell a lane, one neighbour at a time.

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "cells/lanes.hpp"
#include "core/geometry.hpp"

namespace perforin::cells {

/// A neighbour, seen from the cell.
template <class Real>
struct PairGeometry {
    Real x, y, z;
    Real relative;          ///< distance in sums of radii
    Real inverse_distance;  ///< huge, but finite, where centres coincide
};

/// Velocity only.
template <class Real>
struct PushSums {
    Real x{}, y{}, z{};
    Real nearest = every<Real>(2.0f);  ///< smallest distance in sums of radii

    /// `rate`: speed apart per distance.
    PERFORIN_INLINE void push(const PairGeometry<Real>& pair, Real rate) {
        x -= rate * pair.x;
        y -= rate * pair.y;
        z -= rate * pair.z;
        nearest = smaller(pair.relative, nearest);
    }
    Vec3 velocity(std::size_t lane) const { return {x[lane], y[lane], z[lane]}; }
    bool coincident(std::size_t lane) const { return nearest[lane] == 0.0f; }
};

/// The symmetric matrix of a cell's own stiffness.
struct Tensor {
    double xx = 0, yy = 0, zz = 0, xy = 0, xz = 0, yz = 0;

    double& diagonal(std::size_t axis) { return axis == 0 ? xx : axis == 1 ? yy : zz; }

    /// An upper bound of the largest eigenvalue, m + s √(n − 1) with the eigenvalues' mean m and
    /// standard deviation s (Wolkowicz and Styan 1980).
    double largest_eigenvalue(int dimensions) const {
        const double off = 2.0 * (xy * xy + (dimensions == 2 ? 0.0 : xz * xz + yz * yz));
        const double n = dimensions, z = dimensions == 2 ? 0.0 : zz;
        const double mean = (xx + yy + z) / n;
        const double variance = (xx * xx + yy * yy + z * z + off) / n - mean * mean;
        return mean + std::sqrt(std::max(variance, 0.0) * (n - 1.0));
    }
};

/// Velocity, crowding, overlap and stiffness.
template <class Real>
struct MeasuredSums : PushSums<Real> {
    Real crowding{};
    Real xx{}, yy{}, zz{}, xy{}, xz{}, yz{};

    /// A pair acts like a spring of `stiffness` along the line of centres and, where it attracts,
    /// of −speed/distance across it; what destabilises is left out of the bound.
    PERFORIN_INLINE void measure(const PairGeometry<Real>& pair, Real speed, Real rate,
                                 Real stiffness) {
        const Real across = positive(-rate);
        const Real along =
            (positive(stiffness) - across) * pair.inverse_distance * pair.inverse_distance;
        const Real along_x = along * pair.x, along_y = along * pair.y, along_z = along * pair.z;
        xx += along_x * pair.x + across;
        yy += along_y * pair.y + across;
        zz += along_z * pair.z + across;
        xy += along_x * pair.y;
        xz += along_x * pair.z;
        yz += along_y * pair.z;
        crowding += positive(speed);
    }
    float overlap(std::size_t lane) const { return 1.0f - this->nearest[lane]; }
    Tensor tensor(std::size_t lane) const {
        return {xx[lane], yy[lane], zz[lane], xy[lane], xz[lane], yz[lane]};
    }
};

}  // namespace perforin::cells
