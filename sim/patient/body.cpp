#include "patient/body.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <stdexcept>

#include "core/maths.hpp"
#include "core/registry.hpp"
#include "tissue/handles.hpp"
#include "tissue/lesion.hpp"

namespace perforin::patient {

namespace {

constexpr std::uint64_t everywhere = 0;  ///< no lesion's identity
constexpr double one_step = -1.0;        ///< a decay that says so
constexpr double spent = 1e-9;           ///< exposures count in units in which 1 matters

}  // namespace

Body::Body(const config::Section& root, std::uint64_t seed)
    : params_{root.child("patient")},
      seed_{seed},
      pharmacy_{config::make_all<Drug>(root, "drug")},
      blood_{seed},
      nodes_{root} {}

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

void Body::deposit(const Deposit& one) {
    if (!(one.level > 0.0)) return;
    const double decay = one.half_life > Time{} ? (std::numbers::ln2 / one.half_life).raw() : 0.0;
    add_delivery(rank_of<tissue::Exposure>(one.exposure),
                 one.lesion.empty() ? everywhere : tissue::identity_of(one.lesion), one.level,
                 decay, std::llround(one.wait.in(second)));
}

void Body::expose(std::string_view exposure, std::string_view lesion, double level) {
    add_delivery(rank_of<tissue::Exposure>(exposure),
                 lesion.empty() ? everywhere : tissue::identity_of(lesion), level, one_step, 0);
}

/// What falls alike is one row, so that daily doses do not pile up rows.
void Body::add_delivery(std::uint64_t exposure, std::uint64_t lesion, double level, double decay,
                        std::int64_t wait) {
    for (std::size_t i = 0; i != deliveries_.size(); ++i) {
        if (deliveries_.exposure[i] != exposure || deliveries_.lesion[i] != lesion) continue;
        if (deliveries_.decay[i] != decay || deliveries_.wait[i] != wait) continue;
        deliveries_.level[i] += level;
        return;
    }
    const std::size_t row = deliveries_.size();
    deliveries_.resize(row + 1);
    deliveries_.exposure[row] = exposure;
    deliveries_.lesion[row] = lesion;
    deliveries_.level[row] = level;
    deliveries_.decay[row] = decay;
    deliveries_.wait[row] = wait;
}

std::vector<std::uint64_t> Body::exposures() const {
    const auto all = deliveries_.exposure.span();
    std::vector<std::uint64_t> ranks{all.begin(), all.end()};
    std::sort(ranks.begin(), ranks.end());
    ranks.erase(std::unique(ranks.begin(), ranks.end()), ranks.end());
    return ranks;
}

/// Of L exp(−kt) the mean over a step is L (1 − exp(−kΔt))/(kΔt).
double Body::exposed(std::uint64_t exposure, std::uint64_t lesion, Time step) const {
    double sum = 0.0;
    for (std::size_t i = 0; i != deliveries_.size(); ++i) {
        if (deliveries_.exposure[i] != exposure || deliveries_.wait[i] > 0) continue;
        if (deliveries_.lesion[i] != lesion && deliveries_.lesion[i] != everywhere) continue;
        const double fall = deliveries_.decay[i] * step.raw();
        sum += deliveries_.level[i] * (fall > 0.0 ? -maths::expm1(-fall) / fall : 1.0);
    }
    return sum;
}

void Body::deliver(const Tick& tick) {
    std::size_t kept = 0;
    for (std::size_t i = 0; i != deliveries_.size(); ++i) {
        const bool waits = deliveries_.wait[i] > 0;
        if (!waits && deliveries_.decay[i] < 0.0) continue;
        const double fall = waits ? 0.0 : deliveries_.decay[i] * tick.dt().raw();
        const double level = deliveries_.level[i] * maths::exp(-fall);
        if (level < spent) continue;
        deliveries_.exposure[kept] = deliveries_.exposure[i];
        deliveries_.lesion[kept] = deliveries_.lesion[i];
        deliveries_.decay[kept] = deliveries_.decay[i];
        deliveries_.wait[kept] = waits ? deliveries_.wait[i] - tick.length : 0;
        deliveries_.level[kept] = level;
        ++kept;
    }
    deliveries_.resize(kept);
}

void Body::transfer(std::string_view kind, std::uint32_t specificity, std::string_view phenotype,
                    double cells) {
    const std::size_t c = blood_.find(kind, specificity, phenotype);
    if (c == blood_.classes()) {
        throw std::logic_error{"no class of circulating " + std::string{kind}};
    }
    blood_.receive(c, cells);
}

void Body::await(std::string_view kind) {
    if (!awaits(kind)) awaited_.emplace_back(kind);
}

bool Body::awaits(std::string_view kind) const {
    return std::find(awaited_.begin(), awaited_.end(), kind) != awaited_.end();
}

void Body::irradiate_blood(double share, RadiationDose dose, PerDose alpha) {
    const double killed = share * -maths::expm1(-(alpha * dose));
    for (std::size_t c = 0; c != blood_.classes(); ++c) blood_.deplete(c, 1.0 - killed);
    nodes_.deplete(1.0 - killed, 1.0);
}

void Body::irradiate_node(std::string_view lesion, RadiationDose dose) {
    nodes_.irradiate(nodes_.of_lesion(tissue::identity_of(lesion)), dose);
}

void Body::circulate(const Tick& tick) {
    for (const auto& known : drugs_) known->plasma.advance(tick);
    nodes_.set(signals(tick));
    blood_.advance(tick, nodes_);
}

/// Drugs reach lymph nodes as they reach blood.
PrimingSignals Body::signals(const Tick& tick) const {
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
    if (const auto given = tissue::known_exposure("il2_given")) {
        const Molarity il2 = exposed(given->rank, everywhere, tick.dt()) * picomolar;
        now.il2 = il2 / nodes_.params().il2_usual;
    }
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
                      {"lymphopenia", &nodes_.lymphopenia()}};
    for (const auto& known : drugs_)
        all.push_back({"drugs/" + known->name, &known->plasma.state()});
    return all;
}

}  // namespace perforin::patient
