#include "patient/patient.hpp"

#include <algorithm>
#include <numbers>
#include <numeric>
#include <set>
#include <string_view>
#include <utility>

#include "core/maths.hpp"
#include "core/parallel.hpp"

namespace perforin::patient {

Patient::Patient(const config::Section& top, std::uint64_t seed)
    : rules_{top},
      antigens_{tissue::antigens_of_lesions(top)},
      circulation_{top.child("blood")},
      body_{top, seed},
      regimen_{config::make_elements<Therapy>(top, "therapy")},
      follow_up_{top},
      seed_{seed},
      metastases_{top, seed},
      new_lesion_{top.child("metastasis").child("lesion")} {
    read_contextures(top);
    prepare(top);
    std::set<std::string> names;
    for (const config::Section& section : top.elements("lesion")) {
        auto lesion =
            std::make_unique<tissue::Lesion>(rules_of(lesions_.size()), section,
                                             antigens_[lesions_.size()], drugs_in_tissue(), seed);
        if (!names.insert(lesion->name()).second) {
            section.problem("name", "another lesion is called '" + lesion->name() + "' too");
        }
        lesions_.push_back(std::move(lesion));
    }
    if (lesions_.empty()) top.problem("lesion", "a patient has at least one [[lesion]]");
    for (const auto& lesion : lesions_) {
        body_.blood().open(lesion->identity(), weights(*lesion));
    }
    for (std::size_t l = 0; l != lesions_.size(); ++l) open_ways(l);
    founding_lesions_ = lesions_.size();
    if (metastases_.wanted() && !lesions_.empty()) begin_metastases(seed);
}

Patient::~Patient() = default;

/// A lesion's own biology and tissue lie over the patient's.
void Patient::read_contextures(const config::Section& top) {
    for (const config::Section& section : top.elements("lesion")) {
        const config::Section own = section.child("contexture");
        contextures_.push_back(nullptr);
        if (!own.given()) continue;
        static_cast<void>(tissue::ContextureParams{own});
        contextures_.back() = std::make_unique<tissue::Rules>(own.over_top());
        if (contextures_.back()->step() != rules_.step()) {
            own.problem("tissue", "the biology step must be the same in all lesions");
        }
    }
}

/// Blood is the patient's: as many cells circulate as any lesion's contexture says.
tissue::Recruitment Patient::recruitment(std::uint16_t kind) const {
    tissue::Recruitment most = rules_.kinds[kind]->recruitment();
    for (const auto& contexture : contextures_) {
        if (!contexture) continue;
        const tissue::Recruitment other = contexture->kinds[kind]->recruitment();
        if (other.in_blood > most.in_blood) most = other;
    }
    return most;
}

/// Drugs and classes of circulating cells, before any lesion is opened to them.
void Patient::prepare(const config::Section& top) {
    for (const auto& therapy : regimen_) therapy.plugin->prepare(body_);
    body_.prepare_for_events();
    for (const config::Section& section : top.elements("therapy")) {
        const bool known = std::any_of(regimen_.begin(), regimen_.end(), [&](const auto& therapy) {
            return therapy.path == section.path();
        });
        if (known) follow_up_.add(section);
    }
    prepare_specific(top);
}

void Patient::add_class(CellClass cells, std::uint16_t kind, std::optional<double> extravasation) {
    body_.blood().add(std::move(cells));
    class_kinds_.push_back(kind);
    extravasation_.push_back(extravasation);
}

/// Effectors of each antigen that a lesion presents at the start, then kinds of cell without
/// specificity, then memory, and what mutants may be seen by.
void Patient::prepare_specific(const config::Section& top) {
    const SpecificTParams specific{top.child("blood")};
    std::uint64_t founding = 0, later = 0;
    for (const tissue::LesionAntigens& lesion : antigens_) {
        founding |= lesion.founding();
        if (rules_.mutation.antigen_gain > 0.0) later |= lesion.free;
    }
    const auto kind_of = [](std::string_view name) {
        return static_cast<std::uint16_t>(rank_of<tissue::Kind>(name));
    };
    std::vector<LymphNodes::Antigen> antigens;
    const auto add_effectors = [&](std::uint32_t antigen, double cells) {
        const bool first = (founding >> antigen & 1u) != 0;
        antigens.push_back({antigen, body_.blood().classes(), 0, first});
        add_class(specific.effectors(antigen, cells), kind_of("cytotoxic_t"),
                  circulation_.extravasation);
    };
    tissue::for_each_antigen(
        founding, [&](std::uint32_t antigen) { add_effectors(antigen, specific.baseline); });
    for (std::uint16_t kind = 0; kind != rules_.kinds.size(); ++kind) {
        const tissue::Recruitment from = recruitment(kind);
        if (!(from.in_blood > PerVolume{})) continue;
        const bool lymphoid = (rules_.kinds[kind]->roles() & tissue::role::lymphocyte) != 0;
        add_class({.kind = rules_.kind_names[kind],
                   .phenotype = "",
                   .baseline = from.in_blood * circulation_.blood,
                   .loss = from.loss,
                   .lymphoid = lymphoid,
                   .circulating = from.circulating},
                  kind, std::nullopt);
    }
    tissue::for_each_antigen(later, [&](std::uint32_t antigen) { add_effectors(antigen, 0.0); });
    for (LymphNodes::Antigen& antigen : antigens) {
        antigen.memory = body_.blood().classes();
        add_class(specific.memory(antigen.bit), kind_of("cytotoxic_t"),
                  specific.memory_homing * circulation_.extravasation);
    }
    add_infused();
    prepare_nodes(top, std::move(antigens));
}

/// Cells that only therapies bring have their classes in every patient, so that twins differ in
/// treatment alone.
void Patient::add_infused() {
    for (std::uint16_t kind = 0; kind != rules_.kinds.size(); ++kind) {
        const tissue::Recruitment from = recruitment(kind);
        if (!from.infused) continue;
        CellClass cells{.kind = rules_.kind_names[kind],
                        .phenotype = "effector",
                        .loss = from.loss,
                        .lymphoid = true};
        add_class(cells, kind, std::nullopt);
        cells.phenotype = "memory";
        cells.loss = from.memory_loss;
        add_class(std::move(cells), kind, std::nullopt);
    }
}

/// Each lesion drains to a node of its own, unless it names one that others name too.
void Patient::prepare_nodes(const config::Section& top, std::vector<LymphNodes::Antigen> antigens) {
    std::vector<std::string> names;
    for (const config::Section& section : top.elements("lesion")) {
        const tissue::LesionParams lesion{section};
        const std::string name = lesion.node.value_or(lesion.name);
        const auto known = std::find(names.begin(), names.end(), name);
        body_.nodes().drain(tissue::identity_of(lesion.name),
                            static_cast<std::size_t>(known - names.begin()));
        if (known == names.end()) names.push_back(name);
    }
    const std::string& of_new = metastases_.params().node;
    if (metastases_.wanted() && std::find(names.begin(), names.end(), of_new) == names.end()) {
        names.push_back(of_new);
    }
    body_.nodes().form(std::move(names), std::move(antigens));
    body_.imprint().form(body_.nodes());
    const auto& kinds = registry<tissue::Kind>();
    if (kinds.find("dendritic_cell") != kinds.end()) {
        dendritic_ = static_cast<std::uint16_t>(rank_of<tissue::Kind>("dendritic_cell"));
    }
}

std::vector<tissue::DrugInTissue> Patient::drugs_in_tissue() const {
    std::vector<tissue::DrugInTissue> drugs;
    for (const auto& circulating : body_.drugs()) {
        const Drug& drug = *circulating->drug;
        const Penetration way = drug.penetration();
        drugs.push_back({circulating->name,
                         fields::antibody(way.diffusivity, way.exchange, way.ratio),
                         tissue::receptor(drug.receptor()), drug.half_occupancy()});
    }
    return drugs;
}

void Patient::live(const Day& today) {
    treat(today);
    for (const Tick& tick : today.ticks(rules_.step())) pass(tick);
}

void Patient::treat(const Day& today) {
    visit(today);
    for (std::size_t i = 0; i != regimen_.size(); ++i) {
        if (!follow_up_.goes_on(i, today.start(), body_.toxicity().grade())) continue;
        regimen_[i].plugin->administer(today, body_);
        if (regimen_[i].plugin->begun()) follow_up_.begin(today.start(), i);
    }
    body_.treat_events();
}

/// Before the day's doses are given, or not.
void Patient::visit(const Day& today) {
    const bool due = follow_up_.due(today);
    std::vector<std::size_t> seen_now;
    for (std::size_t i = 0; i != regimen_.size(); ++i) {
        if (regimen_[i].plugin->begun() && (due || !follow_up_.measured(i))) seen_now.push_back(i);
    }
    if (seen_now.empty()) return;
    Seen seen;
    for (std::size_t l = 0; l != lesions_.size(); ++l) {
        const double diameter = lesions_[l]->diameter().in(mm);
        if (l < founding_lesions_) {
            seen.sum += diameter;
            seen.largest = std::max(seen.largest, diameter);
        } else {
            seen.newest = std::max(seen.newest, diameter);
        }
    }
    for (const std::size_t i : seen_now) follow_up_.visit(today.start(), i, seen);
}

void Patient::pass(const Tick& tick) {
    body_.circulate(tick);
    for (const auto& therapy : regimen_) therapy.plugin->go_on(tick, body_);
    graft(tick);
    treat_colonies(tick);
    live_on(tick);
    metastasise(tick);
    if (body_.mortality().on() && tick.end() % seconds_per_day == 0) endure(tick);
}

/// A day with her disease is over. What swells lesions without being tumour is no burden.
void Patient::endure(const Tick& last) {
    std::vector<TumourOf> tumour;
    for (const auto& lesion : lesions_) {
        const double volume = lesion->parts().tumour.in(mm3);
        tumour.push_back({lesion->organ(), maths::cbrt(volume * 6.0 / std::numbers::pi) * mm});
    }
    body_.endure({last.end() - seconds_per_day, seconds_per_day}, tumour);
}

/// From the moment on at which blood has gone round.
void Patient::live_on(const Tick& tick) {
    resect(tick);
    expose(tick, true);
    for (std::size_t lesion = 0; lesion != lesions_.size(); ++lesion) hand_over(lesion, tick);
    advance_lesions(tick);
    expose(tick, false);
    body_.deliver(tick);
    for (std::size_t lesion = 0; lesion != lesions_.size(); ++lesion) {
        take_back(lesion);
        open_ways(lesion);
    }
}

/// Lesions know nothing of each other within a step: threads share them, or share the work in each.
void Patient::advance_lesions(const Tick& tick) {
    if (!side_by_side()) {
        for (auto& lesion : lesions_) {
            lesion->time_by(*stopwatch_);
            lesion->advance(tick);
        }
        return;
    }
    std::vector<std::size_t> largest_first(lesions_.size());
    std::iota(largest_first.begin(), largest_first.end(), std::size_t{0});
    std::stable_sort(largest_first.begin(), largest_first.end(), [&](std::size_t a, std::size_t b) {
        return lesions_[a]->cells().size() > lesions_[b]->cells().size();
    });
    constexpr const char* together = "lesions side by side";
    std::vector<Stopwatch> watches(lesions_.size());
    {
        const Stopwatch::Scope timing{*stopwatch_, together};
        parallel::for_each(
            lesions_.size(),
            [&](std::size_t k) {
                tissue::Lesion& lesion = *lesions_[largest_first[k]];
                lesion.time_by(watches[k]);
                lesion.advance(tick);
            },
            1);
    }
    stopwatch_->split(together, watches);
}

/// Whether lesions side by side are done sooner than one after the other, with their work shared.
/// Either way the results are the same.
bool Patient::side_by_side() const {
    const auto threads = static_cast<double>(parallel::threads());
    if (threads < 2.0 || lesions_.size() < 2) return false;
    double all = 0.0, largest = 0.0, shared = 0.0;
    for (const auto& lesion : lesions_) {
        const auto cells = static_cast<double>(lesion->cells().size());
        // Threads that share a lesion gain the less the smaller it is (sim/PERFORMANCE.md).
        const double gain = cells < 50'000.0 ? 0.6 : 0.9;
        all += cells;
        largest = std::max(largest, cells);
        shared += cells / std::max(1.0, gain * threads);
    }
    return std::max(largest, all / threads) < shared;
}

/// Therapies put cells into lesions.
void Patient::graft(const Tick& tick) {
    for (const auto& therapy : regimen_) {
        for (const Graft& graft : therapy.plugin->grafts(tick)) {
            for (auto& lesion : lesions_) {
                if (!graft.lesion.empty() && graft.lesion != lesion->name()) continue;
                lesion->graft(graft.kind, *graft.where, tick);
            }
        }
    }
}

/// What therapies bring into lesions is there, or is gone again.
void Patient::expose(const Tick& tick, bool there) {
    for (const std::uint64_t rank : body_.exposures()) {
        const tissue::Level what{tissue::Level::Of::exposure, static_cast<std::uint16_t>(rank)};
        for (auto& lesion : lesions_) {
            const Place here{lesion->identity(), organ_identity(lesion->organ())};
            lesion->expose(what, there ? body_.exposed(rank, here, tick.dt()) : 0.0);
        }
    }
}

/// Lesions that surgery takes out stay in the list, as the bed that is left.
void Patient::resect(const Tick& tick) {
    const Resections& all = body_.resections();
    for (std::size_t i = 0; i != all.size(); ++i) {
        for (auto& lesion : lesions_) {
            if (lesion->identity() != all.lesion[i]) continue;
            lesion->resect({all.residual[i], all.margin[i] * mm}, tick);
        }
    }
}

/// Drug and cells go from blood into a lesion.
void Patient::hand_over(std::size_t l, const Tick& tick) {
    tissue::Lesion& lesion = *lesions_[l];
    lesion.fold(tick);
    for (std::size_t drug = 0; drug != body_.drugs().size(); ++drug) {
        lesion.perfuse(drug, body_.drugs()[drug]->plasma.concentration());
    }
    std::vector<tissue::Traveller> travellers;
    for (const Arrival& arrival : body_.blood().arrivals(l, weights(lesion))) {
        const std::uint16_t kind = class_kinds_[arrival.cell_class];
        const CellClass& cells = body_.blood().cell_class(arrival.cell_class);
        const auto from = cells.phenotype == "memory" ? tissue::FromBlood::memory
                          : arrival.progenitor        ? tissue::FromBlood::progenitor
                                                      : tissue::FromBlood::effector;
        travellers.push_back({.id = arrival.id,
                              .kind = kind,
                              .clone = cells.specificity,
                              .phenotype = rules_.kinds[kind]->phenotype_from_blood(from)});
    }
    lesion.admit(travellers, tick.start);
}

/// Cells that left a lesion are in its node, or in blood again.
void Patient::take_back(std::size_t l) {
    tissue::Lesion& lesion = *lesions_[l];
    for (const tissue::Traveller& traveller : lesion.departures()) {
        const double cells = lesion.cells_per_agent(traveller.kind);
        if (dendritic_ == traveller.kind && traveller.clone == tissue::no_clone) {
            LymphNodes& nodes = body_.nodes();
            nodes.receive(nodes.of_lesion(lesion.identity()), traveller.antigens,
                          nodes.params().migration * cells, traveller.costimulation);
            continue;
        }
        const std::size_t c = class_of(traveller);
        if (c != body_.blood().classes()) body_.blood().receive(c, cells);
    }
}

/// The row of the class that a traveller belongs to; one past the last if there is none.
std::size_t Patient::class_of(const tissue::Traveller& traveller) const {
    const Blood& blood = body_.blood();
    const bool memory = rules_.kinds[traveller.kind]->remembers(traveller.phenotype);
    for (std::size_t c = 0; c != blood.classes(); ++c) {
        const CellClass& cells = blood.cell_class(c);
        if (class_kinds_[c] == traveller.kind && cells.specificity == traveller.clone &&
            (cells.phenotype == "memory") == memory) {
            return c;
        }
    }
    return blood.classes();
}

/// Nodes that drain the organ of a lesion; where it is unknown, the lesion.
std::vector<std::size_t> Patient::nodes_of_organ(std::size_t l) const {
    std::set<std::size_t> nodes;
    for (std::size_t k = 0; k != lesions_.size(); ++k) {
        const bool same = k == l || (lesions_[l]->organ() != "unknown" &&
                                     lesions_[k]->organ() == lesions_[l]->organ());
        if (same) nodes.insert(body_.nodes().of_lesion(lesions_[k]->identity()));
    }
    return {nodes.begin(), nodes.end()};
}

/// Entry rates hold until the next step.
void Patient::open_ways(std::size_t l) {
    const Imprint& imprint = body_.imprint();
    const std::vector<std::size_t> nodes =
        imprint.wanted() ? nodes_of_organ(l) : std::vector<std::size_t>{};
    const double share = lesions_[l]->perfused() / circulation_.blood;
    for (std::size_t c = 0; c != body_.blood().classes(); ++c) {
        const std::uint16_t kind = class_kinds_[c];
        const Rate passes = lesions_[l]->encounter_rate(kind, share);
        const double enters = extravasation_[c]
                                  ? *extravasation_[c]
                                  : rules_of(l).kinds[kind]->recruitment().extravasation;
        body_.blood().entry(l, c, imprint.ease(c, nodes, body_.nodes()) * enters * passes);
    }
}

std::vector<double> Patient::weights(const tissue::Lesion& lesion) const {
    std::vector<double> weights;
    for (const std::uint16_t kind : class_kinds_) {
        weights.push_back(std::max(1.0, lesion.cells_per_agent(kind)));
    }
    return weights;
}

std::size_t Patient::agents() const {
    std::size_t sum = 0;
    for (const auto& lesion : lesions_) sum += lesion->cells().size();
    return sum;
}

Volume Patient::burden() const {
    Volume sum{};
    for (const auto& lesion : lesions_) sum += lesion->volume();
    return sum;
}

}  // namespace perforin::patient
