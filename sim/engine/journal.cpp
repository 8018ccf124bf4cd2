#include "engine/journal.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>

#include "core/parallel.hpp"
#include "core/registry.hpp"

namespace perforin::engine {

namespace {

/// What an event means, by its name.
struct EventDoc {
    std::string_view name, unit, doc;
    bool notable;
};
constexpr std::array<EventDoc, 16> event_docs{{
    {"birth", "", "A cell divided: who the mother, whom the daughter", false},
    {"apoptosis", "", "A cell died spontaneously", false},
    {"necrosis", "", "A cell died for want of oxygen", false},
    {"killed_by_t_cells", "1",
     "T cells killed a cell: value the hits that did it, parties the killers and their hits", true},
    {"killed_by_nk_cells", "1",
     "NK cells struck the last hit: value the hits that did it, parties the killers and their hits",
     true},
    {"killed_by_radiation", "",
     "A cell died of radiation: a tumour cell in mitosis or between, a leukocyte at once", true},
    {"killed_by_drug", "", "A cell died of a drug: in mitosis, or without the signal it lives by",
     true},
    {"resected", "cells", "The lesion was taken out; value: live tumour cells taken", true},
    {"senescence", "", "A cell died of age or exhaustion", false},
    {"arrival", "", "A cell came out of blood", true},
    {"graft", "", "A therapy put a cell into the lesion", true},
    {"departure", "", "A cell left for lymph and blood", true},
    {"to_pool", "cells",
     "An agent became cells of the minority pool: a clone's last, or in place of its mutants; or "
     "of a clone's doomed agents some cells survive there",
     true},
    {"from_pool", "cells", "Cells of the minority pool became an agent", true},
    {"core_cut", "um", "The deepest layer of the block, that thick, was cut away", true},
    {"outgrown", "um",
     "The tumour, a ball of that radius, outgrew its block, which goes on as a sample of it", true},
}};

/// Columns that only lead from one table to another in memory.
constexpr std::array<std::string_view, 3> bookkeeping{"row", "own", "partner_row"};

bool is_bookkeeping(std::string_view column) {
    return std::find(bookkeeping.begin(), bookkeeping.end(), column) != bookkeeping.end();
}

/// Passes on the columns that are wanted.
class ChosenColumns final : public Sink {
public:
    ChosenColumns(Sink& to, const Selection& columns) : to_{to}, columns_{columns} {}
    void put(const Label& label, const Rows& rows) override {
        if (!is_bookkeeping(label.name) && columns_.has(label.name)) to_.put(label, rows);
    }

private:
    Sink& to_;
    const Selection& columns_;
};

double mean(std::span<const float> values) {
    if (values.empty()) return 0.0;
    return parallel::sum(values.size(), [&](std::size_t i) { return double{values[i]}; }) /
           static_cast<double>(values.size());
}

/// Mean over the block of the share of a receptor that drugs occupy.
double mean_occupancy(const tissue::Dissolved& dissolved, tissue::ReceptorHandle receptor) {
    const fields::Grid& grid = dissolved.grid();
    return parallel::sum(grid.size(),
                         [&](std::size_t voxel) {
                             return double{dissolved.occupancy(receptor, grid.centre(voxel))};
                         }) /
           static_cast<double>(grid.size());
}

/// Memory cells of a specificity stand beside its effectors.
std::string class_name(const patient::CellClass& cells) {
    const std::string name = fmt::format("{}_{}", cells.kind, cells.specificity);
    return cells.phenotype == "memory" ? name + "_memory" : name;
}

/// T cells that see what only mutants may come to have stay out of the series, and so do products
/// that no therapy brings.
bool shown(const patient::Body& body, std::size_t cell_class) {
    const patient::CellClass& cells = body.blood().cell_class(cell_class);
    const patient::LymphNodes& nodes = body.nodes();
    if (cells.phenotype.empty()) return true;
    for (std::size_t a = 0; a != nodes.antigens().size(); ++a) {
        const auto& antigen = nodes.antigens()[a];
        if (antigen.effectors == cell_class || antigen.memory == cell_class) {
            return nodes.founding(a);
        }
    }
    return body.awaits(cells.kind);
}

std::vector<std::string> known_columns(const patient::Patient& patient) {
    std::vector<std::string> names;
    const auto add = [&](const cells::Table& table) {
        for (const cells::AnyColumn* column : table.columns()) {
            const std::string& name = column->label().name;
            if (!is_bookkeeping(name) && std::find(names.begin(), names.end(), name) == names.end())
                names.push_back(name);
        }
    };
    add(tissue::Surface{});
    for (const auto& kind : patient.rules().kinds) add(*kind->populate());
    return names;
}

std::vector<std::string> known_fields(const patient::Patient& patient) {
    std::vector<std::string> names = patient.rules().substance_names;
    for (const auto& drug : patient.body().drugs()) names.push_back(drug->name);
    names.emplace_back("vessels");
    names.emplace_back("fluid");
    return names;
}

std::string describe(const tissue::Lesion& lesion) {
    return fmt::format(
        "{:.3g} mm across at the start of its block; a tumour agent then stands for {:.4g} cells",
        lesion.diameter().in(mm), lesion.cells_per_agent(lesion.rules().tumour));
}

}  // namespace

Journal::Journal(io::Trajectory& trajectory, const patient::Patient& patient,
                 const OutputParams& params)
    : trajectory_{trajectory},
      params_{params},
      kinds_{params.kinds},
      columns_{params.columns},
      substances_{params.substances} {
    know_lesions(patient);
    for (const std::string& name : tissue::event_names()) {
        const auto* const doc = std::find_if(event_docs.begin(), event_docs.end(),
                                             [&](const EventDoc& d) { return d.name == name; });
        if (doc == event_docs.end()) throw std::logic_error{"nobody describes event " + name};
        const bool kept = params.events == EventChoice::all ||
                          (params.events == EventChoice::notable && doc->notable);
        events_.push_back({.kept = kept, .has_value = !doc->unit.empty(), .code = 0});
        if (!kept) continue;
        events_.back().code =
            trajectory.event_kind({name, std::string{doc->unit}, std::string{doc->doc}});
    }
    if (params.events != EventChoice::none && patient.body().mortality().on()) know_death();
}

/// A patient may have more lesions as time goes on.
void Journal::know_lesions(const patient::Patient& patient) {
    for (std::size_t i = lesions_.size(); i != patient.lesions().size(); ++i) {
        const tissue::Lesion& lesion = *patient.lesions()[i];
        lesions_.push_back(trajectory_.lesion(lesion.name(), describe(lesion), lesion.box()));
        sampled_.push_back(trajectory_.sampled(lesion.name()));
    }
}

void Journal::check(const config::Section& output, const OutputParams& params,
                    const patient::Patient& patient, const std::vector<std::string>& others) {
    Selection{params.kinds}.check(output, "kinds", patient.rules().kind_names);
    Selection{params.columns}.check(output, "columns", known_columns(patient));
    std::vector<std::string> fields = known_fields(patient);
    fields.insert(fields.end(), others.begin(), others.end());
    Selection{params.substances}.check(output, "substances", fields);
    std::vector<std::string> rounded = known_columns(patient);
    rounded.insert(rounded.end(), fields.begin(), fields.end());
    for (const auto& [name, interval] : params.fields_each) {
        check_name(output.child("fields_each"), name, name, fields);
    }
    for (const auto& [name, bits] : params.significant_bits) {
        check_name(output.child("significant_bits"), name, name, rounded);
    }
}

void Journal::write(Seconds at, patient::Patient& patient) {
    know_lesions(patient);
    if (due(params_.series, at)) write_series(at, patient);
    for (std::size_t i = 0; i != patient.lesions().size(); ++i) {
        tissue::Lesion& lesion = *patient.lesions()[i];
        if (lesion.outgrown() && !sampled_[i]) {
            trajectory_.sample(lesion.name(), describe(lesion), lesion.box());
            sampled_[i] = true;
        }
        if (due(params_.series, at)) {
            lesion.write_clones(params_.least_clone, trajectory_.clones(lesion.name(), at));
        }
        if (due(params_.frames, at)) write_frame(at, lesion);
        write_fields(at, lesion);
        write_events(i, lesion.events());
    }
    write_death(at, patient.body().mortality());
}

void Journal::recall(Seconds at, patient::Patient& patient) {
    know_lesions(patient);
    if (due(params_.series, at)) write_series(at, patient);
    for (auto& lesion : patient.lesions()) lesion->events();
}

void Journal::write(Seconds at, const std::vector<clinic::ResultRow>& findings) {
    for (const clinic::ResultRow& finding : findings) {
        trajectory_.series("examinations/" + finding.table, finding.doc, finding.row.labels())
            .append(at, finding.row.values());
        if (finding.image) trajectory_.image(finding.table, at, finding.doc, *finding.image);
    }
}

void Journal::write_series(Seconds at, const patient::Patient& patient) {
    trajectory_
        .series("patient", "The patient as a whole",
                std::vector<Label>{{"burden", "mm^3", "Volume of all lesions"}})
        .append(at, {patient.burden().in(mm3)});
    for (const auto& lesion : patient.lesions()) {
        tissue::Tally tally;
        lesion->tally(tally);
        trajectory_
            .series("lesions/" + lesion->name(),
                    "One lesion; cells are those that it stands for, sums count from the start",
                    tally.labels())
            .append(at, tally.values());
    }
    if (patient.metastases().wanted()) write_colonies(at, patient.metastases());
    write_drugs(at, patient);
    write_therapies(at, patient);
    write_blood(at, patient.body());
    write_nodes(at, patient.body().nodes());
    write_priming(at, patient.body().nodes());
    write_toxicity(at, patient.body());
    if (patient.body().mortality().on()) write_mortality(at, patient.body().mortality());
}

void Journal::write_drugs(Seconds at, const patient::Patient& patient) {
    const auto& drugs = patient.body().drugs();
    for (std::size_t d = 0; d != drugs.size(); ++d) {
        const patient::Plasma& plasma = drugs[d]->plasma;
        const std::string& receptor = drugs[d]->drug->receptor();
        tissue::Tally row;
        row.add({"infused", "mg", "Infused so far"}, plasma.infused().in(mg));
        row.add({"plasma", "mg/L", "Concentration in plasma"}, plasma.level().in(mg_per_litre));
        row.add({"plasma_molar", "nM", "Concentration in plasma"},
                plasma.concentration().in(nanomolar));
        if (!receptor.empty()) {
            row.add({"occupancy", "1", "Share of " + receptor + " in blood that drugs occupy"},
                    patient.body().occupancy(receptor));
        }
        for (std::size_t l = 0; l != patient.founding_lesions(); ++l) {
            const auto& lesion = patient.lesions()[l];
            const tissue::Dissolved& dissolved = lesion->dissolved();
            row.add({"tissue_" + lesion->name(), "nM", "Mean in the tissue of the lesion"},
                    mean(dissolved.drug(d).levels()));
            if (receptor.empty()) continue;
            row.add({"occupancy_" + lesion->name(), "1",
                     "Share of " + receptor + " that drugs occupy, mean over the tissue"},
                    mean_occupancy(dissolved, dissolved.drugs()[d].receptor));
        }
        trajectory_.series("drugs/" + drugs[d]->name, "One drug", row.labels())
            .append(at, row.values());
    }
}

void Journal::write_blood(Seconds at, const patient::Body& body) {
    const patient::Blood& blood = body.blood();
    for (std::size_t c = 0; c != blood.classes(); ++c) {
        if (!shown(body, c)) continue;
        const patient::Pools& pools = blood.pools();
        double entered = 0.0;
        for (std::size_t l = 0; l != blood.lesions(); ++l) {
            entered += blood.banks().entered[blood.bank(l, c)];
        }
        trajectory_
            .series("blood/" + class_name(blood.cell_class(c)),
                    "Circulating cells of one kind and specificity; sums count from the start",
                    std::vector<Label>{{"cells", "cells", "Cells in blood"},
                                       {"organs", "cells", "In organs, back in blood in an hour"},
                                       {"supplied", "cells", "Made by the body"},
                                       {"received", "cells", "Come from lesions and infusions"},
                                       {"lost", "cells", "Died or gone to other tissue"},
                                       {"entered", "cells", "Entered lesions"},
                                       {"from_nodes", "cells", "Come from lymph nodes"},
                                       {"recalled", "cells", "Gone to nodes to be primed"},
                                       {"depleted", "cells", "Killed by therapies"}})
            .append(at, {blood.cells(c), pools.cells[c] - blood.cells(c), pools.supplied[c],
                         pools.received[c], pools.lost[c], entered, pools.from_nodes[c],
                         pools.recalled[c], pools.depleted[c]});
    }
}

void Journal::write_colonies(Seconds at, const patient::Metastases& metastases) {
    const patient::Colonies& colonies = metastases.colonies();
    double cells = 0.0, growing = 0.0;
    for (std::size_t row = 0; row != colonies.size(); ++row) {
        cells += static_cast<double>(colonies.cells[row]);
        growing += colonies.cells[row] > 0 ? 1.0 : 0.0;
    }
    trajectory_
        .series("colonies", "Colonies of tumour cells that are no lesions yet",
                std::vector<Label>{{"founded", "1", "Colonies so far"},
                                   {"growing", "1", "Colonies with live cells"},
                                   {"cells", "cells", "Their cells"},
                                   {"lesions", "1", "Colonies that have become lesions so far"}})
        .append(at, {static_cast<double>(colonies.size()), growing, cells,
                     static_cast<double>(metastases.laid_out().size())});
}

void Journal::write_nodes(Seconds at, const patient::LymphNodes& nodes) {
    const patient::NodePools& pools = nodes.pools();
    for (std::size_t n = 0; n != nodes.names().size(); ++n) {
        tissue::Tally row;
        row.add({"function", "1", "Capacity to prime relative to an intact node"},
                nodes.nodes().function[n]);
        for (std::size_t a = 0; a != nodes.antigens().size(); ++a) {
            const std::size_t of = nodes.row(n, a);
            if (!nodes.founding(a)) continue;
            const std::string antigen = fmt::format("_{}", nodes.antigens()[a].bit);
            row.add({"dendritic" + antigen, "cells", "Dendritic cells that present the antigen"},
                    pools.dendritic[of]);
            row.add({"arrived" + antigen, "cells", "Dendritic cells with it that set out so far"},
                    pools.arrived[of]);
            row.add({"dividing" + antigen, "cells", "T cells that divide after priming"},
                    pools.first[of] + pools.second[of] + pools.third[of] + pools.fourth[of]);
            row.add({"primed" + antigen, "cells", "T cells primed so far"}, pools.primed[of]);
            row.add({"left" + antigen, "cells", "T cells gone to blood so far"}, pools.left[of]);
        }
        trajectory_
            .series("nodes/" + nodes.names()[n], "One lymph node; antigens by number", row.labels())
            .append(at, row.values());
    }
}

/// Grades are CTCAE's.
void Journal::write_toxicity(Seconds at, const patient::Body& body) {
    const patient::Toxicity& toxicity = body.toxicity();
    tissue::Tally row;
    for (std::size_t i = 0; i != patient::organs().size(); ++i) {
        const std::string organ{patient::organs()[i].name};
        row.add({organ, "1", "Immune-related adverse event of the " + organ + ", grade"},
                static_cast<double>(toxicity.grade(i)));
        row.add({organ + "_worst", "1", "Worst grade so far"},
                static_cast<double>(toxicity.worst_grade(i)));
    }
    row.add({"prednisone", "mg/d", "Given for adverse events"}, toxicity.steroid());
    row.add({"held", "1", "1 while doses are left out for them"},
            toxicity.holds(false) ? 1.0 : 0.0);
    const patient::Marrow& marrow = body.marrow();
    row.add({"neutrophils", "1", "In blood, 10^9 per litre"}, marrow.neutrophils());
    row.add({"neutropenia", "1", "Grade"}, static_cast<double>(marrow.neutropenia()));
    row.add({"infections", "1", "With few neutrophils, so far"},
            static_cast<double>(marrow.state().infections.value()));
    row.add({"neuropathy", "1", "Grade"}, static_cast<double>(marrow.neuropathy()));
    row.add({"nauseous", "1", "Doses of chemotherapy after which there was nausea"},
            static_cast<double>(marrow.state().nauseous.value()));
    row.add({"dead", "1", "1 once an adverse event or an infection was fatal"},
            body.toxicity().fatal() || body.marrow().fatal() ? 1.0 : 0.0);
    trajectory_.series("toxicity", "Adverse events of therapies", row.labels())
        .append(at, row.values());
}

void Journal::write_priming(Seconds at, const patient::LymphNodes& nodes) {
    tissue::Tally row;
    row.add({"lymphocytes", "1", "Lymphocytes of the body relative to their usual number"},
            nodes.lymphocytes());
    for (std::size_t a = 0; a != nodes.antigens().size(); ++a) {
        if (!nodes.founding(a)) continue;
        row.add({fmt::format("naive_{}", nodes.antigens()[a].bit), "cells",
                 "Naive CD8 precursors that see the antigen"},
                nodes.naive().naive[a]);
    }
    trajectory_.series("lymphocytes", "Lymphocytes of the whole body", row.labels())
        .append(at, row.values());
}

void Journal::write_frame(Seconds at, const tissue::Lesion& lesion) {
    io::Frame frame = trajectory_.frame(lesion.name(), at);
    const std::vector<std::string>& names = lesion.rules().kind_names;
    for (std::size_t kind = 0; kind != names.size(); ++kind) {
        if (!kinds_.has(names[kind])) continue;
        ChosenColumns chosen{frame.cells(names[kind]), columns_};
        lesion.write_cells(static_cast<std::uint16_t>(kind), chosen);
    }
}

void Journal::write_fields(Seconds at, const tissue::Lesion& lesion) {
    const tissue::Dissolved& dissolved = lesion.dissolved();
    const fields::Grid& grid = dissolved.grid();
    const io::FieldGrid shape{grid.n, grid.spacing, grid.centre(0)};
    const auto write = [&](const Label& label, std::span<const float> values) {
        if (!substances_.has(label.name) || !due(params_.interval_of(label.name), at)) return;
        trajectory_.field(lesion.name(), at, label, shape, values);
    };
    const std::vector<std::string>& names = lesion.rules().substance_names;
    for (std::uint16_t rank = 0; rank != names.size(); ++rank) {
        const auto& known = registry<fields::Substance>().find(names[rank])->second;
        write({names[rank], lesion.rules().substances[rank]->unit(), known.doc},
              dissolved.field({tissue::Level::Of::substance, rank}).levels());
    }
    for (std::size_t d = 0; d != dissolved.drugs().size(); ++d) {
        write({dissolved.drugs()[d].name, "nM", "Drug in tissue"}, dissolved.drug(d).levels());
    }
    write({"vessels", "1", "Density of functional vessels"}, dissolved.vessels());
    write({"fluid", "1", "Share of tissue that is oedema fluid"}, dissolved.fluid());
}

void Journal::write_events(std::size_t lesion, const std::vector<tissue::Event>& events) {
    for (const tissue::Event& from : events) {
        const EventCode& kind = events_[static_cast<std::size_t>(from.kind)];
        if (!kind.kept) continue;
        io::Event event{.at = from.at,
                        .kind = kind.code,
                        .lesion = lesions_[lesion],
                        .who = from.who,
                        .whom = from.whom};
        if (from.who != 0) event.where = from.where;
        if (kind.has_value) event.value = from.value;
        for (const tissue::Party& party : from.parties) {
            event.parties.push_back({party.id, party.amount});
        }
        trajectory_.event(event);
    }
}

}  // namespace perforin::engine
