// HDF5 behind io/hdf5.hpp.

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <numeric>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "core/geometry.hpp"
#include "io/hdf5.hpp"
#include "support/scratch_folder.hpp"

using namespace perforin;
using namespace perforin::io;
using support::ScratchFolder;

namespace {

template <class T>
void check_round_trip(Group& group, const std::string& name, const std::vector<T>& values) {
    const Label label{name, "um", "A column of the test"};
    group.put(label, values);
    std::vector<T> back(group.rows(name));
    group.take(label, back.data(), back.size(), ScalarOf<T>::width, ScalarOf<T>::type);
    CHECK(back == values);
}

}  // namespace

TEST_CASE("a table comes back from HDF5 as it was put, in every type") {
    const ScratchFolder folder;
    File file = File::create(folder / "table.h5");
    Group group = file.root().group("lesions/primary/cells");
    check_round_trip<std::uint8_t>(group, "u8", {0, 255});
    check_round_trip<std::uint16_t>(group, "u16", {0, 65535});
    check_round_trip<std::uint32_t>(group, "u32", {0, 0xffffffffu});
    check_round_trip<std::uint64_t>(group, "u64", {0, ~std::uint64_t{0}});
    check_round_trip<std::int64_t>(group, "i64", {-5, 5});
    check_round_trip<float>(group, "f32", {0.1f, -1e30f});
    check_round_trip<double>(group, "f64", {0.1, -1e300});
    check_round_trip<Vec3>(group, "vectors", {{1, 2, 3}, {4, 5, 6}});
    check_round_trip<float>(group, "empty", {});
    check_round_trip<double>(group, "long", std::vector<double>(100000, 0.25));
}

TEST_CASE("a put replaces what had the name before") {
    const ScratchFolder folder;
    File file = File::create(folder / "replace.h5");
    check_round_trip<float>(file.root(), "x", {1, 2, 3});
    check_round_trip<double>(file.root(), "x", {4});
}

TEST_CASE("every dataset carries its unit and its meaning") {
    const ScratchFolder folder;
    File file = File::create(folder / "labels.h5");
    file.root().put({"radius", "um", "Radius of the equivalent sphere"}, std::vector<float>{5});
    file.root().put_text({"name", "", "Name"}, {"x"});
    file.root().extendable({"time", "d", "Time"}, {});
    CHECK(file.root().dataset("radius").text("unit") == "um");
    CHECK(file.root().dataset("radius").text("description") == "Radius of the equivalent sphere");
    CHECK(file.root().dataset("name").text("unit").empty());
    CHECK(file.root().dataset("time").text("unit") == "d");
}

TEST_CASE("texts come back, empty ones and those beyond ASCII too") {
    const ScratchFolder folder;
    const std::vector<std::string> texts{"", "12 µm²", std::string(3000, 'x'), "a\nb"};
    File file = File::create(folder / "text.h5");
    file.root().put_text({"texts", "", "Texts"}, texts);
    file.root().put_text({"none", "", "No texts"}, {});
    file.root().annotate("names", texts);
    CHECK(file.root().dataset("texts").read().text == texts);
    CHECK(file.root().dataset("none").read().text.empty());
    CHECK(file.root().attribute("names").text == texts);
}

TEST_CASE("an attribute can be changed, also to another type") {
    const ScratchFolder folder;
    File file = File::create(folder / "attributes.h5");
    Group& root = file.root();
    root.annotate("status", "running");
    root.annotate("status", "stopped by the user");
    CHECK(root.text("status") == "stopped by the user");
    root.annotate("status", 1.5);
    CHECK(root.number("status") == 1.5);
    root.annotate("seed", ~std::uint64_t{0});
    CHECK(root.attribute("seed").shown(0, 1) == "18446744073709551615");
    CHECK(root.attribute_names() == std::vector<std::string>{"seed", "status"});
}

TEST_CASE("rows appended in pieces come back in order, whatever the chunk") {
    const ScratchFolder folder;
    File file = File::create(folder / "append.h5");
    std::vector<std::uint64_t> values(1000);
    std::iota(values.begin(), values.end(), 7u);
    for (const std::uint64_t chunk : {1u, 7u, 4096u}) {
        const Label label{"chunk" + std::to_string(chunk), "1", "Numbers"};
        Dataset column = file.root().extendable(
            label, {.scalar = Scalar::u64, .row = {}, .chunk = {chunk}, .level = 2});
        for (std::size_t first = 0, n = 1; first < values.size(); first += n++) {
            n = std::min(n, values.size() - first);
            column.append(values.data() + first, n);
            if (n % 10 == 0) file.commit();
        }
        CHECK(column.read_as<std::uint64_t>() == values);
        CHECK(column.read_as<std::uint64_t>(990, 10).back() == values.back());
    }
}

