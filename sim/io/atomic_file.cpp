#include "io/atomic_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <exception>
#include <iterator>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "core/error.hpp"
#include "io/recovery.hpp"

namespace perforin::io {

namespace fs = std::filesystem;

namespace {

constexpr int sync_share = 40;  // syncs take at most one part in so many of the time

fs::path recovered(const fs::path& path, AtomicFile::Mode mode) {
    fs::path whole = fs::absolute(path);
    if (mode == AtomicFile::Mode::edit) recover(whole);
    return whole;
}

}  // namespace

AtomicFile::AtomicFile(const fs::path& path, Mode mode, std::uint64_t long_journal)
    : path_{recovered(path, mode)}, long_journal_{long_journal}, journal_{path_} {
    try {
        file_ = DiskFile::open(path_, mode == Mode::create ? O_RDWR | O_CREAT | O_TRUNC : O_RDWR);
    } catch (...) {
        journal_.remove();
        throw;
    }
    if (const auto sealed = read_seal(file_)) {
        check_pages(file_, *sealed);
        committed_ = *sealed;
    } else {
        committed_ = sums_of(file_, file_.size());
    }
    journal_.begin(committed_);
    sync_folder_of(path_);
    size_ = kept_ = in_force_ = on_disk_ = committed_.size;
    file_.cut(on_disk_);  // off goes the seal
}

AtomicFile::~AtomicFile() {
    try {
        close();
    } catch (const std::exception&) {  // the journal goes on to stand for what is missing
        if (file_.where() != DiskFile::Path::leads_here) journal_.remove();  // unless all is
    }
}

void AtomicFile::resize(std::uint64_t size) {
    const bool shrinks = size < std::exchange(size_, size);
    if (!shrinks) return;
    kept_ = std::min(kept_, size);
    changed_.erase(changed_.lower_bound(pages_of(size)), changed_.end());
    // What is cut off the last page is zero if the file grows again.
    if (const std::size_t last = size % page_size; last != 0) {
        Page& end = page(size / page_size);
        std::fill(end.begin() + static_cast<std::ptrdiff_t>(last), end.end(), std::byte{});
    }
}

Page AtomicFile::committed_page(std::uint64_t number) const {
    if (number * page_size >= kept_) return {};
    const auto waiting = logged_.find(number);
    if (waiting != logged_.end()) return waiting->second;
    const Page found = read_page(file_, number, committed_.size);
    // Once that was told, HDF5 must still be able to close the file; it is not committed any more.
    if (is_sound() && sum_of(found) != committed_.sums[number]) {
        meddled(
            fmt::format("was changed by another program, or its disk failed: the {} bytes from "
                        "byte {} on are not what this run wrote",
                        page_size, number * page_size));
    }
    return found;
}

Page& AtomicFile::page(std::uint64_t number) {
    const auto found = changed_.find(number);
    if (found != changed_.end()) return found->second;
    return changed_.emplace(number, committed_page(number)).first->second;
}

void AtomicFile::read(std::uint64_t at, void* into, std::size_t bytes) const {
    auto* next = static_cast<std::byte*>(into);
    while (bytes != 0) {
        const std::size_t start = at % page_size;
        const std::size_t part = std::min(page_size - start, bytes);
        const auto found = changed_.find(at / page_size);
        const Page page = found != changed_.end() ? found->second : committed_page(at / page_size);
        std::memcpy(next, page.data() + start, part);
        next += part;
        at += part;
        bytes -= part;
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
    const bool nothing_new = changed_.empty() && size_ == committed_.size;
    if (nothing_new && logged_.empty()) return;
    check_ownership();
    const bool shrinks = kept_ < committed_.size;
    if (!nothing_new) log();
    if (shrinks || Clock::now() >= next_sync_) sync();
}

/// Changes become commits in the journal, and new pages stand in the file already. Not the first
/// ones of an empty file: until a commit is whole nothing would tell whose they are.
void AtomicFile::log() {
    zero_what_was_cut();
    PageSums after = committed_;
    after.resize(size_);
    for (const auto& [number, content] : changed_) after.sums[number] = sum_of(content);
    const std::uint64_t old_end = std::max(committed_.size, in_force_);
    const auto first_new = old_end == 0 ? changed_.end() : changed_.lower_bound(pages_of(old_end));
    const std::uint64_t before = on_disk_;
    try {
        put_in_place(first_new, changed_.end());
        journal_.append(after, changed_);
    } catch (...) {  // give the room back; nobody looks past the old end
        [[maybe_unused]] const int ignored = ::ftruncate(file_.id(), static_cast<off_t>(before));
        on_disk_ = file_.size();
        throw;
    }
    changed_.erase(first_new, changed_.end());
    changed_.merge(logged_);  // where both have a page, the newer stays
    logged_ = std::exchange(changed_, {});
    committed_ = std::move(after);
    kept_ = size_;
}

/// A file that was made shorter and then longer again holds zeros there.
void AtomicFile::zero_what_was_cut() {
    const std::uint64_t end = pages_of(std::min(size_, committed_.size));
    for (std::uint64_t number = pages_of(kept_); number < end; ++number) page(number);
}

void AtomicFile::sync() {
    const auto began = Clock::now();
    journal_.sync();
    place();
    if (journal_.bytes() > long_journal_) {
        file_.sync();
        try {
            journal_.renew(committed_);
        } catch (const Unavailable&) {  // no room, say: the old one does as well
        }
    }
    const auto ended = Clock::now();
    next_sync_ = ended + (sync_share - 1) * (ended - began);
}

void AtomicFile::put_in_place(Pages::const_iterator first, Pages::const_iterator last) {
    constexpr std::size_t long_enough = 64 * page_size;
    std::vector<std::byte> run;  // neighbouring pages, for fewer and larger writes
    std::uint64_t start = 0;
    for (auto it = first; it != last; ++it) {
        if (run.empty()) start = it->first;
        run.insert(run.end(), it->second.begin(), it->second.end());
        const auto next = std::next(it);
        if (next != last && next->first == it->first + 1 && run.size() < long_enough) continue;
        file_.write(start * page_size, run.data(), run.size());
        on_disk_ = std::max(on_disk_, start * page_size + run.size());
        run.clear();
    }
}

void AtomicFile::place() {
    try {
        put_in_place(logged_.begin(), logged_.end());
        if (on_disk_ != committed_.size) file_.cut(committed_.size);
    } catch (...) {
        on_disk_ = file_.size();
        throw;
    }
    logged_.clear();
    on_disk_ = in_force_ = committed_.size;
}

void AtomicFile::close() {
    if (closed_) return;
    check_ownership();
    journal_.sync();
    place();
    write_seal(file_, committed_);
    file_.sync();
    journal_.remove();
    closed_ = true;
}

void AtomicFile::check_ownership() const {
    if (!is_sound()) throw Unavailable{trouble_};
    switch (file_.where()) {
        case DiskFile::Path::leads_nowhere:
            meddled("was removed by another program");
        case DiskFile::Path::leads_elsewhere:
            meddled("was replaced with another file");
        case DiskFile::Path::leads_here:
            break;
    }
    const std::uint64_t now = file_.size();
    if (now != on_disk_) {
        meddled(fmt::format("was {} by another program, from {} bytes to {}",
                            now < on_disk_ ? "cut short" : "made longer", on_disk_, now));
    }
    if (journal_.file().where() != DiskFile::Path::leads_here ||
        journal_.file().size() < journal_.bytes()) {
        meddled(
            fmt::format("can no longer be kept safe: another program removed or changed its "
                        "journal {}",
                        journal_.file().path().string()));
    }
}

void AtomicFile::meddled(const std::string& what) const {
    trouble_ = fmt::format(
        "{} {}. That was while this run was writing it; find out who did so, and run again.",
        path_.string(), what);
    throw Unavailable{trouble_};
}

}  // namespace perforin::io
