#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <stdexcept>
#include <vector>

#include "cells/coincident.hpp"
#include "cells/mechanics.hpp"
#include "cells/pairwise.hpp"
#include "core/error.hpp"
#include "core/registry.hpp"
#include "support/bodies.hpp"

using namespace perforin;
using cells::Mechanics, cells::MechanicsParams, cells::Walls;

namespace {

const Box open_box{{200, 200, 200}, {}, 3};

/// A law of its own, as a benchmark or a hypothesis would bring it: springs in contact.
struct Springs {
    explicit Springs(const config::Section&) {}
    cells::Strength standard() const { return {1.0f, 0.0f}; }
    float half_reach(float radius, float, float) const { return radius; }
    template <class Real>
    Real speed(const cells::Contact<Real>& c) const {
        return c.repulsion * cells::positive(1.0f - c.relative);
    }
    template <class Real>
    Real stiffness(const cells::Contact<Real>& c) const {
        return c.repulsion * c.inverse_sum;
    }
    float wall_reach(float) const { return 0.0f; }
    float wall_speed(float, float) const { return 0.0f; }
    float wall_stiffness(float, float) const { return 0.0f; }
};
const Registered<cells::Interaction> here{
    "test_springs", "Linear springs, for tests",
    make<cells::Interaction, cells::PairwiseInteraction<Springs>>};

double distance(const cells::Population& cells) {
    return norm(cells.position[1] - cells.position[0]);
}

/// Two equal cells that overlap by u0 = 1 − d/R in an empty space.
void overlap_pair(cells::Population& cells, double u0, float adhesion) {
    const float d = static_cast<float>(16.0 * (1.0 - u0));
    const Vec3 along{0.48f, -0.6f, 0.64f};  // a unit vector
    test::add_cell(cells, Vec3{100, 100, 100} + (-0.5f * d) * along, 8.0f, 10.0f, adhesion);
    test::add_cell(cells, Vec3{100, 100, 100} + (0.5f * d) * along, 8.0f, 10.0f, adhesion);
}

/// Error of the distance after ten minutes in steps of `step` minutes. Repulsion alone gives
/// du/dt = −(2a/R) u², so u = u0/(1 + 2 a u0 t/R).
double pair_error(double step) {
    cells::Population cells;
    overlap_pair(cells, 0.5, 0.0f);
    const auto law = test::default_law();
    auto params = config::standard<MechanicsParams>();
    params.step = step * minute;
    params.ramp = 1.0;
    params.rest = params.doze = Length{};
    Mechanics{law, open_box, Walls::none(), params}.advance(cells, {}, test::minutes(10));
    const double u = 0.5 / (1.0 + 2.0 * 10.0 * 0.5 * 10.0 / 16.0);
    return std::abs(distance(cells) - 16.0 * (1.0 - u));
}

}  // namespace

TEST_CASE("two overlapping cells part as the exact solution says, with second order in the step") {
    const double coarse = pair_error(1.0), fine = pair_error(0.5), finest = pair_error(0.25);
    CHECK(std::log2(coarse / fine) == doctest::Approx(2.0).epsilon(0.15));
    CHECK(std::log2(fine / finest) == doctest::Approx(2.0).epsilon(0.15));
    CHECK(finest < 2e-3);
}

TEST_CASE("default steps leave two newborn cells where the exact solution has them in hours") {
    cells::Population cells;
    overlap_pair(cells, 0.25, 0.0f);
    const auto law = test::default_law();
    Mechanics mechanics{law, open_box, Walls::none()};
    int hours = 0;
    for (const double tolerance : {0.05, 0.01, 0.006}) {
        const auto report = mechanics.advance(cells, {}, test::minutes(60));
        CHECK(report.sweeps < 20);
        hours += 1;
        const double u = 0.25 / (1.0 + 2.0 * 10.0 * 0.25 * 60.0 * hours / 16.0);
        CHECK(distance(cells) == doctest::Approx(16.0 * (1.0 - u)).epsilon(tolerance));
    }
}

