#include <doctest/doctest.h>

#include <fstream>
#include <string>
#include <vector>

#include "../support/program.hpp"
#include "../support/scratch_folder.hpp"
#include "io/digest.hpp"

using namespace perforin;

namespace {

/// More than a thousand cells in more than one lesion, so that work is cut into chunks; with drug.
constexpr const char* busy = R"([output]
frames = "1 d"
fields = "1 d"
events = "all"
[tissue]
sub_step = "10 min"
[[lesion]]
name = "block"
[lesion.slab]
width = "180 um"
depth = "160 um"
cap = "200 um"
[[lesion]]
name = "disc"
layout = "nodule"
[lesion.nodule]
dimensions = 2
radius = "120 um"
[[therapy]]
type = "nivolumab"
)";

}  // namespace

TEST_CASE("one, two and three threads write the same result") {
    const support::ScratchFolder folder;
    std::ofstream{folder / "busy.toml"} << busy;
    std::vector<std::string> digests;
    for (const char* threads : {"1", "2", "3"}) {
        const std::string result = std::string{threads} + ".h5";
        const support::Answer answer = support::call(
            folder.path(),
            {"run", "busy.toml", "-q", "--days", "1", "--threads", threads, "-o", result});
        REQUIRE_MESSAGE(answer.code == 0, answer.err);
        digests.push_back(io::digest(folder / result));
        CHECK(io::File::read(folder / result).root().open("manifest").number("threads") ==
              std::stod(threads));
    }
    CHECK(digests[0] == digests[1]);
    CHECK(digests[0] == digests[2]);
}
