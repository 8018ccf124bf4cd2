#include "cells/slices.hpp"

#include <algorithm>

#include "core/grow.hpp"
namespace perforin::cells {

void FoundLists::grow(std::size_t room) {
    found_.resize(used_ + used_ / 4 + 2 * room);
}

/// Longest first; lists longer than can be counted come first in the order of their rows.
void FoundLists::sort_by_length() {
    constexpr std::size_t longest = 63;
    std::array<std::uint32_t, longest + 2> place{};
    const auto key = [&](std::size_t k) {
        return longest - std::min<std::size_t>(length(k), longest);
    };
    for (std::size_t k = 0; k != count_; ++k) ++place[key(k) + 1];
    for (std::size_t l = 1; l != place.size(); ++l) place[l] += place[l - 1];
    for (std::size_t k = 0; k != count_; ++k) {
        order_[place[key(k)]++] = static_cast<std::uint8_t>(k);
    }
}

void FoundLists::take(const ChunkLists& lists, std::span<const std::uint8_t> marked,
                      std::uint32_t filler) {
    for (const Slice& slice : lists.slices()) {
        for (std::size_t k = 0; k != slice.size; ++k) {
            if (marked[slice.rows[k]] == 0) continue;
            const Slice::List list = slice.list(k);
            std::uint32_t* to = next(list.size);
            std::size_t size = 0;
            while (size != list.size && list[size] != filler) to[size] = list[size], ++size;
            extend(size);
            close(slice.rows[k]);
        }
    }
}

void FoundLists::lay(std::uint32_t filler, ChunkLists& lists) {
    sort_by_length();
    lists.slices_.clear();
    std::size_t entries = 0;
    for (std::size_t from = 0; from < count_; from += Slice::most) {
        Slice slice{{}, 0, 0, nullptr};
        slice.rows.fill(filler);
        for (std::size_t s = from; s != std::min(from + Slice::most, count_); ++s) {
            slice.rows[slice.size++] = rows_[order_[s]];
            slice.longest = std::max(slice.longest, length(order_[s]));
        }
        entries += Slice::most * slice.longest;
        lists.slices_.push_back(slice);
    }
    if (lists.entries_.size() < entries) grow_to(lists.entries_, entries);
    std::uint32_t* to = lists.entries_.data();
    const std::uint8_t* bodies = order_.data();
    for (Slice& slice : lists.slices_) {
        slice.entries = to;
        for (std::size_t k = 0; k != Slice::most; ++k) {
            const std::size_t body = k < slice.size ? *bodies++ : 0;
            const std::uint32_t size = k < slice.size ? length(body) : 0;
            const std::uint32_t* from = size == 0 ? nullptr : found_.data() + begin(body);
            for (std::uint32_t n = 0; n != size; ++n) to[n * Slice::most + k] = from[n];
            for (std::uint32_t n = size; n < slice.longest; ++n) to[n * Slice::most + k] = filler;
        }
        to += Slice::most * slice.longest;
    }
}

}  // namespace perforin::cells
