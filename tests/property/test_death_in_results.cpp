// What a result says of a death.

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <string>
#include <vector>

#include "../support/patients.hpp"
#include "../support/program.hpp"
#include "../support/scratch_folder.hpp"
#include "io/files.hpp"
#include "io/trajectory.hpp"

using namespace perforin;
using support::call;

namespace {

template <class T>
std::vector<T> column(const io::File& file, const std::string& path) {
    return file.root().dataset(path).read_as<T>();
}

}  // namespace

TEST_CASE("a result has the hazard of death day by day, and the death as an event with its cause") {
    const support::ScratchFolder folder;
    std::ofstream{folder / "short.toml"} << test::small_slab(
        "[run]\ndays = 12\nseed = 3\n[tissue]\nstep = '2 h'\nsub_step = '20 min'\n"
        "[patient.mortality]\ndisease = true\nhazard = '1 1/d'\n");
    REQUIRE(call(folder.path(), {"run", "short.toml", "-o", "a.h5", "--quiet", "--threads", "1"})
                .code == 0);
    const io::File file = io::open_trajectory(folder / "a.h5");
    const auto cause = column<double>(file, "series/mortality/cause");
    REQUIRE(cause.size() == 13);
    const auto dead = std::find(cause.begin(), cause.end(), 1.0);
    REQUIRE(dead != cause.end());
    const auto day = dead - cause.begin();
    CHECK(std::count(cause.begin(), cause.end(), 1.0) == 13 - day);
    const auto hazard = column<double>(file, "series/mortality/hazard"),
               disease = column<double>(file, "series/mortality/disease"),
               passed = column<double>(file, "series/mortality/passed_disease");
    double sum = 0.0;
    for (std::ptrdiff_t d = 1; d <= day; ++d) {
        const auto row = static_cast<std::size_t>(d);
        CHECK(hazard[row] == disease[row]);
        sum += disease[row];
        CHECK(passed[row] == doctest::Approx(sum));
    }
    const auto kinds = file.root().dataset("events/kinds/name").read().text;
    const auto death = std::find(kinds.begin(), kinds.end(), "death") - kinds.begin();
    const auto kind = column<std::uint16_t>(file, "events/kind");
    REQUIRE(std::count(kind.begin(), kind.end(), death) == 1);
    const auto event =
        static_cast<std::size_t>(std::find(kind.begin(), kind.end(), death) - kind.begin());
    CHECK(column<double>(file, "events/value")[event] == 1.0);
    CHECK(column<std::uint16_t>(file, "events/lesion")[event] == io::no_lesion);
    CHECK(column<std::int64_t>(file, "events/time_s")[event] == day * seconds_per_day);
}

TEST_CASE("a result of a patient who cannot die has nothing of it") {
    const support::ScratchFolder folder;
    std::ofstream{folder / "short.toml"}
        << test::small_slab("[run]\ndays = 1\n[tissue]\nstep = '2 h'\nsub_step = '20 min'\n");
    REQUIRE(call(folder.path(), {"run", "short.toml", "-o", "a.h5", "--quiet", "--threads", "1"})
                .code == 0);
    const io::File file = io::open_trajectory(folder / "a.h5");
    CHECK_FALSE(file.root().has("series/mortality"));
    const auto kinds = file.root().dataset("events/kinds/name").read().text;
    CHECK(std::count(kinds.begin(), kinds.end(), "death") == 0);
}
