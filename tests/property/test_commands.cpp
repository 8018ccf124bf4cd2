#include <doctest/doctest.h>

#include <chrono>
#include <cmath>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <vector>

#include "../support/program.hpp"
#include "../support/scratch_folder.hpp"
#include "../support/tiny_nodule.hpp"
#include "io/files.hpp"

using namespace perforin;
using support::Answer, support::call, support::Call;
namespace fs = std::filesystem;

namespace {

const std::string small = R"([run]
days = 2
)" + support::tiny_nodule;

/// A folder of a user with one small scenario in it.
struct Desk {
    explicit Desk(const std::string& more = {}) {
        fs::create_directory(folder / "tiny");
        write("tiny/scenario.toml", small + more);
    }
    void write(const std::string& name, const std::string& text) const {
        std::ofstream{folder / name} << text;
    }
    Answer operator()(const std::vector<std::string>& words) const {
        return call(folder.path(), words);
    }
    bool has(const std::string& name) const { return fs::exists(folder / name); }
    void wait_for(const std::string& name) const { support::wait_for(folder / name); }
    /// Everything that lies here, apart from the program's words.
    std::set<std::string> files() const {
        std::set<std::string> names;
        for (const auto& entry : fs::recursive_directory_iterator{folder.path()}) {
            names.insert(entry.path().lexically_relative(folder.path()).string());
        }
        names.erase(".stdout");
        names.erase(".stderr");
        return names;
    }
    support::ScratchFolder folder;
};

std::string status_of(const fs::path& result) {
    return io::open_trajectory(result).root().open("manifest").text("status");
}

}  // namespace

TEST_CASE("a run says where its result is, and the result says how it came about") {
    const Desk desk;
    const Answer run = desk({"run", "tiny", "--seed", "3", "--set", "run.days=1"});
    CHECK(run.code == 0);
    CHECK(run.prints("tiny.h5: 1 of 1 days"));
    CHECK(run.prints("burden"));
    CHECK(run.prints("killed by T and NK cells"));
    CHECK(status_of(desk.folder / "tiny.h5") == "completed");
    const io::File file = io::open_trajectory(desk.folder / "tiny.h5");
    CHECK(file.root().number("seed") == 3);
    CHECK(file.root().open("manifest").text("command_line").find("run tiny --seed 3") !=
          std::string::npos);
    const auto paths = file.root().dataset("parameters/path").read().text;
    const auto origins = file.root().dataset("parameters/origin").read().text;
    std::set<std::string> seen;
    for (std::size_t i = 0; i != paths.size(); ++i) {
        if (paths[i] == "run.days") CHECK(origins[i] == "--set run.days");
        if (paths[i] == "lesion[0].nodule.radius") CHECK(origins[i] == "scenario.toml:7:10");
        if (paths[i] == "tissue.step") CHECK(origins[i] == "default");
        seen.insert(paths[i]);
    }
    CHECK(seen.count("run.days") == 1);
    CHECK(seen.count("lesion[0].nodule.radius") == 1);
    CHECK(seen.count("run.threads") == 0);

    const Answer info = desk({"info", "tiny.h5"});
    CHECK(info.code == 0);
    CHECK(info.prints("completed: day 1 of 1"));
    CHECK(info.prints("--set run.days=1"));
}

TEST_CASE("equal runs are identical whatever the circumstances, other seeds are not") {
    const Desk desk;
    CHECK(desk({"run", "tiny", "-q"}).code == 0);
    CHECK(call(desk.folder / "tiny", {"run", ".", "-o", "../again.h5", "--threads", "2"}).code ==
          0);
    CHECK(desk({"run", "tiny", "-o", "other.h5", "--seed=2", "--quiet"}).code == 0);
    CHECK(desk({"diff", "tiny.h5", "again.h5"}).code == 0);
    const Answer different = desk({"diff", "tiny.h5", "other.h5"});
    CHECK(different.code == 1);
    CHECK(different.prints("run.seed"));
    CHECK(desk({"diff", "tiny.h5", "none.h5"}).code == 2);
    CHECK(desk({"info", "tiny/scenario.toml"}).code == 2);
}

