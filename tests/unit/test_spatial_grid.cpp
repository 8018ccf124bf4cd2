#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include "cells/spatial_grid.hpp"
#include "core/random.hpp"

using namespace perforin;
using cells::Row, cells::SpatialGrid;

namespace {

std::vector<Vec3> scatter(const Box& box, std::size_t n, std::uint64_t seed, float beyond) {
    Stream random{seed, "test.grid"_draw, {}, 0};
    std::vector<Vec3> points;
    for (std::size_t i = 0; i != n; ++i) {
        Vec3 p;
        for (std::size_t axis = 0; axis != 3; ++axis) {
            const double size = box.size[axis] + 2.0 * beyond;
            p[axis] = static_cast<float>(uniform(random) * size) - beyond;
        }
        if (box.dimensions == 2) p.z = 0.5f * box.size.z;
        points.push_back(p);
    }
    return points;
}

std::vector<Row> by_grid(const SpatialGrid& grid, Vec3 point, float reach) {
    std::vector<Row> rows;
    grid.for_near(point, reach, [&](Row row, Vec3 d, float distance2) {
        CHECK(distance2 == dot(d, d));
        rows.push_back(row);
    });
    return rows;
}

std::vector<Row> by_force(const Box& box, const std::vector<Vec3>& points, Vec3 at, float reach) {
    std::vector<Row> rows;
    for (std::size_t i = 0; i != points.size(); ++i) {
        Vec3 d = box.displacement(box.wrap(at), box.wrap(points[i]));
        if (box.dimensions == 2) d.z = 0.0f;
        if (dot(d, d) <= reach * reach) rows.push_back(static_cast<Row>(i));
    }
    return rows;
}

}  // namespace

TEST_CASE("the grid finds what a search through all cells finds, each once") {
    const std::vector<Vec3> sizes{{100, 80, 60}, {35, 200, 12}, {15, 15, 15}, {9, 100, 21}};
    std::uint64_t seed = 0;
    for (const Vec3 size : sizes) {
        for (unsigned periodic = 0; periodic != 8; ++periodic) {
            for (const int dimensions : {2, 3}) {
                const Box box{size,
                              {(periodic & 1) != 0, (periodic & 2) != 0, (periodic & 4) != 0},
                              dimensions};
                const auto points = scatter(box, 60, ++seed, 7.0f);
                SpatialGrid grid{box, 10.0f};
                grid.build(points);
                for (const float reach : {0.5f, 9.0f, 17.0f, 70.0f}) {
                    CAPTURE(seed);
                    CAPTURE(reach);
                    auto found = by_grid(grid, points[seed % 60], reach);
                    std::sort(found.begin(), found.end());
                    CHECK(found == by_force(box, points, points[seed % 60], reach));
                }
            }
        }
    }
}

TEST_CASE("a point on the border of bins and of the box finds its neighbours") {
    const Box box{{40, 40, 40}, {true, false, false}, 3};
    const std::vector<Vec3> points{{0, 0, 0},   {40, 40, 40},  {39.999f, 0, 0}, {10, 10, 10},
                                   {20, 10, 0}, {-0.0f, 0, 0}, {40, 0, 0}};
    SpatialGrid grid{box, 10.0f};
    grid.build(points);
    for (const Vec3 at : points) {
        for (const float reach : {0.0f, 10.0f, 20.0f}) {
            auto found = by_grid(grid, at, reach);
            std::sort(found.begin(), found.end());
            CHECK(found == by_force(box, points, at, reach));
        }
    }
}

TEST_CASE("only the rows given are in the grid") {
    const Box box{{100, 100, 100}, {}, 3};
    const auto points = scatter(box, 200, 3, 0.0f);
    const std::vector<Row> some{3, 50, 7, 199};
    SpatialGrid grid{box, 15.0f};
    grid.build(points, some);
    CHECK(grid.size() == 4);
    auto found = by_grid(grid, {50, 50, 50}, 200.0f);
    std::sort(found.begin(), found.end());
    CHECK(found == std::vector<Row>{3, 7, 50, 199});
    grid.build(points, {});
    CHECK(by_grid(grid, {50, 50, 50}, 200.0f).empty());
    CHECK(by_grid(SpatialGrid{box, 15.0f}, {50, 50, 50}, 200.0f).empty());
}

TEST_CASE("the order of visits depends on places, not on where the search begins") {
    const Box box{{100, 100, 100}, {}, 3};
    const auto points = scatter(box, 500, 4, 0.0f);
    SpatialGrid grid{box, 20.0f};
    grid.build(points);
    const auto all = by_grid(grid, {50, 50, 50}, 200.0f);
    std::map<Row, std::size_t> rank;
    for (const Row row : all) rank.emplace(row, rank.size());
    const auto some = by_grid(grid, {30, 60, 40}, 30.0f);
    REQUIRE(some.size() > 20);
    CHECK(
        std::is_sorted(some.begin(), some.end(), [&](Row a, Row b) { return rank[a] < rank[b]; }));
}

TEST_CASE("one stray cell far outside does not spoil the bins") {
    const Box box{{1000, 1000, 1000}, {}, 3};
    auto points = scatter(Box{{50, 50, 50}, {}, 3}, 2000, 5, 0.0f);
    points.push_back({1e6f, -1e6f, 3});
    SpatialGrid grid{box, 10.0f};
    grid.build(points);
    std::size_t visits = 0;
    grid.for_near({25, 25, 25}, 5.0f, [&](Row, Vec3, float) { ++visits; });
    CHECK(visits == by_force(box, points, {25, 25, 25}, 5.0f).size());
    CHECK(by_grid(grid, {1e6f, -1e6f, 3}, 1.0f) == std::vector<Row>{2000});
}