TEST_CASE("cells that adhere come to the distance where both speeds balance") {
    cells::Population cells;
    test::add_cell(cells, {100, 100, 100}, 8.0f);
    test::add_cell(cells, {117, 100, 100}, 8.0f);
    const auto law = test::default_law();
    auto params = config::standard<MechanicsParams>();
    params.rest = 1e-4 * um;
    Mechanics mechanics{law, open_box, Walls::none(), params};
    mechanics.advance(cells, {}, test::minutes(48 * 60));
    // √10 (1 − d/16) = √0.4 (1 − d/20)
    const double balance =
        (std::sqrt(10.0) - std::sqrt(0.4)) / (std::sqrt(10.0) / 16.0 - std::sqrt(0.4) / 20.0);
    CHECK(distance(cells) == doctest::Approx(balance).epsilon(1e-4));
    CHECK(mechanics.advance(cells, {}, test::minutes(60)).asleep);
}

TEST_CASE("a closed side holds a cell, an open one lets it be") {
    const auto law = test::default_law();
    for (const std::size_t axis : {0u, 1u, 2u}) {
        for (const bool high : {false, true}) {
            Walls walls = Walls::none();
            walls.closed[axis][high ? 1 : 0] = true;
            cells::Population cells;
            Vec3 at{100, 100, 100}, beyond = at;
            at[axis] = high ? 198.0f : 2.0f;
            beyond[axis] = high ? 203.0f : -3.0f;
            test::add_cell(cells, at, 8.0f);
            test::add_cell(cells, beyond + Vec3{40, 40, 40}, 8.0f);
            std::vector<float> crowding(2);
            cells::Population same;
            same.append(cells, std::vector<cells::Row>{0, 1});

            Mechanics{law, open_box, walls}.advance(cells, crowding, test::minutes(600));
            const double from_wall =
                high ? 200.0 - cells.position[0][axis] : cells.position[0][axis];
            // 1 − d/r falls as 1/(1/u0 + 100 t/r), and rests where a tick would move it 0.01 µm
            CHECK(from_wall == doctest::Approx(8.0).epsilon(0.01));
            CHECK(cells.position[1][axis] >= 0.0f);
            CHECK(cells.position[1][axis] <= 200.0f);
            CHECK(crowding[0] < 0.01f);

            const auto report =
                Mechanics{law, open_box, Walls::none()}.advance(same, crowding, test::minutes(60));
            CHECK(report.asleep);
            CHECK(same.position[0] == at);
        }
    }
}

TEST_CASE("crowding is the sum of the speeds at which others push") {
    cells::Population cells;
    for (const float x : {100.0f, 114.0f, 128.0f}) test::add_cell(cells, {x, 100, 100}, 8.0f);
    for (const float x : {150.0f, 165.0f}) test::add_cell(cells, {x, 190, 195}, 8.0f);
    for (const float x : {20.0f, 38.0f}) test::add_cell(cells, {x, 50, 50}, 8.0f);  // adhere
    std::vector<float> crowding(7);
    const auto law = test::default_law();
    auto params = config::standard<MechanicsParams>();
    params.rest = 1.0 * um;  // look, do not move
    Mechanics mechanics{law, open_box, Walls::all(), params};
    REQUIRE(mechanics.advance(cells, crowding, {0, 1}).asleep);
    const double push =
        10.0 * std::pow(1.0 - 14.0 / 16.0, 2) - 0.4 * std::pow(1.0 - 14.0 / 20.0, 2);
    CHECK(crowding[0] == doctest::Approx(push).epsilon(1e-4));
    CHECK(crowding[1] == doctest::Approx(2.0 * push).epsilon(1e-4));
    CHECK(crowding[5] == 0.0f);
    CHECK(crowding[3] == doctest::Approx(100.0 * std::pow(1.0 - 5.0 / 8.0, 2) +
                                         10.0 * std::pow(1.0 - 15.0 / 16.0, 2) -
                                         0.4 * std::pow(1.0 - 15.0 / 20.0, 2))
                             .epsilon(0.05));
}

TEST_CASE("coinciding cells part along a direction of their own, in opposite senses") {
    for (const int dimensions : {2, 3}) {
        CAPTURE(dimensions);
        const Vec3 ab = cells::parting_direction(5, 9, dimensions),
                   ba = cells::parting_direction(9, 5, dimensions);
        CHECK(norm(ab) == doctest::Approx(1.0).epsilon(1e-6));
        CHECK(ab + ba == Vec3{});
        CHECK((dimensions == 3 || ab.z == 0.0f));
        CHECK(cells::parting_direction(5, 8, dimensions) != ab);
        CHECK(cells::parting_direction(5, 5, dimensions) == Vec3{});

        cells::Population cells;
        test::add_cell(cells, {100, 100, 100}, 8.0f);
        test::add_cell(cells, {100, 100, 100}, 8.0f);
        const auto law = test::default_law();
        Box box = open_box;
        box.dimensions = dimensions;
        Mechanics{law, box, Walls::none()}.advance(cells, {}, test::minutes(60));
        CHECK(distance(cells) > 13.0);
        CHECK(norm(cells.position[0] + cells.position[1] - Vec3{200, 200, 200}) < 1e-3f);
    }
}

