// What kill -9 leaves of a run, whenever it comes.

#include <doctest/doctest.h>

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "io/files.hpp"
#include "io/trajectory.hpp"
#include "support/scratch_folder.hpp"
#include "support/small_run.hpp"

using namespace perforin::io;
using namespace support;

namespace {

/// Whether a killed run's file holds what it had committed: every frame whole, in order.
bool whole(const std::filesystem::path& path, std::size_t committed) {
    const File file = open_trajectory(path);
    const Group& root = file.root();
    const auto rows =
        root.dataset("lesions/primary/frames/rows/tumour").read_as<std::array<std::uint64_t, 2>>();
    const auto radii = root.dataset("lesions/primary/cells/tumour/radius").read_as<float>();
    const auto table = root.dataset("series/patient/burden").read_as<double>();
    if (rows.size() < committed || table.size() != rows.size()) return false;
    std::size_t next = 0;
    for (std::size_t frame = 0; frame != rows.size(); ++frame) {
        if (rows[frame][0] != next || table[frame] != static_cast<double>(frame)) return false;
        for (std::size_t i = 0; i != rows[frame][1]; ++i, ++next) {
            // What run_until_killed wrote there.
            const float radius = static_cast<float>(frame) + 1e-3f * static_cast<float>(i % 100);
            if (radii[next] != radius) return false;
        }
    }
    return next == radii.size();
}

/// Commits frame after frame and reports each through a pipe.
[[noreturn]] void run_until_killed(const std::filesystem::path& path, int report) {
    Trajectory run = begin(path);
    std::vector<float> radii;
    for (int frame = 0;; ++frame) {
        radii.resize(300 + 7 * static_cast<std::size_t>(frame % 20));
        for (std::size_t i = 0; i != radii.size(); ++i) {
            radii[i] = static_cast<float>(frame) + 1e-3f * static_cast<float>(i % 100);
        }
        Frame open = run.frame("primary", frame);
        for (const char* const name : {"radius", "b", "c", "d", "e"}) {
            open.cells("tumour").put({name, "um", "A column"}, radii);
        }
        run.series("patient", "", burden).append(frame, {double(frame)});
        run.commit();
        if (::write(report, "x", 1) != 1) ::_exit(1);
    }
}

/// Starts a run, kills it after a while, and returns how many commits it had reported.
std::size_t kill_a_run(const std::filesystem::path& path, std::chrono::microseconds after) {
    std::array<int, 2> ends{};
    REQUIRE(::pipe(ends.data()) == 0);
    const pid_t child = ::fork();
    if (child == 0) run_until_killed(path, ends[1]);
    ::close(ends[1]);
    char report = 0;
    std::size_t committed = 0;
    if (::read(ends[0], &report, 1) == 1) ++committed;  // it is under way
    std::this_thread::sleep_for(after);
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    while (::read(ends[0], &report, 1) == 1) ++committed;
    ::close(ends[0]);
    return committed;
}

}  // namespace

TEST_CASE("a run killed at any instant leaves every committed frame, whole") {
    const ScratchFolder folder;
    for (int attempt = 0; attempt != 30; ++attempt) {
        CAPTURE(attempt);
        const auto path = folder / ("run" + std::to_string(attempt) + ".h5");
        const auto committed = kill_a_run(path, std::chrono::microseconds{5000 + 2371 * attempt});
        CHECK(whole(path, committed));
    }
}
