#include "patient/body.hpp"

#include <algorithm>
#include <stdexcept>

namespace perforin::patient {

Body::Body(const config::Section& root, std::uint64_t seed)
    : params_{root.child("patient")},
      seed_{seed},
      pharmacy_{config::make_all<Drug>(root, "drug")},
      blood_{seed} {}

Circulating* Body::find(std::string_view drug) const {
    for (const auto& known : drugs_) {
        if (known->name == drug) return known.get();
    }
    return nullptr;
}

Person Body::person(std::string_view drug) const {
    Person her{.weight = params_.weight,
               .sex = params_.sex,
               .ecog = params_.ecog,
               .albumin = params_.albumin};
    if (params_.variability) her.lot = Lot{seed_, drug};
    return her;
}

void Body::introduce(std::string_view drug) {
    if (find(drug)) return;
    for (const auto& made : pharmacy_) {
        if (made.type != drug) continue;
        const Drug& found = *made.plugin;
        drugs_.push_back(
            std::make_unique<Circulating>(made.type, found, found.disposition(person(made.type))));
        return;
    }
    throw std::logic_error{"no such drug: " + std::string{drug}};
}

void Body::infuse(std::string_view drug, Mass dose) {
    Circulating* known = find(drug);
    if (!known) throw std::logic_error{"not introduced: " + std::string{drug}};
    known->plasma.infuse(dose);
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
    cells::Tables all{{"blood", &blood_.pools()}, {"banks", &blood_.banks()}};
    for (const auto& known : drugs_)
        all.push_back({"drugs/" + known->name, &known->plasma.state()});
    return all;
}

}  // namespace perforin::patient
