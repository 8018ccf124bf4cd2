#include <doctest/doctest.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "../support/program.hpp"
#include "../support/scratch_folder.hpp"
#include "core/error.hpp"
#include "io/checkpoint_file.hpp"

using namespace perforin;
using namespace perforin::io;
using support::FileSizeLimit, support::ScratchFolder, support::text_of;
namespace fs = std::filesystem;

namespace {

const Label radius{"radius", "um", "Radius"}, place{"place", "um", "Centre"};

CheckpointHead head(Seconds at) {
    return {.program_version = "1.2", .git_commit = "abc", .input = "digest", .seed = 7, .at = at};
}

void write(const fs::path& path, Seconds at, std::size_t rows = 3) {
    CheckpointWriter writer{path, head(at), 1000};
    Sink& cells = writer.table("cells");
    cells.put(radius, std::vector<float>(rows, 2.5f));
    cells.put(place, std::vector<Vec3>(rows, Vec3{1, 2, 3}));
    writer.table("books").put({"born", "1", "Born"}, std::vector<double>{0.1});
    writer.finish();
}

void put(const fs::path& path, const std::string& bytes) {
    std::ofstream{path, std::ios::binary} << bytes;
}

std::size_t files_in(const ScratchFolder& folder) {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator{folder.path()}, fs::directory_iterator{}));
}

}  // namespace

TEST_CASE("a checkpoint gives back what it took") {
    const ScratchFolder folder;
    write(folder / "c", 5400);
    const Checkpoint read = Checkpoint::read(folder / "c");
    CHECK(read.head().program_version == "1.2");
    CHECK(read.head().git_commit == "abc");
    CHECK(read.head().input == "digest");
    CHECK(read.head().seed == 7);
    CHECK(read.head().at == 5400);
    CHECK(read.names() == std::vector<std::string>{"books", "cells"});
    const Source& cells = read.table("cells");
    REQUIRE(cells.rows("place") == 3);
    std::vector<Vec3> places(3);
    cells.take(place, places.data(), 3, 3, Scalar::f32);
    CHECK(places.back() == Vec3{1, 2, 3});
    double born = 0.0;
    read.table("books").take({"born", "1", "Born"}, &born, 1, 1, Scalar::f64);
    CHECK(born == 0.1);
}

TEST_CASE("a table or column that a checkpoint lacks, or holds otherwise, is named") {
    const ScratchFolder folder;
    write(folder / "c", 0);
    const Checkpoint read = Checkpoint::read(folder / "c");
    CHECK_THROWS_AS(read.table("wounds"), Broken);
    CHECK_THROWS_WITH_AS(read.table("cells").rows("mass"), doctest::Contains("mass"), Broken);
    std::vector<double> radii(3);
    CHECK_THROWS_WITH_AS(read.table("cells").take(radius, radii.data(), 3, 1, Scalar::f64),
                         doctest::Contains("radius"), Broken);
}

TEST_CASE("any damage to a checkpoint is found, and the file is named") {
    const ScratchFolder folder;
    write(folder / "c", 5400);
    const std::string sound = text_of(folder / "c");
    const auto refused = [&](const std::string& bytes) {
        put(folder / "damaged", bytes);
        CHECK_THROWS_WITH_AS(Checkpoint::read(folder / "damaged"), doctest::Contains("damaged"),
                             Unavailable);
    };
    for (std::size_t at = 0; at != sound.size(); ++at) {
        CAPTURE(at);
        std::string flipped = sound;
        flipped[at] = static_cast<char>(flipped[at] ^ (1 << at % 8));
        refused(flipped);
        refused(sound.substr(0, at));
    }
    refused(sound + "x");
    CHECK_THROWS_WITH_AS(Checkpoint::read(folder / "none"), doctest::Contains("Cannot read"),
                         Unavailable);
}

TEST_CASE("a checkpoint of another version of the format is refused with both versions") {
    const ScratchFolder folder;
    write(folder / "c", 5400);
    std::string other = text_of(folder / "c");
    other[20] = 2;
    put(folder / "c", other);
    CHECK_THROWS_WITH_AS(Checkpoint::read(folder / "c"),
                         doctest::Contains("version 2 of the checkpoint's format; this program "
                                           "reads version 1"),
                         Unavailable);
}

TEST_CASE("the last two checkpoints are kept, and nothing else") {
    const ScratchFolder folder;
    for (const Seconds at : {60, 120, 180}) write(folder / "c", at);
    CHECK(Checkpoint::read(folder / "c").head().at == 180);
    CHECK(Checkpoint::read(previous_of(folder / "c")).head().at == 120);
    CHECK(files_in(folder) == 2);
}

TEST_CASE("a checkpoint that is not finished, or finds no room, changes nothing") {
    const ScratchFolder folder;
    write(folder / "c", 60);
    { CheckpointWriter unfinished{folder / "c", head(120), 1000}; }
    CHECK_THROWS_WITH_AS((CheckpointWriter{folder / "c", head(120), std::uint64_t{1} << 62}),
                         doctest::Contains("The disk has"), Unavailable);
    {
        const FileSizeLimit full{5000};
        CHECK_THROWS_WITH_AS(write(folder / "c", 120, 4000), doctest::Contains("Cannot write"),
                             Unavailable);
    }
    CHECK(Checkpoint::read(folder / "c").head().at == 60);
    CHECK(files_in(folder) == 1);
    CHECK_THROWS_AS((CheckpointWriter{folder / "nowhere/c", head(120), 1000}), Unavailable);
}
