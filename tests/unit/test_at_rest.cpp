#include <doctest/doctest.h>

#include <cmath>
#include <stdexcept>
#include <vector>

#include "engine/at_rest.hpp"

using namespace perforin;
using engine::Figure, engine::Mover, engine::Movement, engine::movement, engine::strongest_mover;

namespace {

Figure plain(std::vector<double> values, double floor = 0.0) {
    return {.name = "level", .floor = floor, .values = std::move(values)};
}

Figure counted(std::vector<double> values, std::vector<double> agents) {
    return {.name = "density", .values = std::move(values), .agents = std::move(agents)};
}

}  // namespace

TEST_CASE("a figure moves by the difference of its windows' means, relative to the larger") {
    // What came before the last two windows does not count.
    const Movement fallen = movement(plain({1000, 1000, 8, 8, 6, 6}), 2, 0.05);
    CHECK(fallen.change == 0.25);
    CHECK(fallen.allowed == 0.05);
    CHECK(!fallen.at_rest());
    CHECK(movement(plain({6, 6, 8, 8}), 2, 0.05).change == 0.25);
    CHECK(movement(plain({-8, -8, -6, -6}), 2, 0.05).change == 0.25);
    CHECK(movement(plain({8, 8, 6, 6}), 2, 0.25).at_rest());
}

TEST_CASE("a level that scatters is at rest within its scatter about the means") {
    // Means 10 and 11; deviations 1, 1 and 2, 2: sqrt((1 + 1 + 4 + 4) / 4) = sqrt(2.5).
    const Movement scattered = movement(plain({9, 11, 9, 13}), 2, 0.01);
    CHECK(scattered.change == doctest::Approx(1.0 / 11.0));
    CHECK(scattered.allowed == doctest::Approx(std::sqrt(2.5) / 11.0));
    CHECK(scattered.at_rest());
}

TEST_CASE("a steady drift is never taken for scatter") {
    std::vector<double> rising;
    for (int day = 0; day != 14; ++day) rising.push_back(100 + day);
    CHECK(!movement(plain(rising), 7, 0.05).at_rest());
    for (double& value : rising) value += 100;  // now less than five in a hundred a window
    CHECK(movement(plain(rising), 7, 0.05).at_rest());
}

TEST_CASE("a counted figure is at rest within three times the root of its count") {
    const Movement few = movement(counted({4, 4, 5, 5}, {80, 80, 100, 100}), 2, 0.05);
    CHECK(few.change == 0.2);
    CHECK(few.allowed == 0.3);  // 3 / sqrt(100)
    CHECK(few.at_rest());
    const Movement many = movement(counted({4, 4, 5, 5}, {8000, 8000, 10000, 10000}), 2, 0.05);
    CHECK(many.allowed == 0.05);
    CHECK(!many.at_rest());
    CHECK(!movement(counted({4, 4, 5, 5}, {320, 320, 400, 400}), 2, 0.05).at_rest());
}

TEST_CASE("of nothing, or less than a trace, nothing moves") {
    CHECK(movement(counted({0, 0, 0, 0}, {0, 0, 0, 0}), 2, 0.05).at_rest());
    CHECK(movement(plain({1e-4, 1e-4, 1e-6, 1e-6}, 1e-3), 2, 0.05).at_rest());
    CHECK(!movement(plain({1e-2, 1e-2, 1e-6, 1e-6}, 1e-3), 2, 0.05).at_rest());
}

TEST_CASE("the strongest mover is the one that is furthest beyond what is allowed") {
    const std::vector<Figure> figures{plain({8, 8, 8, 8}),
                                      counted({4, 4, 5, 5}, {80, 80, 100, 100}),  // 0.2 of 0.3
                                      plain({10, 10, 9, 9}),                      // 0.1 of 0.05
                                      plain({8, 8, 8, 8})};
    const Mover mover = strongest_mover(figures, 2, 0.05);
    CHECK(mover.figure == 2);
    CHECK(mover.movement.change == doctest::Approx(0.1));
    CHECK(!mover.movement.at_rest());
    CHECK(strongest_mover(figures, 2, 0.1).figure == 2);
    CHECK(strongest_mover(figures, 2, 0.2).figure == 1);
    CHECK(strongest_mover(figures, 2, 0.2).movement.at_rest());
}

TEST_CASE("two windows are needed") {
    CHECK_THROWS_AS(movement(plain({1, 2, 3}), 2, 0.05), std::logic_error);
    CHECK_THROWS_AS(movement(plain({1, 2, 3}), 0, 0.05), std::logic_error);
}
