#include "io/page_journal.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cstddef>
#include <cstdio>
#include <cstring>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "core/error.hpp"
#include "io/crc32.hpp"

namespace perforin::io {

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t journal_mark = 0x316e'7275'6f6a'6670ull;  // "pfjourn1"
constexpr std::uint64_t commit_mark = 0x7469'6d6d'6f63'6670ull;   // "pfcommit"

/// At the front; the checksums of the file's pages follow.
struct JournalHead {
    std::uint64_t mark, size, pages;
    std::uint32_t table_sum, sum;
};

/// At the front of a commit; its entries and then its pages follow. `synced`: how many commits
/// were on the disk for certain when this one was appended.
struct CommitHead {
    std::uint64_t mark, number, synced, size, pages;
    std::uint32_t table_sum, sum;
};

struct Entry {
    std::uint64_t page;
    std::uint32_t sum, unused;
};

template <class Head>
std::uint32_t sum_of(const Head& head) {
    return crc32(&head, offsetof(Head, sum));
}

/// Collects small writes into large ones.
class Writer {
public:
    Writer(const DiskFile& file, std::uint64_t at) : file_{file}, at_{at} {}
    void add(const void* data, std::size_t bytes) {
        const auto* const first = static_cast<const std::byte*>(data);
        waiting_.insert(waiting_.end(), first, first + bytes);
        constexpr std::size_t enough = std::size_t{256} * page_size;
        if (waiting_.size() >= enough) flush();
    }
    std::uint64_t flush() {
        file_.write(at_, waiting_.data(), waiting_.size());
        at_ += waiting_.size();
        waiting_.clear();
        return at_;
    }

private:
    const DiskFile& file_;
    std::uint64_t at_;
    std::vector<std::byte> waiting_;
};

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

/// Walks through the commits of a journal.
class Reader {
public:
    explicit Reader(const DiskFile& journal) : journal_{journal}, size_{journal.size()} {}

    bool begin() {
        JournalHead head{};
        if (journal_.read(0, &head, sizeof head) != sizeof head) return false;
        if (head.mark != journal_mark || head.sum != sum_of(head)) return false;
        const std::uint64_t table = head.pages * sizeof(std::uint32_t);
        if (head.pages != pages_of(head.size) || size_ - sizeof head < table) return false;
        found.now = {.size = head.size, .sums = std::vector<std::uint32_t>(head.pages)};
        journal_.read(sizeof head, found.now.sums.data(), table);
        at_ = sizeof head + table;
        for (std::uint64_t page = 0; page != head.pages; ++page) {
            found.known.emplace(page, found.now.sums[page]);
        }
        return crc32(found.now.sums.data(), table) == head.table_sum;
    }

    /// False if no commit follows, or only a part of one.
    bool next() {
        CommitHead head{};
        if (!read_head(at_, head) || head.number != found.commits + 1) return false;
        std::vector<Entry> entries(head.pages);
        const std::uint64_t table = at_ + sizeof head;
        const std::size_t bytes = entries.size() * sizeof(Entry);
        if (journal_.read(table, entries.data(), bytes) != bytes) return false;
        if (crc32(entries.data(), bytes) != head.table_sum) return false;
        found.now.resize(head.size);
        found.pages.erase(found.pages.lower_bound(found.now.sums.size()), found.pages.end());
        ++found.commits;
        found.synced = head.synced;
        at_ = table + bytes;
        for (const Entry& entry : entries) take(entry);
        return true;
    }

    /// Whether a commit stands further on that was appended when more were on the disk than were
    /// read: then what lies between has been damaged.
    bool lost_commits() const {
        std::vector<char> rest(at_ < size_ ? size_ - at_ : 0);
        journal_.read(at_, rest.data(), rest.size());
        const std::string_view mark{reinterpret_cast<const char*>(&commit_mark),
                                    sizeof commit_mark};
        const std::string_view text{rest.data(), rest.size()};
        for (std::size_t i = text.find(mark); i != std::string_view::npos;
             i = text.find(mark, i + 1)) {
            CommitHead head{};
            if (read_head(at_ + i, head) && head.synced > found.commits) return true;
        }
        return false;
    }

    Journalled found;

private:
    bool read_head(std::uint64_t at, CommitHead& head) const {
        if (journal_.read(at, &head, sizeof head) != sizeof head) return false;
        return head.mark == commit_mark && head.sum == sum_of(head) &&
               head.pages <= size_ / page_size;
    }

    void take(const Entry& entry) {
        Page page{};
        const bool whole = journal_.read(at_, page.data(), page_size) == page_size &&
                           perforin::io::sum_of(page) == entry.sum;
        if (entry.page < found.now.sums.size()) {
            found.now.sums[entry.page] = entry.sum;
            found.known.emplace(entry.page, entry.sum);
            found.pages[entry.page] = {.sum = entry.sum};
            if (whole) {
                found.pages[entry.page].at = at_;
                found.copies.emplace_back(entry.page, at_);
            }
        }
        at_ += page_size;
    }

    const DiskFile& journal_;
    std::uint64_t size_, at_ = 0;
};

}  // namespace

fs::path journal_of(const fs::path& path) {
    return path.string() + ".journal";
}

PageJournal::PageJournal(const fs::path& path) : file_{locked(path)} {}

void PageJournal::begin(const PageSums& base) {
    file_.cut(0);
    write_base(file_, base);
}

void PageJournal::renew(const PageSums& base) {
    const fs::path name = file_.path(), fresh = name.string() + ".new";
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
    JournalHead head{journal_mark, base.size, base.sums.size(), crc32(base.sums.data(), table), 0};
    head.sum = sum_of(head);
    Writer writer{file, 0};
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
    CommitHead head{commit_mark,
                    commits_ + 1,
                    synced_,
                    after.size,
                    entries.size(),
                    crc32(entries.data(), table),
                    0};
    head.sum = sum_of(head);
    try {
        Writer writer{file_, end_};
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

std::optional<Journalled> read_journal(const DiskFile& journal, std::uint64_t commits) {
    Reader reader{journal};
    if (!reader.begin()) return std::nullopt;
    while (reader.found.commits != commits && reader.next()) {
    }
    if (reader.found.commits != commits) reader.found.lost_commits = reader.lost_commits();
    return std::move(reader.found);
}

}  // namespace perforin::io
