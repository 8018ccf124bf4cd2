#pragma once
// Neighbour lists (Verlet 1967): for every body all that may come into reach before anything has
// moved by half a skin. Both bodies of a pair list each other, so sums need no locks, and each
// list has a fixed order, so sums have fixed bits.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "cells/bins.hpp"
#include "cells/slices.hpp"
#include "core/geometry.hpp"
#include "core/instructions.hpp"

namespace perforin::cells {

/// A cell as kernels see it.
struct alignas(16) Body {
    float x = 0, y = 0, z = 0, radius = 0;
};

/// A copy of a body across a periodic side.
struct Image {
    std::uint32_t source;
    Vec3 shift;
};

class Neighbours {
public:
    /// Lists are kept in pieces of this many bodies.
    static constexpr std::size_t chunk = ChunkLists::most;

    /// Lists the pairs nearer than the sum of their reaches. `bodies` begins with the real ones,
    /// one a reach; their images and one far-away body without a radius follow, written here. A
    /// body of negative reach takes no part. `awake` (one a real body, or empty): those that are
    /// not have no list, but stand in the lists of others.
    void build(std::vector<Body>& bodies, std::span<const float> reach, const Box& box,
               std::span<const std::uint8_t> awake = {});

    /// Keeps the lists of these bodies only.
    void keep(std::span<const std::uint8_t> awake);

    /// Images lie after the real bodies, in this order.
    std::span<const Image> images() const { return images_; }

    /// The real body that a list means; beyond them all for the filler.
    std::uint32_t source(std::uint32_t body) const {
        return body < count_ || body == filler() ? body : images_[body - count_].source;
    }

    /// The list of a real body that has one, else an empty one.
    Slice::List list_of(std::uint32_t row) const;

    /// Calls visit(body) for all bodies, images too, that were nearer to a point when lists were
    /// built than the sum of their reaches then and `reach`, which is at most longest().
    template <class Visit>
    void for_near(Vec3 at, float reach, Visit&& visit) const;

    /// The longest reach when lists were built.
    float longest() const { return longest_; }

    /// All bodies of a chunk that have lists stand in its slices, those without neighbours too.
    std::span<const Slice> slices(std::size_t c) const { return lists_[c].slices(); }

private:
    struct Search;
    void make_images(std::vector<Body>& bodies, std::span<const float> reach, const Box& box,
                     float margin);
    void lay_bins(std::span<const Body> bodies, const Box& box, float margin);
    void sort_bodies(std::span<const Body> bodies, std::span<const float> reach, const Box& box,
                     float margin);
    template <Instructions level>
    void list_one(std::size_t i, const Search& search, FoundLists& lists) const;

    std::uint32_t filler() const { return static_cast<std::uint32_t>(count_ + images_.size()); }

    std::size_t count_ = 0;  ///< real bodies
    float longest_ = 0;
    std::vector<Image> images_;
    Bins bins_;
    std::vector<float> x_, y_, z_, reach_;  ///< of bodies, sorted by bin
    std::vector<ChunkLists> lists_;         ///< by chunk
};

template <class Visit>
void Neighbours::for_near(Vec3 at, float reach, Visit&& visit) const {
    std::array<int, 3> low, high;
    for (std::size_t axis = 0; axis != 3; ++axis) {
        const float far = reach + longest_;
        low[axis] = bins_.axes[axis].bin(at[axis] - far);
        high[axis] = bins_.axes[axis].bin(at[axis] + far);
    }
    for (int z = low[2]; z <= high[2]; ++z) {
        for (int y = low[1]; y <= high[1]; ++y) {
            const std::size_t end = bins_.start(bins_.index(high[0], y, z) + 1);
            for (std::size_t s = bins_.start(bins_.index(low[0], y, z)); s < end; ++s) {
                const Vec3 apart = Vec3{x_[s], y_[s], z_[s]} - at;
                const float limit = reach_[s] + reach;
                if (dot(apart, apart) < limit * limit) visit(bins_.order()[s]);
            }
        }
    }
}

}  // namespace perforin::cells
