#pragma once
// The default law: cells repel where they overlap and adhere a little beyond. Published by Macklin
// et al. 2012 (J Theor Biol 301, 122–140) and Ghaffarizadeh et al. 2018 (PLoS Comput Biol 14,
// e1005991).

#include "cells/lanes.hpp"
#include "cells/pairwise.hpp"
#include "config/block.hpp"

namespace perforin::cells {

struct OverlapAdhesionParams : config::Block {
    using Block::Block;
    Speed repulsion = param("repulsion", 10.0, um_per_minute, {0, 1000},
                            "Strength of the repulsion of a cell whose kind does not say otherwise",
                            recalled(assumed("model value of Ghaffarizadeh 2018")));
    Speed adhesion = param("adhesion", 0.4, um_per_minute, {0, 100},
                           "Strength of the adhesion of a cell whose kind does not say otherwise",
                           recalled(assumed("model value of Ghaffarizadeh 2018")));
    double adhesion_range = param("adhesion_range", 1.25, fraction, {1, 3},
                                  "Distance up to which cells adhere, in sums of radii",
                                  recalled(assumed("model value of Ghaffarizadeh 2018")));
    Speed wall =
        param("wall", 100.0, um_per_minute, {0, 1000}, "Strength of the repulsion of walls",
              assumed("ten times the repulsion of cells: a wall hardly gives"));
};

/// Speeds apart, with u = 1 − d/(r₁ + r₂) and w = 1 − d/(q (r₁ + r₂)), both cut at 0:
///     v = √(a₁a₂) u² − √(b₁b₂) w²,     wall: A (1 − d/r)².
class OverlapAdhesion {
public:
    explicit OverlapAdhesion(const OverlapAdhesionParams& params)
        : standard_{static_cast<float>(params.repulsion.in(um_per_minute)),
                    static_cast<float>(params.adhesion.in(um_per_minute))},
          range_{static_cast<float>(params.adhesion_range)},
          wall_{static_cast<float>(params.wall.in(um_per_minute))} {}
    explicit OverlapAdhesion(const config::Section& section)
        : OverlapAdhesion{OverlapAdhesionParams{section}} {}

    Strength standard() const { return standard_; }

    float half_reach(float radius, float, float adhesion) const {
        return adhesion > 0.0f ? range_ * radius : radius;
    }
    template <class Real>
    Real speed(const Contact<Real>& c) const {
        const Real u = positive(1.0f - c.relative);
        const Real w = positive(1.0f - c.relative * (1.0f / range_));
        return c.repulsion * (u * u) - c.adhesion * (w * w);
    }
    /// −dv/dd of the repulsion; adhesion only lessens it.
    template <class Real>
    Real stiffness(const Contact<Real>& c) const {
        return 2.0f * c.repulsion * positive(1.0f - c.relative) * c.inverse_sum;
    }

    float wall_reach(float radius) const { return radius; }
    float wall_speed(float distance, float radius) const {
        const float u = positive(1.0f - distance / radius);
        return wall_ * (u * u);
    }
    float wall_stiffness(float distance, float radius) const {
        return 2.0f * wall_ * positive(1.0f - distance / radius) / radius;
    }

private:
    Strength standard_;
    float range_, wall_;
};

}  // namespace perforin::cells
