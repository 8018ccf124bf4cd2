#pragma once
// Solves  (λ + a(x)) c − ∇·(D ∇c) = b(x)  on any grid by geometric multigrid; one cycle for every
// dissolved substance, steady state or implicit step alike. See METHODS.md.

#include <array>
#include <cstddef>
#include <limits>
#include <span>
#include <vector>

#include "core/parallel.hpp"
#include "fields/grid.hpp"
#include "fields/level.hpp"
#include "fields/transfer.hpp"
#include "fields/wall.hpp"

namespace perforin::fields {

struct Equation {
    double diffusivity = 0.0;  ///< D, µm²/min
    double decay = 0.0;        ///< λ, 1/min; a time step adds 1/dt to it
    Walls walls{};
};

/// What one voxel adds to the equation: a ≥ 0 (1/min) and b (unit/min).
struct Term {
    float loss = 0.0f, gain = 0.0f;
};

struct Goal {
    double tolerance = 1e-4;  ///< of the estimated error; 0: no check, always most_cycles
    int most_cycles = 30;
    float least = -std::numeric_limits<float>::infinity();  ///< smaller c is set to this at the end
};

struct Solved {
    int cycles = 0;
    double residual = 0.0;   ///< |b − A c| / |b|, Euclidean norms, walls' share in b
    double error = 0.0;      ///< estimated root mean square error of c, over that of c itself
    bool converged = false;  ///< tolerance reached, or c as near as float can hold it: below 1 %
};

/// Scratch for one grid, shared by all substances on it (not at the same time). About 32 bytes a
/// voxel; nothing is allocated after construction.
class Multigrid {
public:
    explicit Multigrid(const Grid& grid);
    const Grid& grid() const { return grid_; }

    /// Improves c, voxel by voxel in the grid's order, from what it holds: a good guess saves
    /// cycles. `terms(voxel)` gives a Term and may read c. The result has the same bits for any
    /// number of threads. Throws Broken when c or the terms are not finite.
    template <class Terms>
    Solved solve(const Equation& equation, const Terms& terms, std::span<float> c,
                 const Goal& goal = {}) {
        over_planes(levels_.front(),
                    [&](std::size_t plane) { load(plane, equation.decay, terms, c); });
        const Solved solved = run(equation, goal);
        over_planes(levels_.front(), [&](std::size_t plane) { unload(plane, c, goal.least); });
        return solved;
    }

private:
    using Axes = std::array<std::size_t, 3>;

    /// Planes that a thread takes at once: all of them where threads would cost more than they
    /// save.
    static std::size_t chunk(const Level& level) {
        constexpr std::size_t worth_sharing = 20000;
        const auto threads = static_cast<std::size_t>(parallel::threads());
        if (level.voxels() < worth_sharing) return level.n[2];
        return (level.n[2] + threads - 1) / threads;
    }
    template <class Body>
    static void over_planes(const Level& level, Body&& body) {
        parallel::for_each(level.n[2], body, chunk(level));
    }

    template <class Terms>
    void load(std::size_t plane, double decay, const Terms& terms, std::span<const float> c);
    void unload(std::size_t plane, std::span<float> c, float least) const;
    std::array<double, 3> edges(const Level& level) const;
    Solved run(const Equation& equation, const Goal& goal);
    void set_up(const Equation& equation);
    void coarsen_losses(std::size_t depth);
    void go_down(std::size_t depth);
    void go_up(std::size_t depth);
    void correct(std::size_t depth);
    /// Root of the mean over the level's voxels of what `squares(plane)` sums.
    template <class Squares>
    double root_mean(const Level& level, Squares&& squares);

    Grid grid_;
    Axes axes_;  ///< the grid's axis that each of the solver's axes is
    std::vector<Level> levels_;
    std::vector<Transfer> transfers_;
    std::vector<double> sums_;  ///< one for each plane
};

template <class Terms>
void Multigrid::load(std::size_t plane, double decay, const Terms& terms,
                     std::span<const float> c) {
    Level& level = levels_.front();
    const auto lambda = static_cast<float>(decay);
    for (std::size_t j = 0; j != level.n[1]; ++j) {
        for (const std::size_t odd : {std::size_t{0}, std::size_t{1}}) {
            const std::size_t first = level.n[0] * (j + level.n[1] * plane) + odd;
            const std::size_t at = level.half_row(j, plane, odd == 1);
            const std::size_t count = odd == 1 ? level.odds() : level.evens();
            for (std::size_t m = 0; m != count; ++m) {
                const Term term = terms(first + 2 * m);
                level.s[at + m] = lambda + term.loss;
                level.b[at + m] = term.gain;
                level.c[at + m] = c[first + 2 * m];
            }
        }
    }
}

}  // namespace perforin::fields
