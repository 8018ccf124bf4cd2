#include "cells/spatial_grid.hpp"

#include "core/grow.hpp"
namespace perforin::cells {

void SpatialGrid::build(std::span<const Vec3> positions) {
    build_rows(positions.size(), positions, [](std::size_t i) { return static_cast<Row>(i); });
}

void SpatialGrid::build(std::span<const Vec3> positions, std::span<const Row> rows) {
    build_rows(rows.size(), positions, [&](std::size_t i) { return rows[i]; });
}

template <class RowAt>
void SpatialGrid::build_rows(std::size_t n, std::span<const Vec3> positions, RowAt&& row_at) {
    grow_to(entries_, n);
    const auto given = [&](std::size_t i) { return flat(box_.wrap(positions[row_at(i)])); };
    lay_bins(n, given);
    bins_.sort(n, given);
    const auto order = bins_.order();
    for (std::size_t i = 0; i != n; ++i) entries_[i] = {given(order[i]), row_at(order[i])};
}

/// Bins begin at multiples of their width from the box's corner and cover what is inhabited;
/// periodic axes are covered whole.
template <class At>
void SpatialGrid::lay_bins(std::size_t n, At&& at) {
    Vec3 low = box_.size, high{};
    for (std::size_t i = 0; i != n; ++i) {
        const Vec3 position = at(i);
        for (std::size_t axis = 0; axis != 3; ++axis) {
            low[axis] = std::min(low[axis], position[axis]);
            high[axis] = std::max(high[axis], position[axis]);
        }
    }
    for (std::size_t axis = 0; axis != 3; ++axis) {
        const bool whole = box_.periodic[axis] || n == 0;
        low[axis] = whole ? 0.0f : std::clamp(low[axis], 0.0f, box_.size[axis]);
        high[axis] = whole ? box_.size[axis] : std::clamp(high[axis], low[axis], box_.size[axis]);
    }
    if (box_.dimensions == 2) low.z = high.z = 0.0f;
    const float width = Bins::fitting_width(width_, high - low, 4 * n + 64);
    for (std::size_t axis = 0; axis != 3; ++axis) {
        if (box_.periodic[axis]) {
            const int count = std::max(1, static_cast<int>(box_.size[axis] / width));
            bins_.axes[axis] = {0.0f, box_.size[axis] / static_cast<float>(count), count};
        } else {
            const float origin = width * std::floor(low[axis] / width);
            bins_.axes[axis] = {origin, width, static_cast<int>((high[axis] - origin) / width) + 1};
        }
    }
}

}  // namespace perforin::cells
