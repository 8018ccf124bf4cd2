// A tissue that grows and divides for half a day, in perforin's steps and in small explicit ones.

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "cells/mechanics.hpp"
#include "cells/order.hpp"
#include "cells/spatial_grid.hpp"
#include "support/bodies.hpp"

using namespace perforin;
using cells::Mechanics, cells::Population, cells::Row, cells::SpatialGrid, cells::Walls;

namespace {

const Box space{{400, 400, 400}, {}, 3};
constexpr Vec3 middle{200, 200, 200};
constexpr float grown = 8.4f;

/// Cells regain lost volume with 0.4 %/min, and each divides with a chance of 2 % an hour: both
/// halves keep the volume and lie 1.5 radii apart.
void grow_and_divide(Population& cells, std::int64_t at) {
    const std::size_t before = cells.size();
    for (std::size_t i = 0; i != before; ++i) {
        const double share = std::pow(cells.radius[i] / grown, 3.0);
        const double volume = 1.0 - (1.0 - share) * std::exp(-0.004 * 60.0);
        cells.radius[i] = grown * static_cast<float>(std::cbrt(volume));
        Stream random{1, "test.division"_draw, {cells.id[i], 0}, at};
        if (uniform(random) >= 0.02) continue;
        const std::size_t j = cells.append(cells, std::vector<Row>{static_cast<Row>(i)});
        const float radius = cells.radius[i] * std::cbrt(0.5f);
        const double z = 2.0 * uniform(random) - 1.0, angle = 6.283185307 * uniform(random);
        const double across = std::sqrt(1.0 - z * z);
        const Vec3 apart{static_cast<float>(across * std::cos(angle)),
                         static_cast<float>(across * std::sin(angle)), static_cast<float>(z)};
        cells.radius[i] = cells.radius[j] = radius;
        cells.position[i] += (-0.75f * radius) * apart;
        cells.position[j] += (0.75f * radius) * apart;
        const std::uint64_t mother = cells.id[i];
        cells.id[i] = descend(mother, 0);
        cells.id[j] = descend(mother, 1);
    }
}

/// One hour of explicit Euler steps of 0.1 min in double precision.
void hour_of_small_steps(Population& cells) {
    constexpr double dt = 0.1;
    const std::size_t n = cells.size();
    std::vector<test::Point> x(n), v(n);
    for (std::size_t i = 0; i != n; ++i) {
        x[i] = {cells.position[i].x, cells.position[i].y, cells.position[i].z};
    }
    std::vector<std::vector<Row>> near(n);
    for (int step = 0; step != 600; ++step) {
        if (step % 10 == 0) {  // nothing moves 2 µm in a minute but for the first
            SpatialGrid grid{space, 25.0f};
            for (std::size_t i = 0; i != n; ++i) {
                cells.position[i] = {static_cast<float>(x[i][0]), static_cast<float>(x[i][1]),
                                     static_cast<float>(x[i][2])};
            }
            grid.build(cells.position.span());
            for (std::size_t i = 0; i != n; ++i) {
                near[i].clear();
                grid.for_near(cells.position[i], 25.5f, [&](Row j, Vec3, float) {
                    if (j != i) near[i].push_back(j);
                });
            }
        }
        for (std::size_t i = 0; i != n; ++i) {
            v[i] = {};
            for (const Row j : near[i]) {
                const test::Point d{x[j][0] - x[i][0], x[j][1] - x[i][1], x[j][2] - x[i][2]};
                const double distance = std::sqrt(d[0] * d[0] + d[1] * d[1] + d[2] * d[2]);
                const double rate = test::PairLaw{cells, i, j, distance}.speed / distance;
                for (std::size_t axis = 0; axis != 3; ++axis) v[i][axis] -= rate * d[axis];
            }
        }
        for (std::size_t i = 0; i != n; ++i) {
            for (std::size_t axis = 0; axis != 3; ++axis) x[i][axis] += dt * v[i][axis];
        }
    }
    for (std::size_t i = 0; i != n; ++i) {
        cells.position[i] = {static_cast<float>(x[i][0]), static_cast<float>(x[i][1]),
                             static_cast<float>(x[i][2])};
    }
}

/// What one measures of a ball of tissue.
struct Ball {
    double radius = 0;   ///< root mean square distance from the middle, µm
    double density = 0;  ///< volume of cells in the inner half of the radius, as a share
    double spacing = 0;  ///< mean distance of a cell's six nearest, µm

    explicit Ball(const Population& cells) {
        const std::size_t n = cells.size();
        SpatialGrid grid{space, 25.0f};
        grid.build(cells.position.span());
        for (std::size_t i = 0; i != n; ++i) {
            const Vec3 d = cells.position[i] - middle;
            radius += double{dot(d, d)} / static_cast<double>(n);
            std::vector<float> distances;
            grid.for_near(cells.position[i], 40.0f, [&](Row j, Vec3, float d2) {
                if (j != i) distances.push_back(std::sqrt(d2));
            });
            std::sort(distances.begin(), distances.end());
            for (std::size_t k = 0; k != 6; ++k) spacing += distances[k] / (6.0 * double(n));
        }
        radius = std::sqrt(radius);
        for (std::size_t i = 0; i != n; ++i) {  // smoothed: a share of each cell
            const double depth = 0.75 * radius - norm(cells.position[i] - middle);
            const double inside = std::clamp(0.5 + depth / 20.0, 0.0, 1.0);
            density += inside * std::pow(cells.radius[i] / (0.75 * radius), 3.0);
        }
    }
};

}  // namespace

TEST_CASE("a growing, dividing ball has the radius and the packing that small steps give") {
    for (const double squeeze : {1.0, 0.85}) {
        Population cells, exact;
        test::pack_ball(cells, middle, 80.0, grown, squeeze);
        std::vector<Row> all(cells.size());
        for (std::size_t i = 0; i != all.size(); ++i) all[i] = static_cast<Row>(i);
        exact.append(cells, all);
        const auto law = test::default_law();
        Mechanics mechanics{law, space, Walls::none()};
        cells::Order order;
        int sweeps = 0;
        for (int h = 0; h != 12; ++h) {
            for (auto* population : {&cells, &exact}) grow_and_divide(*population, h);
            cells.keep(order(cells.position.span(), cells.id.span()));
            sweeps += mechanics.advance(cells, {}, {3600 * h, 3600}).sweeps;
            hour_of_small_steps(exact);
        }
        REQUIRE(cells.size() == exact.size());
        const Ball ours{cells}, theirs{exact};
        MESSAGE(cells.size(), " cells, ", sweeps, " sweeps instead of 7200; radius ", ours.radius,
                " and ", theirs.radius, " µm, density ", ours.density, " and ", theirs.density,
                ", spacing ", ours.spacing, " and ", theirs.spacing, " µm");
        CHECK(ours.radius == doctest::Approx(theirs.radius).epsilon(0.002));
        CHECK(ours.density == doctest::Approx(theirs.density).epsilon(0.005));
        CHECK(ours.spacing == doctest::Approx(theirs.spacing).epsilon(0.002));
        CHECK(sweeps < 12 * 40);
    }
}
