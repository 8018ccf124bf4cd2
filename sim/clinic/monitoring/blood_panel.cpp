// A blood panel: lymphocytes, CD8 T cells that have just divided, other cells that the model
// follows, cytokines, lactate dehydrogenase and C-reactive protein. METHODS.md.

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "clinic/monitoring/assay.hpp"
#include "clinic/monitoring/blood_counts.hpp"
#include "clinic/monitoring/losses.hpp"
#include "clinic/monitoring/sampling.hpp"
#include "clinic/monitoring/serum.hpp"
#include "core/registry.hpp"

namespace perforin::clinic {

namespace {

struct PanelParams : config::Block {
    using Block::Block;
    double activated =
        param("activated", 0.02, fraction, {0, 1},
              "Share of other CD8 cells that shows Ki-67 and PD-1, whatever made them divide",
              recalled(assumed("1–4 % of the CD8 cells of patients before treatment")));
    Time ki67 = param("ki67", 3.5, day, {0.1, 60},
                      "Mean time that a cell shows Ki-67 after its last division",
                      recalled(assumed("it fades steadily in resting cells (Miller 2018); days")));
    std::int64_t gated = count("gated", 20000, {100, 10000000},
                               "CD8 cells that a flow cytometer sees", setting("usual"));
};

config::Evidence of_cytometry() {
    return config::measured(
        "Heijnen 2004: CD8 counts vary by 5 % within a site, under 10 % between");
}

AssayFacts<dim::per_volume> of_cells() {
    return {per_ml,        1e3, 5e3, 1e9, 0.05, 0.1, config::assumed("a few cells in a µL"),
            of_cytometry()};
}

AssayFacts<scalar> of_shares() {
    return {fraction,
            5e-4,
            1e-3,
            1.0,
            0.05,
            0.1,
            config::assumed("ten and twenty of 20,000 cells"),
            of_cytometry()};
}

AssayFacts<scalar> of_ldh() {
    return {fraction,
            10.0,
            20.0,
            1e5,
            0.02,
            0.04,
            config::assumed("U/L; no limit in practice"),
            config::recalled(config::assumed("clinical chemistry: a few per cent"))};
}

AssayFacts<scalar> of_crp() {
    return {fraction,
            0.3,
            1.0,
            1e4,
            0.03,
            0.05,
            config::recalled(config::assumed("mg/L; high-sensitivity assays reach 0.2–0.3")),
            config::recalled(config::assumed("a few per cent"))};
}

AssayFacts<dim::mass_density> of_cytokine(const CytokineFacts& usual) {
    return {pg_per_ml,
            usual.detection,
            usual.quantification,
            1e9,
            0.08,
            0.15,
            config::recalled(config::assumed("sensitive immunoassays; tenfold from kit to kit")),
            config::recalled(config::assumed("kits: under 10 % within, 10–20 % between"))};
}

struct PanelState : cells::State {
    cells::Scalar<std::int64_t> at = scalar<std::int64_t>("at", "s", "When last looked at", -1);
    cells::Scalar<double> from_nodes =
        scalar<double>("from_nodes", "cells", "T cells that had come from nodes then");
    cells::Scalar<double> dividing =
        scalar<double>("dividing", "cells", "Of those in blood the ones that still show Ki-67");
    cells::Scalar<double> died = scalar<double>("died", "cells", "Tumour cells dead then");
    cells::Scalar<double> ldh =
        scalar<double>("ldh", "U", "Lactate dehydrogenase of tumours in plasma");
    cells::Scalar<double> crp = scalar<double>("crp", "mg/L", "C-reactive protein in plasma");
};

/// A cytokine that the model has, and its assay.
struct Cytokine {
    CytokineFacts facts;
    CytokineParams params;
    Assay assay;
    tissue::Level level;
};

std::vector<Cytokine> known_cytokines(const config::Section& section) {
    std::vector<Cytokine> all;
    for (const CytokineFacts& facts : cytokines()) {
        const config::Section own = section.child(facts.name);
        const CytokineParams params{own, facts};
        const AssayParams<dim::mass_density> limits{own, of_cytokine(facts)};
        const auto level = tissue::known_substance(facts.name);
        if (level) all.push_back({facts, params, limits.assay(), *level});
    }
    return all;
}

/// T cells that come from nodes into blood a minute, as these stand.
double leaving_nodes(const patient::Body& body) {
    const patient::LymphNodes& nodes = body.nodes();
    std::vector<double> blood, state(nodes.states()), change(nodes.states());
    for (std::size_t c = 0; c != body.blood().classes(); ++c) {
        blood.push_back(body.blood().cells(c));
    }
    std::vector<double> of_blood(blood.size(), 0.0);
    nodes.give(state);
    nodes.slope(state, blood, change, of_blood);
    double effectors = 0.0;
    for (const auto& antigen : nodes.antigens()) effectors += of_blood[antigen.effectors];
    const double share = 1.0 - nodes.params().memory_share;
    return share > 0.0 ? effectors / share : 0.0;
}

double come_from_nodes(const patient::Blood& blood) {
    double sum = 0.0;
    for (const double some : blood.pools().from_nodes.span()) sum += some;
    return sum;
}

double grades(const patient::Toxicity& toxicity) {
    double sum = 0.0;
    for (const double severity : toxicity.organ_states().severity.span()) sum += severity;
    return sum;
}

class BloodPanel final : public Examination {
public:
    explicit BloodPanel(config::Section& section)
        : Examination{section},
          params_{section},
          serum_{section},
          counter_{section},
          cells_{AssayParams<dim::per_volume>{section.child("cells"), of_cells()}.assay()},
          shares_{AssayParams<scalar>{section.child("shares"), of_shares()}.assay()},
          ldh_{AssayParams<scalar>{section.child("ldh"), of_ldh()}.assay()},
          crp_{AssayParams<scalar>{section.child("crp"), of_crp()}.assay()},
          cytokines_{known_cytokines(section)},
          danger_{tissue::known_substance("damps")} {}

