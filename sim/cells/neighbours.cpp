#include "cells/neighbours.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>

#include "cells/lanes.hpp"
#include "core/parallel.hpp"

namespace perforin::cells {

namespace {

constexpr float x_cuts = 4.0f;
constexpr float nowhere = 1e30f;  // out of everybody's reach

Lanes load(const float* p) {
    Lanes x;
    std::memcpy(&x, p, sizeof x);
    return x;
}

Vec3 centre(const Body& b) {
    return {b.x, b.y, b.z};
}

unsigned first_lanes(std::size_t n) {
    return n >= lane_count ? (1u << lane_count) - 1u : (1u << n) - 1u;
}

/// Candidates and a bit for each that is near: noted without a branch, then taken in one loop.
class Found {
public:
    static constexpr std::size_t most = 512;

    bool full() const { return count_ == most; }
    void add(unsigned near, const std::uint32_t* four) {
        std::memcpy(&bodies_[count_], four, lane_count * sizeof *four);
        if (count_ % 64 == 0) bits_[count_ / 64] = 0;
        bits_[count_ / 64] |= std::uint64_t{near} << count_ % 64;
        count_ += lane_count;
    }
    /// Appends those that are near, but for `self`, and begins anew.
    std::size_t take(std::uint32_t self, std::size_t used, std::uint32_t* entries) {
        for (std::size_t word = 0; 64 * word < count_; ++word) {
            for (std::uint64_t left = bits_[word]; left != 0; left &= left - 1) {
                const std::uint32_t body =
                    bodies_[64 * word + static_cast<std::size_t>(std::countr_zero(left))];
                entries[used] = body;
                used += body != self ? 1 : 0;
            }
        }
        count_ = 0;
        return used;
    }

private:
    std::size_t count_ = 0;
    std::array<std::uint64_t, most / 64> bits_;
    std::array<std::uint32_t, most> bodies_;
};

}  // namespace

struct Neighbours::Search {
    std::span<const Body> bodies;
    std::span<const float> reach;
    float longest;         ///< reach
    std::uint32_t filler;  ///< the far-away body
};

void Neighbours::build(std::vector<Body>& bodies, std::span<const float> reach, const Box& box) {
    count_ = reach.size();
    float longest = 0.0f;
    for (const float one : reach) longest = std::max(longest, one);
    const float margin = 2.0f * longest;
    make_images(bodies, reach, box, margin);
    sort_bodies(bodies, reach, box, margin);

    const auto filler = static_cast<std::uint32_t>(bodies.size());
    bodies.push_back({.x = 1e9f, .y = 1e9f, .z = 1e9f});
    const std::size_t chunks = parallel::chunks(count_, chunk);
    if (entries_.size() < chunks) entries_.resize(chunks);
    offsets_.resize(chunks * (chunk + 1));
    const Search search{bodies, reach, longest, filler};
    parallel::for_chunks(
        count_,
        [&](std::size_t c, std::size_t first, std::size_t last) {
            list_chunk(c, first, last, search);
        },
        chunk);
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
    const std::size_t padded = n + lane_count;  // whole lanes may be read past the end
    for (auto* column : {&x_, &y_, &z_, &reach_}) column->resize(padded);
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

void Neighbours::list_chunk(std::size_t c, std::size_t first, std::size_t last,
                            const Search& search) {
    std::uint32_t* offsets = offsets_.data() + c * (chunk + 1);
    std::size_t used = 0;
    for (std::size_t i = first; i != last; ++i) {
        *offsets++ = static_cast<std::uint32_t>(used);
        if (search.reach[i] >= 0.0f) used = list_one(i, used, entries_[c], search);
    }
    *offsets = static_cast<std::uint32_t>(used);
}

/// Appends the list of one body after `used` entries; returns how many there are then.
std::size_t Neighbours::list_one(std::size_t i, std::size_t used,
                                 std::vector<std::uint32_t>& entries, const Search& search) const {
    const Body& body = search.bodies[i];
    const Vec3 at = centre(body);
    const float reach = search.reach[i] + search.longest;
    std::array<int, 3> low, high;
    for (std::size_t axis = 0; axis != 3; ++axis) {
        const float far = reach + 1e-6f * (std::abs(at[axis]) + reach);  // sums are rounded
        low[axis] = bins_.axes[axis].bin(at[axis] - far);
        high[axis] = bins_.axes[axis].bin(at[axis] + far);
    }
    Found found;
    const auto take = [&] {
        if (entries.size() < used + Found::most + lane_count) {
            entries.resize(used + used / 4 + 2 * Found::most);
        }
        used = found.take(static_cast<std::uint32_t>(i), used, entries.data());
    };
    for (int z = low[2]; z <= high[2]; ++z) {
        for (int y = low[1]; y <= high[1]; ++y) {  // along x, bins are one run
            const std::size_t end = bins_.start(bins_.index(high[0], y, z) + 1);
            for (std::size_t s = bins_.start(bins_.index(low[0], y, z)); s < end; s += lane_count) {
                if (found.full()) take();
                found.add(near(body, search.reach[i], s) & first_lanes(end - s),
                          bins_.order().data() + s);
            }
        }
    }
    take();
    while (used % lane_count != 0) entries[used++] = search.filler;
    return used;
}

/// Which of the four sorted bodies from s on are near.
unsigned Neighbours::near(const Body& body, float reach, std::size_t s) const {
    const Lanes x = load(&x_[s]) - body.x, y = load(&y_[s]) - body.y, z = load(&z_[s]) - body.z;
    const Lanes limit = load(&reach_[s]) + reach;
    return below(x * x + y * y + z * z, limit * limit);
}

std::size_t Neighbours::entries() const {
    std::size_t all = 0;
    for (std::size_t c = 0; c != parallel::chunks(count_, chunk); ++c) {
        all += lists(c).offsets[std::min(chunk, count_ - c * chunk)];
    }
    return all;
}

}  // namespace perforin::cells
