#include "io/page_journal.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cstddef>
#include <cstdio>
#include <cstring>
#include <vector>

#include <fmt/format.h>

#include "core/error.hpp"
#include "io/crc32.hpp"
#include "io/journal_layout.hpp"

namespace perforin::io {

namespace fs = std::filesystem;
using journal::CommitHead, journal::Entry, journal::JournalHead;

namespace {

constexpr const char* unfinished = ".new";

/// Opens a journal and locks it for as long as it stays open.
DiskFile locked(const fs::path& path) {
    const fs::path name = journal_of(path);
    for (;;) {
        DiskFile journal = DiskFile::open(name, O_RDWR | O_CREAT);
        if (!journal.lock()) {
            throw Unavailable{fmt::format("{} is being written by another run.", path.string())};
        }
        // Else its last owner has just removed or renewed it.
        if (journal.where() == DiskFile::Path::leads_here) return journal;
    }
}

}  // namespace

fs::path journal_of(const fs::path& path) {
    return path.string() + ".journal";
}

void remove_unfinished(const fs::path& path) {
    ::unlink((journal_of(path).string() + unfinished).c_str());
}

PageJournal::PageJournal(const fs::path& path) : file_{locked(path)} {
    remove_unfinished(path);
}

void PageJournal::begin(const PageSums& base) {
    file_.cut(0);
    write_base(file_, base);
}

void PageJournal::renew(const PageSums& base) {
    const fs::path name = file_.path(), fresh = name.string() + unfinished;
    DiskFile next = DiskFile::open(fresh, O_RDWR | O_CREAT | O_TRUNC);
    try {
        next.lock();
        write_base(next, base);
        next.rename(name);
    } catch (...) {
        ::unlink(fresh.c_str());
        throw;
    }
    file_ = std::move(next);
    sync_folder_of(name);
}

void PageJournal::write_base(const DiskFile& file, const PageSums& base) {
    const std::size_t table = base.sums.size() * sizeof(std::uint32_t);
    JournalHead head{journal::journal_mark, journal::this_boot(),           base.size,
                     base.sums.size(),      crc32(base.sums.data(), table), 0};
    head.sum = sum_of(head);
    Appender writer{file, 0};
    writer.add(&head, sizeof head);
    writer.add(base.sums.data(), table);
    end_ = writer.flush();
    file.sync();
    commits_ = synced_ = 0;
}

void PageJournal::append(const PageSums& after, const Pages& pages) {
    std::vector<Entry> entries;
    entries.reserve(pages.size());
    for (const auto& [number, page] : pages) entries.push_back({number, after.sums[number], 0});
    const std::size_t table = entries.size() * sizeof(Entry);
    CommitHead head{journal::commit_mark,
                    commits_ + 1,
                    synced_,
                    after.size,
                    entries.size(),
                    crc32(entries.data(), table),
                    0};
    head.sum = sum_of(head);
    try {
        Appender writer{file_, end_};
        writer.add(&head, sizeof head);
        writer.add(entries.data(), table);
        for (const auto& [number, page] : pages) writer.add(page.data(), page.size());
        end_ = writer.flush();
    } catch (...) {  // give the room back; nobody reads past the last commit
        [[maybe_unused]] const int ignored = ::ftruncate(file_.id(), static_cast<off_t>(end_));
        throw;
    }
    ++commits_;
}

void PageJournal::sync() {
    if (synced_ == commits_) return;
    file_.sync();
    synced_ = commits_;
}

void PageJournal::remove() {
    if (file_.where() == DiskFile::Path::leads_here) ::unlink(file_.path().c_str());
}

}  // namespace perforin::io