TEST_CASE("in two dimensions nothing leaves its plane") {
    const Box box{{60, 60, 10}, {true, false, false}, 2};
    cells::Population cells;
    test::scatter_cells(cells, box, 30, 5);
    cells.position[3].z = 7.0f;  // not even seen
    const auto law = test::default_law();
    const auto report = Mechanics{law, box, Walls::all()}.advance(cells, {}, test::minutes(60));
    CHECK(report.displacement > 1.0);
    for (std::size_t i = 0; i != cells.size(); ++i) {
        CHECK(cells.position[i].z == (i == 3 ? 7.0f : 5.0f));
    }
}

TEST_CASE("a cell without strengths takes no part") {
    cells::Population cells;
    test::add_cell(cells, {100, 100, 100}, 8.0f);
    test::add_cell(cells, {104, 100, 100}, 8.0f, 0.0f, 0.0f);
    test::add_cell(cells, {1, 100, 100}, 8.0f, 0.0f, 0.0f);
    std::vector<float> crowding(3);
    const auto law = test::default_law();
    const auto report =
        Mechanics{law, open_box, Walls::all()}.advance(cells, crowding, test::minutes(60));
    CHECK(report.asleep);
    CHECK(report.sweeps == 1);
    CHECK(crowding == std::vector<float>{0, 0, 0});
    CHECK(cells.position[1].x == 104.0f);
}

TEST_CASE("what is not a number stops the run") {
    const auto law = test::default_law();
    cells::Population cells;
    test::add_cell(cells, {100, 100, 100}, 8.0f);
    test::add_cell(cells, {std::numeric_limits<float>::quiet_NaN(), 100, 100}, 8.0f);
    Mechanics mechanics{law, open_box, Walls::none()};
    CHECK_THROWS_AS(mechanics.advance(cells, {}, test::minutes(60)), Broken);
    cells.position[1] = {102, 100, 100};
    cells.repulsion[1] = std::numeric_limits<float>::infinity();
    CHECK_THROWS_AS(mechanics.advance(cells, {}, test::minutes(60)), Broken);
    cells.repulsion[1] = 10.0f;
    CHECK_NOTHROW(mechanics.advance(cells, {}, test::minutes(60)));
    cells::Population nobody;
    CHECK(mechanics.advance(nobody, {}, test::minutes(60)).sweeps == 0);
}

TEST_CASE("a law of one file is enough, and the rest need not know it") {
    config::Section section;
    const auto law = registry<cells::Interaction>().at("test_springs").make(section);
    cells::Population cells;
    overlap_pair(cells, 0.5, 0.0f);
    for (std::size_t i : {0u, 1u}) cells.repulsion[i] = 1.0f;
    auto params = config::standard<MechanicsParams>();
    params.step = 0.5 * minute;
    Mechanics{*law, open_box, Walls::none(), params}.advance(cells, {}, test::minutes(10));
    // du/dt = −2 k u/R
    CHECK(1.0 - distance(cells) / 16.0 ==
          doctest::Approx(0.5 * std::exp(-2.0 * 10.0 / 16.0)).epsilon(1e-3));
}

TEST_CASE("cells piled upon each other do not break the steps") {
    cells::Population cells;
    test::scatter_cells(cells, Box{{4, 4, 4}, {}, 3}, 40, 8);
    const auto law = test::default_law();
    Mechanics mechanics{law, open_box, Walls::all()};
    const auto report = mechanics.advance(cells, {}, test::minutes(60));
    CHECK(report.displacement > 8.0);
    CHECK(mechanics.advance(cells, {}, test::minutes(600)).overlap < 0.3);
}

