// Sequencing of T-cell receptors in blood and in each lesion. The model knows what a T cell sees,
// not its receptor: cells that see one antigen are shared among clonotypes by a fixed law.
// METHODS.md.

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "clinic/monitoring/assay.hpp"
#include "clinic/monitoring/blood_counts.hpp"
#include "clinic/monitoring/clonotypes.hpp"
#include "clinic/monitoring/sampling.hpp"
#include "core/registry.hpp"

namespace perforin::clinic {

namespace {

struct RepertoireParams : config::Block {
    using Block::Block;
    std::int64_t clonotypes =
        count("clonotypes", 30, {1, 100000}, "Clonotypes that see one antigen",
              recalled(assumed("a few to a hundred per epitope")));
    double slope = param("slope", 1, fraction, {0, 5},
                         "Share of the k-th of them is as k to the power minus this",
                         recalled(assumed("sizes of clones follow power laws")));
    std::int64_t others = count("others", 20000, {1, 1000000},
                                "Clonotypes of experienced CD8 cells that see no antigen of the "
                                "tumour",
                                assumed("1e4–1e6 in blood; rarer ones are hardly sampled"));
    double other_slope = param("other_slope", 1, fraction, {0, 5}, "The same of these",
                               assumed("as of those that see one antigen"));
    double experienced =
        param("experienced", 0.6, fraction, {0, 1},
              "Share of these among CD8 cells that see no antigen of the tumour; the others are "
              "naive, each of a clonotype of its own",
              recalled(assumed("a half to two thirds at 60 years")));
    double bystander_cd8 =
        param("bystander_cd8", 0.45, fraction, {0, 1},
              "Share of CD8 cells in leukocytes of a lesion that are not specific for the tumour; "
              "they and CAR T cells have the clonotypes of experienced ones of blood",
              assumed("as the preset of inflamed tumours says of its density"));
    std::int64_t blood_cells =
        count("blood_cells", 100000, {10, 100000000}, "CD8 cells of blood that are sequenced",
              setting("1e5 from a few mL"));
    std::int64_t lesion_cells = count("lesion_cells", 10000, {10, 100000000},
                                      "CD8 cells of each lesion that are sequenced, if it has so "
                                      "many",
                                      setting("a biopsy"));
    double amplification = param("amplification", 0.2, fraction, {0, 3},
                                 "Coefficient of variation of a clonotype's reads, apart from "
                                 "chance",
                                 recalled(assumed("with molecular barcodes; more without")));
    double yield = param("yield", 0.2, fraction, {0, 3},
                         "Coefficient of variation, from run to run, of how many cells are "
                         "sequenced",
                         recalled(assumed("of the amount of DNA that goes in; 0.1–0.4")));
    double expanded = param("expanded", 1e-3, fraction, {0, 1},
                            "Share of a sample from which a clonotype counts as expanded",
                            setting("0.1 %; others use 0.5 %"));
};

/// Cells of a place by clonotype, and naive ones.
struct Cells {
    std::vector<double> of{};
    double naive = 0.0;
    double all() const {
        double sum = naive;
        for (const double some : of) sum += some;
        return sum;
    }
};

/// Where and when a sample is taken; keys its draws.
struct Specimen {
    const Encounter& look;
    std::uint64_t place;
    double sequenced;  ///< cells
};

class Repertoire final : public Examination {
public:
    explicit Repertoire(config::Section& section)
        : Examination{section},
          params_{section},
          counter_{section},
          of_antigen_{zipf(static_cast<std::size_t>(params_.clonotypes), params_.slope)},
          of_others_{zipf(static_cast<std::size_t>(params_.others), params_.other_slope)} {}

    std::vector<ResultRow> examine(const Encounter& look) override {
        const Cells circulating = in_blood(look.patient);
        const double run = misread({.between = params_.yield}, draws(look, "repertoire"));
        const Counts blood =
            sequenced(circulating, {look, 0, run * static_cast<double>(params_.blood_cells)});
        std::vector<ResultRow> findings{{"blood", "Receptors of CD8 cells in blood"}};
        describe(circulating, blood, findings.back().row);
        for (const auto& lesion : look.patient.lesions()) {
            const Cells resident = in_lesion(look.patient, *lesion);
            const double most = static_cast<double>(params_.lesion_cells);
            const Counts found = sequenced(
                resident, {look, lesion->identity(), std::min(run * most, resident.all())});
            findings.push_back(
                {"lesions/" + lesion->name(), "Receptors of CD8 cells in one lesion"});
            tissue::Tally& row = findings.back().row;
            describe(resident, found, row);
            row.add({"overlap_true", "1", "Overlap with blood (Morisita-Horn), in truth"},
                    overlap(exact(circulating), exact(resident)));
            row.add({"overlap", "1", "Overlap with blood (Morisita-Horn), as measured"},
                    overlap(blood, found));
            row.add({"shared", "1", "Clonotypes that both samples have"}, shared(blood, found));
        }
        return findings;
    }

private:
    void spread(double cells, const std::vector<double>& shares, std::vector<double>& of) const {
        for (const double share : shares) of.push_back(cells * share);
    }

