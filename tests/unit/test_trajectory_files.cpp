// Trouble with the files of a run, told in sentences.

#include <doctest/doctest.h>

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>

#include "core/error.hpp"
#include "io/files.hpp"
#include "io/info.hpp"
#include "io/trajectory.hpp"
#include "support/scratch_folder.hpp"
#include "support/small_run.hpp"

using namespace perforin;
using namespace perforin::io;
using namespace support;

namespace {

/// Why a file cannot be read; "" if it can.
std::string complaint(const std::filesystem::path& path) {
    try {
        open_trajectory(path);
    } catch (const Unavailable& trouble) {
        return trouble.what();
    }
    return "";
}

/// Why a run cannot be written there; "" if it can.
std::string refusal(const std::filesystem::path& path, const Writing& writing = {}) {
    try {
        Trajectory::create(path, provenance(), writing);
    } catch (const Unavailable& trouble) {
        return trouble.what();
    }
    return "";
}

}  // namespace

TEST_CASE("a result is not overwritten unless the user insists") {
    const ScratchFolder folder;
    begin(folder / "run.h5").finish("completed", "first");
    const std::string why = refusal(folder / "run.h5");
    CHECK(contains(why, "run.h5 exists already"));
    CHECK(contains(why, "--force"));
    CHECK(open_trajectory(folder / "run.h5").root().open("manifest").text("why") == "first");
    CHECK(refusal(folder / "run.h5", {.force = true}).empty());
}

TEST_CASE("a lesion's name must fit into a path") {
    const ScratchFolder folder;
    Trajectory run = begin(folder / "run.h5");
    for (const char* const name : {"", ".", "left/right"}) {
        CHECK_THROWS_AS(run.lesion(name, "", block), BadInput);
    }
}

TEST_CASE("a result that is being written is not overwritten even if the user insists") {
    const ScratchFolder folder;
    const Trajectory run = begin(folder / "run.h5");
    CHECK(contains(refusal(folder / "run.h5", {.force = true}), "being written by another run"));
    CHECK(complaint(folder / "run.h5").empty());
}

TEST_CASE("a path that cannot hold a result is refused in a sentence") {
    const ScratchFolder folder;
    std::filesystem::create_directory(folder / "folder.h5");
    CHECK(contains(refusal(folder / "folder.h5", {.force = true}), "is a folder"));
    CHECK(contains(refusal(folder / "missing/run.h5"), "missing does not exist"));
    std::ofstream{folder / "file"} << "text";
    CHECK(contains(refusal(folder / "file/run.h5"), "is not a folder"));
    CHECK(contains(refusal("/dev/null", {.force = true}), "is not an ordinary file"));
    CHECK(contains(refusal(""), "needs a file name"));
    const std::string room = refusal(folder / "run.h5", {.expected_bytes = ~std::uint64_t{0} / 2});
    CHECK(contains(room, "left; the result needs about"));
    CHECK_FALSE(std::filesystem::exists(folder / "run.h5"));
}

TEST_CASE("a folder without write permission is refused in a sentence") {
    const ScratchFolder folder;
    ::chmod(folder.path().c_str(), 0555);
    const uid_t user = ::geteuid();
    constexpr uid_t nobody = 65534;  // root may write everywhere, so it steps back
    if (user == 0) REQUIRE(::seteuid(nobody) == 0);
    const std::string why = refusal(folder / "run.h5");
    if (user == 0) REQUIRE(::seteuid(0) == 0);
    ::chmod(folder.path().c_str(), 0755);
    CHECK(contains(why, "Cannot write in folder"));
    CHECK(contains(why, "Permission denied"));
}

TEST_CASE("a run that fails to set up leaves no file behind") {
    const ScratchFolder folder;
    {
        const FileSizeLimit limit{1000};
        CHECK(contains(refusal(folder / "run.h5"), "Cannot write"));
    }
    CHECK(std::filesystem::is_empty(folder.path()));
}

