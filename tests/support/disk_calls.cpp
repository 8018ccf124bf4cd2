// Stands between the code and the system: counts, records or ends the process at calls that change
// files. Part of the test programs, and of a library that is loaded into the program (LD_PRELOAD).

#include "disk_calls.hpp"

#include <dlfcn.h>
#include <fcntl.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <optional>
#include <thread>
#include <utility>

namespace support {

namespace {

bool recording = false;
std::vector<DiskCall> record;
long left_to_live = 0;  // calls; 0: for ever
std::optional<std::chrono::microseconds> sync_time;

[[noreturn]] void die() {
    ::kill(::getpid(), SIGKILL);
    for (;;) ::pause();
}

/// Whether this call is the one at which the process is to end.
bool is_last() {
    return left_to_live != 0 && --left_to_live == 0;
}

std::string path_of(int file) {
    std::string path(4096, '\0');
    const std::string link = "/proc/self/fd/" + std::to_string(file);
    const ssize_t length = ::readlink(link.c_str(), path.data(), path.size());
    path.resize(length < 0 ? 0 : static_cast<std::size_t>(length));
    return path;
}

void note(DiskCall call) {
    if (recording) record.push_back(std::move(call));
}

template <class Function>
Function* next(const char* name) {
    return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

const struct LimitFromOutside {
    LimitFromOutside() {
        const char* const text = std::getenv("PERFORIN_TEST_DISK_CALLS");
        if (text != nullptr) left_to_live = std::atol(text);
    }
} limit_from_outside;

int sync_file(int file, const char* name) {
    if (is_last()) die();
    note({.kind = DiskCall::Kind::sync, .path = path_of(file)});
    if (sync_time) std::this_thread::sleep_for(*sync_time);
    return recording || sync_time ? 0 : next<int(int)>(name)(file);
}

}  // namespace

void start_recording() {
    record.clear();
    recording = true;
}

std::size_t calls_so_far() {
    return record.size();
}

std::vector<DiskCall> stop_recording() {
    recording = false;
    return std::move(record);
}

SlowSyncs::SlowSyncs(std::chrono::microseconds time) {
    sync_time = time;
}

SlowSyncs::~SlowSyncs() {
    sync_time.reset();
}

void die_at_call(long number) {
    left_to_live = number;
}

}  // namespace support

using namespace support;

extern "C" {

ssize_t pwrite(int file, const void* data, std::size_t bytes, off_t at) {
    static auto* const real = next<ssize_t(int, const void*, std::size_t, off_t)>("pwrite");
    if (is_last()) {  // in the middle
        real(file, data, bytes / 2, at);
        die();
    }
    const ssize_t done = real(file, data, bytes, at);
    if (recording && done > 0) {
        note({.kind = DiskCall::Kind::write,
              .path = path_of(file),
              .at = static_cast<std::uint64_t>(at),
              .data = {static_cast<const char*>(data), static_cast<std::size_t>(done)}});
    }
    return done;
}

int ftruncate(int file, off_t size) noexcept {
    static auto* const real = next<int(int, off_t)>("ftruncate");
    if (is_last()) die();
    note({.kind = DiskCall::Kind::cut,
          .path = path_of(file),
          .at = static_cast<std::uint64_t>(size)});
    return real(file, size);
}

int fdatasync(int file) {
    return sync_file(file, "fdatasync");
}

int fsync(int file) {
    return sync_file(file, "fsync");
}

int rename(const char* from, const char* to) noexcept {
    static auto* const real = next<int(const char*, const char*)>("rename");
    if (is_last()) die();
    note({.kind = DiskCall::Kind::rename, .path = from, .to = to});
    return real(from, to);
}

int unlink(const char* path) noexcept {
    static auto* const real = next<int(const char*)>("unlink");
    if (is_last()) die();
    note({.kind = DiskCall::Kind::unlink, .path = path});
    return real(path);
}
}
