// What the disk holds after a power cut or a kill, at every point of some commits: the last commit
// that was promised, or a later one, and never anything in between.

#include <doctest/doctest.h>

#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "io/atomic_file.hpp"
#include "io/crc32.hpp"
#include "io/recovery.hpp"
#include "support/disk_calls.hpp"
#include "support/scratch_folder.hpp"

using namespace perforin::io;
using support::DiskCall;
using support::ScratchFolder;
namespace fs = std::filesystem;

namespace {

using Random = std::mt19937;  // its values are the same everywhere
using Kind = DiskCall::Kind;

std::size_t below(Random& random, std::size_t end) {
    return random() % end;
}

std::string content_of(const fs::path& path, std::uint64_t bytes) {
    std::string content(bytes, '\0');
    std::ifstream{path, std::ios::binary}.read(content.data(), static_cast<std::streamsize>(bytes));
    return content;
}

/// Commits that write, overwrite, lengthen and shorten; the same ones each time.
class Writer {
public:
    static constexpr std::size_t commits = 14;

    explicit Writer(const fs::path& path)
        : file_{path, AtomicFile::Mode::create, std::uint64_t{100'000}} {}

    void change() {
        const std::size_t writes = 1 + below(random_, 4);
        for (std::size_t i = 0; i != writes; ++i) {
            const std::size_t at = below(random_, content_.size() + 1);
            const std::string text(1 + below(random_, 15000), static_cast<char>('a' + step_));
            content_.resize(std::max(content_.size(), at + text.size()));
            content_.replace(at, text.size(), text);
            file_.write(at, text.data(), text.size());
        }
        if (++step_ % 5 == 0) {
            content_.resize(content_.size() / 2);
            file_.resize(content_.size());
        }
    }
    AtomicFile& file() { return file_; }
    const std::string& content() const { return content_; }

private:
    AtomicFile file_;
    Random random_{7};
    std::string content_;
    int step_ = 0;
};

/// What was in the file after each commit; the first is the empty file.
std::vector<std::string> all_contents() {
    const ScratchFolder folder;
    Writer writer{folder / "all"};
    std::vector<std::string> contents{""};
    for (std::size_t i = 0; i != Writer::commits; ++i) {
        writer.change();
        contents.push_back(writer.content());
    }
    return contents;
}

/// A disk that brings writes home in any order until it is told to sync, and then loses power.
class Disk {
public:
    void take(const DiskCall& call) {
        const std::string name = fs::path{call.path}.filename().string();
        if (call.kind == Kind::sync) {
            if (files_.count(name) != 0) settle(files_[name]);
        } else if (call.kind == Kind::rename) {
            files_[fs::path{call.to}.filename().string()] = std::move(files_[name]);
            files_.erase(name);
        } else if (call.kind == Kind::unlink) {
            files_.erase(name);
        } else {
            files_[name].waiting.push_back(call);
        }
    }

    enum class Loses { nothing, everything, something };
    void write_to(const fs::path& folder, Loses loses, Random& random) const {
        for (const auto& [name, file] : files_) {
            std::string content = file.safe;
            for (const DiskCall& call : file.waiting) {
                if (loses == Loses::everything) break;
                apply(call, content, loses == Loses::something ? &random : nullptr);
            }
            if (name.ends_with(".journal")) restart(content);
            std::ofstream{folder / name, std::ios::binary} << content;
        }
    }

private:
    struct File {
        std::string safe;
        std::vector<DiskCall> waiting;
    };

    /// After a power cut the machine starts anew, as the journal's head will tell.
    static void restart(std::string& journal) {
        constexpr std::size_t boot = 8, sum = 68, end = 72;
        if (journal.size() < end) return;
        const std::uint32_t right = crc32(journal.data(), sum);
        if (std::memcmp(journal.data() + sum, &right, sizeof right) != 0) return;
        journal[boot] = '?';
        const std::uint32_t now = crc32(journal.data(), sum);
        std::memcpy(journal.data() + sum, &now, sizeof now);
    }

    static void settle(File& file) {
        for (const DiskCall& call : file.waiting) apply(call, file.safe, nullptr);
        file.waiting.clear();
    }

    /// With chance, half of the sectors get lost.
    static void apply(const DiskCall& call, std::string& content, Random* chance) {
        if (call.kind == Kind::cut) {
            if (chance == nullptr || (*chance)() % 2 == 0) content.resize(call.at);
            return;
        }
        constexpr std::size_t sector = 512;
        for (std::size_t done = 0; done < call.data.size();) {
            const std::size_t at = call.at + done;
            const std::size_t part = std::min(sector - at % sector, call.data.size() - done);
            if (chance == nullptr || (*chance)() % 2 == 0) {
                content.resize(std::max(content.size(), at + part));
                content.replace(at, part, call.data, done, part);
            }
            done += part;
        }
    }

    std::map<std::string, File> files_;
};

/// Which of the contents a file has after recover(); -1: none of them.
std::ptrdiff_t state_of(const fs::path& path, const std::vector<std::string>& contents) {
    recover(path);
    const DiskFile file = DiskFile::open(path, 0);
    const auto seal = read_seal(file);
    const std::string content = content_of(path, seal ? seal->size : file.size());
    // The latest, for nothing tells apart commits that changed nothing.
    const auto found = std::find(contents.rbegin(), contents.rend(), content);
    return contents.rend() - found - 1;
}

struct Recording {
    std::vector<DiskCall> calls;
    std::vector<std::size_t> safe_at;  ///< calls after which commit 0, 1, … was promised to be safe
};

Recording record(const std::function<void(Writer&)>& commit) {
    const ScratchFolder folder;
    Recording recording;
    support::start_recording();
    {
        Writer writer{folder / "file"};
        recording.safe_at.push_back(support::calls_so_far());
        for (std::size_t i = 0; i != Writer::commits; ++i) {
            writer.change();
            commit(writer);
            recording.safe_at.push_back(support::calls_so_far());
        }
    }
    recording.calls = support::stop_recording();
    return recording;
}

/// Cuts the power after each call, with luck and without.
void check_power_cuts(const Recording& recording) {
    const support::SlowSyncs none{std::chrono::microseconds{0}};  // of the recoveries
    const std::vector<std::string> contents = all_contents();
    Random random{11};
    Disk disk;
    for (std::size_t call = 0; call != recording.calls.size(); ++call) {
        disk.take(recording.calls[call]);
        const auto promised = std::count_if(recording.safe_at.begin(), recording.safe_at.end(),
                                            [&](std::size_t at) { return at <= call + 1; });
        if (promised <= 1) continue;  // nothing yet but the empty file
        for (int attempt = 0; attempt != 8; ++attempt) {
            const ScratchFolder folder;
            disk.write_to(folder.path(),
                          attempt == 0   ? Disk::Loses::nothing
                          : attempt == 1 ? Disk::Loses::everything
                                         : Disk::Loses::something,
                          random);
            CAPTURE(call);
            CAPTURE(attempt);
            CHECK(state_of(folder / "file", contents) >= promised - 1);
        }
    }
}

}  // namespace

TEST_CASE("a power cut at any moment leaves every commit, whatever the disk had not yet written") {
    const Recording recording = record([](Writer& writer) {
        writer.file().commit();
        writer.file().sync();
    });
    const auto renewals = std::count_if(recording.calls.begin(), recording.calls.end(),
                                        [](const DiskCall& c) { return c.kind == Kind::rename; });
    CHECK(renewals > 1);
    check_power_cuts(recording);
}

TEST_CASE("where syncs are slow, a power cut leaves every commit before the last sync") {
    Recording recording;
    {
        const support::SlowSyncs slow{std::chrono::milliseconds{1}};
        recording = record([](Writer& writer) { writer.file().commit(); });
    }
    const auto& calls = recording.calls;
    const auto is_sync = [](const DiskCall& call) {
        return call.kind == Kind::sync && call.path.find(".journal") != std::string::npos;
    };
    CHECK(std::count_if(calls.begin(), calls.end(), is_sync) < 8);  // fewer than commits
    for (std::size_t& safe : recording.safe_at) {
        const auto returned = calls.begin() + static_cast<std::ptrdiff_t>(safe);
        const auto sync = std::find_if(returned, calls.end(), is_sync);
        safe = static_cast<std::size_t>(sync - calls.begin()) + 1;
    }
    check_power_cuts(recording);
}

TEST_CASE("a process that is killed at any of its calls leaves every commit") {
    const support::SlowSyncs none{std::chrono::microseconds{0}};
    const std::vector<std::string> contents = all_contents();
    auto* const committed = static_cast<long*>(
        ::mmap(nullptr, sizeof(long), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
    bool finished = false;
    long calls = 0;
    while (!finished) {
        const ScratchFolder folder;
        *committed = 0;
        ++calls;
        const pid_t child = ::fork();
        if (child == 0) {
            support::die_at_call(calls);
            Writer writer{folder / "file"};
            for (std::size_t i = 0; i != Writer::commits; ++i, ++*committed) {
                writer.change();
                writer.file().commit();
            }
            ::_exit(0);  // as a kill would, without the seal
        }
        int status = 0;
        ::waitpid(child, &status, 0);
        finished = WIFEXITED(status);
        CAPTURE(calls);
        if (*committed == 0) continue;
        const auto state = state_of(folder / "file", contents);
        CHECK(state >= *committed);
        CHECK(state <= *committed + 1);
    }
    CHECK(calls > 30);
    ::munmap(committed, sizeof(long));
}