TEST_CASE("quiet runs say nothing") {
    const Desk desk;
    const Answer quiet = desk({"run", "tiny", "--quiet", "--days", "1"});
    CHECK(quiet.code == 0);
    CHECK(quiet.out.empty());
    CHECK(quiet.err.empty());
    CHECK(desk.has("tiny.h5"));
}

TEST_CASE("a profile tells where the time went, on the side of the messages") {
    const Desk desk;
    const Answer run = desk({"run", "tiny", "--profile", "--days", "1"});
    CHECK(run.says("output"));
    CHECK(run.says(" %"));
    CHECK(!run.prints(" %"));
}

TEST_CASE("every mistake of a scenario is named with its place, and nothing is written") {
    const Desk desk{R"(
[biology.tumour]
cycle = 3
apoptosis = "1 um"
[biology.cytotoxic_t]
hit_rat = "1 1/h"
[patient]
weight = "nan kg"
[tissue]
step = "abc"
voxel = "1000 um"
[[therapy]]
type = "nivolumap"
)"};
    const auto before = desk.files();
    for (const char* command : {"run", "check"}) {
        const Answer answer = desk({command, "tiny"});
        CHECK(answer.code == 2);
        CHECK(answer.out.empty());
        CHECK(answer.says("tiny/scenario.toml:11:9: biology.tumour.cycle"));       // a bare number
        CHECK(answer.says("tiny/scenario.toml:12:13: biology.tumour.apoptosis"));  // a wrong unit
        CHECK(answer.says("tiny/scenario.toml:14:1: biology.cytotoxic_t.hit_rat"));
        CHECK(answer.says("did you mean 'hit_rate'?"));
        CHECK(answer.says("tiny/scenario.toml:16:10: patient.weight"));
        CHECK(answer.says("tiny/scenario.toml:18:8: tissue.step"));
        CHECK(answer.says("tiny/scenario.toml:19:9: tissue.voxel"));
        CHECK(answer.says("outside [5, 100] um"));
        CHECK(answer.says("tiny/scenario.toml:21:8: therapy[0].type"));
        CHECK(answer.says("nivolumab"));
    }
    CHECK(desk.files() == before);
}

TEST_CASE("a block too large for memory is a mistake, found before anything is allocated") {
    const Desk desk;
    const std::string ball = "[[lesion]]\nlayout = \"nodule\"\n[lesion.nodule]\n";
    desk.write("large.toml", ball + "extent = \"20 mm\"\n");
    desk.write("sample.toml", ball +
                                  "cap = \"280 um\"\n[lesion.slab]\ncap = \"19 mm\"\n"
                                  "width = \"150 um\"\n[tissue]\nlargest_block = 28000\n");
    desk.write("fine.toml", ball +
                                "dimensions = 2\n[tissue]\nvoxel = \"5 um\"\n"
                                "largest_block = 14000\n");
    desk.write("crowd.toml", ball + "extent = \"4 mm\"\nradius = \"1900 um\"\n");
    const auto files = desk.files();
    for (const char* command : {"check", "run"}) {
        INFO(command);
        const auto began = std::chrono::steady_clock::now();
        const Answer large = desk({command, "large.toml"});
        CHECK(large.code == 2);
        CHECK(large.says("large.toml:4:10"));
        CHECK(large.says("lesion[0].nodule.extent"));
        CHECK(large.says("1000 × 1000 × 1000 = 1e+09 voxels of 20 um and about"));
        CHECK(large.says("GiB, but tissue.largest_block allows 1e+07"));
        // The same for the sample that a nodule is to become, for fine voxels, for many agents.
        const Answer sample = desk({command, "sample.toml"});
        CHECK(sample.code == 2);
        CHECK(sample.says("sample.toml:6:7"));
        CHECK(sample.says("lesion[0].slab.cap"));
        const Answer fine = desk({command, "fine.toml"});
        CHECK(fine.code == 2);
        CHECK(fine.says("120 × 120 × 1 = 1.44e+04 voxels of 5 um"));
        const Answer crowd = desk({command, "crowd.toml"});
        CHECK(crowd.code == 2);
        CHECK(crowd.says("agents, but tissue.largest_population allows 5e+06"));
        CHECK(std::chrono::steady_clock::now() - began < std::chrono::seconds{4});
    }
    const Answer set = desk(
        {"run", "tiny", "--set", "tissue.voxel=\"5 um\"", "--set", "tissue.largest_block=1500"});
    CHECK(set.code == 2);
    CHECK(set.says("`extent` smaller"));
    CHECK(desk.files() == files);
}

