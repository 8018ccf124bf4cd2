#include "fields/multigrid.hpp"

#include <algorithm>
#include <cmath>

#include "core/error.hpp"
#include "fields/wave.hpp"

namespace perforin::fields {

namespace {

constexpr std::size_t sweeps = 2;  ///< before and after each visit of the coarser level

/// Shares of a level's walls by face of the solver's axes.
struct Faces {
    std::array<float, 6> loss{}, inflow{}, mirror{};
};

Faces faces(const Equation& equation, const std::array<std::size_t, 3>& axes,
            const std::array<double, 3>& edge) {
    Faces out;
    for (std::size_t f = 0; f != 6; ++f) {
        const Wall& wall = equation.walls[2 * axes[f / 2] + f % 2];
        const double speed = wall.conductance(equation.diffusivity, edge[f / 2]);
        out.loss[f] = static_cast<float>(speed / edge[f / 2]);
        out.inflow[f] = static_cast<float>(speed / edge[f / 2] * wall.outside);
        out.mirror[f] = equation.diffusivity > 0.0
                            ? static_cast<float>(1.0 - speed * edge[f / 2] / equation.diffusivity)
                            : 1.0f;
    }
    return out;
}

}  // namespace

/// A 2-D grid is solved as a stack of lines, so that threads can share it like a stack of planes.
Multigrid::Multigrid(const Grid& grid)
    : grid_{grid}, axes_{grid.n[2] == 1 ? Axes{0, 2, 1} : Axes{0, 1, 2}}, sums_(grid.n[axes_[2]]) {
    std::array<std::size_t, 3> n{};
    std::array<bool, 3> periodic{};
    for (std::size_t axis = 0; axis != 3; ++axis) {
        n[axis] = grid.n[axes_[axis]];
        periodic[axis] = grid.periodic[axes_[axis]];
    }
    levels_.emplace_back(n, periodic);
    while (levels_.back().voxels() > 1) {
        for (std::size_t& count : n) count = (count + 1) / 2;
        levels_.emplace_back(n, periodic);
    }
    for (std::size_t depth = 0; depth + 1 < levels_.size(); ++depth) {
        transfers_.emplace_back(levels_[depth], levels_[depth + 1]);
    }
}

std::array<double, 3> Multigrid::edges(const Level& level) const {
    std::array<double, 3> edge{};
    for (std::size_t axis = 0; axis != 3; ++axis) {
        edge[axis] = double{grid_.length(axes_[axis])} / static_cast<double>(level.n[axis]);
    }
    return edge;
}

void Multigrid::unload(std::size_t plane, std::span<float> c, float least) const {
    const Level& level = levels_.front();
    for (std::size_t j = 0; j != level.n[1]; ++j) {
        for (const std::size_t odd : {std::size_t{0}, std::size_t{1}}) {
            const std::size_t first = level.n[0] * (j + level.n[1] * plane) + odd;
            const std::size_t at = level.half_row(j, plane, odd == 1);
            const std::size_t count = odd == 1 ? level.odds() : level.evens();
            for (std::size_t m = 0; m != count; ++m) {
                c[first + 2 * m] = std::max(level.c[at + m], least);
            }
        }
    }
}

void Multigrid::set_up(const Equation& equation) {
    for (std::size_t depth = 0; depth != levels_.size(); ++depth) {
        Level& level = levels_[depth];
        level.set_coupling(equation.diffusivity, edges(level));
        if (depth + 1 < levels_.size()) coarsen_losses(depth);
    }
    for (std::size_t depth = 0; depth != levels_.size(); ++depth) {
        Level& level = levels_[depth];
        const Faces wall = faces(equation, axes_, edges(level));
        if (depth > 0) transfers_[depth - 1].set_walls(wall.mirror);
        over_planes(level, [&](std::size_t plane) {
            level.add_at_walls(level.s, plane, wall.loss);
            level.invert(plane);
            if (depth > 0) return;
            level.add_at_walls(level.b, plane, wall.inflow);
            sums_[plane] = level.squares(level.b, plane);
        });
    }
}

/// The coarse level's s: means of the fine one, or of the energy of θ where uptake pins voxels.
void Multigrid::coarsen_losses(std::size_t depth) {
    constexpr float mild = 0.02f;
    Level& fine = levels_[depth];
    Level& coarse = levels_[depth + 1];
    std::array<float, 2> range = fine.range_of_loss(0);
    for (std::size_t plane = 1; plane != fine.n[2]; ++plane) {
        const std::array<float, 2> next = fine.range_of_loss(plane);
        range = {std::min(range[0], next[0]), std::max(range[1], next[1])};
    }
    const float least = range[0], room = 2.0f * (fine.k[0] + fine.k[1] + fine.k[2]) + least;
    fine.stiff = range[1] - least > mild * room;
    if (fine.stiff) {
        over_planes(fine, [&](std::size_t plane) { fine.soften(plane, least); });
        over_planes(fine, [&](std::size_t plane) { fine.weigh(plane, least); });
    }
    over_planes(coarse, [&](std::size_t plane) {
        transfers_[depth].average(fine, fine.stiff ? fine.r : fine.s, coarse, coarse.s, plane);
    });
}

/// Root of the planes' sums, added in order.
double Multigrid::norm(const Level& level) const {
    double sum = 0.0;
    for (std::size_t plane = 0; plane != level.n[2]; ++plane) sum += sums_[plane];
    return std::sqrt(sum);
}

/// Smooths, then leaves the residual in r. Returns its norm.
double Multigrid::go_down(Level& level) {
    level.remember_seam();
    wave(level.n[2], level.periodic[2], 2 * sweeps + 1, chunk(level),
         [&](std::size_t pass, std::size_t plane) {
             if (pass < 2 * sweeps) return level.relax(plane, pass % 2);
             sums_[plane] = level.residual(plane);
             if (level.stiff) level.damp_residual(plane);
         });
    return norm(level);
}

/// Takes the coarse level's correction, then smooths.
void Multigrid::go_up(std::size_t depth) {
    Level& level = levels_[depth];
    const Level& coarse = levels_[depth + 1];
    over_planes(level, [&](std::size_t plane) { transfers_[depth].correct(coarse, level, plane); });
    level.remember_seam();
    wave(level.n[2], level.periodic[2], 2 * sweeps, chunk(level),
         [&](std::size_t pass, std::size_t plane) { level.relax(plane, pass % 2); });
}

/// One V-cycle below a level whose residual is known.
void Multigrid::correct(std::size_t depth) {
    if (depth + 1 == levels_.size()) return;
    const Level& fine = levels_[depth];
    Level& coarse = levels_[depth + 1];
    over_planes(coarse, [&](std::size_t plane) {
        transfers_[depth].average(fine, fine.r, coarse, coarse.b, plane);
    });
    if (coarse.voxels() == 1) {
        const std::size_t only = coarse.at(0, 0, 0);
        coarse.c[only] = coarse.s[only] > 0.0f ? coarse.b[only] / coarse.s[only] : 0.0f;
    } else {
        std::fill(coarse.c.begin(), coarse.c.end(), 0.0f);
        go_down(coarse);
        correct(depth + 1);
    }
    go_up(depth);
}

/// Residual that remains when c is right to half a unit in its last place.
double Multigrid::norm_of_rounding() const {
    const Level& level = levels_.front();
    double sum = 0.0;
    for (std::size_t m = 0; m != level.c.size(); ++m) {
        if (level.inverse[m] <= 0.0f) continue;
        const double pull = double{over_relaxation} * level.c[m] / level.inverse[m];
        sum += pull * pull;
    }
    return std::numeric_limits<float>::epsilon() * std::sqrt(sum);
}

Solved Multigrid::run(const Equation& equation, const Goal& goal) {
    set_up(equation);
    Level& finest = levels_.front();
    const double scale = norm(finest);
    if (!std::isfinite(scale)) throw Broken{"a dissolved substance has a source without bounds"};
    if (scale <= 0.0) {
        std::fill(finest.c.begin(), finest.c.end(), 0.0f);
        return {0, 0.0, true};
    }
    Solved solved;
    for (double before = std::numeric_limits<double>::infinity();; ++solved.cycles) {
        const double left = go_down(finest);
        if (!std::isfinite(left)) throw Broken{"a dissolved substance has no finite level"};
        solved.residual = left / scale;
        solved.converged =
            solved.residual <= goal.tolerance ||
            (goal.tolerance > 0.0 && left > 0.5 * before && left < 4.0 * norm_of_rounding());
        if (solved.converged || solved.cycles == goal.most_cycles) return solved;
        before = left;
        correct(0);
    }
}

}  // namespace perforin::fields
