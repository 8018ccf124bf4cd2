// Sweeps as a user sees them: every run once, whatever happens to whom. Six runs of a day or two
// take some seconds, so a case here takes up to ten.

#include <doctest/doctest.h>

#include <sys/types.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "io/hdf5.hpp"
#include "support/program.hpp"
#include "support/scratch_folder.hpp"
#include "support/tiny_nodule.hpp"

using support::Answer, support::call, support::Call;
namespace fs = std::filesystem;

namespace {

const std::string tiny = R"([run]
days = 2
[output]
frames = "30 d"
)" + support::tiny_nodule;

const std::string outcomes = R"(
[[outcome]]
name = "burden"
series = "patient"
column = "burden"
[[outcome]]
name = "growth"
series = "patient"
column = "burden"
what = "change"
)";

std::string grid(const std::string& cycles, int replicates = 2) {
    return "[study]\nscenario = \"tiny.toml\"\n[design]\nreplicates = " +
           std::to_string(replicates) + "\n[[vary]]\nkey = \"biology.tumour.cycle\"\nvalues = [" +
           cycles + "]\n" + outcomes;
}
const std::string six_runs = grid(R"("20 h", "30 h", "40 h")");

struct Desk {
    Desk() { write("tiny.toml", tiny); }
    void write(const std::string& name, const std::string& text) const {
        std::ofstream{folder / name, std::ios::binary} << text;
    }
    Answer operator()(std::vector<std::string> words) const {
        words.insert(words.begin(), {"sweep", "study.toml"});
        return call(folder.path(), words);
    }
    std::string table(const std::string& name = "study.results.csv") const {
        return support::text_of(folder / name);
    }
    /// The n-th run's field of the table, from 1 and 0.
    std::string field(int run, int column) const {
        std::string text = table();
        for (; run > 0; --run) text.erase(0, text.find('\n') + 1);
        for (; column > 0; --column) text.erase(0, text.find(',') + 1);
        return text.substr(0, text.find_first_of(",\n"));
    }
    /// What lies among the runs, by how its name ends.
    std::size_t runs(const std::string& ending = ".h5") const {
        std::size_t found = 0;
        for (const auto& entry : fs::directory_iterator{folder / "runs"}) {
            if (entry.path().string().ends_with(ending)) ++found;
        }
        return found;
    }
    support::ScratchFolder folder;
};

constexpr int hash_column = 3, state_column = 4, reason_column = 5, burden_column = 7;

/// The table of six runs that nothing disturbed.
const std::string& undisturbed() {
    static const std::string table = [] {
        const Desk desk;
        desk.write("study.toml", six_runs);
        const Answer answer = desk({"--workers", "1"});
        CHECK(answer.code == 0);
        CHECK(answer.prints("6 of 6 runs done, 6 begun now"));
        return desk.table();
    }();
    return table;
}

}  // namespace

TEST_CASE("a sweep runs each point and writes a row for it, as CSV and as HDF5") {
    const Desk desk;
    desk.write("study.toml", grid(R"("20 h", "40 h")", 1));
    CHECK(desk({"--quiet"}).code == 0);
    CHECK(
        desk.table().starts_with("point,replicate,seed,hash,state,reason,biology.tumour.cycle "
                                 "[h],burden [mm^3],growth\n1,1,1,"));
    CHECK(desk.field(1, state_column) == "done");
    CHECK(desk.field(2, 6) == "40");
    CHECK(std::stod(desk.field(1, burden_column)) > std::stod(desk.field(2, burden_column)));
    CHECK(desk.runs() == 2);
    CHECK(desk.runs(".lock") + desk.runs(".log") + desk.runs(".failed") == 0);
    const auto file = perforin::io::File::read(desk.folder / "study.results.h5");
    CHECK(file.checked());
    const auto& root = file.root();
    CHECK(root.text("format") == "perforin study");
    CHECK(root.dataset("study/text").read().text[0] == grid(R"("20 h", "40 h")", 1));
    CHECK(root.dataset("varied/biology.tumour.cycle").text("unit") == "h");
    CHECK(root.dataset("varied/biology.tumour.cycle").read_as<double>()[1] == 40.0);
    CHECK(root.dataset("outcomes/burden").text("unit") == "mm^3");
    CHECK(root.dataset("outcomes/burden").read_as<double>()[0] ==
          std::stod(desk.field(1, burden_column)));
    CHECK(root.dataset("runs/hash").read().text[1] == desk.field(2, hash_column));
    CHECK(root.open("manifest").text("command_line").find("sweep study.toml") != std::string::npos);
}

