// Runs that are interrupted and resumed come to the result of one that was not.

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <vector>

#include "../support/impatient.hpp"
#include "../support/program.hpp"
#include "../support/scratch_folder.hpp"
#include "core/error.hpp"
#include "engine/run.hpp"
#include "io/checkpoint_file.hpp"
#include "io/digest.hpp"
#include "io/files.hpp"

using namespace perforin;
using engine::RunReport, engine::RunRequest, engine::Scenario;
using support::FileSizeLimit, support::for_ever, support::Impatient, support::ScratchFolder,
    support::text_of;
namespace fs = std::filesystem;

namespace {

constexpr const char* inflamed = R"([output]
events = "all"
frames = "1 d"
fields = "2 d"
[tissue]
step = "2 h"
sub_step = "20 min"
[[lesion]]
diameter = "20 mm"
[lesion.slab]
width = "100 um"
depth = "120 um"
cap = "160 um"
[[lesion]]
name = "nodule"
layout = "nodule"
[lesion.nodule]
radius = "60 um"
extent = "300 um"
cap = "63 um"
[lesion.slab]
width = "60 um"
depth = "40 um"
cut = "20 um"
cap = "60 um"
[biology.tumour]
cycle = "12 h"
growth_fraction = 1
[[therapy]]
type = "nivolumab"
[[examination]]
type = "ct"
first = "1 d"
every = "1 d"
later = "1 d"
jitter = "0 d"
readers = 2
[[examination]]
type = "biopsy"
first = "1 d"
every = "1 d"
later = "1 d"
jitter = "0 d"
least = "0 mm"
pixel = "4 um"
)";
constexpr std::int64_t days = 3, ticks = 12 * days;

/// A result and what leads to it.
struct Desk {
    RunReport run(engine::Watch& watch, bool resume = false, std::vector<std::string> more = {},
                  const std::string& name = "a.h5") const {
        more.insert(more.begin(), {"run.days=" + std::to_string(days), "run.threads=1"});
        return engine::run(scenario, {.settings = more, .output = folder / name, .resume = resume},
                           watch);
    }
    RunReport run_for(std::int64_t steps, bool resume = false,
                      const std::vector<std::string>& more = {}) const {
        Impatient watch{steps};
        return run(watch, resume, more);
    }
    /// Of a run that nobody interrupted.
    std::string straight() const {
        Impatient watch{for_ever};
        run(watch, false, {}, "straight.h5");
        return io::digest(folder / "straight.h5");
    }
    std::string digest() const { return io::digest(folder / "a.h5"); }
    fs::path checkpoint() const { return folder / "a.h5.checkpoint"; }
    std::string manifest(const std::string& name) const {
        return io::open_trajectory(folder / "a.h5").root().open("manifest").text(name);
    }
    std::int64_t reached() const {
        return static_cast<std::int64_t>(
            io::open_trajectory(folder / "a.h5").root().open("manifest").number("reached_s"));
    }
    std::set<std::string> files() const {
        std::set<std::string> names;
        for (const auto& entry : fs::directory_iterator{folder.path()}) {
            names.insert(entry.path().filename().string());
        }
        return names;
    }

    Scenario scenario{.name = "test.toml", .text = inflamed, .title = "test", .places = {}};
    ScratchFolder folder{};
};

}  // namespace

TEST_CASE("interrupted after every step and resumed, a run comes to the same result") {
    const Desk desk;
    const std::string straight = desk.straight();
    RunReport report = desk.run_for(1);
    std::int64_t pieces = 1;
    for (; !report.completed; ++pieces) report = desk.run_for(1, true);
    CHECK(pieces == ticks);
    CHECK(report.burden_at_start.raw() > 0.0);
    CHECK(desk.digest() == straight);
    CHECK(io::open_trajectory(desk.folder / "a.h5").root().has("lesions/nodule/sample"));
    CHECK(desk.manifest("status") == "completed");
    CHECK(desk.files() == std::set<std::string>{"a.h5", "straight.h5"});
}

