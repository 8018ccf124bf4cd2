#pragma once
// A file whose changes come true all at once. HDF5 rewrites chunks and indices in place, so a
// process killed inside a flush spoils data committed long before; here every write stays in
// memory until commit(), which a kill -9 or a full disk at any instant cannot tear.

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <utility>

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

/// One writer's view of a file. A commit has three steps: pages past the old end are appended
/// (nobody looks there yet), pages to be overwritten are noted in `<path>.pending`, and then they
/// are overwritten. A process killed before the note is complete leaves the old state; after that
/// anybody can finish the work with recover().
///
/// The note is locked while the writer lives, so a second writer is refused and a reader can tell
/// a run that goes on from one that was killed. The file itself is not locked.
class AtomicFile {
public:
    enum class Mode { create, edit };

    /// Creates the file anew (an old one is emptied) or opens one for change, after recover().
    /// Throws Unavailable: cannot be opened, or another process is writing it.
    AtomicFile(const std::filesystem::path& path, Mode mode);
    AtomicFile(const AtomicFile&) = delete;
    AtomicFile& operator=(const AtomicFile&) = delete;
    /// Drops whatever was not committed.
    ~AtomicFile();

    /// Bytes, changes not yet committed included.
    std::uint64_t size() const { return size_; }
    void resize(std::uint64_t size);
    /// Bytes past the end read as zero.
    void read(std::uint64_t at, void* into, std::size_t bytes) const;
    void write(std::uint64_t at, const void* from, std::size_t bytes);

    /// Makes all changes visible, or throws Unavailable and leaves the file as it was; what was
    /// written is kept, so a later commit may succeed.
    void commit();
    /// Asks the system to bring all commits to the disk, for safety against power cuts.
    void sync() const;

    /// Finishes the commit of a process that was killed in the middle of one; true if there was
    /// something to finish. A note that is incomplete or belongs to another file is left alone.
    static bool recover(const std::filesystem::path& path);
    /// Whether a living process has this file open for writing.
    static bool being_written(const std::filesystem::path& path);

private:
    static constexpr std::size_t page_size = 4096;
    using Page = std::array<std::byte, page_size>;
    using Pages = std::map<std::uint64_t, Page>;  // by page number

    Page& page(std::uint64_t number);
    Page page_on_disk(std::uint64_t number) const;
    void put_in_place(Pages::const_iterator first, Pages::const_iterator last);
    void note(Pages::const_iterator last);

    std::filesystem::path path_, note_path_;
    Descriptor note_, file_;
    std::uint64_t size_ = 0, size_on_disk_ = 0;
    bool note_in_force_ = false;  // a complete note whose pages are not all in place
    Pages changed_;
};

}  // namespace perforin::io