    Cells in_blood(const patient::Patient& patient) const {
        Cells blood;
        double specific = 0.0;
        for (std::size_t a = 0; a != patient.body().nodes().antigens().size(); ++a) {
            const double cells = counter_.effectors(patient, a) + counter_.memory(patient, a) +
                                 counter_.naive(patient, a);
            spread(cells, of_antigen_, blood.of);
            specific += cells;
        }
        const double others = std::max(0.0, counter_.count(patient).cd8 - specific);
        spread(params_.experienced * others, of_others_, blood.of);
        blood.naive = (1.0 - params_.experienced) * others;
        return blood;
    }

    Cells in_lesion(const patient::Patient& patient, const tissue::Lesion& lesion) const {
        const std::uint16_t specific = rank(lesion, "cytotoxic_t");
        const std::uint16_t bystander = rank(lesion, "bystander"), car_t = rank(lesion, "car_t");
        const auto& antigens = patient.body().nodes().antigens();
        std::vector<double> agents(antigens.size(), 0.0);
        double others = 0.0;
        const tissue::Surface& cells = lesion.cells();
        for (std::size_t row = 0; row != cells.size(); ++row) {
            if (!alive(cells, row)) continue;
            const std::uint16_t kind = cells.kind[row];
            if (kind == bystander) {
                others += params_.bystander_cd8 * lesion.cells_per_agent(kind);
            } else if (kind == car_t) {
                others += lesion.cells_per_agent(kind);
            } else if (kind == specific) {
                for (std::size_t a = 0; a != antigens.size(); ++a) {
                    if (antigens[a].bit == cells.clone[row]) agents[a] += 1.0;
                }
            }
        }
        Cells found;
        for (const double some : agents) {
            const double one = some > 0.0 ? lesion.cells_per_agent(specific) : 0.0;
            spread(one * some, of_antigen_, found.of);
        }
        spread(others, of_others_, found.of);
        return found;
    }

    static std::uint16_t rank(const tissue::Lesion& lesion, std::string_view kind) {
        const std::vector<std::string>& names = lesion.rules().kind_names;
        return static_cast<std::uint16_t>(std::find(names.begin(), names.end(), kind) -
                                          names.begin());
    }

    /// As many cells of each clonotype as chance and amplification give.
    Counts sequenced(const Cells& cells, const Specimen& specimen) const {
        Counts counts;
        counts.cells.assign(cells.of.size(), 0.0);
        const double all = cells.all();
        if (!(all > 0.0)) return counts;
        const Encounter& look = specimen.look;
        const std::uint64_t where = descend(look.examination, specimen.place);
        for (std::size_t i = 0; i != cells.of.size(); ++i) {
            Stream random{look.seed, "repertoire.reads"_draw, {where, i}, look.visit.at()};
            const double bias = misread({.within = params_.amplification}, {normal(random)});
            counts.cells[i] =
                static_cast<double>(poisson(bias * specimen.sequenced * cells.of[i] / all, random));
        }
        Stream random{look.seed, "repertoire.naive"_draw, {where}, look.visit.at()};
        counts.singles =
            static_cast<double>(poisson(specimen.sequenced * cells.naive / all, random));
        return counts;
    }

    /// All cells counted; naive ones are too many to have weight in what is made of this.
    static Counts exact(const Cells& cells) { return {cells.of, cells.naive}; }

    void describe(const Cells& cells, const Counts& counts, tissue::Tally& row) const {
        row.add({"cells", "cells", "CD8 cells there, in truth"}, cells.all());
        row.add(
            {"specific_true", "1", "Share of them that sees an antigen of the tumour, in truth"},
            specific(cells.of, cells.all()));
        row.add({"sequenced", "cells", "Cells that were sequenced"}, counts.all());
        row.add({"specific", "1", "Share of these that sees an antigen of the tumour"},
                specific(counts.cells, counts.all()));
        const double sample = std::max(1.0, counts.all());
        row.add({"detection", "1", "Share from which a clonotype shows in 95 % of such samples"},
                detectable_count / sample);
        row.add({"quantification", "1", "Share from which it is counted within 20 %"},
                quantifiable_count / sample);
        row.add({"quantified", "1", "Clonotypes found with so many"},
                expanded(counts, quantifiable_count / sample));
        row.add({"distinct", "1", "Clonotypes found"}, counts.distinct());
        row.add({"clonality_true", "1", "Clonality, in truth"}, clonality(exact(cells)));
        row.add({"clonality", "1", "Clonality: 1 - entropy/ln(clonotypes found)"},
                clonality(counts));
        row.add({"expanded_true", "1", "Clonotypes that are expanded, in truth"},
                expanded(exact(cells), params_.expanded));
        row.add({"expanded", "1", "Clonotypes with at least `expanded` of the sample"},
                expanded(counts, params_.expanded));
        row.add({"largest", "1", "Share of the largest clonotype in the sample"},
                counts.all() > 0.0
                    ? *std::max_element(counts.cells.begin(), counts.cells.end()) / counts.all()
                    : 0.0);
    }

    /// Share of the clonotypes that see an antigen, which come first.
    double specific(const std::vector<double>& of, double all) const {
        double sum = 0.0;
        for (std::size_t i = 0; i + of_others_.size() < of.size(); ++i) sum += of[i];
        return all > 0.0 ? sum / all : 0.0;
    }

    RepertoireParams params_;
    BloodCounter counter_;
    std::vector<double> of_antigen_, of_others_;
};

const Registered<Examination> here{
    "repertoire", "Receptors of CD8 cells in blood and lesions: clonality, expansion, overlap",
    make<Examination, Repertoire>};

}  // namespace

}  // namespace perforin::clinic