TEST_CASE("mistakes on the command line are named, and nothing is written") {
    const Desk desk;
    const auto before = desk.files();
    const auto refused = [&](const std::vector<std::string>& words, const std::string& sentence) {
        const Answer answer = desk(words);
        CHECK(answer.code == 2);
        CHECK(answer.out.empty());
        CHECK_MESSAGE(answer.says(sentence), answer.err);
    };
    refused({"run", "tini"}, "there is no scenario 'tini'");
    refused({"run", "/dev"}, "holds no scenario.toml");
    refused({"run", "tiny", "--threads", "-1"}, "run.threads = -1 is outside [1, 1024]");
    refused({"run", "tiny", "--threads=0"}, "run.threads = 0 is outside [1, 1024]");
    refused({"run", "tiny", "--threads", "two"}, "run.threads");
    refused({"run", "tiny", "--days", "0"}, "run.days = 0 is outside [1, 36500]");
    refused({"run", "tiny", "--seed", "-1"}, "run.seed = -1 is outside");
    refused({"run", "tiny", "--seed", "abc"}, "run.seed");
    refused({"run", "tiny", "--set", "run.dais=3"}, "did you mean 'days'?");
    refused({"run", "tiny", "--set", "tissue.step=3"}, "tissue.step");
    refused({"run", "tiny", "--set", "tissue.step"}, "table.key=value");
    refused({"run", "tiny", "--set", "output.kinds=['tumor']"}, "did you mean 'tumour'?");
    refused({"run", "tiny", "--set", "output.columns=['positoin']"}, "did you mean 'position'?");
    refused({"run", "tiny", "--set", "output.substances=['gold']"}, "there are all, ");
    refused({"run", "tiny", "--set", "output.fields_each.oxigen=1 d"}, "did you mean 'oxygen'?");
    refused({"run", "tiny", "--set", "output.fields_each.oxygen=1.5 d"}, "whole number of days");
    refused({"run", "tiny", "--set", "output.significant_bits.radios=9"}, "did you mean 'radius'?");
    refused({"run", "tiny", "--set", "output.significant_bits.radius=54"}, "outside [1, 53]");
    refused({"run", "tiny", "--set", "output.significant_bits.radius=7.5"}, "a whole number");
    refused({"run", "tiny", "--set", "lesion.0.name='a/b'"}, "is no name for a lesion");
    refused({"run", "tiny", "--sed", "3"}, "did you mean '--seed'?");
    refused({"run", "tiny", "-o", "nowhere/x.h5"}, "nowhere");
    refused({"run", "tiny", "-o", "."}, "is a folder");
    refused({"run"}, "SCENARIO is required");
    refused({"run", "tiny", "\xff\xfe\x01"}, "\\xff\\xfe\\x01");
    refused({"rum", "tiny"}, "did you mean 'run'?");
    refused({"\xff\x1b[2J"}, "\\xff\\x1b[2J");
    refused({"plot", "tiny.h5"}, "./perforin plot");
    refused({"list", "planets"}, "there are scenarios, cells,");
    refused({"explain", "hit_rat"}, "hit_rate");
    refused({"check", "none"}, "there is no scenario 'none'");
    CHECK(desk.files() == before);
}

TEST_CASE("an older result is only replaced when that is wanted, and other files never") {
    const Desk desk;
    REQUIRE(desk({"run", "tiny", "-q", "--days", "1"}).code == 0);
    const std::string before = support::text_of(desk.folder / "tiny.h5");
    const Answer refused = desk({"run", "tiny"});
    CHECK(refused.code == 2);
    CHECK(refused.says("tiny.h5 exists already"));
    CHECK(support::text_of(desk.folder / "tiny.h5") == before);
    CHECK(desk({"run", "tiny", "--force", "-q", "--seed", "2"}).code == 0);
    CHECK(desk({"info", "tiny.h5"}).prints("completed: day 2 of 2"));
    const Answer spared = desk({"run", "tiny", "--force", "-o", "tiny/scenario.toml"});
    CHECK(spared.code == 2);
    CHECK(spared.says("is no result of perforin"));
    CHECK(support::text_of(desk.folder / "tiny/scenario.toml") == small);
}