TEST_CASE("resumed from any step, with any number of threads, a run comes to the same result") {
    const Desk desk;
    const std::string straight = desk.straight();
    for (const std::int64_t steps : {0, 1, 11, 12, 13, 29, 35}) {
        CAPTURE(steps);
        const RunReport report = desk.run_for(steps);
        CHECK(!report.completed);
        CHECK(report.lived == steps * 7200);
        CHECK(report.saved == report.lived);
        CHECK(desk.manifest("status") == "stopped by the user");
        // Many threads for few steps: on busy processors they wait for one another.
        const int threads = steps == 29 ? 2 : steps == 35 ? 3 : 1;
        CHECK(desk.run_for(for_ever, true, {"run.threads=" + std::to_string(threads)}).completed);
        CHECK(desk.digest() == straight);
        fs::remove(desk.folder / "a.h5");
    }
}

TEST_CASE("what the result holds beyond the checkpoint is lived again and stays as it is") {
    const Desk desk;
    const std::string straight = desk.straight();
    desk.run_for(5);
    fs::copy(desk.checkpoint(), desk.folder / "early");
    desk.run_for(25, true);
    fs::copy(desk.folder / "early", desk.checkpoint(), fs::copy_options::overwrite_existing);
    Impatient watch{for_ever};
    CHECK(desk.run(watch, true).completed);
    CHECK(
        watch.said.find("from day 0.416667; what it holds already, up to day 2, is lived again") !=
        std::string::npos);
    CHECK(desk.digest() == straight);
}

TEST_CASE("without a checkpoint a run is resumed from the start") {
    const Desk desk;
    const std::string straight = desk.straight();
    desk.run_for(30);
    fs::remove(desk.checkpoint());
    fs::remove(io::previous_of(desk.checkpoint()));
    Impatient watch{for_ever};
    CHECK(desk.run(watch, true).completed);
    CHECK(watch.said.find("from the start, for there is no checkpoint to use") !=
          std::string::npos);
    CHECK(desk.digest() == straight);
}

TEST_CASE("another life than the result tells of is noticed") {
    const Desk desk;
    desk.run_for(30);
    fs::remove(desk.checkpoint());
    {
        io::File file = io::File::edit(desk.folder / "a.h5");
        io::Dataset burden = file.root().dataset("series/patient/burden");
        burden.truncate(1);
        const std::vector<double> other{1.0, 2.0};
        burden.append(other.data(), 2);
        file.close();
    }
    CHECK_THROWS_WITH_AS(desk.run_for(for_ever, true),
                         doctest::Contains("lived again, day 1 differs from what the result holds: "
                                           "burden of patient is"),
                         Broken);
}

TEST_CASE("a damaged checkpoint is named, and the one before it serves") {
    const Desk desk;
    const std::string straight = desk.straight();
    desk.run_for(5);
    desk.run_for(9, true);
    CHECK(io::Checkpoint::read(desk.checkpoint()).head().at == 14 * 7200);
    fs::resize_file(desk.checkpoint(), fs::file_size(desk.checkpoint()) / 2);
    Impatient watch{for_ever};
    CHECK(desk.run(watch, true).completed);
    CHECK(watch.warned.find("a.h5.checkpoint is damaged or cut short") != std::string::npos);
    CHECK(watch.said.find("from day 0.416667") != std::string::npos);
    CHECK(desk.digest() == straight);
}

TEST_CASE("checkpoints come on the clock, and the last two are kept") {
    const Desk desk;
    const RunReport report = desk.run_for(17, false, {"run.checkpoint=0 s"});
    CHECK(io::Checkpoint::read(desk.checkpoint()).head().at == 17 * 7200);
    CHECK(io::Checkpoint::read(io::previous_of(desk.checkpoint())).head().at == 16 * 7200);
    CHECK(desk.files().size() == 3);
    fs::remove(desk.folder / "a.h5");
    desk.run_for(17, false, {"run.checkpoint=1 h"});
    CHECK(desk.files() == std::set<std::string>{"a.h5", "a.h5.checkpoint"});
}

