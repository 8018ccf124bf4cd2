#include "patient/body.hpp"

#include <algorithm>
#include <stdexcept>

#include "core/maths.hpp"
#include "core/registry.hpp"
#include "tissue/handles.hpp"
#include "tissue/lesion.hpp"

namespace perforin::patient {

Body::Body(const config::Section& root, std::uint64_t seed)
    : params_{root.child("patient")},
      pharmacy_{config::make_all<Drug>(root, "drug")},
      blood_{seed} {}

Circulating* Body::find(std::string_view drug) const {
    for (const auto& known : drugs_) {
        if (known->name == drug) return known.get();
    }
    return nullptr;
}

void Body::introduce(std::string_view drug) {
    if (find(drug)) return;
    for (const auto& made : pharmacy_) {
        if (made.type != drug) continue;
        const Drug& found = *made.plugin;
        drugs_.push_back(
            std::make_unique<Circulating>(made.type, found, found.disposition(params_.weight)));
        return;
    }
    throw std::logic_error{"no such drug: " + std::string{drug}};
}

void Body::infuse(std::string_view drug, Mass dose) {
    Circulating* known = find(drug);
    if (!known) throw std::logic_error{"not introduced: " + std::string{drug}};
    known->plasma.infuse(dose);
}

void Body::expose(std::string_view exposure, std::string_view lesion, double level) {
    const std::uint64_t rank = rank_of<tissue::Exposure>(exposure);
    const std::uint64_t where = tissue::identity_of(lesion);
    for (std::size_t i = 0; i != deliveries_.size(); ++i) {
        if (deliveries_.exposure[i] != rank || deliveries_.lesion[i] != where) continue;
        deliveries_.level[i] += level;
        return;
    }
    const std::size_t row = deliveries_.size();
    deliveries_.resize(row + 1);
    deliveries_.exposure[row] = rank;
    deliveries_.lesion[row] = where;
    deliveries_.level[row] = level;
}

void Body::irradiate_blood(double share, RadiationDose dose, PerDose alpha) {
    const double killed = share * -maths::expm1(-(alpha * dose));
    Pools& pools = blood_.pools();
    for (std::size_t i = 0; i != pools.size(); ++i) {
        const double lost = killed * pools.cells[i];
        pools.cells[i] -= lost;
        pools.lost[i] += lost;
    }
}

void Body::circulate(const Tick& tick) {
    for (const auto& known : drugs_) known->plasma.advance(tick);
    blood_.advance(tick);
}

double Body::occupancy(std::string_view receptor) const {
    std::vector<Occupant> occupants;
    for (const auto& known : drugs_) {
        if (known->drug->receptor() != receptor) continue;
        occupants.push_back({known->plasma.concentration(), known->drug->half_occupancy()});
    }
    return occupied(occupants);
}

cells::Tables Body::tables() {
    cells::Tables all{
        {"blood", &blood_.pools()}, {"banks", &blood_.banks()}, {"deliveries", &deliveries_}};
    for (const auto& known : drugs_)
        all.push_back({"drugs/" + known->name, &known->plasma.state()});
    return all;
}

}  // namespace perforin::patient
