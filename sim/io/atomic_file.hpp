#pragma once
// A file whose changes come true all at once. HDF5 rewrites chunks and indices in place, so a
// process killed inside a flush spoils data committed long before; here every write stays in
// memory until commit(), which a kill -9, a full disk or a power cut at any instant cannot tear.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>

#include "io/disk.hpp"
#include "io/page_journal.hpp"
#include "io/page_sums.hpp"

namespace perforin::io {

/// One writer's view of a file. A commit is appended to the journal beside the file, and synced;
/// only then are the file's pages overwritten (those past its old end are written before, so that
/// a full disk is noticed in time). Whatever happens then, recover() makes the file whole from the
/// journal. When the journal has grown long, the file is synced and the journal begins anew.
///
/// At the end the file is sealed with its checksums, and the journal is removed. It is locked while
/// the writer lives, so a second writer is refused and a reader can tell a run that goes on from
/// one that was killed. The file itself is not locked.
class AtomicFile {
public:
    enum class Mode { create, edit };

    static constexpr std::uint64_t standard_journal = 16 << 20;

    /// Creates the file anew (an old one is emptied) or opens one for change, after recover().
    /// `long_journal`: bytes after which the journal begins anew. Throws Unavailable: cannot be
    /// opened, damaged, or another process is writing it.
    AtomicFile(const std::filesystem::path& path, Mode mode,
               std::uint64_t long_journal = standard_journal);
    AtomicFile(const AtomicFile&) = delete;
    AtomicFile& operator=(const AtomicFile&) = delete;
    /// As close(), but what goes wrong is not told: then the journal stays.
    ~AtomicFile();

    /// Bytes, changes not yet committed included.
    std::uint64_t size() const { return size_; }
    void resize(std::uint64_t size);
    /// Bytes past the end read as zero. Throws Unavailable for content that is not as it was
    /// written.
    void read(std::uint64_t at, void* into, std::size_t bytes) const;
    void write(std::uint64_t at, const void* from, std::size_t bytes);

    /// Makes all changes visible and safe against the end of this process, or throws Unavailable
    /// and leaves the file as it was; what was written is kept, so a later commit may succeed.
    /// They are safe against a power cut too, unless syncing each commit would cost more than a
    /// fortieth of the time: then the next commit that may be synced brings all to the disk.
    void commit();
    /// Makes all commits safe against a power cut now.
    void sync();

    /// Drops whatever was not committed, brings the rest to the disk, seals the file and removes
    /// the journal. Throws Unavailable.
    void close();

    /// False once somebody else was seen to have removed, replaced or changed the file.
    bool is_sound() const { return trouble_.empty(); }
    /// Looks for such a change. Throws Unavailable if there is one, then and ever after.
    void check_ownership() const;

private:
    Page& page(std::uint64_t number);
    Page committed_page(std::uint64_t number) const;
    void zero_what_was_cut();
    void log();
    void put_in_place(Pages::const_iterator first, Pages::const_iterator last);
    void place();
    [[noreturn]] void meddled(const std::string& what) const;

    using Clock = std::chrono::steady_clock;

    std::filesystem::path path_;
    std::uint64_t long_journal_;
    PageJournal journal_;
    DiskFile file_;
    PageSums committed_;
    Pages changed_;  // since the last commit
    Pages logged_;   // committed, but the file itself still has older ones
    std::uint64_t size_ = 0;
    std::uint64_t kept_ = 0;      // so many bytes of the last commit are still wanted
    std::uint64_t in_force_ = 0;  // bytes that the file had when all was last in place
    std::uint64_t on_disk_ = 0;   // bytes that the file has
    Clock::time_point next_sync_{};
    bool closed_ = false;
    mutable std::string trouble_;  // what somebody did to the file
};

}  // namespace perforin::io