TEST_CASE("two workers give the same table as one") {
    const Desk desk;
    desk.write("study.toml", six_runs);
    CHECK(desk({"--workers", "2"}).code == 0);
    CHECK(desk.table() == undisturbed());
}

TEST_CASE("a sweep that is killed with its runs goes on to the same table") {
    for (const int wait_ms : {0, 60, 150}) {  // on a fast machine six runs take less than 400
        const Desk desk;
        desk.write("study.toml", six_runs);
        {
            Call sweep{desk.folder.path(), {"sweep", "study.toml", "--workers", "2"}};
            CHECK(!sweep.wait_for_children().empty());
            std::this_thread::sleep_for(std::chrono::milliseconds{wait_ms});
            const std::vector<pid_t> runs = sweep.wait_for_children();
            CHECK(!runs.empty());
            sweep.send(SIGKILL);
            for (const pid_t run : runs) ::kill(run, SIGKILL);
            CHECK(sweep.wait().code == 128 + SIGKILL);
        }
        CHECK(!fs::exists(desk.folder / "study.results.csv"));
        CHECK(desk({"--workers", "2"}).code == 0);
        CHECK(desk.table() == undisturbed());
        CHECK(desk.runs(".lock") + desk.runs(".log") == 0);
    }
}

TEST_CASE("a run that is killed alone is told, does not stop the others, and is tried again") {
    const Desk desk;
    desk.write("study.toml", six_runs);
    Call sweep{desk.folder.path(), {"sweep", "study.toml", "--workers", "1"}};
    for (const pid_t run : sweep.wait_for_children()) ::kill(run, SIGKILL);
    const Answer answer = sweep.wait();
    CHECK(answer.code == 1);
    CHECK(answer.says("failed: killed by signal 9"));
    CHECK(answer.prints("5 of 6 runs done, 1 failed, 6 begun now"));
    const Answer again = desk({});
    CHECK(again.code == 0);
    CHECK(again.prints("6 of 6 runs done, 1 begun now"));
    CHECK(desk.table() == undisturbed());
}

TEST_CASE("Ctrl-C stops a sweep with its runs saved, and says how it goes on") {
    const Desk desk;
    desk.write("study.toml", six_runs);
    Call sweep{desk.folder.path(), {"sweep", "study.toml", "--workers", "1"}};
    CHECK(!sweep.wait_for_children().empty());
    sweep.send(SIGINT);
    const Answer answer = sweep.wait();
    CHECK(answer.code == 3);
    CHECK(answer.says("to go on: "));
    CHECK(answer.says("sweep study.toml --workers 1"));
    CHECK(desk.table().find(",waiting,") != std::string::npos);
    CHECK(desk.table().find(",failed,") == std::string::npos);
    CHECK(desk({}).code == 0);
    CHECK(desk.table() == undisturbed());
}

TEST_CASE("what is done is not done again: points added, runs shared by studies, other words") {
    const Desk desk;
    desk.write("study.toml", grid(R"("20 h")"));
    CHECK(desk({}).prints("2 of 2 runs done, 2 begun now"));
    CHECK(desk({}).prints("2 of 2 runs done, 0 begun now"));
    desk.write("study.toml", grid(R"("20 h", "30 h")"));
    CHECK(desk({}).prints("4 of 4 runs done, 2 begun now"));
    // Another study in another order of the same runs, said otherwise.
    desk.write("other.toml", grid(R"("1800 min", "1200 min")"));
    const Answer other = call(desk.folder.path(), {"sweep", "other.toml"});
    CHECK(other.prints("4 of 4 runs done, 0 begun now"));
    CHECK(desk.runs() == 4);
    // A store of its own shares nothing.
    const Answer apart = call(desk.folder.path(), {"sweep", "other.toml", "--runs", "apart"});
    CHECK(apart.prints("4 of 4 runs done, 4 begun now"));
}

