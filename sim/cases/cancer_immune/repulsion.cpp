// The force law of the case: cells repel where they overlap, walls likewise; nothing adheres.

#include "cases/cancer_immune/sources.hpp"
#include "cells/lanes.hpp"
#include "cells/pairwise.hpp"
#include "config/block.hpp"

namespace perforin::cases::cancer_immune {

namespace {

struct RepulsionParams : config::Block {
    using Block::Block;
    Speed cell =
        param("cell", 10.0, um_per_minute, {0, 1000},
              "Strength of the repulsion of a cell whose kind does not say otherwise", peer());
    Speed wall = param("wall", 100.0, um_per_minute, {0, 1000},
                       "Strength of the repulsion of walls", peer());
};

/// Speed apart √(a₁a₂) (1 − d/(r₁ + r₂))², off a wall A (1 − d/r)².
class Repulsion {
public:
    explicit Repulsion(const config::Section& section) : Repulsion{RepulsionParams{section}} {}
    explicit Repulsion(const RepulsionParams& params)
        : cell_{static_cast<float>(params.cell.in(um_per_minute))},
          wall_{static_cast<float>(params.wall.in(um_per_minute))} {}

    cells::Strength standard() const { return {cell_, 0.0f}; }
    float half_reach(float radius, float, float) const { return radius; }

    template <class Real>
    Real speed(const cells::Contact<Real>& c) const {
        const Real u = cells::positive(1.0f - c.relative);
        return c.repulsion * (u * u);
    }
    template <class Real>
    Real stiffness(const cells::Contact<Real>& c) const {
        return 2.0f * c.repulsion * cells::positive(1.0f - c.relative) * c.inverse_sum;
    }

    float wall_reach(float radius) const { return radius; }
    float wall_speed(float distance, float radius) const {
        const float u = cells::positive(1.0f - distance / radius);
        return wall_ * (u * u);
    }
    float wall_stiffness(float distance, float radius) const {
        return 2.0f * wall_ * cells::positive(1.0f - distance / radius) / radius;
    }

private:
    float cell_, wall_;
};

const Registered<cells::Interaction> here{
    "repulsion", "Repulsion where cells overlap",
    make<cells::Interaction, cells::PairwiseInteraction<Repulsion>>, model};

}  // namespace

}  // namespace perforin::cases::cancer_immune
