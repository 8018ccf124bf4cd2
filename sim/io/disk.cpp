#include "io/disk.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>

#include <fmt/format.h>

#include "core/error.hpp"

namespace perforin::io {

namespace fs = std::filesystem;

void cannot_write(const fs::path& path, int error) {
    throw Unavailable{
        fmt::format("Cannot write {}: {}.", path.string(), std::generic_category().message(error))};
}

namespace {

[[noreturn]] void cannot_read(const fs::path& path, int error) {
    throw Unavailable{
        fmt::format("Cannot read {}: {}.", path.string(), std::generic_category().message(error))};
}

}  // namespace

Descriptor::~Descriptor() {
    if (id_ >= 0) ::close(id_);
}

DiskFile DiskFile::open(const fs::path& path, int flags) {
    DiskFile file{Descriptor{::open(path.c_str(), flags | O_CLOEXEC, 0666)}, path};
    if (file.is_open()) return file;
    if ((flags & O_ACCMODE) == O_RDONLY) cannot_read(path, errno);
    cannot_write(path, errno);
}

std::uint64_t DiskFile::size() const {
    struct stat about {};
    if (::fstat(id_, &about) != 0) cannot_write(path_, errno);
    return static_cast<std::uint64_t>(about.st_size);
}

std::size_t DiskFile::read(std::uint64_t at, void* into, std::size_t bytes) const {
    auto* const next = static_cast<char*>(into);
    std::size_t got = 0;
    while (got != bytes) {
        const ssize_t done = ::pread(id_, next + got, bytes - got, static_cast<off_t>(at + got));
        if (done < 0 && errno == EINTR) continue;
        if (done < 0) cannot_read(path_, errno);
        if (done == 0) break;
        got += static_cast<std::size_t>(done);
    }
    if (got != bytes) std::memset(next + got, 0, bytes - got);
    return got;
}

void DiskFile::write(std::uint64_t at, const void* from, std::size_t bytes) const {
    const auto* next = static_cast<const char*>(from);
    while (bytes != 0) {
        const ssize_t done = ::pwrite(id_, next, bytes, static_cast<off_t>(at));
        if (done < 0 && errno == EINTR) continue;
        if (done <= 0) cannot_write(path_, done == 0 ? ENOSPC : errno);
        next += done;
        at += static_cast<std::uint64_t>(done);
        bytes -= static_cast<std::size_t>(done);
    }
}

void DiskFile::cut(std::uint64_t size) const {
    if (::ftruncate(id_, static_cast<off_t>(size)) != 0) cannot_write(path_, errno);
}

void DiskFile::sync() const {
    if (::fdatasync(id_) != 0) cannot_write(path_, errno);
}

void DiskFile::rename(const fs::path& to) {
    if (::rename(path_.c_str(), to.c_str()) != 0) cannot_write(to, errno);
    path_ = to;
}

bool DiskFile::lock() const {
    return ::flock(id_, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK;
}

DiskFile::Path DiskFile::where() const {
    struct stat here {
    }, there{};
    if (::fstat(id_, &here) != 0) cannot_write(path_, errno);
    if (::stat(path_.c_str(), &there) != 0) return Path::leads_nowhere;
    const bool same = here.st_dev == there.st_dev && here.st_ino == there.st_ino;
    return same ? Path::leads_here : Path::leads_elsewhere;
}

void Appender::add(const void* data, std::size_t bytes) {
    constexpr std::size_t enough = std::size_t{1} << 20;
    const auto* const first = static_cast<const std::byte*>(data);
    if (waiting_.size() + bytes > enough) flush();
    if (bytes > enough) {  // need not wait
        file_.write(at_, data, bytes);
        at_ += bytes;
    } else {
        waiting_.insert(waiting_.end(), first, first + bytes);
    }
}

std::uint64_t Appender::flush() {
    file_.write(at_, waiting_.data(), waiting_.size());
    at_ += waiting_.size();
    waiting_.clear();
    return at_;
}

void sync_folder_of(const fs::path& path) {
    const Descriptor folder{::open(path.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    // Some file systems cannot do it for a folder and say EINVAL; there is nothing better then.
    if (folder < 0 || (::fsync(folder) != 0 && errno != EINVAL)) cannot_write(path, errno);
}

void write_whole(const std::filesystem::path& file, std::string_view text) {
    const std::filesystem::path part = file.string() + ".part";
    DiskFile out = DiskFile::open(part, O_CREAT | O_WRONLY | O_TRUNC);
    try {
        out.write(0, text.data(), text.size());
        out.sync();
        out.rename(file);
    } catch (const Unavailable&) {
        std::error_code ignored;
        std::filesystem::remove(part, ignored);
        throw;
    }
}

}  // namespace perforin::io