TEST_CASE("another input, seed or checkpoint is refused by what differs, and nothing is lost") {
    const Desk desk;
    const std::string straight = desk.straight();
    desk.run_for(14);
    const auto refused = [&](const std::string& setting, const std::string& why) {
        CHECK_THROWS_WITH_AS(desk.run_for(for_ever, true, {setting}),
                             doctest::Contains(why.c_str()), Unavailable);
    };
    refused("run.seed=2", "run.seed was 1, and is 2 now");
    refused("lesion.0.diameter=21 mm", "lesion[0].diameter was 20 mm, and is 21 mm now");
    refused("run.days=1", "has come to day 1.16667 already, which is beyond the 1 days asked for");
    const std::string kept = text_of(desk.checkpoint());
    std::string other = kept;
    {
        const Desk elsewhere;
        elsewhere.run_for(14, false, {"run.seed=2"});
        fs::copy(elsewhere.checkpoint(), desk.checkpoint(), fs::copy_options::overwrite_existing);
    }
    CHECK_THROWS_WITH_AS(desk.run_for(for_ever, true), doctest::Contains("is of another input"),
                         Unavailable);
    std::ofstream{desk.checkpoint(), std::ios::binary} << kept;
    CHECK(desk.run_for(for_ever, true).completed);
    CHECK(desk.digest() == straight);
}

TEST_CASE("results and checkpoints of another program are refused with both names") {
    const Desk desk;
    desk.run_for(14);
    const auto as_if_by = [&](const std::string& commit) {
        io::File file = io::File::edit(desk.folder / "a.h5");
        io::Group manifest = file.root().open("manifest");
        std::string before = manifest.text("git_commit");
        manifest.annotate("git_commit", commit);
        file.close();
        return before;
    };
    const std::string ours = as_if_by("another");
    CHECK_THROWS_WITH_AS(desk.run_for(for_ever, true),
                         doctest::Contains("(commit another) began it"), Unavailable);
    as_if_by(ours);
    {
        auto head = io::Checkpoint::read(desk.checkpoint()).head();
        head.git_commit = "another";
        io::CheckpointWriter{desk.checkpoint(), head, 1000}.finish();
    }
    CHECK_THROWS_WITH_AS(desk.run_for(for_ever, true),
                         doctest::Contains("(commit another), and this"), Unavailable);
}

TEST_CASE("a checkpoint that is ahead of the result is left alone") {
    const Desk desk;
    const std::string straight = desk.straight();
    desk.run_for(5);
    fs::copy(desk.folder / "a.h5", desk.folder / "older.h5");
    desk.run_for(20, true);
    fs::copy(desk.folder / "older.h5", desk.folder / "a.h5", fs::copy_options::overwrite_existing);
    Impatient watch{for_ever};
    CHECK(desk.run(watch, true).completed);
    CHECK(watch.warned.find("is of day 2.08333, but the result ends before; it is left alone") !=
          std::string::npos);
    CHECK(watch.said.find("from day 0.416667") != std::string::npos);
    CHECK(desk.digest() == straight);
}

TEST_CASE("a run that was interrupted can be made longer, and a whole one too") {
    const Desk desk;
    Impatient watch{for_ever};
    desk.run(watch, false, {"run.days=4"}, "longer.h5");
    desk.run_for(14);
    CHECK(desk.run_for(for_ever, true, {"run.days=4"}).completed);
    CHECK(desk.digest() == io::digest(desk.folder / "longer.h5"));
    fs::remove(desk.folder / "a.h5");
    CHECK(desk.run_for(for_ever).completed);
    std::ofstream{desk.checkpoint()} << "left by a kill in the very last moment";
    CHECK(desk.run_for(for_ever, true).was_complete);
    CHECK(!fs::exists(desk.checkpoint()));
    CHECK(desk.run_for(for_ever, true, {"run.days=4"}).days == 4);
    CHECK(desk.digest() == io::digest(desk.folder / "longer.h5"));
}

TEST_CASE("a result that is there is told apart by how it ended") {
    const Desk desk;
    desk.run_for(14);
    CHECK_THROWS_WITH_AS(desk.run_for(for_ever),
                         doctest::Contains("was interrupted (stopped by the user); it is complete "
                                           "up to day 1 of 3. --resume goes on from its last "
                                           "checkpoint; --force begins anew"),
                         Unavailable);
    fs::remove(desk.checkpoint());
    CHECK_THROWS_WITH_AS(desk.run_for(for_ever),
                         doctest::Contains("--resume goes on from the start"), Unavailable);
    desk.run_for(for_ever, true);
    CHECK_THROWS_WITH_AS(desk.run_for(for_ever), doctest::Contains("exists already"), Unavailable);
    Desk fresh;
    Impatient watch{for_ever};
    CHECK(fresh.run(watch, true).completed);
    CHECK(watch.said == "there is nothing to resume yet: the run begins\n");
    fs::resize_file(fresh.folder / "a.h5", 0);  // killed before its first commit
    CHECK(fresh.run_for(for_ever, true).completed);
}

