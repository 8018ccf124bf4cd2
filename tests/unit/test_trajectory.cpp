// The record of a run: what goes in comes out.

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/geometry.hpp"
#include "io/files.hpp"
#include "io/info.hpp"
#include "io/precision.hpp"
#include "io/trajectory.hpp"
#include "support/scratch_folder.hpp"
#include "support/small_run.hpp"

using namespace perforin;
using namespace perforin::io;
using namespace support;

TEST_CASE("what is known about a run before it starts is in its file") {
    const ScratchFolder folder;
    begin(folder / "run.h5").finish("completed", "reached the last day");
    const File file = open_trajectory(folder / "run.h5");
    const Group& root = file.root();
    CHECK(root.text("format") == "perforin trajectory");
    CHECK(root.text("version") == "1.2");
    CHECK(root.number("seed") == 42);
    CHECK(root.open("manifest").text("command_line") == "perforin run test");
    CHECK(root.open("manifest").text("status") == "completed");
    CHECK(root.open("manifest").text("why") == "reached the last day");
    CHECK(root.dataset("scenario/text").read().text.front() == "[patient]\nmass = \"70 kg\"\n");
    CHECK(root.dataset("parameters/path").read().text.front() == "tumour.cycle");
    CHECK(root.dataset("parameters/value").read().text.front() == "20");
    CHECK(root.dataset("parameters/default").read().text.front() == "24");
    CHECK(root.dataset("parameters/origin").read().text.front() == "scenario.toml:3:1");
    CHECK(root.dataset("parameters/recalled").read_as<std::uint8_t>().front() == 1);
    CHECK(root.open("lesions/primary").attribute("block_um").shown(0, 3) == "(400, 200, 100)");
}

TEST_CASE("rows of a series come back in order over many commits") {
    const ScratchFolder folder;
    Trajectory run = begin(folder / "run.h5");
    for (int i = 0; i != 300; ++i) {
        Series& table = run.series("lesions/primary", "The lesion, day by day",
                                   {{.label = {"cells", "1", "Cells"}, .type = Scalar::u64},
                                    {.label = {"response", "", "By RECIST 1.1"},
                                     .type = Scalar::u8,
                                     .names = {"CR", "PR", "SD", "PD"}},
                                    {.label = burden.front()}});
        table.append(i * seconds_per_day, {1000.0 + i, 2, 0.5 * i});
        if (i % 7 == 0) run.commit();
    }
    run.finish("completed", "");
    const File file = open_trajectory(folder / "run.h5");
    const Group table = file.root().open("series/lesions/primary");
    const auto cells = table.dataset("cells").read_as<std::uint64_t>();
    CHECK(cells.size() == 300);
    CHECK(cells[256] == 1256);
    CHECK(table.dataset("burden").read_as<double>()[299] == 149.5);
    CHECK(table.dataset("time").read_as<double>()[299] == 299.0);
    CHECK(table.dataset("time_s").read_as<std::int64_t>()[299] == 299 * seconds_per_day);
    CHECK(table.dataset("response").attribute("names").text[2] == "SD");
    CHECK(table.dataset("response").element().scalar == Scalar::u8);
}

TEST_CASE("frames hold as many cells of each kind as there were, and say where they begin") {
    const ScratchFolder folder;
    Trajectory run = begin(folder / "run.h5");
    put_frame(run, 0, 100, 3);
    run.commit();
    put_frame(run, 60, 200, 0);
    run.frame("primary", 120);  // nothing is said about any kind
    put_frame(run, 180, 300, 5000);
    run.finish("completed", "");

    const File file = open_trajectory(folder / "run.h5");
    CHECK(rows_of(file, "tumour") == Index{{0, 3}, {3, 0}, {3, 0}, {3, 5000}});
    const Dataset ids = file.root().dataset("lesions/primary/cells/tumour/id");
    CHECK(ids.rows() == 5003);
    CHECK(ids.read_as<std::uint64_t>(3, 5000).back() == 5299);
    const Dataset places = file.root().dataset("lesions/primary/cells/tumour/position");
    CHECK(places.read_as<Vec3>(2, 1).front() == Vec3{2, 0.5f, 0.25f});
    CHECK(file.root().dataset("lesions/primary/frames/time_s").read_as<std::int64_t>() ==
          std::vector<std::int64_t>{0, 60, 120, 180});
}

TEST_CASE("a kind that comes late or never has cells is in the index of every frame") {
    const ScratchFolder folder;
    Trajectory run = begin(folder / "run.h5");
    run.frame("primary", 0).cells("dendritic").put(id, std::vector<std::uint64_t>{});
    put_frame(run, 60, 1, 2);
    run.finish("completed", "");
    const File file = open_trajectory(folder / "run.h5");
    CHECK(rows_of(file, "dendritic") == Index{{0, 0}, {0, 0}});
    CHECK(rows_of(file, "tumour") == Index{{0, 0}, {0, 2}});
    CHECK(file.root().dataset("lesions/primary/cells/dendritic/id").rows() == 0);
}