TEST_CASE("two sweeps at once share the work: no run is begun twice") {
    const Desk desk;
    desk.write("study.toml", six_runs);
    Call first{desk.folder.path(), {"sweep", "study.toml", "--workers", "1"}};
    fs::create_directory(desk.folder / "elsewhere");
    Call second{desk.folder / "elsewhere", {"sweep", "../study.toml", "--workers", "1", "-o", "b"}};
    const auto begun = [](const Answer& answer) {
        CHECK(answer.code == 0);
        const auto at = answer.out.find(" begun now");
        REQUIRE(at != std::string::npos);
        return std::stoi(answer.out.substr(answer.out.rfind(' ', at - 1)));
    };
    const int by_first = begun(first.wait()), by_second = begun(second.wait());
    CHECK(by_first + by_second == 6);
    CHECK(desk.table() == undisturbed());
    CHECK(desk.table("elsewhere/b.csv") == undisturbed());
}

TEST_CASE("a run that cannot be made is recorded with its reason, and the others go on") {
    const Desk desk;
    desk.write("study.toml", six_runs);
    CHECK(desk({"--no-run"}).code == 0);
    CHECK(desk.field(3, state_column) == "waiting");
    CHECK(desk.runs() == 0);
    // Something lies where the third result goes.
    const fs::path there = desk.folder / ("runs/" + desk.field(3, hash_column) + ".h5");
    fs::create_directories(there / "inside");
    const Answer answer = desk({});
    CHECK(answer.code == 1);
    CHECK(answer.prints("5 of 6 runs done, 1 failed"));
    CHECK(desk.field(3, state_column) == "failed");
    CHECK(desk.field(3, reason_column) != "");
    CHECK(desk.field(3, burden_column) == "");
    CHECK(desk.field(4, state_column) == "done");
    fs::remove_all(there);
    CHECK(desk({}).prints("6 of 6 runs done, 1 begun now"));
    CHECK(desk.table() == undisturbed());
}

TEST_CASE("a failure that is the run's own is not tried again unless asked for") {
    const Desk desk;
    desk.write("study.toml", grid(R"("20 h")", 1));
    CHECK(desk({"--no-run"}).code == 0);
    const std::string hash = desk.field(1, hash_column);
    desk.write("runs/" + hash + ".failed", "failed: the numbers ran away");
    const Answer answer = desk({});
    CHECK(answer.code == 1);
    CHECK(answer.prints("0 of 1 runs done, 1 failed, 0 begun now"));
    CHECK(desk.field(1, reason_column) == "the numbers ran away");
    CHECK(desk({"--retry"}).prints("1 of 1 runs done, 1 begun now"));
    CHECK(desk.runs(".failed") == 0);
}

TEST_CASE("a sweep replaces its own tables only") {
    const Desk desk;
    desk.write("study.toml", grid(R"("20 h")", 1));
    desk.write("study.results.csv", "mine");
    const Answer answer = desk({"--no-run"});
    CHECK(answer.code == 2);
    CHECK(answer.says("study.results.csv is no table of results"));
    CHECK(desk.table() == "mine");
    CHECK(desk({"--no-run", "-o", "mine"}).code == 0);
    CHECK(desk({"--no-run", "-o", "mine.csv"}).code == 0);
}

TEST_CASE("outcomes of a twin, and the difference of a patient from her twin") {
    const Desk desk;
    desk.write("study.toml",
               "[study]\nscenario = \"tiny.toml\"\n"
               "settings = [\"run.twin=biology.tumour.cycle=40 h\", \"run.days=1\"]\n"
               "[[vary]]\nkey = \"biology.tumour.cycle\"\nvalues = [\"20 h\", \"40 h\"]\n" +
                   outcomes + "of = \"twin\"\n[[outcome]]\nname = \"effect\"\n" +
                   "series = \"patient\"\ncolumn = \"burden\"\nof = \"difference\"\n");
    CHECK(desk({"-q"}).code == 0);
    CHECK(std::stod(desk.field(1, 9)) > 0.0);
    CHECK(std::stod(desk.field(2, 9)) == 0.0);
    CHECK(desk.runs(".twin.h5") == 2);
}