TEST_CASE("a guard that stops a run leaves the checkpoint before it, and names it") {
    const Desk desk;
    try {
        desk.run_for(
            for_ever, false,
            {"run.checkpoint=0 s", "tissue.largest_population=1000", "lesion.1.nodule.radius=80 um",
             "lesion.1.nodule.cap=100 um", "biology.tumour.cycle=6 h"});
        FAIL("it was not stopped");
    } catch (const Broken& broken) {
        const std::string what = broken.what();
        CHECK(what.find("largest_population") != std::string::npos);
        CHECK(what.find("the last checkpoint, " + desk.checkpoint().string() + ", is of day ") !=
              std::string::npos);
    }
    CHECK(io::Checkpoint::read(desk.checkpoint()).head().at > 0);
    CHECK(desk.manifest("status").find("failed: lesion ") == 0);
}

TEST_CASE("a run that commits once in days comes to the same result, and a guard loses none") {
    const Desk desk;
    const std::vector<std::string> rarely{"output.commit=2 d"};
    Impatient watch{for_ever};
    desk.run(watch, false, rarely, "straight.h5");
    desk.run_for(17, false, rarely);  // in the second day
    CHECK(desk.reached() == 86400);
    RunReport report = desk.run_for(1, true, rarely);
    while (!report.completed) report = desk.run_for(1, true, rarely);
    CHECK(desk.reached() == days * 86400);
    CHECK(desk.digest() == io::digest(desk.folder / "straight.h5"));

    fs::remove(desk.folder / "a.h5");
    const auto grows = [&](const std::string& commit) {
        CHECK_THROWS_AS(desk.run_for(for_ever, false,
                                     {"output.commit=" + commit, "tissue.largest_population=2500",
                                      "lesion.1.nodule.extent=500 um", "lesion.1.nodule.cap=200 um",
                                      "biology.tumour.cycle=6 h"}),
                        Broken);
        const std::int64_t reached = desk.reached();
        fs::remove(desk.folder / "a.h5");
        return reached;
    };
    const std::int64_t whole = grows("1 d");
    CHECK(whole > 0);
    CHECK(grows("100 d") == whole);
}

namespace {

/// Keeps what lies in a folder at some step, as a kill would leave it.
struct Photographer final : Impatient {
    Photographer(const fs::path& of, const fs::path& into)
        : Impatient{for_ever}, from{of}, to{into} {}
    bool stop() const override {
        if (asked == 20) fs::copy(from, to, fs::copy_options::recursive);
        return Impatient::stop();
    }
    fs::path from, to;
};

}  // namespace

TEST_CASE("killed between two commits, a run goes on from its last checkpoint") {
    const Desk desk, killed;
    fs::remove_all(killed.folder.path());
    Photographer watch{desk.folder.path(), killed.folder.path()};
    const std::vector<std::string> settings{"output.commit=100 d", "run.checkpoint=0 s"};
    CHECK(desk.run(watch, false, settings).completed);
    CHECK(killed.reached() == 86400);
    Impatient again{for_ever};
    CHECK(killed.run(again, true, settings).completed);
    CHECK_MESSAGE(again.said.find("from day 1.66") != std::string::npos, again.said);
    CHECK(killed.digest() == desk.digest());
}

TEST_CASE("where a checkpoint finds no room the run goes on, and older ones stay") {
    const Desk desk;
    const std::string straight = desk.straight();
    desk.run_for(3);
    fs::create_directory(io::new_of(desk.checkpoint()));  // nothing can be written there
    Impatient watch{9};
    const RunReport report = desk.run(watch, true, {"run.checkpoint=0 s"});
    CHECK(report.saved == 3 * 7200);
    CHECK(watch.warned.find("a.h5.checkpoint.new: Is a directory. No checkpoint of day") !=
          std::string::npos);
    CHECK(watch.warned.find("that of day 0.25 is kept") != std::string::npos);
    fs::remove(io::new_of(desk.checkpoint()));
    CHECK(desk.run_for(for_ever, true).completed);
    CHECK(desk.digest() == straight);
}
