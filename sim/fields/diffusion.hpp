#pragma once
// One dissolved substance in one lesion: its level in each voxel, what cells give and take, and the
// implicit step that moves it on. Knows no cells.

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "core/geometry.hpp"
#include "core/units.hpp"
#include "fields/grid.hpp"
#include "fields/multigrid.hpp"
#include "fields/sampling.hpp"
#include "fields/transport.hpp"
#include "fields/wall.hpp"

namespace perforin::fields {

/// What blood brings and takes: exchange × density(x) × (level − c).
struct Vessels {
    std::span<const float> density{};  ///< functional vessels by voxel; empty: none
    double level = 0.0;                ///< in the vessels, in the substance's unit
};

/// Flows of a whole block at its present levels, unit·µm³/min.
struct Balance {
    double secretion = 0, supply = 0, inflow = 0;  ///< by cells, from vessels, through walls
    double decay = 0, uptake = 0;
    double net() const { return secretion + supply + inflow - decay - uptake; }
};

class Diffusion {
public:
    Diffusion(const Grid& grid, const Transport& transport, const Walls& walls);
    /// Its levels, one a voxel, live elsewhere: they are state, all else here is not.
    Diffusion(const Grid& grid, const Transport& transport, const Walls& walls,
              std::span<float> levels);

    const Grid& grid() const { return grid_; }
    const Transport& transport() const { return transport_; }

    /// By voxel, in the substance's unit.
    std::span<float> levels() { return own_.empty() ? lent_ : std::span<float>{own_}; }
    std::span<const float> levels() const {
        return own_.empty() ? std::span<const float>{lent_} : std::span<const float>{own_};
    }
    float level(Vec3 at) const { return sampling_.level(levels(), at); }
    Vec3 gradient(Vec3 at) const { return sampling_.gradient(levels(), at); }  ///< unit/µm
    Vec3 gradient_in(std::array<std::size_t, 3> voxel) const {
        return sampling_.gradient_in(levels(), voxel);
    }

    /// What cells do in a step, by voxel: secretion (unit/min) and the rate at which they take the
    /// substance up (1/min, ≥ 0). begin() sets both to zero, whoever knows the cells adds to them.
    std::span<float> source() { return source_; }
    std::span<float> uptake() { return uptake_; }
    void begin();
    /// Level that one molecule makes in a voxel; 0 for a substance counted otherwise.
    double per_molecule() const { return transport_.per_molecule / grid_.voxel_volume(); }

    /// Steady state is good enough where 1/(λ + u) < dt/5; u is 0 where no cell is.
    bool quasi_steady(Time dt) const { return transport_.decay * dt > 5.0; }
    /// One step by backward Euler, which damps every mode whatever dt is (L-stable, first order).
    Solved advance(Multigrid& solver, Time dt, const Vessels& vessels = {}, const Goal& goal = {});
    /// The steady state for these sources.
    Solved settle(Multigrid& solver, const Vessels& vessels = {}, const Goal& goal = {});
    /// settle() if quasi_steady(dt), else advance(); nothing where nothing is and nothing comes.
    Solved relax(Multigrid& solver, Time dt, const Vessels& vessels = {}, const Goal& goal = {});

    /// Σ c V, unit·µm³.
    double total() const;
    /// Flows at the present levels. After advance(dt), net() is the change of total() over dt, to
    /// the solver's tolerance; after settle() it is 0.
    Balance balance(const Vessels& vessels = {}) const;

private:
    double inflow() const;
    bool stays_empty(const Vessels& vessels) const;
    Solved solve(Multigrid& solver, double per_dt, const Vessels& vessels, Goal goal);

    Grid grid_;
    Transport transport_;
    Walls walls_;
    Sampling sampling_;
    std::vector<float> own_;  ///< levels, unless they are lent
    std::span<float> lent_;
    std::vector<float> source_, uptake_;
};

}  // namespace perforin::fields
