#include <doctest/doctest.h>

#include <cmath>
#include <numbers>
#include <numeric>
#include <set>
#include <vector>

#include "core/random.hpp"
#include "tissue/resample.hpp"

using namespace perforin;
using namespace perforin::tissue;

namespace {

constexpr Box cube{.size = {100, 100, 200}, .periodic = {true, true, false}, .dimensions = 3};
constexpr Box sheet{.size = {100, 200, 15}, .periodic = {true, false, false}, .dimensions = 2};

Unrolling unrolling(const Box& slab) {
    return {.centre = {200, 200, slab.dimensions == 2 ? 7.5f : 200.0f},
            .margin = 150.0,
            .depth = 100.0,
            .slab = slab};
}

/// Cells evenly spread over a ball, in every direction alike.
void fill(Surface& cells, std::size_t count) {
    cells.resize(count);
    for (std::size_t i = 0; i != count; ++i) {
        Stream random{1, "test.ball"_draw, {i, 0}, 0};
        const double r = 150.0 * std::cbrt(uniform(random));
        const double turn = 2.0 * std::numbers::pi * uniform(random);
        const double up = 2.0 * uniform(random) - 1.0;
        const double across = std::sqrt(1.0 - up * up);
        cells.id[i] = i + 1;
        cells.position[i] = {static_cast<float>(200.0 + r * across * std::cos(turn)),
                             static_cast<float>(200.0 + r * across * std::sin(turn)),
                             static_cast<float>(200.0 + r * up)};
    }
}

std::vector<Row> all(const Surface& cells) {
    std::vector<Row> rows(cells.size());
    std::iota(rows.begin(), rows.end(), Row{0});
    return rows;
}

}  // namespace

TEST_CASE("a cell of a ball becomes as many cells of a slab as their areas say") {
    const Unrolling ball = unrolling(cube), disc = unrolling(sheet);
    const Vec3 at{200, 300, 200};  // 100 µm from the centre, 50 µm under the margin
    CHECK(ball.height(at) == doctest::Approx(50.0));
    CHECK(ball.copies(at) == doctest::Approx(1e4 / (4.0 * std::numbers::pi * 1e4)));
    CHECK(disc.copies({200, 300, 7.5f}) == doctest::Approx(100.0 / (200.0 * std::numbers::pi)));
    CHECK(ball.copies({200, 200, 210}) == 0.0);  // deeper than the slab
    CHECK(ball.copies({200, 455, 200}) == 0.0);  // above its host tissue
}

TEST_CASE("systematic draws keep the number of a class, and of any range of depths, to one cell") {
    Surface cells;
    fill(cells, 4000);
    const Unrolling ball = unrolling(cube);
    const std::vector<Row> rows = all(cells);
    for (const double offset : {0.0, 0.3, 0.999}) {
        const auto times = draw(cells, rows, ball, offset);
        for (const double below : {20.0, 50.0, 80.0, 200.0}) {
            double expected = 0.0, drawn = 0.0;
            for (const Row row : rows) {
                if (ball.height(cells.position[row]) > below) continue;
                expected += ball.copies(cells.position[row]);
                drawn += times[row];
            }
            CHECK(std::abs(drawn - expected) <= 1.0 + 1e-9);
        }
    }
}

TEST_CASE("every cell is drawn as often as expected, on average over the offset") {
    Surface cells;
    fill(cells, 50);
    const Unrolling ball = unrolling(cube);
    const std::vector<Row> rows = all(cells);
    std::vector<double> sum(cells.size(), 0.0);
    constexpr int offsets = 1000;
    for (int k = 0; k != offsets; ++k) {
        const auto times = draw(cells, rows, ball, (k + 0.5) / offsets);
        for (const Row row : rows) sum[row] += times[row];
    }
    for (const Row row : rows) {
        CHECK(std::abs(sum[row] / offsets - ball.copies(cells.position[row])) < 2.0 / offsets);
    }
}

TEST_CASE("draws go by who and where, not by rows") {
    Surface cells;
    fill(cells, 300);
    const Unrolling ball = unrolling(cube);
    std::vector<Row> rows = all(cells);
    const auto times = draw(cells, rows, ball, 0.4);
    const std::vector<Row> backwards(rows.rbegin(), rows.rend());
    const auto again = draw(cells, backwards, ball, 0.4);
    for (std::size_t i = 0; i != rows.size(); ++i) CHECK(times[i] == again[rows.size() - 1 - i]);
}

TEST_CASE("places lie at the height asked for, and farther apart than by chance") {
    for (const Box& slab : {cube, sheet}) {
        Places places{slab};
        const std::size_t axis = slab.dimensions == 2 ? 1 : 2;
        std::vector<Vec3> given;
        const int count = slab.dimensions == 2 ? 60 : 300;
        for (int k = 0; k != count; ++k) {
            Stream random{1, "test.place"_draw, {static_cast<std::uint64_t>(k), 0}, 0};
            const double height = 100.0 * (k + 0.5) / count;
            given.push_back(places.give(height, 8.0f, random));
            CHECK(given.back()[axis] == doctest::Approx(height));
            CHECK(slab.holds(given.back()));
        }
        int close = 0;
        for (std::size_t i = 0; i != given.size(); ++i) {
            for (std::size_t j = 0; j != i; ++j) {
                close += norm(slab.displacement(given[i], given[j])) < 8.0f;
            }
        }
        // Thrown at random, 300 cells in 10⁶ µm³ make 96 such pairs, 60 in 10⁴ µm² make 36.
        CHECK(close < 10);
    }
}

TEST_CASE("copies have identities of their own, which no daughter has") {
    std::set<CellId> ids{77};
    for (std::uint64_t n = 0; n != 100; ++n) {
        CHECK(ids.insert(descend(77, n)).second);
        CHECK(ids.insert(copy_of(77, n)).second);
    }
}
