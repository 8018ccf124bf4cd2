#include "patient/body.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <set>
#include <stdexcept>

#include "core/maths.hpp"
#include "core/random.hpp"
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
      nodes_{root},
      imprint_{root},
      toxicity_{root, seed},
      marrow_{root, seed},
      mortality_{root, seed},
      glucocorticoid_{root.child("glucocorticoid")} {
    // Naive CD8 cells halve within thirty years or so (recalled: Fagnoni 2000, Qi 2014).
    const double young = maths::exp(-std::numbers::ln2 * (params_.age - 60.0) / 30.0);
    nodes_.usual(young, 1.0 - params_.immunosuppression);
}

std::uint64_t organ_identity(const std::string& organ) {
    constexpr std::uint64_t of_an_organ = 0x6F7267616Eull;
    return organ == "unknown" ? 0 : descend(tissue::identity_of(organ), of_an_organ);
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

void Body::expose_organ(std::string_view exposure, const std::string& organ, double level) {
    const std::uint64_t where = organ_identity(organ);
    if (where == everywhere) throw std::logic_error{"an organ that is unknown is no place"};
    add_delivery(rank_of<tissue::Exposure>(exposure), where, level, one_step, 0);
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
double Body::exposed(std::uint64_t exposure, Place place, Time step) const {
    double sum = 0.0;
    for (std::size_t i = 0; i != deliveries_.size(); ++i) {
        if (deliveries_.exposure[i] != exposure || deliveries_.wait[i] > 0) continue;
        const std::uint64_t where = deliveries_.lesion[i];
        if (where != everywhere && where != place.lesion && where != place.organ) continue;
        const double fall = deliveries_.decay[i] * step.raw();
        sum += deliveries_.level[i] * (fall > 0.0 ? -maths::expm1(-fall) / fall : 1.0);
    }
    return sum;
}

void Body::deliver(const Tick& tick) {
    resections_.resize(0);
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
    imprint_.dilute(c, blood_.cells(c), cells, nodes_);
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

void Body::irradiate_nodes(const std::vector<std::string>& lesions, RadiationDose dose) {
    std::set<std::size_t> nodes;
    for (const std::string& lesion : lesions) {
        nodes.insert(nodes_.of_lesion(tissue::identity_of(lesion)));
    }
    for (const std::size_t node : nodes) nodes_.irradiate(node, dose);
}

void Body::circulate(const Tick& tick) {
    for (const auto& known : drugs_) known->plasma.advance(tick);
    nodes_.set(signals(tick));
    stir(tick);
    imprint_.look(blood_, nodes_);
    blood_.advance(tick, nodes_);
    imprint_.mix(blood_, nodes_, tick);
    const double infected = params_.chronic_infection ? 2.0 : 1.0;
    toxicity_.advance(tick, blockade(),
                      {.all = params_.autoimmunity, .liver = infected, .weight = params_.weight});
    marrow_.advance(tick, myelosuppression(), infected);
}

void Body::endure(const Tick& day, const std::vector<TumourOf>& tumour) {
    if (!mortality_.on()) return;
    if (toxicity_.fatal()) mortality_.note(Cause::toxicity, day.end());
    if (marrow_.fatal()) mortality_.note(Cause::infection, day.end());
    mortality_.advance(day, tumour, {params_.sex, params_.age, params_.ecog});
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

/// Whether a drug lets T cells loose, on organs too.
bool Body::releases(const Circulating& known) const {
    const std::string& receptor = known.drug->receptor();
    return receptor == "pd1" || receptor == "pdl1" || receptor == "ctla4" || receptor == "lag3";
}

bool Body::holds(std::string_view drug) const {
    const Circulating* known = find(drug);
    return known && releases(*known) && toxicity_.holds(known->drug->receptor() == "ctla4");
}

void Body::prepare_for_events() {
    const bool may_come = !toxicity_.params().off && params_.autoimmunity > 0.0 &&
                          std::any_of(drugs_.begin(), drugs_.end(),
                                      [this](const auto& known) { return releases(*known); });
    if (may_come) introduce("prednisone");
}

void Body::treat_events() {
    if (toxicity_.steroid() > 0.0) infuse("prednisone", toxicity_.steroid() * mg);
}

void Body::resect(std::string_view lesion, const tissue::Excision& excision) {
    const std::size_t row = resections_.size();
    resections_.resize(row + 1);
    resections_.lesion[row] = tissue::identity_of(lesion);
    resections_.residual[row] = excision.residual;
    resections_.margin[row] = excision.margin.in(mm);
}

namespace {

constexpr std::uint64_t all_kinds = ~std::uint64_t{0};

/// Share of a tick that lies between two seconds.
double share_of(const Tick& tick, Seconds from, Seconds until) {
    const Seconds both = std::min(tick.end(), until) - std::max(tick.start, from);
    return static_cast<double>(std::max<Seconds>(both, 0)) / static_cast<double>(tick.length);
}

}  // namespace

void Body::mobilise(std::optional<std::string_view> kind, double fold, Seconds from,
                    Seconds until) {
    const std::size_t row = mobilisations_.size();
    mobilisations_.resize(row + 1);
    mobilisations_.kind[row] = kind ? rank_of<tissue::Kind>(*kind) : all_kinds;
    mobilisations_.fold[row] = fold;
    mobilisations_.from[row] = from;
    mobilisations_.until[row] = until;
}

/// How many cells of each class go by in lesions, relative to usual. What has passed is forgotten.
void Body::stir(const Tick& tick) {
    std::vector<cells::Row> to_come;
    for (cells::Row row = 0; row != mobilisations_.size(); ++row) {
        if (mobilisations_.until[row] > tick.start) to_come.push_back(row);
    }
    if (to_come.size() != mobilisations_.size()) mobilisations_.keep(to_come);
    const double steroids = glucocorticoid_.retention * occupancy("glucocorticoid");
    for (std::size_t c = 0; c != blood_.classes(); ++c) {
        const double free = blood_.cell_class(c).lymphoid ? 1.0 - steroids : 1.0;
        blood_.stir(c, free * mobilised(c, tick));
    }
}

double Body::mobilised(std::size_t cell_class, const Tick& tick) const {
    double fold = 1.0;
    for (std::size_t row = 0; row != mobilisations_.size(); ++row) {
        const std::uint64_t kind = mobilisations_.kind[row];
        if (kind != all_kinds &&
            kind != rank_of<tissue::Kind>(blood_.cell_class(cell_class).kind)) {
            continue;
        }
        const double share = share_of(tick, mobilisations_.from[row], mobilisations_.until[row]);
        fold *= 1.0 + share * (mobilisations_.fold[row] - 1.0);
    }
    return fold;
}

/// Drugs reach lymph nodes as they reach blood.
PrimingSignals Body::signals(const Tick& tick) const {
    PrimingSignals now;
    now.ctla4 = occupancy("ctla4");
    now.pd1 = 1.0 - (1.0 - occupancy("pd1")) * (1.0 - occupancy("pdl1"));
    now.costimulation = 1.0 - glucocorticoid_.costimulation * occupancy("glucocorticoid");
    double usual = 0.0, there = 0.0;
    for (std::size_t c = 0; c != blood_.classes(); ++c) {
        if (blood_.cell_class(c).kind != "regulatory_t") continue;
        usual += blood_.cell_class(c).baseline;
        there += blood_.cells(c);
    }
    if (usual > 0.0) now.treg = std::max(0.0, there) / usual;
    if (const auto given = tissue::known_exposure("il2_given")) {
        const Molarity il2 = exposed(given->rank, {}, tick.dt()) * picomolar;
        now.il2 = il2 / nodes_.params().il2_usual;
    }
    return now;
}

void Body::deplete_lymphocytes(double surviving, double dividing) {
    for (std::size_t c = 0; c != blood_.classes(); ++c) {
        if (blood_.cell_class(c).lymphoid) blood_.deplete(c, surviving);
    }
    nodes_.deplete(surviving, dividing);
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
                      {"resections", &resections_},
                      {"mobilisations", &mobilisations_},
                      {"naive", &nodes_.naive()},
                      {"nodes", &nodes_.nodes()},
                      {"node_cells", &nodes_.pools()},
                      {"lymphopenia", &nodes_.lymphopenia()},
                      {"organs", &toxicity_.organ_states()},
                      {"toxicity", &toxicity_.state()},
                      {"marrow", &marrow_.state()}};
    if (imprint_.wanted()) all.push_back({"imprint", &imprint_.shares()});
    if (mortality_.on()) all.push_back({"mortality", &mortality_.state()});
    for (const auto& known : drugs_)
        all.push_back({"drugs/" + known->name, &known->plasma.state()});
    return all;
}

}  // namespace perforin::patient
