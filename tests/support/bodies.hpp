#pragma once
// Cells as bodies, for tests of mechanics: packings, their energy and their velocities from the
// definition, pair by pair in double precision.

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "cells/mechanics.hpp"
#include "cells/overlap_adhesion.hpp"
#include "cells/population.hpp"
#include "core/geometry.hpp"
#include "core/random.hpp"
#include "core/time.hpp"

namespace perforin::test {

using Point = std::array<double, 3>;
using Default = cells::PairwiseInteraction<cells::OverlapAdhesion>;

/// The default law with its default parameters.
inline Default default_law() {
    return Default{cells::OverlapAdhesion{config::standard<cells::OverlapAdhesionParams>()}};
}

inline void add_cell(cells::Population& cells, Vec3 at, float radius, float repulsion = 10.0f,
                     float adhesion = 0.4f) {
    const std::size_t row = cells.size();
    cells.resize(row + 1);
    cells.id[row] = descend(17, row);
    cells.position[row] = at;
    cells.radius[row] = radius;
    cells.repulsion[row] = repulsion;
    cells.adhesion[row] = adhesion;
}

/// `n` cells of various sizes and strengths anywhere in the box.
inline void scatter_cells(cells::Population& cells, const Box& box, std::size_t n,
                          std::uint64_t seed) {
    Stream random{seed, "test.cells"_draw, {}, 0};
    for (std::size_t i = 0; i != n; ++i) {
        const auto x = static_cast<float>(uniform(random)) * box.size.x;
        const auto y = static_cast<float>(uniform(random)) * box.size.y;
        const auto z = static_cast<float>(box.dimensions == 2 ? 0.5 : uniform(random)) * box.size.z;
        const auto radius = static_cast<float>(4.0 + 5.0 * uniform(random));
        const auto repulsion = static_cast<float>(5.0 + 20.0 * uniform(random));
        const auto adhesion = static_cast<float>(uniform(random) < 0.3 ? 0.0 : uniform(random));
        add_cell(cells, {x, y, z}, radius, repulsion, adhesion);
    }
}

/// A ball of touching cells of one radius on a face-centred lattice, `squeeze` times as large.
inline void pack_ball(cells::Population& cells, Vec3 centre, double ball, float radius,
                      double squeeze) {
    const double edge = 2.0 * std::sqrt(2.0) * radius * squeeze;
    const int reach = static_cast<int>(ball / edge) + 1;
    constexpr std::array<Point, 4> sites{{{0, 0, 0}, {.5, .5, 0}, {.5, 0, .5}, {0, .5, .5}}};
    for (int k = -reach; k <= reach; ++k) {
        for (int j = -reach; j <= reach; ++j) {
            for (int i = -reach; i <= reach; ++i) {
                for (const Point& site : sites) {
                    Stream random{3, "test.ball"_draw, {cells.size(), 0}, 0};
                    const auto place = [&](int cell, double within) {
                        return edge * (cell + within + 0.02 * (uniform(random) - 0.5));
                    };
                    const double x = place(i, site[0]), y = place(j, site[1]),
                                 z = place(k, site[2]);
                    if (x * x + y * y + z * z > ball * ball) continue;
                    add_cell(cells,
                             {centre.x + static_cast<float>(x), centre.y + static_cast<float>(y),
                              centre.z + static_cast<float>(z)},
                             radius);
                }
            }
        }
    }
}

/// All that overlap_adhesion says of one pair at distance d.
struct PairLaw {
    double speed = 0, energy = 0;  ///< µm/min, µm²/min

    PairLaw(const cells::Population& cells, std::size_t i, std::size_t j, double d) {
        const double touch = double{cells.radius[i]} + cells.radius[j], adhere = 1.25 * touch;
        const double a = std::sqrt(double{cells.repulsion[i]} * cells.repulsion[j]);
        const double b = std::sqrt(double{cells.adhesion[i]} * cells.adhesion[j]);
        const double u = std::max(0.0, 1.0 - d / touch), w = std::max(0.0, 1.0 - d / adhere);
        speed = a * u * u - b * w * w;
        energy = (a * touch * u * u * u - b * adhere * w * w * w) / 3.0;
    }
};

/// Calls visit(i, j, vector from i to j, distance) for all ordered pairs, images included, nearer
/// than `reach`.
template <class Visit>
void for_pairs(const cells::Population& cells, const Box& box, double reach, Visit&& visit) {
    std::array<int, 3> images{};
    for (std::size_t axis = 0; axis != 3; ++axis) {
        const bool flat = axis == 2 && box.dimensions == 2;
        images[axis] =
            box.periodic[axis] && !flat ? 1 + static_cast<int>(reach / box.size[axis]) : 0;
    }
    for (std::size_t i = 0; i != cells.size(); ++i) {
        for (std::size_t j = 0; j != cells.size(); ++j) {
            for (int x = -images[0]; x <= images[0]; ++x) {
                for (int y = -images[1]; y <= images[1]; ++y) {
                    for (int z = -images[2]; z <= images[2]; ++z) {
                        if (i == j && x == 0 && y == 0 && z == 0) continue;
                        Point r;
                        const std::array<int, 3> image{x, y, z};
                        double d2 = 0;
                        for (std::size_t axis = 0; axis != 3; ++axis) {
                            r[axis] = double{cells.position[j][axis]} - cells.position[i][axis] +
                                      image[axis] * double{box.size[axis]};
                            if (axis == 2 && box.dimensions == 2) r[axis] = 0;
                            d2 += r[axis] * r[axis];
                        }
                        if (d2 < reach * reach) visit(i, j, r, std::sqrt(d2));
                    }
                }
            }
        }
    }
}

/// Velocities by overlap_adhesion without walls.
inline std::vector<Point> velocities(const cells::Population& cells, const Box& box) {
    std::vector<Point> all(cells.size(), Point{});
    for_pairs(cells, box, 30.0, [&](std::size_t i, std::size_t j, const Point& r, double d) {
        const double speed = PairLaw{cells, i, j, d}.speed;
        for (std::size_t axis = 0; axis != 3; ++axis) all[i][axis] -= speed * r[axis] / d;
    });
    return all;
}

/// The function that overlap_adhesion lets fall: velocities are minus its gradient.
inline double energy(const cells::Population& cells, const Box& box) {
    double twice = 0;
    for_pairs(cells, box, 30.0, [&](std::size_t i, std::size_t j, const Point&, double d) {
        twice += PairLaw{cells, i, j, d}.energy;
    });
    return 0.5 * twice;
}

inline Point centre_of_mass(const cells::Population& cells) {
    Point sum{};
    for (std::size_t i = 0; i != cells.size(); ++i) {
        for (std::size_t axis = 0; axis != 3; ++axis) sum[axis] += cells.position[i][axis];
    }
    for (double& x : sum) x /= static_cast<double>(cells.size());
    return sum;
}

constexpr Tick minutes(std::int64_t n) {
    return {0, 60 * n};
}

}  // namespace perforin::test
