#include "fields/diffusion.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "core/parallel.hpp"

namespace perforin::fields {

namespace {

/// Σ term(v) over the voxels; a small block is not worth a second thread.
template <class Term>
double sum_over(std::size_t voxels, Term&& term) {
    constexpr std::size_t chunk = 32768;
    return parallel::sum(voxels, term, chunk);
}

}  // namespace

Diffusion::Diffusion(const Grid& grid, const Transport& transport, const Walls& walls)
    : Diffusion{grid, transport, walls, std::span<float>{}} {
    own_.assign(grid.size(), static_cast<float>(transport.initial));
}

Diffusion::Diffusion(const Grid& grid, const Transport& transport, const Walls& walls,
                     std::span<float> levels)
    : grid_{grid},
      transport_{transport},
      walls_{walls},
      sampling_{grid, walls, transport.diffusivity.in(um2_per_minute)},
      lent_{levels},
      source_(grid.size()),
      uptake_(grid.size()) {
    std::fill(lent_.begin(), lent_.end(), static_cast<float>(transport.initial));
}

void Diffusion::begin() {
    std::fill(source_.begin(), source_.end(), 0.0f);
    std::fill(uptake_.begin(), uptake_.end(), 0.0f);
}

/// (1/dt + λ + u + E ρ) c − ∇·(D ∇c) = c_before/dt + source + E ρ c_vessel.
Solved Diffusion::solve(Multigrid& solver, double per_dt, const Vessels& vessels, Goal goal) {
    const Equation equation{transport_.diffusivity.in(um2_per_minute),
                            transport_.decay.in(per_minute) + per_dt, walls_};
    goal.least = std::max(goal.least, 0.0f);
    const auto kept = static_cast<float>(per_dt);
    const std::span<float> levels = this->levels();
    const float *before = levels.data(), *source = source_.data(), *uptake = uptake_.data();
    if (vessels.density.empty()) {
        const auto terms = [=](std::size_t v) {
            return Term{uptake[v], source[v] + kept * before[v]};
        };
        return solver.solve(equation, terms, levels, goal);
    }
    if (vessels.density.size() != levels.size()) {
        throw std::logic_error{"vessels are given on another grid than the substance"};
    }
    const auto rate = static_cast<float>(transport_.vessel_exchange.in(per_minute));
    const auto blood = static_cast<float>(vessels.level);
    const float* density = vessels.density.data();
    const auto terms = [=](std::size_t v) {
        const float exchange = rate * density[v];
        return Term{uptake[v] + exchange, source[v] + exchange * blood + kept * before[v]};
    };
    return solver.solve(equation, terms, levels, goal);
}

Solved Diffusion::advance(Multigrid& solver, Time dt, const Vessels& vessels, const Goal& goal) {
    return solve(solver, 1.0 / dt.in(minute), vessels, goal);
}

Solved Diffusion::settle(Multigrid& solver, const Vessels& vessels, const Goal& goal) {
    return solve(solver, 0.0, vessels, goal);
}

/// Nothing is there, cells secrete nothing, and neither vessels nor walls let anything in: the
/// solver would find zeros.
bool Diffusion::stays_empty(const Vessels& vessels) const {
    const auto some = [](std::span<const float> x) {
        return std::any_of(x.begin(), x.end(), [](float value) { return value != 0.0f; });
    };
    const bool supplied =
        vessels.level != 0.0 && transport_.vessel_exchange > Rate{} && some(vessels.density);
    const bool walled = std::all_of(walls_.begin(), walls_.end(), [](const Wall& wall) {
        return wall.speed <= 0.0 || wall.outside == 0.0;
    });
    return !supplied && walled && !some(levels()) && !some(source_);
}

Solved Diffusion::relax(Multigrid& solver, Time dt, const Vessels& vessels, const Goal& goal) {
    if (stays_empty(vessels)) return {.converged = true};
    return quasi_steady(dt) ? settle(solver, vessels, goal) : advance(solver, dt, vessels, goal);
}

double Diffusion::total() const {
    const std::span<const float> c = levels();
    const auto level = [&](std::size_t v) { return double{c[v]}; };
    return grid_.voxel_volume() * sum_over(c.size(), level);
}

Balance Diffusion::balance(const Vessels& vessels) const {
    const std::span<const float> c = levels();
    const double volume = grid_.voxel_volume(),
                 exchange = transport_.vessel_exchange.in(per_minute);
    const auto over_voxels = [&](auto term) { return volume * sum_over(c.size(), term); };
    Balance flows;
    flows.secretion = over_voxels([&](std::size_t v) { return double{source_[v]}; });
    flows.uptake = over_voxels([&](std::size_t v) { return double{uptake_[v]} * c[v]; });
    if (!vessels.density.empty()) {
        flows.supply = over_voxels(
            [&](std::size_t v) { return exchange * vessels.density[v] * (vessels.level - c[v]); });
    }
    flows.decay = transport_.decay.in(per_minute)*total();
    flows.inflow = inflow();
    return flows;
}

/// Σ over the voxels at walls of conductance × area × (outside − c).
double Diffusion::inflow() const {
    const std::span<const float> c = levels();
    const double diffusivity = transport_.diffusivity.in(um2_per_minute);
    const std::array<std::size_t, 3> stride{1, grid_.n[0], grid_.n[0] * grid_.n[1]};
    double sum = 0.0;
    for (std::size_t face = 0; face != 6; ++face) {
        const std::size_t axis = face / 2, u = (axis + 1) % 3, v = (axis + 2) % 3;
        const double edge = double{grid_.spacing[axis]};
        const double speed = walls_[face].conductance(diffusivity, edge);
        if (grid_.periodic[axis] || speed <= 0.0) continue;
        const std::size_t first = face % 2 == 0 ? 0 : (grid_.n[axis] - 1) * stride[axis];
        double gaps = 0.0;
        for (std::size_t i = 0; i != grid_.n[u]; ++i) {
            for (std::size_t j = 0; j != grid_.n[v]; ++j) {
                gaps += walls_[face].outside - c[first + i * stride[u] + j * stride[v]];
            }
        }
        sum += speed * grid_.voxel_volume() / edge * gaps;
    }
    return sum;
}

}  // namespace perforin::fields
