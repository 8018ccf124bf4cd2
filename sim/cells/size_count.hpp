#pragma once
// How many positive numbers there are of each size, in sixteenths of octaves: enough for quantiles
// to 6 %, and counts add up to the same whatever the order.

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "cells/lanes.hpp"

namespace perforin::cells {

class SizeCount {
public:
    void add(float x) { ++count_[bin(x)]; }
    SizeCount& operator+=(const SizeCount& other) {
        for (std::size_t b = 0; b != bins; ++b) count_[b] += other.count_[b];
        return *this;
    }

    /// The least bound, at bins' edges, that at most `most` of the numbers exceed.
    float bound(std::size_t most) const {
        std::size_t above = 0, b = bins;
        while (b != 0 && above + count_[b - 1] <= most) above += count_[--b];
        return b == bins ? std::numeric_limits<float>::infinity() : edge(b);
    }

private:
    // The bits of a float grow with it, and the upper 12 are its octave and sixteenth.
    static constexpr unsigned shift = 19;
    static constexpr std::uint32_t lowest = (127u - 8u) << 4;  // 2⁻⁸
    static constexpr std::size_t bins = std::size_t{16} * 16;  // up to 2⁸
    static constexpr std::uint32_t highest = lowest + std::uint32_t{bins - 1};

    static std::size_t bin(float x) {
        const std::uint32_t sixteenth = std::bit_cast<std::uint32_t>(larger(x, 0.0f)) >> shift;
        return std::clamp(sixteenth, lowest, highest) - lowest;
    }
    static float edge(std::size_t b) {
        return std::bit_cast<float>((lowest + static_cast<std::uint32_t>(b)) << shift);
    }

    std::array<std::uint32_t, bins> count_{};
};

}  // namespace perforin::cells
