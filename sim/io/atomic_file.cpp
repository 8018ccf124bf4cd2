#include "io/atomic_file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <iterator>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "core/error.hpp"
#include "core/random.hpp"

namespace perforin::io {

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t note_mark = 0x3130'6574'6f6e'6670ull;  // "pfnote01", little-endian

/// What stands at the front of a note; as many Changes follow as it says.
struct NoteHead {
    std::uint64_t mark, size, changes, checksum;
};

/// One page to be overwritten; `before` is the hash of what it replaces.
struct Change {
    std::uint64_t number, before;
    std::array<std::byte, 4096> after;
};

std::uint64_t hash(const void* data, std::size_t bytes) {
    std::uint64_t state = bytes;
    for (std::size_t at = 0; at < bytes; at += sizeof state) {
        std::uint64_t word = 0;
        std::memcpy(&word, static_cast<const char*>(data) + at, std::min(sizeof word, bytes - at));
        state = mix(state ^ word) + at;
    }
    return state;
}

std::uint64_t checksum(const NoteHead& head, const std::vector<Change>& changes) {
    return hash(changes.data(), changes.size() * sizeof(Change)) ^ mix(head.size);
}

[[noreturn]] void fail(const fs::path& path, int error) {
    throw Unavailable{
        fmt::format("Cannot write {}: {}.", path.string(), std::generic_category().message(error))};
}

void write_all(int file, std::uint64_t at, const void* from, std::size_t bytes,
               const fs::path& path) {
    const auto* next = static_cast<const char*>(from);
    while (bytes != 0) {
        const ssize_t done = ::pwrite(file, next, bytes, static_cast<off_t>(at));
        if (done < 0 && errno == EINTR) continue;
        if (done <= 0) fail(path, done == 0 ? ENOSPC : errno);
        next += done;
        at += static_cast<std::uint64_t>(done);
        bytes -= static_cast<std::size_t>(done);
    }
}

/// Reads up to `bytes`; what lies past the end of the file is filled with zeros.
std::size_t read_all(int file, std::uint64_t at, void* into, std::size_t bytes,
                     const fs::path& path) {
    auto* next = static_cast<char*>(into);
    std::size_t got = 0;
    while (got != bytes) {
        const ssize_t done = ::pread(file, next + got, bytes - got, static_cast<off_t>(at + got));
        if (done < 0 && errno == EINTR) continue;
        if (done < 0) fail(path, errno);
        if (done == 0) break;
        got += static_cast<std::size_t>(done);
    }
    std::memset(next + got, 0, bytes - got);
    return got;
}

std::uint64_t size_of(int file, const fs::path& path) {
    struct stat about {};
    if (::fstat(file, &about) != 0) fail(path, errno);
    return static_cast<std::uint64_t>(about.st_size);
}

void cut(int file, std::uint64_t size, const fs::path& path) {
    if (::ftruncate(file, static_cast<off_t>(size)) != 0) fail(path, errno);
}

fs::path note_of(const fs::path& path) {
    return path.string() + ".pending";
}

/// Opens the note and locks it for as long as the descriptor lives.
Descriptor locked_note(const fs::path& note_path, const fs::path& path) {
    for (;;) {
        Descriptor note{::open(note_path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666)};
        if (note < 0) fail(path, errno);
        if (::flock(note, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
            throw Unavailable{fmt::format("{} is being written by another run.", path.string())};
        }
        struct stat about {};
        if (::fstat(note, &about) != 0) fail(path, errno);
        if (about.st_nlink != 0) return note;  // else its last owner has just removed it
    }
}

/// A complete note, or nothing.
std::optional<std::pair<NoteHead, std::vector<Change>>> read_note(int note, const fs::path& path) {
    NoteHead head{};
    const std::uint64_t size = size_of(note, path);
    if (read_all(note, 0, &head, sizeof head, path) != sizeof head) return std::nullopt;
    if (head.mark != note_mark || head.changes > (size - sizeof head) / sizeof(Change)) {
        return std::nullopt;
    }
    std::vector<Change> changes(head.changes);
    read_all(note, sizeof head, changes.data(), changes.size() * sizeof(Change), path);
    if (head.checksum != checksum(head, changes)) return std::nullopt;
    return std::pair{head, std::move(changes)};
}

/// Whether every page is as the note found it, or already as the note wants it.
bool belongs(int file, const std::vector<Change>& changes, const fs::path& path) {
    return std::all_of(changes.begin(), changes.end(), [&](const Change& change) {
        std::array<std::byte, 4096> now{};
        read_all(file, change.number * now.size(), now.data(), now.size(), path);
        return hash(now.data(), now.size()) == change.before || now == change.after;
    });
}

}  // namespace

Descriptor::~Descriptor() {
    if (id_ >= 0) ::close(id_);
}

AtomicFile::AtomicFile(const fs::path& path, Mode mode)
    : path_{fs::absolute(path)}, note_path_{note_of(path_)} {
    if (mode == Mode::edit) recover(path_);
    note_ = locked_note(note_path_, path_);
    const int create = mode == Mode::create ? O_CREAT | O_TRUNC : 0;
    file_ = Descriptor{::open(path_.c_str(), O_RDWR | O_CLOEXEC | create, 0666)};
    if (file_ < 0) {
        const int error = errno;
        ::unlink(note_path_.c_str());
        fail(path_, error);
    }
    cut(note_, 0, note_path_);
    size_ = size_on_disk_ = size_of(file_, path_);
}

AtomicFile::~AtomicFile() {
    if (!note_in_force_) ::unlink(note_path_.c_str());
}

void AtomicFile::resize(std::uint64_t size) {
    size_ = size;
    changed_.erase(changed_.lower_bound((size + page_size - 1) / page_size), changed_.end());
}

AtomicFile::Page AtomicFile::page_on_disk(std::uint64_t number) const {
    Page page{};
    if (number * page_size < size_on_disk_) {
        read_all(file_, number * page_size, page.data(), page_size, path_);
    }
    return page;
}

AtomicFile::Page& AtomicFile::page(std::uint64_t number) {
    const auto found = changed_.find(number);
    if (found != changed_.end()) return found->second;
    return changed_.emplace(number, page_on_disk(number)).first->second;
}

void AtomicFile::read(std::uint64_t at, void* into, std::size_t bytes) const {
    read_all(file_, at, into, bytes, path_);
    auto* const out = static_cast<std::byte*>(into);
    const std::uint64_t end = at + bytes;
    for (auto it = changed_.lower_bound(at / page_size);
         it != changed_.end() && it->first * page_size < end; ++it) {
        const std::uint64_t from = std::max(at, it->first * page_size);
        const std::uint64_t to = std::min(end, (it->first + 1) * page_size);
        std::memcpy(out + (from - at), it->second.data() + from % page_size, to - from);
    }
}

void AtomicFile::write(std::uint64_t at, const void* from, std::size_t bytes) {
    const auto* next = static_cast<const std::byte*>(from);
    size_ = std::max(size_, at + bytes);
    while (bytes != 0) {
        const std::size_t start = at % page_size;
        const std::size_t part = std::min(page_size - start, bytes);
        std::memcpy(page(at / page_size).data() + start, next, part);
        next += part;
        at += part;
        bytes -= part;
    }
}

void AtomicFile::commit() {
    if (changed_.empty() && size_ == size_on_disk_) return;
    const auto past_the_end =
        std::as_const(changed_).lower_bound((size_on_disk_ + page_size - 1) / page_size);
    try {
        put_in_place(past_the_end, changed_.cend());
        if (past_the_end != changed_.cbegin()) note(past_the_end);
    } catch (...) {  // give the room back; nobody looks past the old end
        [[maybe_unused]] const int ignored = ::ftruncate(file_, static_cast<off_t>(size_on_disk_));
        throw;
    }
    put_in_place(changed_.cbegin(), past_the_end);
    if (size_ != size_on_disk_) cut(file_, size_, path_);
    cut(note_, 0, note_path_);
    note_in_force_ = false;
    size_on_disk_ = size_;
    changed_.clear();
}

void AtomicFile::note(Pages::const_iterator last) {
    std::vector<Change> changes;
    for (auto it = changed_.cbegin(); it != last; ++it) {
        const Page before = page_on_disk(it->first);
        changes.push_back({it->first, hash(before.data(), page_size), it->second});
    }
    NoteHead head{note_mark, size_, changes.size(), 0};
    head.checksum = checksum(head, changes);
    write_all(note_, sizeof head, changes.data(), changes.size() * sizeof(Change), path_);
    write_all(note_, 0, &head, sizeof head, path_);
    note_in_force_ = true;
}

void AtomicFile::put_in_place(Pages::const_iterator first, Pages::const_iterator last) {
    constexpr std::size_t long_enough = std::size_t{64} * page_size;
    std::vector<std::byte> run;  // neighbouring pages, for fewer and larger writes
    std::uint64_t start = 0;
    for (auto it = first; it != last; ++it) {
        if (run.empty()) start = it->first;
        run.insert(run.end(), it->second.begin(), it->second.end());
        const auto next = std::next(it);
        if (next != last && next->first == it->first + 1 && run.size() < long_enough) continue;
        write_all(file_, start * page_size, run.data(), run.size(), path_);
        run.clear();
    }
}

void AtomicFile::sync() const {
    if (::fsync(file_) != 0) fail(path_, errno);
}

bool AtomicFile::recover(const fs::path& path) {
    const fs::path note_path = note_of(path);
    const Descriptor note{::open(note_path.c_str(), O_RDWR | O_CLOEXEC)};
    if (note < 0 || ::flock(note, LOCK_EX | LOCK_NB) != 0) return false;
    const auto found = read_note(note, note_path);
    if (!found) return false;
    const auto& [head, changes] = *found;
    const Descriptor file{::open(path.c_str(), O_RDWR | O_CLOEXEC)};
    if (file < 0 || !belongs(file, changes, path)) return false;
    for (const Change& change : changes) {
        write_all(file, change.number * page_size, change.after.data(), page_size, path);
    }
    cut(file, head.size, path);
    ::unlink(note_path.c_str());
    return true;
}

bool AtomicFile::being_written(const fs::path& path) {
    const Descriptor note{::open(note_of(path).c_str(), O_RDONLY | O_CLOEXEC)};
    return note >= 0 && ::flock(note, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
}

}  // namespace perforin::io
