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
    const auto dead = std::find(cause.begin(), cause.end(), 1.0);
    REQUIRE(dead + 1 == cause.end());  // the run ends with the day
    const auto day = dead - cause.begin();
    REQUIRE(day < 12);
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

TEST_CASE("a run that ended with a death is whole, however many days are asked for") {
    const support::ScratchFolder folder;
    std::ofstream{folder / "short.toml"} << test::small_slab(
        "[run]\ndays = 12\nseed = 3\n[tissue]\nstep = '2 h'\nsub_step = '20 min'\n"
        "[patient.mortality]\ndisease = true\nhazard = '1 1/d'\n");
    const auto again = [&](std::vector<std::string> more) {
        std::vector<std::string> words{"run", "short.toml", "-o", "a.h5", "--threads", "1"};
        words.insert(words.end(), more.begin(), more.end());
        return call(folder.path(), words);
    };
    const support::Answer first = again({});
    REQUIRE(first.code == 0);
    CHECK(first.prints("the patient died"));
    const std::string file = support::text_of(folder / "a.h5");
    const support::Answer more = again({"--resume", "--days", "20"});
    CHECK(more.code == 0);
    CHECK(more.says("on which the patient died; there is nothing to resume"));
    CHECK(support::text_of(folder / "a.h5") == file);
    CHECK(io::open_trajectory(folder / "a.h5").root().open("manifest").text("died_of") ==
          "disease");
}

TEST_CASE("twins of whom one dies sooner are compared as long as both live") {
    const support::ScratchFolder folder;
    std::ofstream{folder / "short.toml"} << test::small_slab(
        "[run]\ndays = 6\nseed = 3\n[tissue]\nstep = '2 h'\nsub_step = '20 min'\n"
        "[patient.mortality]\ndisease = true\nhazard = '1e-6 1/d'\n");
    const std::string dies = "patient.mortality.hazard=9 1/d";
    const auto last_day = [&](const std::string& of_patient, const std::string& of_twin) {
        std::vector<std::string> words{"run",     "short.toml", "-o",
                                       "a.h5",    "--threads",  "1",
                                       "--force", "--set",      "run.twin=[\"" + of_twin + "\"]"};
        if (!of_patient.empty()) words.insert(words.end(), {"--set", of_patient});
        const support::Answer answer = call(folder.path(), words);
        CHECK_MESSAGE(answer.code == 0, answer.err);
        const io::File file = io::open_trajectory(folder / "a.h5");
        const auto moments = file.root().dataset("twin/effect/moment").read().text;
        REQUIRE(moments.back() == "end");
        return column<double>(file, "twin/effect/time").back();
    };
    const double twin_dies = last_day("", dies);
    CHECK(twin_dies >= 1.0);
    CHECK(twin_dies < 6.0);
    CHECK(last_day(dies, "patient.mortality.hazard=1e-6 1/d") == twin_dies);
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
