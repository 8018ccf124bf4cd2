// Voxels, walls, and levels read between voxel centres.

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

#include "fields/grid.hpp"
#include "fields/sampling.hpp"
#include "fields/wall.hpp"

using namespace perforin;
using namespace perforin::fields;
using doctest::Approx;

namespace {

Grid grid_of(std::array<std::size_t, 3> n, Vec3 spacing, std::array<bool, 3> periodic = {}) {
    return {n, spacing, periodic};
}

std::vector<float> filled(const Grid& grid, float (*level)(Vec3)) {
    std::vector<float> values(grid.size());
    for (std::size_t v = 0; v != values.size(); ++v) values[v] = level(grid.centre(v));
    return values;
}

}  // namespace

TEST_CASE("voxels are counted with x fastest, and hold their own centre") {
    const Grid grid = grid_of({7, 3, 5}, {10, 20, 30});
    CHECK(grid.size() == 105);
    CHECK(grid.index(6, 2, 4) == 104);
    CHECK(grid.index(0, 1, 0) == 7);
    CHECK(grid.voxel_volume() == 6000.0);
    for (std::size_t v = 0; v != grid.size(); ++v) CHECK(grid.voxel(grid.centre(v)) == v);
}

TEST_CASE("what is shared out to the voxels around a point has its middle there") {
    const Grid grid = grid_of({6, 5, 4}, {10, 20, 30});
    for (const Vec3 at : {Vec3{23, 47, 61}, Vec3{15, 30, 45}, Vec3{31, 69, 77}}) {
        float all = 0.0f;
        Vec3 middle{};
        grid.for_around(at, [&](std::size_t v, float share) {
            all += share;
            middle += share * grid.centre(v);
        });
        CHECK(all == Approx(1.0));
        for (std::size_t axis = 0; axis != 3; ++axis) CHECK(middle[axis] == Approx(at[axis]));
    }
    // At a wall all stays in the voxel there, across a periodic side a part goes to the far one.
    const auto shared = [](const Grid& among, Vec3 at) {
        std::vector<float> got(among.size(), 0.0f);
        among.for_around(at, [&](std::size_t v, float share) { got[v] += share; });
        return got;
    };
    const Vec3 at_side{2, 5, 5};
    CHECK(shared(grid_of({4, 1, 1}, {10, 10, 10}), at_side)[0] == Approx(1.0));
    const auto round = shared(grid_of({4, 1, 1}, {10, 10, 10}, {true, false, false}), at_side);
    CHECK(round[0] == Approx(0.7));
    CHECK(round[3] == Approx(0.3));
}

TEST_CASE("a point outside counts to the nearest voxel, or to its image along a periodic axis") {
    const Grid grid = grid_of({4, 4, 4}, {10, 10, 10}, {true, false, false});
    CHECK(grid.voxel({-1, 5, 5}) == grid.index(3, 0, 0));
    CHECK(grid.voxel({41, 5, 5}) == grid.index(0, 0, 0));
    CHECK(grid.voxel({-81, 5, 5}) == grid.index(3, 0, 0));
    CHECK(grid.voxel({5, -1, 5}) == grid.index(0, 0, 0));
    CHECK(grid.voxel({5, 40, 99}) == grid.index(0, 3, 3));
}

TEST_CASE("voxels tile a block exactly, and a flat block is one layer as thick as the block") {
    const Grid cube = Grid::over({{1500, 1510, 1490}, {}, 3}, 20);
    CHECK(cube.n == std::array<std::size_t, 3>{75, 76, 75});
    CHECK(cube.length(1) == Approx(1510));
    CHECK(std::abs(cube.spacing.z - 20.0f) < 0.5f);

    const Grid sheet = Grid::over({{400, 300, 12}, {true, false, false}, 2}, 20);
    CHECK(sheet.n == std::array<std::size_t, 3>{20, 15, 1});
    CHECK(sheet.spacing.z == 12.0f);
    CHECK(sheet.periodic[0]);
    CHECK(Grid::over({{3, 3, 3}, {}, 3}, 20).size() == 1);
}

TEST_CASE("a wall's conductance is the resistances of wall and half a voxel in a row") {
    const double d = 100.0, edge = 10.0;
    CHECK(Wall::no_flux().conductance(d, edge) == 0.0);
    CHECK(Wall::dirichlet(1.0).conductance(d, edge) == 20.0);
    CHECK(Wall::exchange(20.0 * um_per_minute, 0.0).conductance(d, edge) == 10.0);
    CHECK(Wall::exchange(5.0 * um_per_minute, 0.0).conductance(d, edge) == Approx(4.0));
    CHECK(Wall::dirichlet(1.0).conductance(0.0, edge) == 0.0);
}

