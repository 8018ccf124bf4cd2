// Between blood and the lesion: where cells can enter, who arrives, who leaves. Part of Lesion.

#include <algorithm>
#include <span>
#include <utility>

#include "tissue/geometry.hpp"
#include "tissue/lesion.hpp"

namespace perforin::tissue {

/// Kinds with one lure share a gate.
void Lesion::open_gates() {
    for (const auto& kind : rules_.kinds) {
        const Lure lure = kind->recruitment().lure;
        const auto same = std::find_if(gates_.begin(), gates_.end(),
                                       [&](const Gate& gate) { return gate.lure == lure; });
        gate_of_.push_back(static_cast<std::size_t>(same - gates_.begin()));
        if (same == gates_.end()) gates_.push_back({.lure = lure});
    }
}

/// Share of each voxel's volume that leukocytes fill. An agent of many cells would fill one by
/// itself: its cells are around it.
std::vector<float> Lesion::leukocytes_by_voxel() const {
    const fields::Grid& grid = dissolved_->grid();
    std::vector<float> filled(grid.size(), 0.0f);
    for (std::size_t row = 0; row != cells_.size(); ++row) {
        if ((cells_.roles[row] & role::leukocyte) == 0) continue;
        const auto all = static_cast<float>(sphere_um3(cells_.radius[row]) / grid.voxel_volume());
        const Vec3 at = cells_.position[row];
        if (cells_.weight[row] > 1.0f) {
            grid.for_around(at, [&](std::size_t v, float share) { filled[v] += share * all; });
        } else {
            filled[grid.voxel(at)] += all;
        }
    }
    return filled;
}

/// Where blood-borne cells can enter now: vessels in tissue, by chemokine and adhesion, and by the
/// room that leukocytes leave. In a model without these nobody comes from blood.
void Lesion::renew_entry() {
    find_margin();
    if (!params_.vascularised || !interferon_) return;
    const fields::Grid& grid = dissolved_->grid();
    std::vector<std::uint8_t> tissue(grid.size(), 0);
    for (std::size_t row = 0; row != cells_.size(); ++row) {
        if ((cells_.roles[row] & (role::tumour | role::debris | role::stroma)) != 0) {
            tissue[grid.voxel(cells_.position[row])] = 1;
        }
    }
    const auto interferon = dissolved_->field(*interferon_).levels();
    const auto vessels = dissolved_->vessels();
    const std::vector<float> leukocytes = leukocytes_by_voxel();
    for (Gate& gate : gates_) {
        const auto known = known_substance(gate.lure.substance);
        const auto chemokine =
            known ? std::as_const(*dissolved_).field(*known).levels() : std::span<const float>{};
        gate.ease.resize(grid.size());
        double sum = 0.0, open = 0.0;
        for (std::size_t v = 0; v != grid.size(); ++v) {
            if (tissue[v] && vessels[v] > 0.0f) {
                const double level = chemokine.empty() ? 0.0 : static_cast<double>(chemokine[v]);
                const double room =
                    gate.lure.crowd > 0.0
                        ? std::max(0.0, 1.0 - static_cast<double>(leukocytes[v]) / gate.lure.crowd)
                        : 1.0;
                open += vessels[v];
                sum += vessels[v] * room *
                       entry_share(rules_.vessels, gate.lure, level * picomolar,
                                   static_cast<double>(interferon[v]) * picomolar);
            }
            gate.ease[v] = sum;
        }
        gate.mean = open > 0.0 ? sum / open : 0.0;
    }
}

Rate Lesion::encounter_rate(std::uint16_t kind, double share_of_blood) const {
    const bool homes = (rules_.kinds[kind]->roles() & role::lymphocyte) != 0;
    return (homes ? params_.homing : 1.0) * params_.perfusion * share_of_blood *
           gates_[gate_of_[kind]].mean;
}

double Lesion::cells_per_agent(std::uint16_t kind) const {
    return books_.cells_per_agent * weight_of(kind);
}

/// Each arrival's place is keyed by its identity.
void Lesion::admit(const std::vector<Traveller>& arrivals, Seconds at) {
    for (const Traveller& traveller : arrivals) {
        Stream random{seed_, "arrival.place"_draw, {traveller.id, identity_}, 0};
        const std::vector<double>& ease = gates_[gate_of_[traveller.kind]].ease;
        const double total = ease.empty() ? 0.0 : ease.back();
        if (!(total > 0.0)) {  // no open vessel is left: it passes by
            departures_.add(traveller);
            continue;
        }
        const double mark = uniform(random) * total;
        const auto found = std::upper_bound(ease.begin(), ease.end(), mark);
        const auto voxel = static_cast<std::size_t>(std::min<std::ptrdiff_t>(
            found - ease.begin(), static_cast<std::ptrdiff_t>(ease.size()) - 1));
        const fields::Grid& grid = dissolved_->grid();
        Founder founder{
            .id = traveller.id, .clone = traveller.clone, .phenotype = traveller.phenotype};
        founder.position = inside(grid.centre(voxel) + in_voxel(random));
        const Row row = add(traveller.kind, founder);
        books_.arrived += cells_.weight[row] * books_.cells_per_agent;
        record(EventKind::arrival, row, at);
    }
}

void Lesion::graft(std::uint16_t kind, const Placement& placement, const Tick& tick) {
    index();
    for (const Founder& founder : placement.place(look(tick))) {
        const Row row = add(kind, founder);
        const double cells = cells_.weight[row] * books_.cells_per_agent;
        books_.grafted += cells;
        if (tumour_agent(cells_, row)) books_.founded += cells;
        record(EventKind::graft, row, tick.start);
    }
}

std::vector<Traveller> Lesion::departures() {
    return departures_.take();
}

}  // namespace perforin::tissue
