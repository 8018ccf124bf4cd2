#include "tissue/vessels.hpp"

#include <algorithm>
#include <cmath>

#include "core/maths.hpp"
#include "core/random.hpp"

namespace perforin::tissue {

Lure cxcr3_lure(const VesselParams& p) {
    return {.substance = "cxcl9_10", .half = p.chemokine_half, .floor = p.entry_floor};
}

double entry_share(const VesselParams& p, const Lure& lure, Molarity chemokine,
                   Molarity interferon) {
    const auto saturating = [](double x) { return x > 0.0 ? x / (1.0 + x) : 0.0; };
    const double heard = lure.substance.empty() ? 0.0 : chemokine / lure.half;
    const double drawn =
        saturating(lure.power == 1.0 || heard <= 0.0 ? heard : maths::pow(heard, lure.power));
    const double stop = lure.floor + (1.0 - lure.floor) * drawn;
    const double hold =
        p.adhesion_floor + (1.0 - p.adhesion_floor) * saturating(interferon / p.adhesion_half);
    return stop * hold;
}

Rate sprouting(const VesselParams& p, Molarity vegf, double around, double normal) {
    const double x = vegf / p.vegf_half;
    const double heard = x > 0.0 ? x / (1.0 + x) : 0.0;
    const double room = std::max(0.0, 1.0 - around / p.densest);
    return heard * room * around * normal * p.sprouting;
}

Rate collapse(const VesselParams& p, Speed pressure) {
    const double above = (pressure - p.collapse_begins) / (p.collapse_full - p.collapse_begins);
    return std::clamp(above, 0.0, 1.0) * p.collapse;
}

double vessels_after(double density, Rate sprouting, Rate collapse, Time dt) {
    const Rate pace = sprouting + collapse;
    if (!(pace > Rate{})) return density;
    const double goal = sprouting / pace;
    return goal + (density - goal) * maths::exp(-(pace * dt));
}

double normal_density(const VesselParams& p, const fields::Grid& grid) {
    const double edge = std::sqrt(static_cast<double>(grid.spacing.x) * grid.spacing.y);
    const double part = edge / p.spacing.in(um);
    return std::min(1.0, part * part);
}

float vessel_at(const VesselParams& p, const fields::Grid& grid, std::size_t voxel,
                std::int64_t layer, std::uint64_t seed, std::uint64_t lesion, double relative) {
    const bool flat = grid.n[2] == 1;
    const std::size_t in_layer = flat ? voxel % grid.n[0] : voxel % (grid.n[0] * grid.n[1]);
    const double share = normal_density(p, grid);
    Stream random{seed, "vessels.place"_draw, {lesion, in_layer}, layer};
    return uniform(random) < relative * share ? 1.0f : 0.0f;
}

}  // namespace perforin::tissue