    void follow(Seconds at, const patient::Patient& patient) override {
        if (state_.at < 0)
            begin(patient);
        else
            go_on(static_cast<double>(at - state_.at) * second, patient);
        state_.at = at;
        state_.from_nodes = come_from_nodes(patient.body().blood());
        state_.died = losses(patient).died;
    }

    std::vector<ResultRow> examine(const Encounter& look) override {
        return {cells(look), cytokines(look), serum(look)};
    }

    cells::Tables tables() override { return {{"panel", &state_}}; }

private:
    /// All is as its present causes would have it if they had long been so.
    void begin(const patient::Patient& patient) {
        const Losses now = losses(patient);
        state_.dividing = leaving_nodes(patient.body()) / ki67_loss(patient.body()).in(per_minute);
        state_.ldh =
            ldh_release(serum_, now.dying, now.live) / loss_of(serum_.ldh_half_life).in(per_minute);
        state_.crp = crp_of(patient);
    }

    void go_on(Time dt, const patient::Patient& patient) {
        const Losses now = losses(patient);
        const double come = since(state_.from_nodes, come_from_nodes(patient.body().blood()));
        const double deaths = since(state_.died, now.died) / dt.in(minute);
        state_.dividing =
            washed(state_.dividing, come / dt.in(minute), ki67_loss(patient.body()), dt);
        state_.ldh = washed(state_.ldh, ldh_release(serum_, deaths, now.live),
                            loss_of(serum_.ldh_half_life), dt);
        state_.crp = relaxed(state_.crp, crp_of(patient), loss_of(serum_.crp_half_life), dt);
    }

    /// Of dividing cells in blood: they leave it like all effectors, or divide no more.
    Rate ki67_loss(const patient::Body& body) const {
        const auto& antigens = body.nodes().antigens();
        const Rate loss =
            antigens.empty() ? Rate{} : body.blood().cell_class(antigens.front().effectors).loss;
        return loss + 1.0 / params_.ki67;
    }

    double crp_of(const patient::Patient& patient) const {
        const double pmol = danger_ ? decaying(patient, *danger_) : 0.0;
        const double nmol_a_day = 1e-3 * pmol * (1.0 * day).in(minute);
        return crp_target(serum_, nmol_a_day, grades(patient.body().toxicity()));
    }