TEST_CASE("fields come back voxel by voxel, with their grid") {
    const ScratchFolder folder;
    const FieldGrid grid{{4, 3, 2}, {10, 20, 30}, {5, 10, 15}};
    std::vector<float> values(24);
    for (std::size_t i = 0; i != values.size(); ++i) values[i] = static_cast<float>(i);
    Trajectory run = begin(folder / "run.h5");
    run.field("primary", 0, {"oxygen", "mmHg", "Oxygen"}, grid, values);
    run.commit();
    values[4] = 77;
    run.field("primary", 3600, {"oxygen", "mmHg", "Oxygen"}, grid, values);
    run.finish("completed", "");

    const File file = open_trajectory(folder / "run.h5");
    const Dataset oxygen = file.root().dataset("lesions/primary/fields/oxygen/values");
    CHECK(oxygen.shape() == std::vector<std::uint64_t>{2, 2, 3, 4});  // moment, z, y, x
    CHECK(oxygen.read_as<float>(1, 1) == values);
    CHECK(oxygen.text("unit") == "mmHg");
    CHECK(oxygen.attribute("spacing_um").shown(0, 3) == "(30, 20, 10)");
    CHECK(oxygen.attribute("origin_um").shown(0, 3) == "(15, 10, 5)");
    CHECK(file.root().dataset("lesions/primary/fields/oxygen/time_s").rows() == 2);
}

TEST_CASE("a lesion whose block is changed for a sample goes on in a group of its own") {
    const ScratchFolder folder;
    Trajectory run = begin(folder / "run.h5");
    const Label oxygen{"oxygen", "mmHg", "Oxygen"};
    put_frame(run, 0, 100, 3);
    run.field("primary", 0, oxygen, {{4, 3, 2}, {10, 20, 30}, {5, 10, 15}}, std::vector<float>(24));
    run.sample("primary", "a sample", {.size = {30, 30, 90}, .periodic = {true, true, false}});
    put_frame(run, 60, 200, 2);
    run.field("primary", 60, oxygen, {{2, 2, 5}, {15, 15, 18}, {7, 7, 9}}, std::vector<float>(20));
    run.finish("completed", "");

    const File file = open_trajectory(folder / "run.h5");
    CHECK(rows_of(file, "tumour") == Index{{0, 3}});
    const Group sample = file.root().open("lesions/primary/sample");
    CHECK(sample.text("description") == "a sample");
    CHECK(sample.dataset("cells/tumour/id").read_as<std::uint64_t>() ==
          std::vector<std::uint64_t>{200, 201});
    CHECK(sample.dataset("fields/oxygen/values").shape() == std::vector<std::uint64_t>{1, 5, 2, 2});
    CHECK(file.root().dataset("lesions/primary/fields/oxygen/values").rows() == 1);
}

TEST_CASE("an event names what, when, where and everybody who took part") {
    const ScratchFolder folder;
    Trajectory run = begin(folder / "run.h5");
    const auto birth = run.event_kind({"birth", "", "who: the mother, whom: the daughter"});
    run.event({.at = 50, .kind = birth, .lesion = 0, .who = 1, .whom = 2, .where = {1, 2, 3}});
    run.commit();
    const auto kill = run.event_kind({"killed_by_t_cells", "h", "parties: killers and hits"});
    run.event({.at = 90, .kind = birth});
    run.event({.at = 70, .kind = kill, .who = 1, .value = 2.5, .parties = {{11, 3}, {12, 1}}});
    run.commit();
    run.event({.at = 95, .kind = kill, .who = 2, .parties = {{13, 7}}});
    run.finish("completed", "");

    const File file = open_trajectory(folder / "run.h5");
    const Group events = file.root().open("events");
    CHECK(events.dataset("time_s").read_as<std::int64_t>() ==
          std::vector<std::int64_t>{50, 70, 90, 95});
    CHECK(events.dataset("kind").read_as<std::uint16_t>() ==
          std::vector<std::uint16_t>{birth, kill, birth, kill});
    CHECK(events.dataset("lesion").read_as<std::uint16_t>()[1] == no_lesion);
    CHECK(events.dataset("y").read_as<float>()[0] == 2.0f);
    CHECK(std::isnan(events.dataset("value").read_as<double>()[0]));
    CHECK(events.dataset("value").read_as<double>()[1] == 2.5);
    CHECK(events.dataset("first_party").read_as<std::uint64_t>() ==
          std::vector<std::uint64_t>{0, 0, 2, 2});
    CHECK(events.dataset("party_count").read_as<std::uint32_t>() ==
          std::vector<std::uint32_t>{0, 2, 0, 1});
    CHECK(events.dataset("parties/id").read_as<std::uint64_t>() ==
          std::vector<std::uint64_t>{11, 12, 13});
    CHECK(events.dataset("parties/amount").read_as<std::uint32_t>() ==
          std::vector<std::uint32_t>{3, 1, 7});
    CHECK(events.dataset("kinds/name").read().text ==
          std::vector<std::string>{"birth", "killed_by_t_cells"});
    CHECK(events.dataset("kinds/unit").read().text[1] == "h");
}

