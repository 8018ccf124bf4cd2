// Pictures in a trajectory.

#include <doctest/doctest.h>

#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "core/image.hpp"
#include "io/files.hpp"
#include "io/trajectory.hpp"
#include "support/scratch_folder.hpp"
#include "support/small_run.hpp"

using namespace perforin;
using namespace perforin::io;
using namespace support;

TEST_CASE("pictures come back with their channels, each a dataset of its own") {
    const ScratchFolder folder;
    Image image{.channels = {"tumour", "CD8", "dead"},
                .height = 2,
                .width = 4,
                .pixel_um = 0.5,
                .values = {}};
    for (std::uint8_t i = 0; i != 24; ++i) image.values.push_back(i);
    {
        Trajectory run = begin(folder / "run.h5");
        run.image("biopsy/lesions/primary", 0, "A biopsy", image);
        run.commit();
        image.values[23] = 99;
        run.image("biopsy/lesions/primary", 42 * seconds_per_day, "A biopsy", image);
        CHECK_THROWS_AS(
            run.image("b", 0, "", Image{.channels = {"a"}, .height = 1, .width = 2, .values = {1}}),
            std::logic_error);
        run.finish("completed", "");
    }
    const File file = open_trajectory(folder / "run.h5");
    const Dataset second = file.root().dataset("images/biopsy/lesions/primary/day_00042");
    CHECK(second.shape() == std::vector<std::uint64_t>{3, 2, 4});
    CHECK(second.read_as<std::uint8_t>() == image.values);
    CHECK(second.text("axes") == "CYX");
    CHECK(second.attribute("channels").text == image.channels);
    CHECK(second.number("pixel_um") == 0.5);
    CHECK(file.root()
              .dataset("images/biopsy/lesions/primary/day_00000")
              .read_as<std::uint8_t>()
              .back() == 23);
}

TEST_CASE("a picture that is there already must be the same, and half a moment's is not written") {
    const ScratchFolder folder;
    Image image{.channels = {"tumour"}, .height = 1, .width = 2, .values = {1, 2}};
    {
        Trajectory run = begin(folder / "run.h5");
        run.image("b", 0, "", image);
        run.finish("stopped by the user", "");
    }
    {
        Trajectory run = Trajectory::reopen(folder / "run.h5", provenance());
        run.image("b", 0, "", image);
        run.commit();
        image.values[1] = 3;
        run.image("b", 0, "", image);
        CHECK_THROWS_WITH_AS(run.commit(), doctest::Contains("image b"), Broken);
        run.abandon("failed: it differs", "");
    }
    const File file = open_trajectory(folder / "run.h5");
    CHECK(file.root().dataset("images/b/day_00000").read_as<std::uint8_t>() ==
          std::vector<std::uint8_t>{1, 2});
    {
        Trajectory run = Trajectory::create(folder / "new.h5", provenance());
        run.image("b", 0, "", image);
        run.abandon("failed", "");
    }
    CHECK(!open_trajectory(folder / "new.h5").root().has("images"));
}
