#pragma once
// Who is near: cells in uniform bins of a box that may be periodic along any axis.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <span>
#include <utility>
#include <vector>

#include "cells/bins.hpp"
#include "cells/column.hpp"
#include "core/geometry.hpp"

namespace perforin::cells {

/// A picture of positions as they were when it was built; memory is reused by the next `build`.
class SpatialGrid {
public:
    /// `width`: of a bin in µm, best about the usual reach. Bins grow where cells are sparse.
    SpatialGrid(const Box& box, float width) : box_{box}, width_{width} {}

    /// All rows.
    void build(std::span<const Vec3> positions);
    /// Some rows, each once.
    void build(std::span<const Vec3> positions, std::span<const Row> rows);

    /// Rows in the grid.
    std::size_t size() const { return entries_.size(); }
    const Box& box() const { return box_; }

    /// Calls visit(row, displacement, distance²) for every row within `reach` (µm) of a point,
    /// itself included, each once by its nearest image. In 2-D the distance is that in the plane.
    /// The order is canonical: bins along x, then y, then z, from the low side of the sphere to the
    /// high, rows of a bin as given to `build`. Sort if strictly ascending rows are needed.
    template <class Visitor>
    void for_near(Vec3 point, float reach, Visitor&& visit) const {
        if (entries_.empty()) return;
        const Vec3 centre = flat(box_.wrap(point));
        const std::array<Span, 3> spans{span(0, centre.x, reach), span(1, centre.y, reach),
                                        span(2, centre.z, reach)};
        const auto [x_first, x_last] = spans[0];
        const int count = bins_.axes[0].count;
        for (int z = spans[2].first; z <= spans[2].last; ++z) {
            for (int y = spans[1].first; y <= spans[1].last; ++y) {
                const std::size_t row = bins_.index(0, wrapped(1, y), wrapped(2, z));
                // Along x a run of bins is one run of entries, or two where it crosses the border.
                if (x_first < 0) visit_run(row, x_first + count, count - 1, centre, reach, visit);
                visit_run(row, std::max(x_first, 0), std::min(x_last, count - 1), centre, reach,
                          visit);
                if (x_last >= count) visit_run(row, 0, x_last - count, centre, reach, visit);
            }
        }
    }

private:
    struct Entry {
        Vec3 position;
        Row row;
    };
    struct Span {
        int first, last;  ///< bins, both included; beyond [0, count) along periodic axes
    };

    Vec3 flat(Vec3 p) const { return box_.dimensions == 2 ? Vec3{p.x, p.y, 0.0f} : p; }
    int wrapped(std::size_t axis, int bin) const {
        const int count = bins_.axes[axis].count;
        return bin < 0 ? bin + count : bin >= count ? bin - count : bin;
    }

    /// Bins that a sphere meets; a little slack, since positions and sums are rounded.
    Span span(std::size_t axis, float x, float reach) const {
        const BinAxis& bins = bins_.axes[axis];
        const float slack = 1e-6f * (std::abs(x) + reach + box_.size[axis]);
        const float low = x - reach - slack, high = x + reach + slack;
        if (!box_.periodic[axis]) return {bins.bin(low), bins.bin(high)};
        if (high - low >= box_.size[axis]) return {0, bins.count - 1};
        const Span some{bins.unbounded(low), bins.unbounded(high)};
        // Never a bin twice: the whole axis instead.
        if (some.last - some.first >= bins.count) return {0, bins.count - 1};
        return some;
    }

    template <class Visitor>
    void visit_run(std::size_t row, int first, int last, Vec3 centre, float reach,
                   Visitor&& visit) const {
        const Entry* entry = entries_.data() + bins_.start(row + static_cast<std::size_t>(first));
        const Entry* end = entries_.data() + bins_.start(row + static_cast<std::size_t>(last) + 1);
        for (; entry != end; ++entry) {
            const Vec3 d = box_.displacement(centre, entry->position);
            const float distance2 = dot(d, d);
            if (distance2 <= reach * reach) visit(entry->row, d, distance2);
        }
    }

    template <class RowAt>
    void build_rows(std::size_t n, std::span<const Vec3> positions, RowAt&& row_at);
    template <class At>
    void lay_bins(std::size_t n, At&& at);

    Box box_;
    float width_;
    Bins bins_;
    std::vector<Entry> entries_;
};

}  // namespace perforin::cells