TEST_CASE("a dataset can be shortened and grows on from there") {
    const ScratchFolder folder;
    File file = File::create(folder / "shorten.h5");
    Dataset column = file.root().extendable(
        {"x", "1", "Numbers"}, {.scalar = Scalar::f64, .row = {}, .chunk = {4}, .level = 2});
    const std::vector<double> values{0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
    column.append(values.data(), values.size());
    column.truncate(6);
    column.append(values.data(), 2);
    CHECK(column.read_as<double>() == std::vector<double>{0, 1, 2, 3, 4, 5, 0, 1});
}

TEST_CASE("a column of another type or length is not taken") {
    const ScratchFolder folder;
    File file = File::create(folder / "take.h5");
    const Label label{"x", "1", "Numbers"};
    file.root().put(label, std::vector<float>{1, 2});
    std::array<double, 2> into{};
    CHECK_THROWS_AS(file.root().take(label, into.data(), 2, 1, Scalar::f64), Broken);
    CHECK_THROWS_AS(file.root().take(label, into.data(), 1, 1, Scalar::f32), Broken);
    CHECK_THROWS_AS(file.root().take({"y", "1", ""}, into.data(), 2, 1, Scalar::f32), Broken);
}

TEST_CASE("trouble with HDF5 is told in a sentence") {
    const ScratchFolder folder;
    File file = File::create(folder / "trouble.h5");
    CHECK_THROWS_WITH_AS(file.root().open("nowhere"),
                         doctest::Contains("HDF5 cannot find group nowhere: "), Unavailable);
}

TEST_CASE("a file that was spoilt while it is written is told, and can be closed") {
    const ScratchFolder folder;
    const auto path = folder / "spoilt.h5";
    const std::vector<double> values(1000, 1.5);
    for (int way = 0; way != 2; ++way) {
        CAPTURE(way);
        File file = File::create(path);
        Dataset column = file.root().extendable({"x", "1", "Numbers"}, {.chunk = {4096}});
        column.append(values.data(), values.size());
        file.close();
        file = File::edit(path);  // nothing of it is in memory
        const auto size = static_cast<std::streamoff>(std::filesystem::file_size(path));
        {
            std::fstream bytes{path, std::ios::in | std::ios::out | std::ios::binary};
            bytes.seekp(way == 0 ? 1024 : size - 100);  // where it is described, where it stands
            bytes << std::string(100, '!');
        }
        std::string trouble;
        try {
            file.root().dataset("x").append(values.data(), values.size());
            file.commit();
        } catch (const Unavailable& told) {
            trouble = told.what();
        }
        CHECK(trouble.find("was changed by another program, or its disk failed") !=
              std::string::npos);
        CHECK_FALSE(file.is_sound());
        CHECK_THROWS_AS(file.commit(), Unavailable);
    }
}

TEST_CASE("a closed file reads back and can be changed again") {
    const ScratchFolder folder;
    const auto path = folder / "again.h5";
    {
        File file = File::create(path);
        file.root().put({"x", "1", ""}, std::vector<double>{1});
        file.close();
    }
    {
        File file = File::edit(path);
        file.root().put({"y", "1", ""}, std::vector<double>{2});
        file.close();
    }
    const File file = File::read(path);
    CHECK(file.root().dataset("x").read_as<double>() == std::vector<double>{1});
    CHECK(file.root().dataset("y").read_as<double>() == std::vector<double>{2});
}

TEST_CASE("what was not committed never reaches the file") {
    const ScratchFolder folder;
    const auto path = folder / "dropped.h5";
    {
        File file = File::create(path);
        file.root().put({"x", "1", ""}, std::vector<double>{1});
        file.commit();
        file.root().put({"y", "1", ""}, std::vector<double>(100000, 2));
    }
    const File file = File::read(path);
    CHECK(file.root().has("x"));
    CHECK_FALSE(file.root().has("y"));
}