TEST_CASE("a linear level is read exactly, gradient included, up to walls that hold it") {
    const Grid grid = grid_of({6, 5, 4}, {10, 20, 30});
    const auto linear = [](Vec3 p) { return 1.0f + 0.5f * p.x - 0.25f * p.y + 0.125f * p.z; };
    const auto levels = filled(grid, +linear);
    // Along x the walls hold the linear level itself at the faces; the test line keeps clear of the
    // other walls, where only a constant could be held.
    Walls walls{};
    walls[0] = Wall::dirichlet(1.0 - 0.25 * 50 + 0.125 * 60);
    walls[1] = Wall::dirichlet(1.0 + 0.5 * 60 - 0.25 * 50 + 0.125 * 60);
    const Sampling sampling{grid, walls, 100.0};
    for (const float x : {0.0f, 1.0f, 7.5f, 29.0f, 58.0f, 60.0f}) {
        const Vec3 at{x, 50, 60};
        CHECK(sampling.level(levels, at) == Approx(linear(at)));
        CHECK(sampling.gradient(levels, at).x == Approx(0.5));
        if (x < 5.0f || x > 55.0f) continue;  // beyond the last centre the wall's constant rules
        CHECK(sampling.gradient(levels, at).y == Approx(-0.25));
        CHECK(sampling.gradient(levels, at).z == Approx(0.125));
    }
    const Vec3 slope = sampling.gradient_in(levels, {3, 2, 1});
    CHECK(slope.x == Approx(0.5));
    CHECK(slope.y == Approx(-0.25));
    CHECK(slope.z == Approx(0.125));
}

TEST_CASE("at a wall the level and its slope obey the wall") {
    const Grid grid = grid_of({5, 1, 1}, {10, 10, 10});
    const std::vector<float> levels{4, 5, 7, 8, 6};
    const double d = 100.0, speed = 7.0, outside = 20.0;

    const Sampling closed{grid, all_faces(Wall::no_flux()), d};
    CHECK(closed.level(levels, {0, 5, 5}) == Approx(4.0));
    CHECK(closed.gradient(levels, {0, 5, 5}).x == Approx(0.0));
    CHECK(closed.gradient(levels, {25, 5, 5}).y == Approx(0.0));
    CHECK(closed.level(levels, {-30, 5, 5}) == Approx(4.0));

    Walls walls{};
    walls[0] = Wall::dirichlet(1.0);
    walls[1] = Wall::exchange(speed * um_per_minute, outside);
    const Sampling open{grid, walls, d};
    CHECK(open.level(levels, {0, 5, 5}) == Approx(1.0));
    CHECK(open.gradient(levels, {0, 5, 5}).x == Approx((4.0 - 1.0) / 5.0));
    const Vec3 end{50, 5, 5};
    CHECK(d * open.gradient(levels, end).x ==
          Approx(speed * (outside - open.level(levels, end))).epsilon(1e-4));
}

TEST_CASE("round a periodic axis levels join without a step") {
    const Grid grid = grid_of({5, 1, 1}, {10, 10, 10}, {true, false, false});
    const std::vector<float> levels{4, 5, 7, 8, 6};
    const Sampling sampling{grid, {}, 100.0};
    CHECK(sampling.level(levels, {0, 5, 5}) == Approx(5.0));
    CHECK(sampling.level(levels, {50, 5, 5}) == Approx(5.0));
    CHECK(sampling.gradient(levels, {0, 5, 5}).x == Approx(-0.2));
    CHECK(sampling.gradient_in(levels, {0, 0, 0}).x == Approx(-0.05));
    CHECK(sampling.gradient_in(levels, {4, 0, 0}).x == Approx(-0.2));
}

TEST_CASE("the gradient between voxel centres is continuous") {
    const Grid grid = grid_of({8, 8, 8}, {10, 10, 10});
    const auto levels = filled(grid, [](Vec3 p) {
        return std::sin(0.1f * p.x) * std::cos(0.07f * p.y) + 0.01f * p.z * p.z;
    });
    const Sampling sampling{grid, {}, 100.0};
    Vec3 before = sampling.gradient(levels, {11, 23, 31});
    for (int step = 1; step != 600; ++step) {
        const float s = 0.05f * static_cast<float>(step);
        const Vec3 now = sampling.gradient(levels, {11 + s, 23 + s, 31 + s});
        CHECK(norm(now - before) < 0.01f);
        before = now;
    }
}
