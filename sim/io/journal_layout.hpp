#pragma once
// How a journal lies in its file (FORMAT.md); for those who write and read it.

#include <array>
#include <cstddef>
#include <cstdint>
#include <fstream>

#include "io/crc32.hpp"

namespace perforin::io::journal {

inline constexpr std::uint64_t journal_mark = 0x316e'7275'6f6a'6670ull;  // "pfjourn1"
inline constexpr std::uint64_t commit_mark = 0x7469'6d6d'6f63'6670ull;   // "pfcommit"

/// Since when the machine has been running; empty where nobody says. As long as it is the same
/// there was no power cut.
using Boot = std::array<char, 40>;
inline Boot this_boot() {
    Boot boot{};
    std::ifstream{"/proc/sys/kernel/random/boot_id"}.read(boot.data(), boot.size());
    return boot;
}

/// At the front; the checksums of the file's pages follow.
struct JournalHead {
    std::uint64_t mark;
    Boot boot;
    std::uint64_t size, pages;
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

}  // namespace perforin::io::journal
