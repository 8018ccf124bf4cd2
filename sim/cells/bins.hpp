#pragma once
// Points sorted into equal boxes, x fastest, by counting; the order within a bin is the order
// given. The ground of the spatial grid and of the neighbour lists.

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/geometry.hpp"
#include "core/grow.hpp"
#include "core/parallel.hpp"

namespace perforin::cells {

/// One axis cut into `count` bins; what lies outside belongs to the border bins.
struct BinAxis {
    float origin = 0.0f;
    float width = 1.0f;
    int count = 1;
    float per_width = 1.0f / width;

    /// Never decreases with x. NaN counts to the first bin.
    int bin(float x) const {
        const float f = (x - origin) * per_width;
        const auto last = static_cast<float>(count - 1);
        return f > 0.0f ? static_cast<int>(f < last ? f : last) : 0;
    }
    /// The bin as if they went on for ever.
    int unbounded(float x) const { return static_cast<int>(std::floor((x - origin) * per_width)); }
};

class Bins {
public:
    std::array<BinAxis, 3> axes{};

    std::size_t size() const {
        return static_cast<std::size_t>(axes[0].count) * static_cast<std::size_t>(axes[1].count) *
               static_cast<std::size_t>(axes[2].count);
    }
    std::size_t index(int x, int y, int z) const {
        return static_cast<std::size_t>(x) +
               static_cast<std::size_t>(axes[0].count) *
                   (static_cast<std::size_t>(y) +
                    static_cast<std::size_t>(axes[1].count) * static_cast<std::size_t>(z));
    }
    std::size_t bin(Vec3 p) const {
        return index(axes[0].bin(p.x), axes[1].bin(p.y), axes[2].bin(p.z));
    }

    /// Sorts n points, the i-th at `at(i)`.
    template <class At>
    void sort(std::size_t n, At&& at) {
        grow_to(bin_of_, n);
        parallel::for_each(
            n, [&](std::size_t i) { bin_of_[i] = static_cast<std::uint32_t>(bin(at(i))); });
        count();
    }

    /// Points in sorted order, by the number they were given under; `padding` numbers
    /// without a meaning follow, so that whole lanes may be read.
    std::span<const std::uint32_t> order() const { return order_; }
    static constexpr std::size_t padding = 16;
    /// Where a bin begins in that order; the bin `size()` begins at the end.
    std::uint32_t start(std::size_t bin) const { return starts_[bin]; }

    /// Widens all bins until there are at most `limit`.
    static float fitting_width(float width, Vec3 extent, std::size_t limit);

private:
    void count();

    std::vector<std::uint32_t> bin_of_, order_, starts_;
};

}  // namespace perforin::cells
