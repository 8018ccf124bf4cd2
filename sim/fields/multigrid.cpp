#include "fields/multigrid.hpp"

#include <algorithm>
#include <cmath>

#include "core/error.hpp"
#include "fields/wave.hpp"

namespace perforin::fields {

namespace {

/// A source so weak (unit of the level per minute) makes no level: it would be lost among numbers
/// that float holds with a few bits only.
constexpr double nothing = 1e-25;
/// An error that no longer falls is taken for rounding below this.
constexpr double rounding = 0.01;
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
            if (depth == 0) level.add_at_walls(level.b, plane, wall.inflow);
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

/// The planes' sums are added in order.
template <class Squares>
double Multigrid::root_mean(const Level& level, Squares&& squares) {
    over_planes(level, [&](std::size_t plane) { sums_[plane] = squares(plane); });
    double sum = 0.0;
    for (std::size_t plane = 0; plane != level.n[2]; ++plane) sum += sums_[plane];
    return std::sqrt(sum / static_cast<double>(level.voxels()));
}

/// Smooths a level, then leaves its residual in r.
void Multigrid::go_down(std::size_t depth) {
    Level& level = levels_[depth];
    level.remember_seam();
    wave(level.n[2], level.periodic[2], 2 * sweeps + 1, chunk(level),
         [&](std::size_t pass, std::size_t plane) {
             if (pass < 2 * sweeps) {
                 level.relax(plane, pass % 2);
             } else {
                 level.residual(plane);
             }
         });
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

/// What is left of a V-cycle once the level's residual is known.
void Multigrid::correct(std::size_t depth) {
    if (depth + 1 == levels_.size()) return;
    Level& fine = levels_[depth];
    Level& coarse = levels_[depth + 1];
    if (fine.stiff) over_planes(fine, [&](std::size_t plane) { fine.damp_residual(plane); });
    over_planes(coarse, [&](std::size_t plane) {
        transfers_[depth].average(fine, fine.r, coarse, coarse.b, plane);
    });
    if (coarse.voxels() == 1) {
        const std::size_t only = coarse.at(0, 0, 0);
        coarse.c[only] = coarse.s[only] > 0.0f ? coarse.b[only] / coarse.s[only] : 0.0f;
    } else {
        std::fill(coarse.c.begin(), coarse.c.end(), 0.0f);
        go_down(depth + 1);
        correct(depth + 1);
    }
    go_up(depth);
}

/// The error of c is not the residual: where vessels or walls hold c, their rows outweigh all
/// others in |b|, and a smooth error far from them leaves next to no residual. What is left of a
/// smooth error is the correction that the coarse level made, times what the cycle left of the
/// relaxation's step; that step itself is what is left of short waves.
Solved Multigrid::run(const Equation& equation, const Goal& goal) {
    set_up(equation);
    Level& finest = levels_.front();
    const auto size = [&](const Level& level, const Level::Values& values) {
        return root_mean(level, [&](std::size_t plane) { return level.squares(values, plane); });
    };
    const double scale = size(finest, finest.b);
    if (!std::isfinite(scale)) throw Broken{"a dissolved substance has a source without bounds"};
    if (scale <= nothing) {
        std::fill(finest.c.begin(), finest.c.end(), 0.0f);
        return {.converged = true};
    }
    Solved solved;
    double correction = 0.0, last_step = 0.0, last_error = 0.0;
    for (;; ++solved.cycles) {
        go_down(0);
        solved.residual = size(finest, finest.r) / scale;
        if (!std::isfinite(solved.residual)) {
            throw Broken{"a dissolved substance has no finite level"};
        }
        const double step =
            root_mean(finest, [&](std::size_t plane) { return finest.squares_of_step(plane); });
        const bool tried = solved.cycles > 0 || levels_.size() == 1;
        const double left = last_step > 0.0 ? std::min(step / last_step, 1.0) : 0.0;
        solved.error = tried ? (step + left * correction) / size(finest, finest.c) : 1.0;
        solved.converged =
            goal.tolerance > 0.0 && tried &&
            (solved.error <= goal.tolerance ||
             (solved.cycles > 2 && solved.error < rounding && solved.error > 0.9 * last_error));
        if (solved.converged || solved.cycles == goal.most_cycles) return solved;
        last_step = step, last_error = solved.error;
        correct(0);
        if (levels_.size() > 1) correction = size(levels_[1], levels_[1].c);
    }
}

}  // namespace perforin::fields
