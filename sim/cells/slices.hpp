#pragma once
// Neighbour lists laid side by side, so that a kernel works on eight bodies at once, the n-th
// neighbour of each at a time: sums run in the order of each body's list, however many lanes the
// processor has, and nothing need be joined in the end.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace perforin::cells {

/// Bodies side by side, with lists of about one length, all filled up to the longest of them.
struct Slice {
    static constexpr std::size_t most = 8;

    std::array<std::uint32_t, most> rows;  ///< the filler where a body is missing
    std::uint32_t size;                    ///< bodies
    std::uint32_t longest;                 ///< list
    const std::uint32_t* entries;          ///< n-th neighbour of the k-th body at n · most + k

    /// The list of one body, from 0 to size, fillers at its end.
    struct List {
        const std::uint32_t* first;
        std::uint32_t size;
        std::uint32_t operator[](std::size_t n) const { return first[n * most]; }
    };
    List list(std::size_t k) const { return {entries + k, longest}; }
};

/// The lists of up to `most` bodies, side by side.
class ChunkLists {
public:
    static constexpr std::size_t most = 256;

    std::span<const Slice> slices() const { return slices_; }

private:
    friend class FoundLists;
    std::vector<std::uint32_t> entries_;
    std::vector<Slice> slices_;
};

/// The same, one after the other, as they are found. Scratch: one a thread is enough.
class FoundLists {
public:
    /// Begins anew.
    void clear() { used_ = count_ = 0; }
    /// Where the next list may be written, up to `room` entries.
    std::uint32_t* next(std::size_t room) {
        if (found_.size() < used_ + room) grow(room);
        return found_.data() + used_;
    }
    /// Entries have been written to next(): more of the list that is open.
    void extend(std::size_t entries) { used_ += entries; }
    /// The open list is complete, and that of the body of this row.
    void close(std::uint32_t row) {
        rows_[count_] = row;
        ends_[count_++] = static_cast<std::uint32_t>(used_);
    }
    /// Appends the lists of those bodies that are marked, by row.
    void take(const ChunkLists& lists, std::span<const std::uint8_t> marked, std::uint32_t filler);
    /// Lays the lists side by side, those of one length together.
    void lay(std::uint32_t filler, ChunkLists& lists);

private:
    static constexpr std::size_t most = ChunkLists::most;

    void grow(std::size_t room);
    std::uint32_t begin(std::size_t k) const { return k == 0 ? 0 : ends_[k - 1]; }
    std::uint32_t length(std::size_t k) const { return ends_[k] - begin(k); }
    void sort_by_length();

    std::size_t used_ = 0, count_ = 0;
    std::vector<std::uint32_t> found_;
    std::array<std::uint32_t, most> rows_{};
    std::array<std::uint32_t, most> ends_{};  ///< of lists in found_
    std::array<std::uint8_t, most> order_{};  ///< of bodies, by length
};

}  // namespace perforin::cells
