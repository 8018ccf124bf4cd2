#pragma once
// A file as pages with checksums, and the seal: the checksums at the end of a file that is
// complete, behind what HDF5 uses of it, so that any change can be told.

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "io/disk.hpp"

namespace perforin::io {

inline constexpr std::size_t page_size = 4096;
using Page = std::array<std::byte, page_size>;
using Pages = std::map<std::uint64_t, Page>;  ///< by page number

inline std::uint64_t pages_of(std::uint64_t bytes) {
    return (bytes + page_size - 1) / page_size;
}

/// What a file holds: how many bytes, and a checksum of each page; the last is filled up with
/// zeros.
struct PageSums {
    std::uint64_t size = 0;
    std::vector<std::uint32_t> sums{};

    /// Of another size; what is new holds zeros.
    void resize(std::uint64_t bytes);
    bool operator==(const PageSums&) const = default;
};

std::uint32_t sum_of(const Page& page);
/// A page of a file that ends after `size` bytes; zeros behind its end.
Page read_page(const DiskFile& file, std::uint64_t number, std::uint64_t size);
/// Computed from the first `size` bytes of a file.
PageSums sums_of(const DiskFile& file, std::uint64_t size);

/// Writes the seal behind the content; the file ends with it.
void write_seal(const DiskFile& file, const PageSums& content);
/// Nothing if the file has no seal, or one that is not whole.
std::optional<PageSums> read_seal(const DiskFile& file);

/// Throws Unavailable with a sentence on how many pages of a file are not as they were written.
[[noreturn]] void damaged(const std::filesystem::path& path, std::uint64_t pages,
                          std::uint64_t first);
/// Throws so unless the file is as its checksums say.
void check_pages(const DiskFile& file, const PageSums& expected);

}  // namespace perforin::io
