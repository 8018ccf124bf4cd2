#pragma once
// How cells push, hold and are held: the family of force laws. A law comes as a plug-in, most
// easily through PairwiseInteraction (pairwise.hpp), and nothing here knows which there are.

#include <cstddef>
#include <cstdint>
#include <span>

#include "cells/neighbours.hpp"
#include "cells/walls.hpp"
#include "core/geometry.hpp"

namespace perforin::cells {

/// How strongly a cell repels and adheres, µm/min.
struct Strength {
    float repulsion = 0, adhesion = 0;
};

/// All bodies of a block at one moment: first the cells in row order, then images across periodic
/// sides, then one far-away filler without strength.
struct Crowd {
    std::span<const Body> bodies;
    /// Square roots of the bodies' strengths: the product of two is their geometric mean.
    std::span<const Strength> strength_roots;
    std::span<const std::uint64_t> ids;  ///< of the cells
    const Neighbours* neighbours;
    Box box;
    Walls walls;

    std::size_t size() const { return ids.size(); }
    bool takes_part(std::size_t body) const {
        return strength_roots[body].repulsion > 0.0f || strength_roots[body].adhesion > 0.0f;
    }
    /// Identity of a body, image or not.
    std::uint64_t id(std::size_t body) const {
        return ids[body < size() ? body : neighbours->images()[body - size()].source];
    }
};

/// A linear spring that holds two cells together by their centres.
struct Bond {
    std::uint32_t a, b;  ///< rows
    float rate;          ///< speed of each per distance, 1/min
};

/// A cell walks by itself: this velocity (µm/min) adds to those at which others push it.
struct Drive {
    std::uint32_t row;
    Vec3 velocity;
};

/// What two cells do to each other.
struct Push {
    Vec3 velocity;    ///< of the second, away from the first; the first's is the opposite
    float speed;      ///< the same along the line of centres; negative: they attract each other
    float stiffness;  ///< what the pair adds to that of either, 1/min, at most
    float overlap;    ///< 1 − distance / sum of radii
};

/// What a sweep says of all cells together.
struct Measures {
    /// Upper bound of the spectral radius of −∂(velocity)/∂(position), 1/min.
    double stiffness = 0.0;
    double fastest = 0.0;  ///< largest speed, µm/min; not finite if any is not
    double overlap = 0.0;  ///< largest 1 − distance / sum of radii
};

class Interaction {
public:
    virtual ~Interaction() = default;

    /// What a cell has whose kind does not say otherwise.
    virtual Strength standard() const = 0;

    /// Two cells do not act on each other beyond the sum of their half reaches (µm).
    virtual float half_reach(float radius, float repulsion, float adhesion) const = 0;

    /// Velocity of every cell, µm/min. The bits do not depend on threads.
    virtual void sweep(const Crowd& crowd, std::span<Vec3> velocity) const = 0;

    /// Of two real bodies, whatever lists say; `apart`: from the first to the second.
    virtual Push push(const Crowd& crowd, std::size_t first, std::size_t second,
                      Vec3 apart) const = 0;

    /// The same, for every cell a `stiffness` (1/min) such that the largest is an upper bound of
    /// the spectral radius, and the sum of the speeds (µm/min) at which others and walls push it
    /// away.
    virtual Measures measure(const Crowd& crowd, std::span<Vec3> velocity,
                             std::span<float> stiffness, std::span<float> crowding) const = 0;
};

}  // namespace perforin::cells
