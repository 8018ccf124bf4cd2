// Between blood and the lesion: where cells can enter, who arrives, who leaves. Part of Lesion.

#include <algorithm>

#include "tissue/geometry.hpp"
#include "tissue/lesion.hpp"

namespace perforin::tissue {

/// Where blood-borne cells can enter now: vessels in tissue, by chemokine and adhesion. In a model
/// without these nobody comes from blood.
void Lesion::renew_entry() {
    if (!params_.vascularised || !chemokine_ || !interferon_) return;
    const fields::Grid& grid = dissolved_->grid();
    std::vector<std::uint8_t> tissue(grid.size(), 0);
    for (std::size_t row = 0; row != cells_.size(); ++row) {
        if ((cells_.roles[row] & (role::tumour | role::debris)) != 0) {
            tissue[grid.voxel(cells_.position[row])] = 1;
        }
    }
    const auto chemokine = dissolved_->field(*chemokine_).levels();
    const auto interferon = dissolved_->field(*interferon_).levels();
    const auto vessels = dissolved_->vessels();
    entry_.resize(grid.size());
    double sum = 0.0, open = 0.0;
    for (std::size_t v = 0; v != grid.size(); ++v) {
        if (tissue[v] && vessels[v] > 0.0f) {
            open += vessels[v];
            sum += vessels[v] * entry_share(rules_.vessels,
                                            static_cast<double>(chemokine[v]) * picomolar,
                                            static_cast<double>(interferon[v]) * picomolar);
        }
        entry_[v] = sum;
    }
    entry_mean_ = open > 0.0 ? sum / open : 0.0;
}

Rate Lesion::encounter_rate(Volume blood) const {
    return params_.perfusion * (solid() / blood) * entry_mean_;
}

double Lesion::cells_per_agent(std::uint16_t kind) const {
    return books_.cells_per_agent * rules_.kinds[kind]->weight();
}

/// Each arrival's place is keyed by its identity.
void Lesion::admit(const std::vector<Traveller>& arrivals, Seconds at) {
    for (const Traveller& traveller : arrivals) {
        Stream random{seed_, "arrival.place"_draw, {traveller.id, identity_}, 0};
        const double total = entry_.empty() ? 0.0 : entry_.back();
        if (!(total > 0.0)) {  // no open vessel is left: it passes by
            departures_.add(traveller);
            continue;
        }
        const double mark = uniform(random) * total;
        const auto found = std::upper_bound(entry_.begin(), entry_.end(), mark);
        const auto voxel = static_cast<std::size_t>(std::min<std::ptrdiff_t>(
            found - entry_.begin(), static_cast<std::ptrdiff_t>(entry_.size()) - 1));
        const fields::Grid& grid = dissolved_->grid();
        Founder founder{
            .id = traveller.id, .clone = traveller.clone, .phenotype = traveller.phenotype};
        Vec3 offset;
        for (std::size_t axis = 0; axis != static_cast<std::size_t>(box_.dimensions); ++axis) {
            offset[axis] = (static_cast<float>(uniform(random)) - 0.5f) * grid.spacing[axis];
        }
        founder.position = inside(grid.centre(voxel) + offset);
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
