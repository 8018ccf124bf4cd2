#include "io/recovery.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <exception>
#include <functional>
#include <thread>
#include <utility>

#include <fmt/format.h>

#include "core/error.hpp"
#include "io/page_journal.hpp"
#include "io/page_sums.hpp"

namespace perforin::io {

namespace fs = std::filesystem;

namespace {

DiskFile opened(const fs::path& path, int flags) {
    return {Descriptor{::open(path.c_str(), flags | O_CLOEXEC)}, path};
}

/// The file, or a copy of it in memory.
struct Source {
    std::uint64_t size;
    std::function<Page(std::uint64_t number, std::uint64_t end)> page;  ///< zeros behind the end
};

Source from(const DiskFile& file) {
    return {file.size(), [&file](std::uint64_t number, std::uint64_t end) {
                return read_page(file, number, end);
            }};
}

Source from(const std::vector<std::byte>& copy) {
    return {copy.size(), [&copy](std::uint64_t number, std::uint64_t end) {
                Page page{};
                const std::uint64_t at = number * page_size, last = std::min(end, copy.size());
                if (at < last) {
                    std::memcpy(page.data(), copy.data() + at, std::min(page_size, last - at));
                }
                return page;
            }};
}

/// Whether two pages share something: disks write by sectors, and a power cut may come in between.
bool share_a_sector(const Page& a, const Page& b) {
    constexpr std::size_t sector = 512;
    const std::array<std::byte, sector> zeros{};
    for (std::size_t at = 0; at != page_size; at += sector) {
        if (std::memcmp(a.data() + at, b.data() + at, sector) == 0 &&
            std::memcmp(a.data() + at, zeros.data(), sector) != 0) {
            return true;
        }
    }
    return false;
}

/// Whether a journal was kept of this very file, whose pages may be old, new, torn, or not written
/// yet. What stands behind all that the journal knows was written for a commit that did not come.
bool belongs(const Source& file, const DiskFile& journal, const Journalled& found) {
    if (found.known.empty()) return false;  // it could be of any file
    bool has_content = false;
    const std::uint32_t zeros = sum_of(Page{});
    const std::uint64_t end = std::min(pages_of(file.size), found.known.rbegin()->first + 1);
    for (std::uint64_t page = 0; page != end; ++page) {
        const std::uint32_t sum = sum_of(file.page(page, file.size));
        if (sum == zeros) continue;
        if (found.known.count({page, sum}) != 0) return true;
        has_content = true;
    }
    return !has_content ||
           std::any_of(found.copies.begin(), found.copies.end(), [&](const auto& copy) {
               Page page{};
               journal.read(copy.second, page.data(), page.size());
               return share_a_sector(page, file.page(copy.first, file.size));
           });
}

/// Pages whose content is neither in the journal nor in the file.
struct Lost {
    std::uint64_t pages = 0, first = 0;
};

Lost lost(const Source& file, const Journalled& journal) {
    Lost lost;
    for (std::uint64_t page = 0; page != journal.now.sums.size(); ++page) {
        const auto found = journal.pages.find(page);
        if (found != journal.pages.end() && found->second.at) continue;
        if (sum_of(file.page(page, journal.now.size)) == journal.now.sums[page]) continue;
        if (lost.pages++ == 0) lost.first = page;
    }
    return lost;
}

/// What the journal says, as far as it can be had; nothing if it belongs to another file.
std::optional<Journalled> readable(const Source& file, const DiskFile& journal,
                                   const fs::path& path) {
    auto found = read_journal(journal);
    if (!found || !belongs(file, journal, *found)) return std::nullopt;
    if (found->lost_commits) {
        throw Unavailable{
            fmt::format("{} is damaged: commits in it cannot be read any more, so {} cannot be "
                        "trusted. Take both from a copy, or run again.",
                        journal.path().string(), path.string())};
    }
    const Lost gone = lost(file, *found);
    if (gone.pages == 0) return found;
    // The power failed before the last commits were synced, and some of them are incomplete.
    for (const std::uint64_t synced = found->synced; found->commits > synced;) {
        found = read_journal(journal, found->commits - 1);
        if (lost(file, *found).pages == 0) return found;
    }
    damaged(path, gone.pages, gone.first);
}

/// Puts what the journal holds in its place, and closes the file with its seal.
void make_whole(const DiskFile& file, const DiskFile& journal, const Journalled& found) {
    for (const auto& [number, content] : found.pages) {
        if (!content.at) continue;
        Page page{};
        journal.read(*content.at, page.data(), page.size());
        file.write(number * page_size, page.data(), page.size());
    }
    file.cut(found.now.size);
    write_seal(file, found.now);
    file.sync();
}

/// The copy as the journal wants it.
std::vector<std::byte> overlaid(std::vector<std::byte> copy, const DiskFile& journal,
                                const Journalled& found) {
    copy.resize(found.now.size);
    for (const auto& [number, content] : found.pages) {
        if (!content.at) continue;
        const std::uint64_t start = number * page_size;
        journal.read(*content.at, copy.data() + start, std::min(page_size, copy.size() - start));
    }
    return copy;
}

}  // namespace

bool recover(const fs::path& path) {
    const DiskFile journal = opened(journal_of(path), O_RDWR), file = opened(path, O_RDWR);
    if (!journal.is_open() || !file.is_open() || !journal.lock()) return false;
    if (journal.where() != DiskFile::Path::leads_here) return false;
    const auto found = readable(from(file), journal, path);
    if (!found) return false;
    try {
        make_whole(file, journal, *found);
    } catch (const Unavailable&) {  // no room, say: the journal goes on to stand for the file
        return false;
    }
    remove_unfinished(path);
    ::unlink(journal.path().c_str());
    return true;
}

std::optional<std::vector<std::byte>> journalled_image(const fs::path& path) {
    constexpr int tries = 100;
    for (int i = 0; i != tries; ++i) {
        const DiskFile journal = opened(journal_of(path), O_RDONLY), file = opened(path, O_RDONLY);
        if (!journal.is_open() || !file.is_open()) return std::nullopt;
        // The file first: whatever a living writer did to it by then is in the journal.
        std::vector<std::byte> copy(file.size());
        file.read(0, copy.data(), copy.size());
        std::optional<Journalled> found;
        std::exception_ptr trouble;
        try {
            found = readable(from(copy), journal, path);
        } catch (const Unavailable&) {
            trouble = std::current_exception();
        }
        if (journal.where() != DiskFile::Path::leads_here) {  // there is a newer one, or a seal
            std::this_thread::sleep_for(std::chrono::milliseconds{5});
            continue;
        }
        if (trouble) std::rethrow_exception(trouble);
        if (!found) return std::nullopt;
        return overlaid(std::move(copy), journal, *found);
    }
    throw Unavailable{
        fmt::format("{} is being written without a pause; try again in a while.", path.string())};
}

bool check_seal(const fs::path& path) {
    const DiskFile file = opened(path, O_RDONLY);
    if (!file.is_open()) return false;
    const auto content = read_seal(file);
    if (content) check_pages(file, *content);
    return content.has_value();
}

bool being_written(const fs::path& path) {
    const DiskFile journal = opened(journal_of(path), O_RDONLY);
    return journal.is_open() && ::flock(journal.id(), LOCK_SH | LOCK_NB) != 0 &&
           errno == EWOULDBLOCK;
}

}  // namespace perforin::io
