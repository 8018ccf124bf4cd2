// Tissue that sleeps where it hardly moves, and contacts that act for a share of the time.

#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

#include "cells/mechanics.hpp"
#include "core/parallel.hpp"
#include "support/bodies.hpp"

using namespace perforin;
using cells::Mechanics, cells::MechanicsParams, cells::Population, cells::Walls;

namespace {

/// A slack row of cells, of which the first two overlap deeply and the rest hardly move: turns of
/// 6 min, ten of them a biology step. Returns the effort.
double live_in_turns(Population& cells, const Box& box, Length doze, int turns) {
    const auto law = test::default_law();
    auto params = config::standard<MechanicsParams>();
    params.doze = doze;
    params.limited = 0.0;
    Mechanics mechanics{law, box, Walls::none(), params};
    double effort = 0.0;
    for (int turn = 0; turn != turns; ++turn) {
        const double later = 6.0 * (9 - turn % 10);
        const auto report = mechanics.advance(cells, {}, test::minutes(6),
                                              {.settled = turn % 10 != 0, .later = later * minute});
        effort += report.effort;
    }
    return effort;
}

/// A row of 200 cells with overlaps of 0.9 %, whose ends drift by 0.04 µm an hour, and far away a
/// pair that has just divided.
void lay_row_and_pair(Population& cells) {
    for (int i = 0; i != 200; ++i) {
        const float x = 20.0f + 15.86f * static_cast<float>(i);
        test::add_cell(cells, {x, 100, 100}, 8.0f, 10.0f, 0.0f);
    }
    test::add_cell(cells, {100, 180, 100}, 8.0f, 10.0f, 0.0f);
    test::add_cell(cells, {104, 180, 100}, 8.0f, 10.0f, 0.0f);
}

}  // namespace

TEST_CASE("tissue that hardly moves sleeps, and loses none of its slow drift by it") {
    const Box box{{4000, 200, 200}, {}, 3};
    Population asleep, awake;
    lay_row_and_pair(asleep);
    lay_row_and_pair(awake);
    const float before = asleep.position[0].x;
    const double effort = live_in_turns(asleep, box, 0.05 * um, 60),
                 all = live_in_turns(awake, box, Length{}, 60);
    CHECK(effort < 0.6 * all);
    CHECK(before - awake.position[0].x > 0.03f);  // there is a drift to be lost
    for (std::size_t i = 0; i != awake.size(); ++i) {
        CHECK(norm(asleep.position[i] - awake.position[i]) < 0.02f);
    }
}

TEST_CASE("sleeping cells wake when something comes near, and the bits do not know of threads") {
    const Box box{{800, 200, 200}, {false, false, true}, 3};
    std::vector<Vec3> before;
    for (const int threads : {0, 1, 2, 3}) {  // 0: nobody sleeps
        const int usual = parallel::threads();
        parallel::use_threads(threads);
        Population cells;
        test::pack_ball(cells, {100, 100, 100}, 60.0, 8.0f, 1.0);
        std::fill(cells.adhesion.span().begin(), cells.adhesion.span().end(), 0.0f);
        const std::size_t walker = cells.size();
        test::add_cell(cells, {190, 100, 100}, 8.0f, 50.0f, 0.0f);
        const auto law = test::default_law();
        auto params = config::standard<MechanicsParams>();
        if (threads == 0) params.doze = Length{};
        Mechanics mechanics{law, box, Walls::none(), params};
        const std::vector<cells::Drive> drives{{static_cast<std::uint32_t>(walker), {-1, 0, 0}}};
        const std::vector<Vec3> start{cells.position.span().begin(), cells.position.span().end()};
        double effort = 0.0, sweeps = 0.0;
        for (int turn = 0; turn != 10; ++turn) {
            const auto report = mechanics.advance(
                cells, {}, test::minutes(6),
                {.drives = drives, .settled = turn != 0, .later = 6.0 * (9 - turn) * minute});
            effort += report.effort, sweeps += report.sweeps;
        }
        parallel::use_threads(usual);
        CHECK((threads == 0 ? effort == sweeps : effort < 0.8 * sweeps));
        float pushed = 0.0f;
        for (std::size_t i = 0; i != walker; ++i) {
            pushed = std::max(pushed, norm(cells.position[i] - start[i]));
        }
        CHECK(pushed > 1.0f);
        const std::vector<Vec3> end{cells.position.span().begin(), cells.position.span().end()};
        if (threads > 1) CHECK(end == before);
        if (threads == 1) {
            for (std::size_t i = 0; i != end.size(); ++i) CHECK(norm(end[i] - before[i]) < 0.6f);
        }
        before = end;
    }
}

TEST_CASE("at a slower pace contacts act for a share of the time, and who walks goes as far") {
    const Box box{.size = {200, 200, 200}};
    const auto law = test::default_law();
    const auto after = [&](double pace, int minutes, const std::vector<cells::Drive>& drives) {
        Population cells;
        test::pack_ball(cells, {100, 100, 100}, 50.0, 8.0f, 0.85);
        test::add_cell(cells, {10, 10, 10}, 8.0f, 10.0f, 0.0f);
        auto params = config::standard<MechanicsParams>();
        params.pace = pace;
        Mechanics mechanics{law, box, Walls::none(), params};
        mechanics.advance(cells, {}, test::minutes(minutes), {.drives = drives});
        return std::vector<Vec3>{cells.position.span().begin(), cells.position.span().end()};
    };
    CHECK(after(0.25, 60, {}) == after(1.0, 15, {}));
    CHECK(after(0.25, 60, {}) != after(1.0, 60, {}));
    const auto last = static_cast<std::uint32_t>(after(1.0, 1, {}).size() - 1);
    for (const double pace : {1.0, 0.25}) {
        const Vec3 there = after(pace, 10, {{last, {-0.5f, 0, 0}}}).back();
        CHECK(there.x == doctest::Approx(5.0).epsilon(1e-4));
    }
}

TEST_CASE("at a slower pace cells sleep and make up as they do in a share of the time") {
    const Box box{.size = {4000, 200, 200}};
    const auto after = [&](double pace, int minutes) {
        Population cells;
        lay_row_and_pair(cells);
        auto params = config::standard<MechanicsParams>();
        params.pace = pace;
        Mechanics mechanics{test::default_law(), box, Walls::none(), params};
        std::vector<double> state;
        for (int turn = 0; turn != 10; ++turn) {
            const double later = minutes * (9 - turn);
            const auto report = mechanics.advance(cells, {}, test::minutes(minutes),
                                                  {.settled = turn != 0, .later = later * minute});
            state.push_back(report.effort);
        }
        for (const Vec3& at : cells.position.span()) state.push_back(double{at.x});
        return state;
    };
    CHECK(after(0.25, 24) == after(1.0, 6));
}
