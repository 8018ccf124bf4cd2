#include "patient/body.hpp"

#include <algorithm>
#include <numbers>
#include <set>
#include <stdexcept>

#include "core/maths.hpp"
#include "core/registry.hpp"
#include "tissue/handles.hpp"
#include "tissue/lesion.hpp"

namespace perforin::patient {

Body::Body(const config::Section& root, std::uint64_t seed)
    : params_{root.child("patient")},
      seed_{seed},
      pharmacy_{config::make_all<Drug>(root, "drug")},
      blood_{seed},
      nodes_{root},
      toxicity_{root, seed},
      marrow_{root, seed} {
    // Naive CD8 cells halve within thirty years or so (recalled: Fagnoni 2000, Qi 2014).
    const double young = maths::exp(-std::numbers::ln2 * (params_.age - 60.0) / 30.0);
    nodes_.usual(young, 1.0 - params_.immunosuppression);
}

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
    for (std::size_t c = 0; c != blood_.classes(); ++c) blood_.deplete(c, 1.0 - killed);
    nodes_.deplete(1.0 - killed, 1.0);
}

void Body::irradiate_nodes(const std::vector<std::string>& lesions, RadiationDose dose) {
    std::set<std::size_t> nodes;
    for (const std::string& lesion : lesions) {
        nodes.insert(nodes_.of_lesion(tissue::identity_of(lesion)));
    }
    for (const std::size_t node : nodes) nodes_.irradiate(node, dose);
}

void Body::circulate(const Tick& tick) {
    for (const auto& known : drugs_) known->plasma.advance(tick);
    nodes_.set(signals());
    blood_.advance(tick, nodes_);
    const double infected = params_.chronic_infection ? 2.0 : 1.0;
    toxicity_.advance(tick, blockade(),
                      {.all = params_.autoimmunity, .liver = infected, .weight = params_.weight});
    marrow_.advance(tick, myelosuppression(), infected);
}

/// Drugs at one receptor act together, each by its level in plasma.
Blockade Body::blockade() const {
    double pd1 = 1.0, ctla4 = 1.0;  // what is left free
    for (const auto& known : drugs_) {
        const std::string& receptor = known->drug->receptor();
        const MassDensity level = known->plasma.level();
        if (receptor == "pd1" || receptor == "pdl1") {
            pd1 /= 1.0 + level / toxicity_.params().pd1_half;
        } else if (receptor == "ctla4") {
            ctla4 /= 1.0 + level / toxicity_.params().ctla4_half;
        }
    }
    return {.pd1 = 1.0 - pd1, .ctla4 = 1.0 - ctla4};
}

double Body::myelosuppression() const {
    double sum = 0.0;
    for (const auto& known : drugs_) {
        sum += known->drug->myelosuppression(known->plasma.concentration());
    }
    return sum;
}

bool Body::holds(std::string_view drug) const {
    const Circulating* known = find(drug);
    if (!known) return false;
    const std::string& receptor = known->drug->receptor();
    const bool ctla4 = receptor == "ctla4";
    const bool releases = ctla4 || receptor == "pd1" || receptor == "pdl1" || receptor == "lag3";
    return releases && toxicity_.holds(ctla4);
}

/// Drugs reach lymph nodes as they reach blood.
PrimingSignals Body::signals() const {
    PrimingSignals now;
    now.ctla4 = occupancy("ctla4");
    now.pd1 = 1.0 - (1.0 - occupancy("pd1")) * (1.0 - occupancy("pdl1"));
    double usual = 0.0, there = 0.0;
    for (std::size_t c = 0; c != blood_.classes(); ++c) {
        if (blood_.cell_class(c).kind != "regulatory_t") continue;
        usual += blood_.cell_class(c).baseline;
        there += blood_.cells(c);
    }
    if (usual > 0.0) now.treg = std::max(0.0, there) / usual;
    return now;
}

void Body::deplete_lymphocytes(double surviving) {
    for (std::size_t c = 0; c != blood_.classes(); ++c) {
        if (blood_.cell_class(c).lymphoid) blood_.deplete(c, surviving);
    }
    nodes_.deplete(surviving, surviving);
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
    cells::Tables all{{"blood", &blood_.pools()},
                      {"banks", &blood_.banks()},
                      {"deliveries", &deliveries_},
                      {"naive", &nodes_.naive()},
                      {"nodes", &nodes_.nodes()},
                      {"node_cells", &nodes_.pools()},
                      {"lymphopenia", &nodes_.lymphopenia()},
                      {"organs", &toxicity_.organ_states()},
                      {"toxicity", &toxicity_.state()},
                      {"marrow", &marrow_.state()}};
    for (const auto& known : drugs_)
        all.push_back({"drugs/" + known->name, &known->plasma.state()});
    return all;
}

}  // namespace perforin::patient
