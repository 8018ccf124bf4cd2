#include "cells/neighbours.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "cells/pick.hpp"
#include "core/grow.hpp"
#include "core/instructions.hpp"
#include "core/parallel.hpp"

namespace perforin::cells {

namespace {

constexpr float x_cuts = 4.0f;
constexpr float nowhere = 1e30f;  // out of everybody's reach

Vec3 centre(const Body& b) {
    return {b.x, b.y, b.z};
}

}  // namespace

struct Neighbours::Search {
    std::span<const Body> bodies;
    std::span<const float> reach;
};

void Neighbours::build(std::vector<Body>& bodies, std::span<const float> reach, const Box& box,
                       std::span<const std::uint8_t> awake) {
    count_ = reach.size();
    longest_ = 0.0f;
    for (const float one : reach) longest_ = std::max(longest_, one);
    const float margin = 2.0f * longest_;
    make_images(bodies, reach, box, margin);
    sort_bodies(bodies, reach, box, margin);

    grow_to(bodies, bodies.size() + 1);
    bodies.back() = {.x = 1e9f, .y = 1e9f, .z = 1e9f};
    const std::size_t chunks = parallel::chunks(count_, chunk);
    if (lists_.size() < chunks) lists_.resize(chunks);
    const Search search{bodies, reach};
    parallel::for_chunks_with<FoundLists>(
        count_,
        [&](FoundLists& lists, std::size_t c, std::size_t first, std::size_t last) {
            lists.clear();
            vectorised([&](auto wide) {
                for (std::size_t i = first; i != last; ++i) {
                    if (!awake.empty() && awake[i] == 0) continue;
                    if (reach[i] >= 0.0f) list_one<decltype(wide)::level>(i, search, lists);
                    lists.close(static_cast<std::uint32_t>(i));
                }
            });
            lists.lay(filler(), lists_[c]);
        },
        chunk);
}

void Neighbours::keep(std::span<const std::uint8_t> awake) {
    parallel::for_chunks_with<FoundLists>(
        count_,
        [&](FoundLists& lists, std::size_t c, std::size_t, std::size_t) {
            lists.clear();
            lists.take(lists_[c], awake, filler());
            lists.lay(filler(), lists_[c]);
        },
        chunk);
}

Slice::List Neighbours::list_of(std::uint32_t row) const {
    for (const Slice& slice : slices(row / chunk)) {
        for (std::size_t k = 0; k != slice.size; ++k) {
            if (slice.rows[k] == row) return slice.list(k);
        }
    }
    return {nullptr, 0};
}

/// Bodies within `margin` of a periodic side get a copy beyond the other one; in a box narrower
/// than the margin more than one.
void Neighbours::make_images(std::vector<Body>& bodies, std::span<const float> reach,
                             const Box& box, float margin) {
    bodies.resize(count_);
    images_.clear();
    const bool flat = box.dimensions == 2;
    if (!box.periodic[0] && !box.periodic[1] && (flat || !box.periodic[2])) return;
    // Whole periods that keep x within [−margin, size + margin]: interior bodies have only 0.
    const auto periods = [&](std::size_t axis, float x) -> std::array<int, 2> {
        if (!box.periodic[axis] || (axis == 2 && flat)) return {0, 0};
        const float size = box.size[axis];
        return {static_cast<int>(std::ceil((-margin - x) / size)),
                static_cast<int>(std::floor((size + margin - x) / size))};
    };
    for (std::size_t i = 0; i != count_; ++i) {
        if (reach[i] < 0.0f) continue;
        const Vec3 at = centre(bodies[i]);
        const auto along_x = periods(0, at.x), along_y = periods(1, at.y),
                   along_z = periods(2, at.z);
        for (int z = along_z[0]; z <= along_z[1]; ++z) {
            for (int y = along_y[0]; y <= along_y[1]; ++y) {
                for (int x = along_x[0]; x <= along_x[1]; ++x) {
                    if (x == 0 && y == 0 && z == 0) continue;
                    const Vec3 shift{static_cast<float>(x) * box.size.x,
                                     static_cast<float>(y) * box.size.y,
                                     static_cast<float>(z) * box.size.z};
                    images_.push_back({static_cast<std::uint32_t>(i), shift});
                    const Vec3 image = at + shift;
                    bodies.push_back({image.x, image.y, image.z, bodies[i].radius});
                }
            }
        }
    }
}

/// Bins over the inhabited part of the box. One stray cell far outside must not make all bins
/// large: it counts to a border bin.
void Neighbours::lay_bins(std::span<const Body> bodies, const Box& box, float margin) {
    Vec3 low{1e30f, 1e30f, 1e30f}, high{-1e30f, -1e30f, -1e30f};
    for (const Body& body : bodies) {
        const Vec3 at = centre(body);
        for (std::size_t axis = 0; axis != 3; ++axis) {
            low[axis] = smaller(low[axis], at[axis]);
            high[axis] = larger(high[axis], at[axis]);
        }
    }
    for (std::size_t axis = 0; axis != 3; ++axis) {
        const float beyond = box.periodic[axis] ? margin : 0.0f;
        low[axis] = std::clamp(low[axis], -beyond, box.size[axis] + beyond);
        high[axis] = std::clamp(high[axis], low[axis], box.size[axis] + beyond);
    }
    // Bins are narrow along x, where many are one run, and so fit the reach closely.
    const Vec3 slim{x_cuts * (high.x - low.x), high.y - low.y, high.z - low.z};
    const float width = Bins::fitting_width(larger(margin, 1e-3f), slim, 4 * bodies.size() + 64);
    for (std::size_t axis = 0; axis != 3; ++axis) {
        bins_.axes[axis] = {low[axis], axis == 0 ? width / x_cuts : width,
                            static_cast<int>(slim[axis] / width) + 1};
    }
}

void Neighbours::sort_bodies(std::span<const Body> bodies, std::span<const float> reach,
                             const Box& box, float margin) {
    lay_bins(bodies, box, margin);
    const std::size_t n = bodies.size();
    bins_.sort(n, [&](std::size_t i) { return centre(bodies[i]); });
    const std::size_t padded = n + PointColumns::padding;
    for (auto* column : {&x_, &y_, &z_, &reach_}) grow_to(*column, padded);
    const auto order = bins_.order();
    parallel::for_each(n, [&](std::size_t s) {
        const std::uint32_t i = order[s];
        const float own = reach[i < count_ ? i : images_[i - count_].source];
        x_[s] = own < 0.0f ? nowhere : bodies[i].x;
        y_[s] = bodies[i].y;
        z_[s] = bodies[i].z;
        reach_[s] = own;
    });
}

/// Appends the list of one body.
template <Instructions level>
PERFORIN_INLINE void Neighbours::list_one(std::size_t i, const Search& search,
                                          FoundLists& lists) const {
    const Body& body = search.bodies[i];
    const Vec3 at = centre(body);
    const Seeker seeker{at, search.reach[i], static_cast<std::uint32_t>(i)};
    const float reach = seeker.reach + longest_;
    std::array<int, 3> low, high;
    for (std::size_t axis = 0; axis != 3; ++axis) {
        const float far = reach + 1e-6f * (std::abs(at[axis]) + reach);  // sums are rounded
        low[axis] = bins_.axes[axis].bin(at[axis] - far);
        high[axis] = bins_.axes[axis].bin(at[axis] + far);
    }
    const PointColumns points{x_.data(), y_.data(), z_.data(), reach_.data(), bins_.order().data()};
    for (int z = low[2]; z <= high[2]; ++z) {
        for (int y = low[1]; y <= high[1]; ++y) {  // along x, bins are one run
            const std::size_t begin = bins_.start(bins_.index(low[0], y, z)),
                              end = bins_.start(bins_.index(high[0], y, z) + 1);
            std::uint32_t* to = lists.next(end - begin + PointColumns::padding);
            lists.extend(Pick<level>::from(points, begin, end, seeker, to));
        }
    }
}

}  // namespace perforin::cells
