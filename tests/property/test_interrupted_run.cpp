// The real program, stopped by signals or killed, goes on to the result of a run that nobody
// disturbed.

#include <doctest/doctest.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "../support/program.hpp"
#include "../support/scratch_folder.hpp"
#include "io/digest.hpp"

using namespace perforin;
using support::Answer, support::call, support::Call;
namespace fs = std::filesystem;

namespace {

/// Some seconds on one thread, so that signals hit it anywhere.
constexpr const char* busy = R"([run]
days = 2
checkpoint = "0.02 s"
[output]
frames = "1 d"
fields = "1 d"
events = "all"
[tissue]
sub_step = "10 min"
[[lesion]]
name = "block"
[lesion.slab]
width = "120 um"
depth = "120 um"
cap = "160 um"
[[lesion]]
name = "disc"
layout = "nodule"
[lesion.nodule]
dimensions = 2
radius = "60 um"
[[therapy]]
type = "nivolumab"
)";

struct Desk {
    Desk() {
        ::setenv("GOMP_SPINCOUNT", "10000", 0);  // as ./perforin has it, for busy processors
        std::ofstream{folder / "busy.toml"} << busy;
        REQUIRE(
            call(folder.path(), {"run", "busy.toml", "-q", "--threads", "1", "-o", "straight.h5"})
                .code == 0);
        straight = io::digest(folder / "straight.h5");
    }
    /// Ends a run by a signal after a while, then resumes it to the end. Gives the first answer.
    Answer disturb(int signal, std::chrono::milliseconds after, const std::string& threads) const {
        Call run{folder.path(), {"run", "busy.toml", "--resume", "-o", "a.h5", "--threads", "1"}};
        wait_for("a.h5");
        std::this_thread::sleep_for(after);
        run.send(signal);
        Answer answer = run.wait();
        const Answer rest = call(folder.path(), {"run", "busy.toml", "--resume", "-q", "-o", "a.h5",
                                                 "--threads", threads});
        CHECK_MESSAGE(rest.code == 0, rest.err);
        return answer;
    }
    void wait_for(const std::string& name) const { support::wait_for(folder / name); }
    std::set<std::string> files() const {
        std::set<std::string> names;
        for (const auto& entry : fs::directory_iterator{folder.path()}) {
            if (entry.path().filename().string().front() != '.') {
                names.insert(entry.path().filename().string());
            }
        }
        names.erase("a.h5.journal");  // may be left, and empty, by a kill in the very last moment
        return names;
    }
    support::ScratchFolder folder;
    std::string straight;
};

}  // namespace

TEST_CASE("a run that signals stop saves itself at once and goes on to the same result") {
    const Desk desk;
    int wait = 10, stopped = 0;
    for (const int signal : {SIGINT, SIGTERM, SIGUSR1}) {
        CAPTURE(signal);
        const Answer answer = desk.disturb(signal, std::chrono::milliseconds{wait += 30},
                                           signal == SIGINT ? "2" : "1");
        CHECK((answer.code == 3 || answer.code == 0));
        stopped += answer.code == 3;
        CHECK(io::digest(desk.folder / "a.h5") == desk.straight);
        fs::remove(desk.folder / "a.h5");
    }
    CHECK(stopped > 0);  // a fast machine may be done before
}

TEST_CASE("a run that is killed at any instant goes on to the same result") {
    const Desk desk;
    int killed = 0;
    for (int attempt = 0; attempt != 8; ++attempt) {
        CAPTURE(attempt);
        const Answer answer =
            desk.disturb(SIGKILL, std::chrono::milliseconds{attempt * 37 % 200}, "1");
        CHECK((answer.code == 128 + SIGKILL || answer.code == 0));
        killed += answer.code != 0;
        CHECK(io::digest(desk.folder / "a.h5") == desk.straight);
        CHECK(desk.files() == std::set<std::string>{"a.h5", "busy.toml", "straight.h5"});
        fs::remove(desk.folder / "a.h5");
    }
    CHECK(killed > 0);
}

TEST_CASE("a run that is killed again and again comes to its end") {
    const Desk desk;
    int attempts = 0;
    for (int code = -1; code != 0; ++attempts) {
        REQUIRE(attempts < 200);
        Call run{desk.folder.path(),
                 {"run", "busy.toml", "-q", "--resume", "-o", "a.h5", "--threads", "1"}};
        std::this_thread::sleep_for(std::chrono::milliseconds{60 + 17 * attempts});
        run.send(SIGKILL);
        code = run.wait().code;
    }
    CHECK(io::digest(desk.folder / "a.h5") == desk.straight);
}

TEST_CASE("a second Ctrl-C ends a run at once, a second warning of the scheduler does not") {
    const Desk desk;
    for (const int second : {SIGINT, SIGUSR1}) {
        Call run{desk.folder.path(),
                 {"run", "busy.toml", "-o", "a.h5", "--threads", "1", "--days", "999", "--set",
                  "lesion.0.slab.width=600 um", "--set", "run.checkpoint=1 h"}};
        desk.wait_for("a.h5");
        std::this_thread::sleep_for(std::chrono::milliseconds{300});
        run.send(second);
        desk.wait_for(".stderr");  // it says that it heard; a step of so wide a block goes on
        run.send(second);
        const Answer answer = run.wait();
        CHECK(answer.code == (second == SIGINT ? 128 + SIGINT : 3));
        fs::remove(desk.folder / "a.h5");
    }
}
