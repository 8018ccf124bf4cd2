#pragma once
// What one cell sums over its neighbours, in four lanes that are joined in a fixed order.

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "cells/lanes.hpp"
#include "core/geometry.hpp"

namespace perforin::cells {

/// Four neighbours, seen from the cell.
struct PairGeometry {
    Lanes x, y, z;
    Lanes relative;          ///< distance in sums of radii
    Lanes inverse_distance;  ///< huge, but finite, where centres coincide
};

/// Velocity only.
struct PushSums {
    Lanes x{}, y{}, z{};
    Lanes nearest = lanes(2.0f);  ///< smallest distance in sums of radii

    /// `rate`: speed apart per distance.
    void push(const PairGeometry& pair, Lanes rate) {
        x -= rate * pair.x;
        y -= rate * pair.y;
        z -= rate * pair.z;
        nearest = smaller(pair.relative, nearest);
    }
    Vec3 velocity() const { return {sum(x), sum(y), sum(z)}; }
    bool coincident() const { return smallest(nearest) == 0.0f; }
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
struct MeasuredSums : PushSums {
    Lanes crowding{};
    Lanes xx{}, yy{}, zz{}, xy{}, xz{}, yz{};

    /// A pair acts like a spring of `stiffness` along the line of centres and, where it attracts,
    /// of −speed/distance across it; what destabilises is left out of the bound.
    void measure(const PairGeometry& pair, Lanes speed, Lanes rate, Lanes stiffness) {
        const Lanes across = positive(-rate);
        const Lanes along =
            (positive(stiffness) - across) * pair.inverse_distance * pair.inverse_distance;
        const Lanes along_x = along * pair.x, along_y = along * pair.y, along_z = along * pair.z;
        xx += along_x * pair.x + across;
        yy += along_y * pair.y + across;
        zz += along_z * pair.z + across;
        xy += along_x * pair.y;
        xz += along_x * pair.z;
        yz += along_y * pair.z;
        crowding += positive(speed);
    }
    float overlap() const { return 1.0f - smallest(nearest); }
    Tensor tensor() const { return {sum(xx), sum(yy), sum(zz), sum(xy), sum(xz), sum(yz)}; }
};

}  // namespace perforin::cells