TEST_CASE("a good scenario is found to be good, beside others that are not") {
    const Desk desk;
    desk.write("bad.toml", "[run]\nday = 3\n");
    const Answer answer = desk({"check", "tiny", "bad.toml", "tiny/scenario.toml"});
    CHECK(answer.code == 2);
    CHECK(answer.out == "tiny: ok\ntiny/scenario.toml: ok\n");
    CHECK(answer.says("bad.toml:2:1: run.day: no such parameter; did you mean 'days'?"));
}

TEST_CASE("Ctrl-C and the scheduler's signal end a run with a whole day and a readable file") {
    for (const int signal : {SIGINT, SIGTERM, SIGUSR1}) {
        const Desk desk;
        Call run{desk.folder.path(), {"run", "tiny", "--days", "36500"}};
        desk.wait_for("tiny.h5");
        run.send(signal);
        const Answer answer = run.wait();
        CHECK(answer.code == 3);
        CHECK(answer.says("stopping after this step, with everything saved"));
        CHECK(answer.says("of 36500; tiny.h5 holds "));
        CHECK(answer.says("tiny.h5.checkpoint day "));
        CHECK(answer.says("perforin run tiny --days 36500 --resume"));
        CHECK(desk.has("tiny.h5.checkpoint"));
        CHECK(status_of(desk.folder / "tiny.h5") == "stopped by the user");
        CHECK(desk({"info", "tiny.h5"}).prints("stopped by the user: day "));
    }
}

TEST_CASE("a run that is killed leaves a readable file") {
    const Desk desk;
    Call run{desk.folder.path(), {"run", "tiny", "--days", "36500", "-q"}};
    desk.wait_for("tiny.h5");
    CHECK(desk({"run", "tiny", "--force"}).says("being written by another run"));
    run.send(SIGKILL);
    CHECK(run.wait().code == 128 + SIGKILL);
    CHECK(desk({"info", "tiny.h5"}).prints("interrupted"));
}

TEST_CASE("a run that a guard stops leaves its days and the reason in the file") {
    const Desk desk;
    const Answer answer =
        desk({"run", "tiny", "--set", "lesion.0.nodule.radius=260 um", "--set",
              "lesion.0.nodule.extent=700 um", "--set", "tissue.largest_population=1000", "--set",
              "biology.tumour.cycle=6 h", "--set", "biology.tumour.growth_fraction=1"});
    CHECK(answer.code == 1);
    CHECK(answer.says("largest_population"));
    CHECK(status_of(desk.folder / "tiny.h5").find("failed: lesion primary holds") == 0);
    CHECK(desk({"info", "tiny.h5"}).prints("after day 0 of 2"));
}

// Clang's thread sanitizer maps a file of its own at the start of every program, and dies under a
// limit on the size of files before ours begins.
#ifdef __has_feature
constexpr bool limits_files = !__has_feature(thread_sanitizer);
#else
constexpr bool limits_files = true;
#endif

