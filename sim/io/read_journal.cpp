#include <cstring>
#include <string_view>
#include <utility>
#include <vector>

#include "io/crc32.hpp"
#include "io/journal_layout.hpp"
#include "io/page_journal.hpp"

namespace perforin::io {

using namespace journal;

namespace {

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
        no_power_cut_ = head.boot != Boot{} && head.boot == this_boot();
        return crc32(found.now.sums.data(), table) == head.table_sum;
    }

    /// False if no commit follows, or only a part of one.
    bool next() {
        CommitHead head{};
        if (size_ - at_ < sizeof head) return false;
        if (!read_head(at_, head) || head.number != found.commits + 1) return spoilt();
        const std::uint64_t table = at_ + sizeof head;
        if ((size_ - table) / (sizeof(Entry) + page_size) < head.pages) return false;
        std::vector<Entry> entries(head.pages);
        const std::size_t bytes = entries.size() * sizeof(Entry);
        journal_.read(table, entries.data(), bytes);
        if (crc32(entries.data(), bytes) != head.table_sum) return spoilt();
        found.now.resize(head.size);
        found.pages.erase(found.pages.lower_bound(found.now.sums.size()), found.pages.end());
        ++found.commits;
        found.synced = no_power_cut_ ? head.number : head.synced;
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
        return head.mark == commit_mark && head.sum == sum_of(head);
    }

    /// What a process appended before it died is whole, but for the last bit. Without a power cut
    /// something else that is not whole was damaged later.
    bool spoilt() {
        found.lost_commits = no_power_cut_;
        return false;
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
    bool no_power_cut_ = false;
};

}  // namespace

std::optional<Journalled> read_journal(const DiskFile& journal, std::uint64_t commits) {
    Reader reader{journal};
    if (!reader.begin()) return std::nullopt;
    while (reader.found.commits != commits && reader.next()) {
    }
    if (reader.found.commits != commits && reader.lost_commits()) reader.found.lost_commits = true;
    return std::move(reader.found);
}

}  // namespace perforin::io
