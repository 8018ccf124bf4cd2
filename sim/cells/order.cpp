// Radix sort, least significant digit first: stable, and each pass is cut into fixed blocks, so
// that threads share it without changing the result.

#include "cells/order.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <stdexcept>

#include "core/grow.hpp"
#include "core/parallel.hpp"

namespace perforin::cells {

namespace {

constexpr int digit_bits = 11;
constexpr std::size_t digits = std::size_t{1} << digit_bits;
constexpr std::size_t block = 16384;

/// The lowest 21 bits, two zeros after each.
constexpr std::uint64_t spread(std::uint64_t x) {
    x &= 0x1fffff;
    x = (x | x << 32) & 0x001f00000000ffffull;
    x = (x | x << 16) & 0x001f0000ff0000ffull;
    x = (x | x << 8) & 0x100f00f00f00f00full;
    x = (x | x << 4) & 0x10c30c30c30c30c3ull;
    return (x | x << 2) & 0x1249249249249249ull;
}

std::uint64_t whole_um(float x) {
    constexpr float half = 1048576.0f;  // 2^20
    if (!(x > -half)) return 0;         // NaN too: it must not reach the conversion
    return static_cast<std::uint64_t>(std::min(std::floor(x) + half, 2.0f * half - 1.0f));
}

std::size_t digit(std::uint64_t key, int shift) {
    return static_cast<std::size_t>(key >> shift) & (digits - 1);
}

}  // namespace

std::uint64_t morton_key(Vec3 p) {
    return spread(whole_um(p.x)) | spread(whole_um(p.y)) << 1 | spread(whole_um(p.z)) << 2;
}

std::span<const Row> Order::operator()(std::span<const Vec3> positions,
                                       std::span<const std::uint64_t> ids) {
    const std::size_t n = positions.size();
    if (ids.size() != n) throw std::logic_error{"order: as many identities as positions"};
    items_.resize(n);
    sorted_.resize(n);
    grow_to(rows_, n);
    parallel::for_each(n, [&](std::size_t i) {
        items_[i] = {morton_key(positions[i]), static_cast<Row>(i)};
    });

    std::uint64_t differing = 0;  // digits that all keys share need no pass
    for (const Item& item : items_) differing |= item.key ^ items_.front().key;
    for (int shift = 0; shift < 63; shift += digit_bits) {
        if (digit(differing, shift) != 0) sort_by_digit(shift);
    }
    for (std::size_t first = 0; first != n;) {  // cells within one µm³: few, by identity
        std::size_t last = first + 1;
        while (last != n && items_[last].key == items_[first].key) ++last;
        if (last - first > 1) {
            std::sort(items_.begin() + static_cast<std::ptrdiff_t>(first),
                      items_.begin() + static_cast<std::ptrdiff_t>(last),
                      [&](const Item& a, const Item& b) { return ids[a.row] < ids[b.row]; });
        }
        first = last;
    }
    for (std::size_t i = 0; i != n; ++i) rows_[i] = items_[i].row;
    for (auto* items : {&items_, &sorted_}) std::vector<Item>{}.swap(*items);
    return rows_;
}

void Order::sort_by_digit(int shift) {
    const std::size_t n = items_.size(), blocks = parallel::chunks(n, block);
    counts_.assign(blocks * digits, 0);
    parallel::for_chunks(
        n,
        [&](std::size_t b, std::size_t first, std::size_t last) {
            Row* count = counts_.data() + b * digits;
            for (std::size_t i = first; i != last; ++i) ++count[digit(items_[i].key, shift)];
        },
        block);
    Row start = 0;
    for (std::size_t d = 0; d != digits; ++d) {
        for (std::size_t b = 0; b != blocks; ++b) {
            Row& count = counts_[b * digits + d];
            const Row here = count;
            count = start;
            start += here;
        }
    }
    parallel::for_chunks(
        n,
        [&](std::size_t b, std::size_t first, std::size_t last) {
            Row* next = counts_.data() + b * digits;
            for (std::size_t i = first; i != last; ++i) {
                sorted_[next[digit(items_[i].key, shift)]++] = items_[i];
            }
        },
        block);
    items_.swap(sorted_);
}

}  // namespace perforin::cells
