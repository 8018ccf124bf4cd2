#include "tissue/dissolved.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "core/error.hpp"
#include "core/parallel.hpp"
#include "core/registry.hpp"
#include "tissue/geometry.hpp"

namespace perforin::tissue {

namespace {

/// A closed side lets nothing through; beyond the others lies host tissue or medium.
fields::Walls walls_of(const Layout& layout, const fields::Transport& transport) {
    fields::Walls walls = fields::all_faces(fields::Wall::no_flux());
    for (std::size_t axis = 0; axis != 3; ++axis) {
        for (const bool high : {false, true}) {
            if (layout.side(axis, high) != Side::closed) {
                walls[2 * axis + (high ? 1 : 0)] = transport.host;
            }
        }
    }
    if (layout.box().dimensions == 2) walls[4] = walls[5] = fields::Wall::no_flux();
    return walls;
}

/// Throws Broken with the name of the substance where the solver fails or misses its goal.
template <class Solve>
void must_be_solved(const std::string& name, const fields::Goal& goal, Solve&& solve) {
    fields::Solved solved;
    try {
        solved = solve();
    } catch (const Broken& broken) {
        throw Broken{name + ": " + broken.what()};
    }
    if (solved.converged) return;
    throw Broken{fmt::format(
        "the level of {} was not found: after {} cycles of the solver its relative error is about "
        "{:.2g} (tissue.solver_tolerance: {:.2g}), the relative residual {:.2g}",
        name, solved.cycles, solved.error, goal.tolerance, solved.residual)};
}

}  // namespace

Dissolved::Dissolved(const Layout& layout, float voxel_um, bool vascularised,
                     const VesselParams& vessels,
                     const std::vector<const fields::Substance*>& substances,
                     std::vector<DrugInTissue> drugs, std::uint64_t seed, std::uint64_t lesion)
    : layout_{&layout},
      grid_{fields::Grid::over(layout.box(), voxel_um)},
      depth_{depth_axis(layout.box())},
      vessel_params_{vessels},
      vascularised_{vascularised},
      seed_{seed},
      lesion_{lesion},
      substances_{substances.size()},
      drugs_{std::move(drugs)},
      levels_{grid_.size()},
      solver_{grid_},
      occupancy_(registry<Receptor>().size()) {
    interstitium_.resize(grid_.size());
    perfusion_.resize(drugs_.size());
    exposures_.resize(registry<Exposure>().size());
    const auto dissolve = [&](const fields::Transport& transport) {
        const auto levels = levels_.add(name(fields_.size()), transport.unit).span();
        fields_.push_back(std::make_unique<fields::Diffusion>(grid_, transport,
                                                              walls_of(layout, transport), levels));
    };
    for (const fields::Substance* substance : substances) dissolve(substance->transport());
    for (const DrugInTissue& drug : drugs_) {
        dissolve(drug.transport);
        occupancy_[drug.receptor.rank].assign(grid_.size(), 0.0f);
    }
    place_vessels(0);
}

double Dissolved::bytes_per_voxel(std::size_t dissolved) {
    constexpr double solver = 32.0 * 8.0 / 7.0;  // coarser levels included
    constexpr double place = 4.0 * 4.0 + 9.0;    // vessels, fluid, pressure, a receptor; entry
    constexpr double each = 3.0 * 4.0;           // level, source, uptake
    return solver + place + each * static_cast<double>(dissolved);
}

float Dissolved::host_vessels(std::size_t voxel) const {
    if (!vascularised_) return 0.0f;
    const auto layer = position_.first_layer + static_cast<std::int64_t>(voxel / in_layer());
    return vessel_at(vessel_params_, grid_, voxel, layer, seed_, lesion_,
                     layout_->vessels(grid_.centre(voxel)));
}

/// Host tissue's vessels, in the voxels from `first` on.
void Dissolved::place_vessels(std::size_t first) {
    for (std::size_t v = first; v != grid_.size(); ++v) interstitium_.vessels[v] = host_vessels(v);
}

float Dissolved::level(Level what, Vec3 at) const {
    switch (what.of) {
        case Level::Of::substance:
            return fields_[what.rank]->level(at);
        case Level::Of::exposure:
            return static_cast<float>(exposures_.level[what.rank]);
        case Level::Of::vessels:
            return interstitium_.vessels[grid_.voxel(at)];
    }
    return 0.0f;
}

/// Central differences in the voxel that holds the point: smooth enough to climb.
Vec3 Dissolved::gradient(Level what, Vec3 at) const {
    if (what.of != Level::Of::substance) return {};
    return fields_[what.rank]->gradient_in(grid_.place(at));
}

double Dissolved::occupancy(ReceptorHandle receptor, Vec3 at) const {
    const auto& map = occupancy_[receptor.rank];
    return map.empty() ? 0.0 : static_cast<double>(map[grid_.voxel(at)]);
}

void Dissolved::perfuse(std::size_t drug, Molarity plasma) {
    perfusion_.plasma[drug] = plasma.in(nanomolar);
}

void Dissolved::expose(Level what, double level) {
    exposures_.level[what.rank] = level;
}

void Dissolved::begin() {
    for (auto& field : fields_) field->begin();
}

/// Substances come in the order of their registry, then the drugs.
std::string Dissolved::name(std::size_t field) const {
    if (field >= substances_) return drugs_[field - substances_].name;
    return std::next(registry<fields::Substance>().begin(), static_cast<std::ptrdiff_t>(field))
        ->first;
}

void Dissolved::relax(const Tick& tick, const fields::Goal& goal) {
    for (std::size_t i = 0; i != fields_.size(); ++i) {
        const fields::Transport& transport = fields_[i]->transport();
        const double level =
            i < substances_ ? transport.vessel_level : perfusion_.plasma[i - substances_];
        must_be_solved(name(i), goal, [&] {
            return fields_[i]->relax(solver_, tick.dt(), {vessels(), level}, goal);
        });
    }
    bind_receptors();
}

/// Σ c/K over the drugs of each receptor, as an occupied share.
void Dissolved::bind_receptors() {
    for (std::size_t receptor = 0; receptor != occupancy_.size(); ++receptor) {
        auto& map = occupancy_[receptor];
        if (map.empty()) continue;
        std::fill(map.begin(), map.end(), 0.0f);
        for (std::size_t d = 0; d != drugs_.size(); ++d) {
            if (drugs_[d].receptor.rank != receptor) continue;
            const auto levels = fields_[substances_ + d]->levels();
            const auto per_nm = static_cast<float>(1.0 / drugs_[d].affinity.in(nanomolar));
            for (std::size_t v = 0; v != map.size(); ++v) map[v] += per_nm * levels[v];
        }
        for (float& x : map) x = x / (1.0f + x);
    }
}

void Dissolved::cut(std::size_t layers) {
    const std::size_t gone = layers * in_layer();
    const auto move_up = [&](std::span<float> c) {
        for (std::size_t v = 0; v + gone < c.size(); ++v) c[v] = c[v + gone];
        for (std::size_t v = c.size() - gone; v != c.size(); ++v) c[v] = c[v - in_layer()];
    };
    for (auto& field : fields_) move_up(field->levels());
    move_up(interstitium_.fluid.span());
    move_up(interstitium_.vessels.span());
    position_.first_layer += static_cast<std::int64_t>(layers);
    place_vessels(grid_.size() - gone);
    bind_receptors();
}

cells::Tables Dissolved::tables() {
    return {{"levels", &levels_},
            {"stroma", &interstitium_},
            {"perfusion", &perfusion_},
            {"exposures", &exposures_},
            {"depth", &position_}};
}

void Dissolved::renew() {
    if (levels_.size() != grid_.size() || interstitium_.size() != grid_.size() ||
        perfusion_.size() != drugs_.size() || exposures_.size() != registry<Exposure>().size()) {
        throw Broken{"levels were read of another block, or of other drugs or exposures"};
    }
    bind_receptors();
}

void Dissolved::tally(Tally& tally) const {
    for (std::size_t i = 0; i != fields_.size(); ++i) {
        const auto c = fields_[i]->levels();
        const double mean =
            parallel::sum(c.size(), [&](std::size_t v) { return static_cast<double>(c[v]); }) /
            static_cast<double>(c.size());
        tally.add({name(i), fields_[i]->transport().unit, "Mean level in the block"}, mean);
    }
    const auto vessels = this->vessels();
    tally.add({"vessels", "1", "Density of functional vessels, mean in the block"},
              parallel::sum(vessels.size(), [&](std::size_t v) {
                  return static_cast<double>(vessels[v]);
              }) / static_cast<double>(vessels.size()));
}

}  // namespace perforin::tissue