TEST_CASE("a step in which a cell would move too far is not taken, but shortened") {
    cells::Population cells, expected;
    for (auto* pair : {&cells, &expected}) overlap_pair(*pair, 0.5, 0.4f);
    const auto law = test::default_law();
    auto params = config::standard<MechanicsParams>();
    params.stride = 0.02;
    const auto report =
        Mechanics{law, open_box, Walls::none(), params}.advance(cells, {}, test::minutes(10));
    CHECK(report.rejected > 0);
    CHECK(report.displacement < report.steps * 0.02 * 8.0);
    params.stride = 2.0;
    params.step = 0.05 * minute;
    Mechanics{law, open_box, Walls::none(), params}.advance(expected, {}, test::minutes(10));
    CHECK(distance(cells) == doctest::Approx(distance(expected)).epsilon(2e-3));
}

TEST_CASE("crowding needs one place a cell") {
    cells::Population cells;
    overlap_pair(cells, 0.5, 0.4f);
    const auto law = test::default_law();
    std::vector<float> crowding(3);
    Mechanics mechanics{law, open_box, Walls::none()};
    CHECK_THROWS_AS(mechanics.advance(cells, crowding, test::minutes(1)), std::logic_error);
}

TEST_CASE("a bond draws two cells together, each at its rate times their distance") {
    cells::Population cells;
    test::add_cell(cells, {80, 100, 100}, 5.0f, 0.0f, 0.0f);
    test::add_cell(cells, {120, 100, 100}, 5.0f, 0.0f, 0.0f);
    test::add_cell(cells, {100, 60, 100}, 5.0f, 0.0f, 0.0f);
    const auto law = test::default_law();
    auto params = config::standard<MechanicsParams>();
    params.step = 5.0 * minute;
    Mechanics mechanics{law, open_box, Walls::none(), params};
    const std::vector<cells::Bond> bonds{{0, 1, 0.01f}};
    mechanics.advance(cells, {}, test::minutes(30), {.bonds = bonds});
    const double distance = 40.0 * std::exp(-2.0 * 0.01 * 30.0);
    CHECK(cells.position[1].x - cells.position[0].x == doctest::Approx(distance).epsilon(1e-3));
    CHECK(cells.position[0].x + cells.position[1].x == doctest::Approx(200.0));
    CHECK(cells.position[2] == Vec3{100, 60, 100});
}

TEST_CASE("a cell that walks pushes one before it: both at half its speed, so far overlapped") {
    constexpr double speed = 1.0, repulsion = 10.0;
    const auto law = test::default_law();
    for (const bool settled : {false, true}) {
        cells::Population cells;
        test::add_cell(cells, {30, 100, 100}, 8.0f, repulsion, 0.0f);
        test::add_cell(cells, {60, 100, 100}, 8.0f, repulsion, 0.0f);
        test::add_cell(cells, {30, 30, 100}, 8.0f, repulsion, 0.0f);
        Mechanics mechanics{law, open_box, Walls::none()};
        const Vec3 velocity{static_cast<float>(speed), 0, 0};
        const std::vector<cells::Drive> drives{{0, velocity}, {2, velocity}};
        for (int turn = 0; turn != 20; ++turn) {
            mechanics.advance(cells, {}, test::minutes(6), {.drives = drives, .settled = settled});
        }
        CHECK(cells.position[2].x == doctest::Approx(30.0 + 120.0 * speed));
        const float before = cells.position[1].x;
        mechanics.advance(cells, {}, test::minutes(6), {.drives = drives, .settled = settled});
        CHECK(cells.position[1].x - before == doctest::Approx(6.0 * 0.5 * speed).epsilon(1e-3));
        const double overlap = 1.0 - distance(cells) / 16.0;
        CHECK(overlap == doctest::Approx(std::sqrt(0.5 * speed / repulsion)).epsilon(1e-3));
        CHECK(cells.position[1].y == 100.0f);
    }
}

TEST_CASE("without a question there is no sweep at the end, and settled cells take one step") {
    const auto law = test::default_law();
    const auto report = [&](const cells::Motion& motion) {
        cells::Population cells;
        for (int i = 0; i != 6; ++i) {
            test::add_cell(cells, {60.0f + 14.0f * static_cast<float>(i), 100, 100}, 8.0f, 10.0f,
                           0.0f);
        }
        return Mechanics{law, open_box, Walls::none()}.advance(cells, {}, test::minutes(20),
                                                               motion);
    };
    const auto plain = report({}), unasked = report({.later = 1.0 * minute});
    CHECK(plain.steps > 1);
    CHECK(unasked.steps == plain.steps);
    CHECK(unasked.sweeps == plain.sweeps - 1);
    CHECK(report({.settled = true}).steps == 1);
}
