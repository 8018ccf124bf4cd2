#include "io/page_sums.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

#include <fmt/format.h>

#include "core/error.hpp"
#include "io/crc32.hpp"

namespace perforin::io {

// Checksums and numbers are written as they lie in memory.
static_assert(std::endian::native == std::endian::little);

namespace {

constexpr std::uint64_t seal_mark = 0x6465'6c61'6573'6670ull;  // "pfsealed"

/// The last bytes of a sealed file, behind one checksum a page.
struct SealFoot {
    std::uint64_t mark, size, pages;
    std::uint32_t table_sum, sum;  // of the checksums; of this foot before it
};

std::uint32_t sum_of(const SealFoot& foot) {
    return crc32(&foot, offsetof(SealFoot, sum));
}

}  // namespace

std::uint32_t sum_of(const Page& page) {
    return crc32(page.data(), page.size());
}

void PageSums::resize(std::uint64_t bytes) {
    size = bytes;
    sums.resize(pages_of(bytes), sum_of(Page{}));
}

Page read_page(const DiskFile& file, std::uint64_t number, std::uint64_t size) {
    Page page{};
    const std::uint64_t at = number * page_size;
    if (at < size) file.read(at, page.data(), std::min<std::uint64_t>(page_size, size - at));
    return page;
}

PageSums sums_of(const DiskFile& file, std::uint64_t size) {
    PageSums found{.size = size};
    for (std::uint64_t page = 0; page != pages_of(size); ++page) {
        found.sums.push_back(sum_of(read_page(file, page, size)));
    }
    return found;
}

void write_seal(const DiskFile& file, const PageSums& content) {
    const std::size_t table = content.sums.size() * sizeof(std::uint32_t);
    SealFoot foot{seal_mark, content.size, content.sums.size(), crc32(content.sums.data(), table),
                  0};
    foot.sum = sum_of(foot);
    std::vector<std::byte> seal(table + sizeof foot);
    if (table != 0) std::memcpy(seal.data(), content.sums.data(), table);
    std::memcpy(seal.data() + table, &foot, sizeof foot);
    file.write(content.size, seal.data(), seal.size());
    file.cut(content.size + seal.size());
}

std::optional<PageSums> read_seal(const DiskFile& file) {
    SealFoot foot{};
    const std::uint64_t size = file.size();
    if (size < sizeof foot) return std::nullopt;
    file.read(size - sizeof foot, &foot, sizeof foot);
    if (foot.mark != seal_mark || foot.sum != sum_of(foot) || foot.pages != pages_of(foot.size) ||
        foot.size + foot.pages * sizeof(std::uint32_t) + sizeof foot != size) {
        return std::nullopt;
    }
    PageSums content{.size = foot.size, .sums = std::vector<std::uint32_t>(foot.pages)};
    const std::size_t table = foot.pages * sizeof(std::uint32_t);
    file.read(content.size, content.sums.data(), table);
    if (crc32(content.sums.data(), table) != foot.table_sum) return std::nullopt;
    return content;
}

void damaged(const std::filesystem::path& path, std::uint64_t pages, std::uint64_t first) {
    throw Unavailable{fmt::format(
        "{} is damaged: {} of its {}-byte pages {} not as perforin wrote {}, the first at byte {}. "
        "Take it from a copy, or run again.",
        path.string(), pages, page_size, pages == 1 ? "is" : "are", pages == 1 ? "it" : "them",
        first * page_size)};
}

void check_pages(const DiskFile& file, const PageSums& expected) {
    std::uint64_t wrong = 0, first = 0;
    for (std::uint64_t page = 0; page != expected.sums.size(); ++page) {
        if (sum_of(read_page(file, page, expected.size)) == expected.sums[page]) continue;
        if (wrong++ == 0) first = page;
    }
    if (wrong != 0) damaged(file.path(), wrong, first);
}

}  // namespace perforin::io
