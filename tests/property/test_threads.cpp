#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <string>

#include "../support/program.hpp"
#include "../support/scratch_folder.hpp"
#include "io/digest.hpp"

using namespace perforin;

namespace {

/// Lesions of two and three dimensions, small and large against the chunks that work is cut into;
/// with drug and lymphocytes of all kinds.
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
radius = "60 um"
[[lesion]]
name = "sheet"
[lesion.slab]
dimensions = 2
width = "1200 um"
[[lesion]]
name = "ball"
layout = "nodule"
[lesion.nodule]
radius = "50 um"
extent = "300 um"
[biology.helper_t]
density = "3e6 1/mL"
in_blood = "1e4 1/mL"
[biology.natural_killer]
density = "3e6 1/mL"
in_blood = "2e5 1/mL"
[biology.regulatory_t]
density = "3e6 1/mL"
in_blood = "4e4 1/mL"
[[therapy]]
type = "nivolumab"
)";

}  // namespace

TEST_CASE("any number of threads and any instruction set write the same result") {
    const support::ScratchFolder folder;
    std::ofstream{folder / "busy.toml"} << busy;
    const auto digest_of = [&](const std::string& threads, const std::string& level) {
        const std::string result = threads + level + ".h5";
        ::setenv("PERFORIN_INSTRUCTIONS", level.c_str(), 1);
        const support::Answer answer = support::call(
            folder.path(),
            {"run", "busy.toml", "-q", "--days", "1", "--threads", threads, "-o", result});
        ::unsetenv("PERFORIN_INSTRUCTIONS");
        REQUIRE_MESSAGE(answer.code == 0, answer.err);
        CHECK(io::File::read(folder / result).root().open("manifest").number("threads") ==
              std::stod(threads));
        return io::digest(folder / result);
    };
    const std::string alone = digest_of("1", "baseline");
    for (const char* threads : {"2", "3", "5"}) CHECK(alone == digest_of(threads, ""));
    for (const char* level : {"v3", "v4"}) CHECK(alone == digest_of("2", level));
}
