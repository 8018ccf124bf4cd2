#pragma once
// The journal beside a file that is being written. Every commit is appended to it, with checksums,
// before the file itself is touched; whatever happens to the file then, it is made whole from here.

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "io/disk.hpp"
#include "io/page_sums.hpp"

namespace perforin::io {

std::filesystem::path journal_of(const std::filesystem::path& path);

/// Removes a new journal whose writer died before it took the place of the old one. For who holds
/// the lock of that.
void remove_unfinished(const std::filesystem::path& path);

/// The writer's side. The journal is locked as long as it lives.
class PageJournal {
public:
    /// Opens the journal of a file, or makes it, and locks it. What is in it stays until begin().
    /// Throws Unavailable: another process has it, or the folder takes no files.
    explicit PageJournal(const std::filesystem::path& path);

    const DiskFile& file() const { return file_; }
    std::uint64_t bytes() const { return end_; }

    /// Empties the journal and starts with what the file holds now.
    void begin(const PageSums& base);
    /// As begin(), in a new file that takes the place of the old one all at once.
    void renew(const PageSums& base);
    /// One commit: `pages` make the file what `after` says. Throws Unavailable and forgets it.
    void append(const PageSums& after, const Pages& pages);
    void sync();
    void remove();

private:
    void write_base(const DiskFile& file, const PageSums& base);

    DiskFile file_;
    std::uint64_t end_ = 0;
    std::uint64_t commits_ = 0, synced_ = 0;
};

/// What a journal says about its file.
struct Journalled {
    /// The latest content of a page: its place in the journal, unless that is damaged.
    struct Content {
        std::uint32_t sum = 0;
        std::optional<std::uint64_t> at{};
    };
    PageSums now;                                             ///< after the last commit
    std::uint64_t commits = 0;                                ///< in this journal
    std::map<std::uint64_t, Content> pages;                   ///< that commits wrote
    std::set<std::pair<std::uint64_t, std::uint32_t>> known;  ///< pages and sums they ever had
    std::vector<std::pair<std::uint64_t, std::uint64_t>> copies{};  ///< of pages: number, place
    std::uint64_t synced = 0;   ///< so many commits were on the disk for certain
    bool lost_commits = false;  ///< commits that were on the disk cannot be read
};

/// Reads at most `commits` commits. The one that was being appended when its process died does not
/// count. Nothing if the journal was not even begun.
std::optional<Journalled> read_journal(const DiskFile& journal,
                                       std::uint64_t commits = ~std::uint64_t{0});

}  // namespace perforin::io