    ResultRow cells(const Encounter& look) const {
        const patient::Body& body = look.patient.body();
        const BloodCounts counts = counter_.count(look.patient);
        ResultRow finding{"cells", "Cells in blood"};
        tissue::Tally& row = finding.row;
        const auto count = [&](const std::string& name, const std::string& doc, double there) {
            const double per_ml = counts.per_ml(there);
            report(row, {name, "1/mL", doc}, per_ml,
                   measured(cells_, per_ml, draws(look, "cells", tissue::identity_of(name))));
        };
        count("lymphocytes", "Lymphocytes", counts.lymphocytes);
        count("cd8", "CD8 T cells", counts.cd8);
        for (std::size_t c = 0; c != body.blood().classes(); ++c) {
            const patient::CellClass& these = body.blood().cell_class(c);
            if (!these.phenotype.empty()) continue;
            const double there = these.lymphoid ? counts.circulating : 1.0;
            count(these.kind, "Cells of the kind " + these.kind, there * body.blood().cells(c));
        }
        const double neutrophils = 1e6 * body.marrow().neutrophils();
        report(row, {"neutrophils", "1/mL", "Neutrophils"}, neutrophils,
               measured(cells_, neutrophils, draws(look, "neutrophils")));
        activated(look, counts, row);
        return finding;
    }

    /// A cytometer sees so many CD8 cells, and counts those among them that show both markers.
    void activated(const Encounter& look, const BloodCounts& counts, tissue::Tally& row) const {
        const double recent = counts.circulating * state_.dividing;
        const double others = std::max(0.0, counts.cd8 - recent);
        const double share =
            counts.cd8 > 0.0 ? (recent + params_.activated * others) / counts.cd8 : 0.0;
        Stream random{look.seed, "panel.gated"_draw, {look.examination}, look.visit.at()};
        const auto gated = static_cast<std::uint64_t>(params_.gated);
        const auto seen = static_cast<double>(binomial(gated, share, random));
        const double read =
            seen / static_cast<double>(gated) * misread(shares_, draws(look, "activated"));
        row.add({"primed", "cells",
                 "T cells in all blood that came from nodes and still show "
                 "Ki-67, in truth"},
                recent);
        report(row, {"activated", "1", "Share of CD8 cells with Ki-67 and PD-1"}, share,
               judged(shares_, read));
    }

    ResultRow cytokines(const Encounter& look) const {
        ResultRow finding{"cytokines", "Cytokines in plasma"};
        for (const Cytokine& one : cytokines_) {
            const std::string name{one.facts.name};
            const double level = plasma_level(serum_, one.params, one.facts.kilodalton,
                                              decaying(look.patient, one.level));
            finding.row.add({name + "_of_lesions", "pg/mL", "What lesions add to it, in truth"},
                            level - one.params.usual.in(pg_per_ml));
            report(finding.row, {name, "pg/mL", std::string{one.facts.doc}}, level,
                   measured(one.assay, level, draws(look, name)));
        }
        return finding;
    }

    ResultRow serum(const Encounter& look) const {
        const double ldh = serum_.ldh_usual + state_.ldh / serum_.plasma.in(litre);
        ResultRow finding{"serum", "Proteins of damage and inflammation in serum"};
        report(finding.row, {"ldh", "U/L", "Lactate dehydrogenase"}, ldh,
               measured(ldh_, ldh, draws(look, "ldh")));
        report(finding.row, {"crp", "mg/L", "C-reactive protein"}, state_.crp,
               measured(crp_, state_.crp, draws(look, "crp")));
        return finding;
    }

    PanelParams params_;
    SerumParams serum_;
    BloodCounter counter_;
    Assay cells_, shares_, ldh_, crp_;
    std::vector<Cytokine> cytokines_;
    std::optional<tissue::Level> danger_;
    PanelState state_;
};

const Registered<Examination> here{
    "blood_panel",
    "Lymphocytes, dividing CD8 T cells, cytokines, lactate dehydrogenase and C-reactive protein",
    make<Examination, BloodPanel>};

}  // namespace

}  // namespace perforin::clinic
