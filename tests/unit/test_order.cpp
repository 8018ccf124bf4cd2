#include <doctest/doctest.h>

#include <algorithm>
#include <numeric>
#include <stdexcept>
#include <vector>

#include "cells/order.hpp"
#include "core/parallel.hpp"
#include "core/random.hpp"

using namespace perforin;
using cells::Row;

namespace {

struct Points {
    std::vector<Vec3> positions;
    std::vector<std::uint64_t> ids;
};

Points scatter(std::size_t n, float size, bool flat) {
    Points points;
    Stream random{5, "test.order"_draw, {}, 0};
    for (std::size_t i = 0; i != n; ++i) {
        const auto x = static_cast<float>(uniform(random) * size);
        const auto y = static_cast<float>(uniform(random) * size - 10.0);
        const auto z = flat ? 3.0f : static_cast<float>(uniform(random) * size);
        points.positions.push_back({x, y, z});
        points.ids.push_back(random());
    }
    return points;
}

/// The definition, by comparison.
std::vector<Row> expected(const Points& p) {
    std::vector<Row> rows(p.ids.size());
    std::iota(rows.begin(), rows.end(), Row{0});
    std::sort(rows.begin(), rows.end(), [&](Row a, Row b) {
        const auto key_a = cells::morton_key(p.positions[a]),
                   key_b = cells::morton_key(p.positions[b]);
        return key_a != key_b ? key_a < key_b : p.ids[a] < p.ids[b];
    });
    return rows;
}

std::vector<Row> sorted(const Points& p) {
    cells::Order order;
    const auto rows = order(p.positions, p.ids);
    return {rows.begin(), rows.end()};
}

}  // namespace

TEST_CASE("a Morton key interleaves whole µm, x lowest") {
    const auto origin = cells::morton_key({0, 0, 0});
    CHECK(cells::morton_key({0.99f, 0.5f, 0}) == origin);
    CHECK(cells::morton_key({1, 0, 0}) == origin + 1);
    CHECK(cells::morton_key({0, 1, 0}) == origin + 2);
    CHECK(cells::morton_key({0, 0, 1}) == origin + 4);
    CHECK(cells::morton_key({3, 5, 6}) == origin + 0b110'101'011);
    CHECK(cells::morton_key({-1, 0, 0}) < origin);
    CHECK(cells::morton_key({1e9f, 0, 0}) == cells::morton_key({2e9f, 0, 0}));
}

TEST_CASE("rows are ordered by Morton key and then by identity") {
    for (const bool flat : {false, true}) {
        CAPTURE(flat);
        for (const std::size_t n : {0u, 1u, 2u, 1000u, 20000u}) {
            const Points points = scatter(n, 30.0f, flat);  // many share a µm³
            CHECK(sorted(points) == expected(points));
        }
        CHECK(sorted(scatter(5000, 3000.0f, flat)) == expected(scatter(5000, 3000.0f, flat)));
    }
}

TEST_CASE("the order of insertion and the number of threads change nothing") {
    Points points = scatter(20000, 200.0f, false);
    const auto ids_in_order = [&] {
        std::vector<std::uint64_t> ids;
        for (const Row row : sorted(points)) ids.push_back(points.ids[row]);
        return ids;
    };
    const int threads = parallel::threads();
    parallel::use_threads(1);
    const auto before = ids_in_order();
    std::reverse(points.positions.begin(), points.positions.end());
    std::reverse(points.ids.begin(), points.ids.end());
    parallel::use_threads(3);
    CHECK(ids_in_order() == before);
    parallel::use_threads(threads);
}

TEST_CASE("order refuses columns of different length") {
    cells::Order order;
    CHECK_THROWS_AS(order(std::vector<Vec3>(2), std::vector<std::uint64_t>(3)), std::logic_error);
}