TEST_CASE("a full disk stops the run in a sentence and costs nothing that was committed") {
    const ScratchFolder folder;
    Trajectory run = begin(folder / "run.h5");
    put_frame(run, 0, 1, 1000);
    run.commit();
    put_frame(run, 60, 1001, 100000);
    {
        const FileSizeLimit limit{std::filesystem::file_size(folder / "run.h5") + 20000};
        CHECK_THROWS_WITH_AS(run.commit(), doctest::Contains("Cannot write"), Unavailable);
    }
    CHECK(rows_of(open_trajectory(folder / "run.h5"), "tumour") == Index{{0, 1000}});
    run.finish("failed: the disk was full", "");  // there is room again
    CHECK(rows_of(open_trajectory(folder / "run.h5"), "tumour") ==
          Index{{0, 1000}, {1000, 100000}});
}

TEST_CASE("a killed run leaves every frame it committed, says so, and can be continued") {
    const ScratchFolder folder;
    const auto path = folder / "run.h5";
    const pid_t child = ::fork();
    if (child == 0) {
        Trajectory run = begin(path);
        for (int frame = 0; frame != 3; ++frame) {
            put_frame(run, frame, 0, 1000);
            if (frame != 2) run.commit();
        }
        ::kill(::getpid(), SIGKILL);
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    REQUIRE(WIFSIGNALED(status));
    CHECK(rows_of(open_trajectory(path), "tumour") == Index{{0, 1000}, {1000, 1000}});
    CHECK(contains(info(path), "interrupted"));

    File file = File::edit(path);  // it can be continued
    const std::uint64_t next = 4711;
    file.root().dataset("lesions/primary/cells/tumour/id").append(&next, 1);
    file.close();
    CHECK(open_trajectory(path).root().rows("lesions/primary/cells/tumour/id") == 2001);
}

TEST_CASE("a run can be read while it is being written") {
    const ScratchFolder folder;
    Trajectory run = begin(folder / "run.h5");
    put_frame(run, 0, 1, 10);
    run.commit();
    put_frame(run, 60, 11, 10);
    CHECK(rows_of(open_trajectory(folder / "run.h5"), "tumour") == Index{{0, 10}});
    CHECK(contains(info(folder / "run.h5"), "running, this file is being written"));
    run.commit();
    CHECK(rows_of(open_trajectory(folder / "run.h5"), "tumour") == Index{{0, 10}, {10, 10}});
}

TEST_CASE("a file that is no trajectory is refused in a sentence") {
    const ScratchFolder folder;
    CHECK(contains(complaint(folder / "none.h5"), "does not exist"));
    CHECK(contains(complaint(folder.path()), "is not an ordinary file"));
    std::ofstream{folder / "empty.h5"}.close();
    CHECK(contains(complaint(folder / "empty.h5"), "is empty"));
    std::ofstream{folder / "text.h5"} << "time,cells\n0,1000\n";
    CHECK(contains(complaint(folder / "text.h5"), "is not an HDF5 file"));
    File::create(folder / "foreign.h5").close();
    CHECK(contains(complaint(folder / "foreign.h5"), "not a perforin trajectory"));

    Trajectory run = begin(folder / "run.h5");
    put_frame(run, 0, 1, 10000);
    run.finish("completed", "");
    std::filesystem::resize_file(folder / "run.h5",
                                 std::filesystem::file_size(folder / "run.h5") / 2);
    CHECK(contains(complaint(folder / "run.h5"), "is damaged or cut short"));
}

TEST_CASE("half a commit of an older version is not read") {
    const ScratchFolder folder;
    begin(folder / "old.h5").finish("completed", "");
    std::ofstream{folder / "old.h5.pending"}.close();  // of a run that was killed between commits
    CHECK(complaint(folder / "old.h5").empty());
    std::ofstream{folder / "old.h5.pending"} << "pfnote01 and pages";
    CHECK(contains(complaint(folder / "old.h5"), "an older perforin was killed while it wrote"));
}

TEST_CASE("only another major version of the format is refused") {
    const ScratchFolder folder;
    const auto complaint_about = [&](const std::string& version) {
        File file = File::create(folder / "version.h5");
        file.root().annotate("format", "perforin trajectory");
        file.root().annotate("version", version);
        file.close();
        return complaint(folder / "version.h5");
    };
    CHECK(complaint_about("1.0").empty());
    CHECK(complaint_about("1.1").empty());
    CHECK(complaint_about("1.7").empty());
    CHECK(contains(complaint_about("2.0"), "has format version 2.0; this program reads"));
    CHECK(contains(complaint_about("0.9"), "has format version 0.9"));
    CHECK(contains(complaint_about("new"), "has format version new"));
}