TEST_CASE("a full disk is the user's to mend, and what is written can be read" *
          doctest::skip(!limits_files)) {
    const Desk desk;
    const Answer answer = call(desk.folder.path(), {"run", "tiny", "--days", "36500"}, 400'000);
    CHECK(answer.code == 2);
    CHECK_MESSAGE(answer.says("is complete up to day"), answer.err);
    CHECK(desk({"info", "tiny.h5"}).code == 0);
}

TEST_CASE("a new scenario can be checked and run at once") {
    const Desk desk;
    const Answer made = desk({"new", "mine"});
    CHECK(made.code == 0);
    CHECK(made.out == "mine/scenario.toml\n");
    CHECK(desk.has("mine/README.md"));
    CHECK(desk({"check", "mine"}).out == "mine: ok\n");
    const Answer run = desk({"run", "mine", "--days", "1", "--set", "lesion.0.slab.width=60 um"});
    CHECK_MESSAGE(run.code == 0, run.err);
    CHECK(desk.has("mine.h5"));
    const Answer again = desk({"new", "mine"});
    CHECK(again.code == 2);
    CHECK(again.says("'mine' exists already"));
    CHECK(desk({"new", ".."}).code == 2);
    CHECK(desk({"new", "no/such/place"}).code == 2);
}

TEST_CASE("the reference can be asked") {
    const Desk desk;
    const auto prints = [&](const std::vector<std::string>& words, const std::string& text) {
        const Answer answer = desk(words);
        CHECK(answer.code == 0);
        CHECK(answer.err.empty());
        CHECK_MESSAGE(answer.prints(text), answer.out);
    };
    prints({}, "Examples:");
    prints({"--help"}, "perforin run scenarios/");
    prints({"help"}, "perforin run scenarios/");
    prints({"run", "--help"}, "--set");
    prints({"--version"}, "perforin ");
    prints({"list"}, "cytotoxic_t");
    prints({"list", "therapies"}, "nivolumab");
    prints({"list", "ablations"}, "ctl_killing");
    prints({"explain", "hit_rate"}, "biology.cytotoxic_t.hit_rate");
    prints({"explain", "threads"}, "[1, 1024]");
    prints({"params"}, "| `hit_rate` |");
    prints({"schema"}, "\"$schema\"");
}

TEST_CASE("what is kept can be chosen") {
    const Desk desk;
    REQUIRE(desk({"run", "tiny", "-q", "--set", "output.kinds=['tumour']", "--set",
                  "output.columns=['position','id']", "--set", "output.substances=['oxygen']",
                  "--set", "output.frames=1 d", "--set", "output.events=none"})
                .code == 0);
    const io::File file = io::open_trajectory(desk.folder / "tiny.h5");
    const auto names = [&](const std::string& group) {
        std::set<std::string> all;
        for (const auto& child : file.root().open(group).children()) all.insert(child.name);
        return all;
    };
    CHECK(names("lesions/primary/cells") == std::set<std::string>{"tumour"});
    CHECK(names("lesions/primary/cells/tumour") == std::set<std::string>{"id", "position"});
    CHECK(names("lesions/primary/fields") == std::set<std::string>{"oxygen"});
    CHECK(file.root().dataset("lesions/primary/frames/time_s").rows() == 3);
    CHECK(file.root().dataset("series/patient/time_s").rows() == 3);
    CHECK(file.root().dataset("events/time_s").rows() == 0);
}

TEST_CASE("how often and how precisely can be chosen for each field and column") {
    const Desk desk;
    REQUIRE(desk({"run", "tiny", "-q", "--set", "output.fields_each.oxygen=1 d", "--set",
                  "output.significant_bits={oxygen=4, radius=6}"})
                .code == 0);
    const io::File file = io::open_trajectory(desk.folder / "tiny.h5");
    const io::Group lesion = file.root().open("lesions/primary");
    CHECK(lesion.rows("fields/oxygen/time_s") == 3);
    CHECK(lesion.rows("fields/vessels/time_s") == 1);
    CHECK(lesion.dataset("fields/oxygen/values").number("significant_bits") == 4);
    CHECK(lesion.dataset("cells/tumour/radius").number("significant_bits") == 6);
    CHECK_FALSE(lesion.dataset("fields/vessels/values").has_attribute("significant_bits"));
    for (const float value : lesion.dataset("fields/oxygen/values").read_as<float>()) {
        int exponent = 0;
        const float mantissa = std::frexp(value, &exponent) * 16;  // of four binary digits
        CHECK(mantissa == std::trunc(mantissa));
    }
}

TEST_CASE("a wish for instructions that nobody knows is a mistake of the user") {
    const Desk desk;
    ::setenv("PERFORIN_INSTRUCTIONS", "avx", 1);
    const Answer answer = desk({"list"});
    ::unsetenv("PERFORIN_INSTRUCTIONS");
    CHECK(answer.code == 2);
    CHECK(answer.says("PERFORIN_INSTRUCTIONS is 'avx'; it may be baseline, v3 or v4"));
}