TEST_CASE("positions are rounded to the stated precision and by no more than half of it") {
    const ScratchFolder folder;
    std::vector<Vec3> places;
    for (int i = 0; i != 1000; ++i) {
        const float x = 0.37f * static_cast<float>(i);
        places.push_back({x, -x, 1000.0f + x});
    }
    Trajectory run = begin(folder / "run.h5");
    run.frame("primary", 0).cells("tumour").put(position, places);
    run.finish("completed", "");
    const File file = open_trajectory(folder / "run.h5");
    const Dataset column = file.root().dataset("lesions/primary/cells/tumour/position");
    CHECK(column.number("precision") == 1.0 / 32);
    const auto back = column.read_as<Vec3>();
    for (std::size_t i = 0; i != places.size(); ++i) {
        for (std::size_t axis = 0; axis != 3; ++axis) {
            const double error = std::abs(double{back[i][axis]} - double{places[i][axis]});
            CHECK(error <= 1.0 / 64);
            CHECK(std::remainder(back[i][axis], 1.0f / 32) == 0.0f);
        }
    }
}

TEST_CASE("numbers can be rounded to significant bits, to even where it is a tie") {
    std::vector<float> values{1.0f,
                              1.0f + 0x1p-5f,
                              1.0f + 0x3p-5f,
                              3.14159265f,
                              -0.1f,
                              0.0f,
                              std::numeric_limits<float>::infinity()};
    round_to({.step = 0, .bits = 5}, Scalar::f32, values.data(), values.size());
    CHECK(values == std::vector<float>{1.0f, 1.0f, 1.125f, 3.125f, -0.1015625f, 0.0f,
                                       std::numeric_limits<float>::infinity()});
    std::vector<double> exact{0.1};
    round_to({}, Scalar::f64, exact.data(), 1);
    CHECK(exact.front() == 0.1);
    std::vector<double> negative{-0.2};
    round_to({.step = 1, .bits = 0}, Scalar::f64, negative.data(), 1);
    CHECK_FALSE(std::signbit(negative.front()));
}

TEST_CASE("a mistake in the use of a trajectory is noticed") {
    const ScratchFolder folder;
    Trajectory run = begin(folder / "run.h5");
    put_frame(run, 60, 1, 2);
    const std::vector<std::uint64_t> two{1, 2}, three{1, 2, 3};
    CHECK_THROWS_AS(run.frame("nowhere", 0), std::logic_error);
    CHECK_THROWS_AS(run.frame("primary", 60), std::logic_error);  // the same moment again
    CHECK_THROWS_AS(run.frame("primary", 0), std::logic_error);
    Frame frame = run.frame("primary", 120);
    CHECK_THROWS_AS(frame.cells("tumour").put({"mood", "1", ""}, two), std::logic_error);
    frame.cells("tumour").put(id, two);
    CHECK_THROWS_AS(frame.cells("tumour").put(id, two), std::logic_error);
    CHECK_THROWS_AS(frame.cells("tumour").put(position, std::vector<Vec3>(3)), std::logic_error);
    CHECK_THROWS_AS(frame.cells("tumour").put(position, two), std::logic_error);  // u64, not f32
    CHECK_THROWS_AS(run.commit(), std::logic_error);  // the frame lacks positions

    Series& table = run.series("patient", "", burden);
    table.append(60, {1});
    CHECK_THROWS_AS(table.append(0, {1}), std::logic_error);
    CHECK_THROWS_AS(table.append(60, {1, 2}), std::logic_error);
    CHECK_THROWS_AS(run.series("patient", "", std::vector<Label>{}), std::logic_error);
    Series& counts = run.series("counts", "", {{.label = {"n", "1", ""}, .type = Scalar::u8}});
    for (const double n : {-1.0, 0.5, 256.0, std::nan("")}) {
        CHECK_THROWS_AS(counts.append(0, {n}), std::logic_error);
    }
    CHECK_THROWS_AS(run.event({.at = 0, .kind = 0}), std::logic_error);
}

TEST_CASE("the contents of a file can be told at a glance") {
    const ScratchFolder folder;
    Trajectory run = begin(folder / "run.h5");
    run.series("patient", "The patient", burden).append(0, {12});
    put_frame(run, 0, 1, 1200);
    put_frame(run, 7 * seconds_per_day, 1, 30);
    run.field("primary", 0, {"oxygen", "mmHg", "Oxygen"}, {{4, 3, 2}, {10, 10, 10}, {5, 5, 5}},
              std::vector<float>(24, 40.0f));
    run.event({.at = 0, .kind = run.event_kind({"birth", "", "A cell divides"})});
    run.finish("stopped by the user", "Ctrl-C");
    const std::string text = info(folder / "run.h5");
    for (const char* const part :
         {"perforin trajectory 1.2", "stopped by the user: Ctrl-C", "perforin run test", "42",
          "day 0 to day 7", "scenario.toml", "1, 1 of them not the default", "Primary tumour",
          "2 frames", "1,200 cells in the first frame, 30 in the last", "position (um)",
          "1 moment of 2 x 3 x 4 voxels", "in mmHg", "1 row: burden (mm^3)", "birth"}) {
        CHECK_MESSAGE(contains(text, part), part, " is not in\n", text);
    }
}
