#include <doctest/doctest.h>

#include <array>
#include <stdexcept>
#include <vector>

#include "cells/population.hpp"
#include "cells/table.hpp"
#include "core/error.hpp"
#include "unit/memory_store.hpp"

using namespace perforin;
using cells::Column, cells::Row;

namespace {

struct Lymphocytes : cells::Population {
    Column<std::uint8_t> state = column<std::uint8_t>("state", "1", "State");
    Column<std::array<std::uint64_t, 2>> link =
        column<std::array<std::uint64_t, 2>>("link", "1", "Whom it holds");
    Column<double> age = column<double>("age", "d", "Since its last division");
};

void number(Lymphocytes& cells, std::size_t rows) {
    cells.resize(rows);
    for (std::size_t i = 0; i != rows; ++i) {
        cells.id[i] = 100 + i;
        cells.position[i] = {static_cast<float>(i), 1, 2};
        cells.radius[i] = 4.0f + static_cast<float>(i);
        cells.state[i] = static_cast<std::uint8_t>(i);
        cells.link[i] = {i, i + 1};
        cells.age[i] = 0.5 * static_cast<double>(i);
    }
}

struct Ages : cells::Table {
    Column<double> age = column<double>("age", "d", "Since its last division");
};

struct Bank : cells::State {
    cells::Scalar<double> waiting = scalar<double>("waiting", "1", "Cells that wait to enter", 0.5);
    cells::Scalar<std::int64_t> opened = scalar<std::int64_t>("opened", "s", "When it opened");
};

}  // namespace

TEST_CASE("a column is known to its table by name, unit, meaning and type") {
    Lymphocytes cells;
    REQUIRE(cells.columns().size() == 9);
    CHECK(cells.columns()[1]->label().name == "position");
    const cells::AnyColumn* age = cells.find("age");
    REQUIRE(age != nullptr);
    CHECK(age->label().unit == "d");
    CHECK(age->label().doc == "Since its last division");
    CHECK(age->type() == Scalar::f64);
    CHECK(cells.find("link")->width() == 2);
    CHECK(cells.find("nothing") == nullptr);
    CHECK(cells.row_bytes() == 8 + 12 + 4 + 4 + 4 + 4 + 1 + 16 + 8);
}

TEST_CASE("two columns of one table cannot share a name") {
    struct Twice : cells::Table {
        Column<float> a = column<float>("x", "1", "One");
        Column<float> b = column<float>("x", "1", "Another");
    };
    CHECK_THROWS_AS(Twice{}, std::logic_error);
}

TEST_CASE("new rows come at the end and are zero") {
    Lymphocytes cells;
    number(cells, 3);
    cells.resize(5);
    CHECK(cells.id[2] == 102);
    CHECK(cells.id[4] == 0);
    CHECK(cells.age[3] == 0.0);
    CHECK(cells.position[4] == Vec3{});
    cells.resize(2);
    cells.resize(3);
    CHECK(cells.id[2] == 0);
}

TEST_CASE("keep orders and removes rows in every column at once") {
    Lymphocytes cells;
    number(cells, 6);
    cells.keep(std::vector<Row>{5, 0, 3});
    REQUIRE(cells.size() == 3);
    const std::array<std::size_t, 3> from{5, 0, 3};
    for (std::size_t i = 0; i != 3; ++i) {
        CHECK(cells.id[i] == 100 + from[i]);
        CHECK(cells.position[i].x == static_cast<float>(from[i]));
        CHECK(cells.state[i] == from[i]);
        CHECK(cells.link[i][1] == from[i] + 1);
        CHECK(cells.age[i] == 0.5 * static_cast<double>(from[i]));
    }
    cells.keep({});
    CHECK(cells.empty());
}

TEST_CASE("in steady state keep moves nothing to a new place in memory") {
    Lymphocytes cells;
    number(cells, 50000);
    std::vector<Row> order(50000);
    for (std::size_t i = 0; i != order.size(); ++i) order[i] = static_cast<Row>(49999 - i);
    const Vec3* before = cells.position.span().data();
    cells.keep(order);
    CHECK(cells.position.span().data() == before);
    CHECK(cells.id[0] == 100 + 49999);
    CHECK(cells.id[49999] == 100);
}

TEST_CASE("a daughter starts as a copy of her mother") {
    Lymphocytes cells;
    number(cells, 4);
    CHECK(cells.append(cells, std::vector<Row>{1, 3, 1}) == 4);
    REQUIRE(cells.size() == 7);
    CHECK(cells.id[4] == 101);
    CHECK(cells.id[5] == 103);
    CHECK(cells.age[6] == cells.age[1]);
}

TEST_CASE("rows of another table bring the columns that both have") {
    Lymphocytes lymphocytes;
    number(lymphocytes, 4);
    cells::Population others;
    others.resize(1);
    others.append(lymphocytes, std::vector<Row>{2});
    CHECK(others.id[1] == 102);
    CHECK(others.radius[1] == 6.0f);
    lymphocytes.append(others, std::vector<Row>{1});
    CHECK(lymphocytes.id[4] == 102);
    CHECK(lymphocytes.age[4] == 0.0);

    struct Wrong : cells::Table {
        Column<float> id = column<float>("id", "1", "Not a u64");
    } wrong;
    CHECK_THROWS_AS(wrong.append(lymphocytes, std::vector<Row>{0}), std::logic_error);
}

TEST_CASE("what was written is read back, and a wrong shape is refused") {
    Lymphocytes cells;
    number(cells, 5);
    test::MemoryStore memory;
    cells.write(memory);

    Lymphocytes copy;
    copy.resize(17);
    copy.read(memory);
    REQUIRE(copy.size() == 5);
    for (std::size_t i = 0; i != 5; ++i) {
        CHECK(copy.id[i] == cells.id[i]);
        CHECK(copy.position[i] == cells.position[i]);
        CHECK(copy.link[i] == cells.link[i]);
        CHECK(copy.age[i] == cells.age[i]);
    }
    Ages other_ages;
    other_ages.resize(4);
    other_ages.write(memory);
    CHECK_THROWS_AS(copy.read(memory), Broken);
}

TEST_CASE("a state is one row that begins with its initial values and survives a restart") {
    Bank bank;
    CHECK(bank.size() == 1);
    CHECK(bank.waiting == 0.5);
    CHECK(bank.opened == 0);
    bank.waiting += 2.0;
    bank.opened = 3600;
    test::MemoryStore memory;
    bank.write(memory);
    Bank restored;
    restored.read(memory);
    CHECK(restored.waiting == 2.5);
    CHECK(restored.opened == 3600);
}
