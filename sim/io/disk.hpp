#pragma once
// Reading and writing files by POSIX calls, with failures as sentences.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string_view>
#include <utility>
#include <vector>

namespace perforin::io {

/// Owns a POSIX file descriptor.
class Descriptor {
public:
    Descriptor() = default;
    explicit Descriptor(int id) : id_{id} {}
    Descriptor(Descriptor&& other) noexcept : id_{std::exchange(other.id_, -1)} {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(id_, other.id_);
        return *this;
    }
    ~Descriptor();
    operator int() const { return id_; }

private:
    int id_ = -1;
};

/// Throws Unavailable "Cannot write <path>: <what the system says of `error`>."
[[noreturn]] void cannot_write(const std::filesystem::path& path, int error);

/// An open file and the name to call it by. All throw Unavailable.
class DiskFile {
public:
    DiskFile() = default;
    DiskFile(Descriptor id, std::filesystem::path path)
        : id_{std::move(id)}, path_{std::move(path)} {}
    /// `flags` as of open(2).
    static DiskFile open(const std::filesystem::path& path, int flags);

    bool is_open() const { return id_ >= 0; }
    int id() const { return id_; }
    const std::filesystem::path& path() const { return path_; }

    std::uint64_t size() const;
    /// Reads up to `bytes` and says how many there were; what lies past the end becomes zeros.
    std::size_t read(std::uint64_t at, void* into, std::size_t bytes) const;
    void write(std::uint64_t at, const void* from, std::size_t bytes) const;
    void cut(std::uint64_t size) const;
    /// Returns when everything written is on the disk, where it survives a power cut.
    void sync() const;
    void rename(const std::filesystem::path& to);
    /// Takes the lock of the only writer, which lasts as long as the file is open; false if
    /// another process has it.
    bool lock() const;

    /// Whether the file is what its path leads to, or the path was removed or leads elsewhere.
    enum class Path { leads_here, leads_nowhere, leads_elsewhere };
    Path where() const;

private:
    Descriptor id_;
    std::filesystem::path path_;
};

/// Writes to a file from a place on, small pieces collected into large ones.
class Appender {
public:
    /// `file` outlives it.
    Appender(const DiskFile& file, std::uint64_t at) : file_{file}, at_{at} {}
    void add(const void* data, std::size_t bytes);
    /// Writes what waits; gives where the next piece would go.
    std::uint64_t flush();

private:
    const DiskFile& file_;
    std::uint64_t at_;
    std::vector<std::byte> waiting_;
};

/// Writes the whole file or leaves the old one. Throws Unavailable.
void write_whole(const std::filesystem::path& file, std::string_view text);

/// Brings the names in the folder of `path` to the disk: files that were made, renamed, removed.
void sync_folder_of(const std::filesystem::path& path);

}  // namespace perforin::io
