#include "tissue/remodel.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "core/parallel.hpp"
#include "tissue/around.hpp"
#include "tissue/lesion.hpp"

namespace perforin::tissue {

namespace {

bool any_above(std::span<const float> values, double least) {
    return std::any_of(values.begin(), values.end(),
                       [=](float value) { return static_cast<double>(value) > least; });
}

std::vector<float> around(const fields::Grid& grid, const VesselParams& p,
                          const Interstitium& interstitium) {
    return means_around(grid, interstitium.vessels.span(), static_cast<float>(p.sprout.in(um)));
}

/// Most of the time nothing acts on vessels, and they stay as they are.
void remodel_vessels(const fields::Grid& grid, const VesselParams& p, const Surroundings& now,
                     Time dt, Interstitium& interstitium) {
    const bool sprout = !p.angiogenesis_off && any_above(now.vegf, 0.0),
               close =
                   !p.collapse_off && any_above(now.pressure, p.collapse_begins.in(um_per_minute));
    if ((!sprout && !close) || !any_above(interstitium.vessels.span(), 0.0)) return;
    const double normal = normal_density(p, grid);
    const std::vector<float> near = sprout ? around(grid, p, interstitium) : std::vector<float>{};
    parallel::for_each(grid.size(), [&](std::size_t v) {
        const Rate appear =
            sprout ? sprouting(p, now.vegf[v] * picomolar, near[v] / normal, normal) : Rate{};
        const Rate vanish = close ? collapse(p, now.pressure[v] * um_per_minute) : Rate{};
        interstitium.vessels[v] =
            static_cast<float>(vessels_after(interstitium.vessels[v], appear, vanish, dt));
    });
}

/// Fluid comes from all vessels within reach of their sprouts, and spreads as far.
void remodel_fluid(const fields::Grid& grid, const VesselParams& vessels, const OedemaParams& p,
                   const Surroundings& now, Time dt, Interstitium& interstitium) {
    const double normal = normal_density(vessels, grid);
    const std::vector<float> near = around(grid, vessels, interstitium);
    parallel::for_each(grid.size(), [&](std::size_t v) {
        const Molarity interferon =
            now.interferon.empty() ? Molarity{} : now.interferon[v] * picomolar;
        const Rate in = leak(p, interferon, near[v] / normal, now.il2_given);
        interstitium.fluid[v] = static_cast<float>(fluid_after(p, interstitium.fluid[v], in, dt));
    });
}

}  // namespace

void remodel(const fields::Grid& grid, const VesselParams& vessels, const OedemaParams& oedema,
             const Surroundings& now, Time dt, Interstitium& interstitium) {
    remodel_vessels(grid, vessels, now, dt, interstitium);
    if (oedema.possible()) remodel_fluid(grid, vessels, oedema, now, dt, interstitium);
}

/// Solid stress in tissue: mean of the sums of repulsive speeds on the cells in and beside a voxel;
/// 0 where there are none. Empty if no cell bears what would close a vessel.
std::vector<float> Lesion::pressures() const {
    const double closing = rules_.vessels.collapse_begins.in(um_per_minute);
    if (!any_above(cells_.crowding.span(), closing)) return {};
    const fields::Grid& grid = dissolved_->grid();
    std::vector<float> sum(grid.size(), 0.0f), count(grid.size(), 0.0f);
    for (std::size_t row = 0; row != cells_.size(); ++row) {
        if (!(cells_.weight[row] > 0.0f)) continue;
        const std::size_t v = grid.voxel(cells_.position[row]);
        sum[v] += cells_.crowding[row];
        count[v] += 1.0f;
    }
    const float beside = std::max({grid.spacing.x, grid.spacing.y, grid.spacing.z});
    std::vector<float> mean = means_around(grid, sum, beside);
    const std::vector<float> cells = means_around(grid, count, beside);
    for (std::size_t v = 0; v != mean.size(); ++v) {
        mean[v] = cells[v] > 0.0f ? mean[v] / cells[v] : 0.0f;
    }
    return mean;
}

/// Tissue between the cells, for one biology step; then they make room for the fluid beside them.
void Lesion::remodel(const Tick& tick) {
    const Stopwatch::Scope timing{*stopwatch_, "remodelling"};
    const auto levels = [this](const std::optional<Level>& what) {
        return what ? std::as_const(*dissolved_).field(*what).levels() : std::span<const float>{};
    };
    const std::vector<float> pressure = pressures();
    const auto given = known_exposure("il2_given");
    const Molarity il2 = given ? dissolved_->level(*given, Vec3{}) * picomolar : Molarity{};
    tissue::remodel(dissolved_->grid(), rules_.vessels, rules_.oedema,
                    {levels(vegf_), levels(interferon_), pressure, il2}, tick.dt(),
                    dissolved_->interstitium());
    if (rules_.oedema.possible()) swell();
}

void Lesion::swell() {
    const fields::Grid& grid = dissolved_->grid();
    const auto fluid = dissolved_->fluid();
    std::vector<float> by_voxel(grid.size());
    parallel::for_each(
        grid.size(), [&](std::size_t v) { by_voxel[v] = static_cast<float>(swelling(fluid[v])); });
    parallel::for_each(cells_.size(), [&](std::size_t row) {
        cells_.swelling[row] = by_voxel[grid.voxel(cells_.position[row])];
    });
}

}  // namespace perforin::tissue
