#include "patient/patient.hpp"

#include <algorithm>
#include <numeric>
#include <set>

#include "core/parallel.hpp"

namespace perforin::patient {

Patient::Patient(const config::Section& top, std::uint64_t seed)
    : rules_{top},
      circulation_{top.child("blood")},
      body_{top, seed},
      regimen_{config::make_elements<Therapy>(top, "therapy")} {
    prepare(top);
    std::set<std::string> names;
    for (const config::Section& section : top.elements("lesion")) {
        auto lesion = std::make_unique<tissue::Lesion>(rules_, section, drugs_in_tissue(), seed);
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
}

/// Drugs and classes of circulating cells, before any lesion is opened to them.
void Patient::prepare(const config::Section& top) {
    for (const auto& therapy : regimen_) therapy.plugin->prepare(body_);
    std::int64_t antigens = 0;
    for (const config::Section& section : top.elements("lesion")) {
        antigens = std::max(antigens, tissue::antigens_of(section));
    }
    const SpecificTParams specific{top.child("blood")};
    for (std::uint32_t antigen = 0; antigen != static_cast<std::uint32_t>(antigens); ++antigen) {
        body_.blood().add(specific.cell_class("cytotoxic_t", antigen));
        class_kinds_.push_back(static_cast<std::uint16_t>(rank_of<tissue::Kind>("cytotoxic_t")));
        extravasation_.push_back(circulation_.extravasation);
    }
    for (std::uint16_t kind = 0; kind != rules_.kinds.size(); ++kind) {
        const tissue::Recruitment from = rules_.kinds[kind]->recruitment();
        if (!(from.in_blood > PerVolume{})) continue;
        body_.blood().add({.kind = rules_.kind_names[kind],
                           .phenotype = "",
                           .baseline = from.in_blood * circulation_.blood,
                           .loss = from.loss});
        class_kinds_.push_back(kind);
        extravasation_.push_back(from.extravasation);
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
    for (const auto& therapy : regimen_) therapy.plugin->administer(today, body_);
}

void Patient::pass(const Tick& tick) {
    body_.circulate(tick);
    graft(tick);
    live_on(tick);
}

/// From the moment on at which blood has gone round.
void Patient::live_on(const Tick& tick) {
    expose(true);
    for (std::size_t lesion = 0; lesion != lesions_.size(); ++lesion) hand_over(lesion, tick);
    advance_lesions(tick);
    expose(false);
    body_.deliver();
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
void Patient::expose(bool there) {
    const Deliveries& all = body_.deliveries();
    for (std::size_t i = 0; i != all.size(); ++i) {
        const tissue::Level what{tissue::Level::Of::exposure,
                                 static_cast<std::uint16_t>(all.exposure[i])};
        for (auto& lesion : lesions_) {
            if (lesion->identity() != all.lesion[i]) continue;
            lesion->expose(what, there ? all.level[i] : 0.0);
        }
    }
}

/// Drug and cells go from blood into a lesion.
void Patient::hand_over(std::size_t l, const Tick& tick) {
    tissue::Lesion& lesion = *lesions_[l];
    for (std::size_t drug = 0; drug != body_.drugs().size(); ++drug) {
        lesion.perfuse(drug, body_.drugs()[drug]->plasma.concentration());
    }
    std::vector<tissue::Traveller> travellers;
    for (const Arrival& arrival : body_.blood().arrivals(l, weights(lesion))) {
        const std::uint16_t kind = class_kinds_[arrival.cell_class];
        travellers.push_back(
            {.id = arrival.id,
             .kind = kind,
             .clone = body_.blood().cell_class(arrival.cell_class).specificity,
             .phenotype = rules_.kinds[kind]->phenotype_from_blood(arrival.progenitor)});
    }
    lesion.admit(travellers, tick.start);
}

/// Cells that left a lesion are in blood again.
void Patient::take_back(std::size_t l) {
    tissue::Lesion& lesion = *lesions_[l];
    for (const tissue::Traveller& traveller : lesion.departures()) {
        for (std::size_t c = 0; c != body_.blood().classes(); ++c) {
            if (class_kinds_[c] != traveller.kind ||
                body_.blood().cell_class(c).specificity != traveller.clone) {
                continue;
            }
            body_.blood().receive(c, lesion.cells_per_agent(traveller.kind));
            break;
        }
    }
}

/// Entry rates hold until the next step.
void Patient::open_ways(std::size_t l) {
    for (std::size_t c = 0; c != body_.blood().classes(); ++c) {
        const Rate passes = lesions_[l]->encounter_rate(class_kinds_[c], circulation_.blood);
        body_.blood().entry(l, c, extravasation_[c] * passes);
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
