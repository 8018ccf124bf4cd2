// A core needle biopsy of a lesion: sections, stains, what a pathologist reads of them, an image,
// and the truth of the whole block beside it. Nothing is taken from the lesion. METHODS.md.

#include <algorithm>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "clinic/examination.hpp"
#include "clinic/monitoring/assay.hpp"
#include "clinic/monitoring/multiplex.hpp"
#include "clinic/monitoring/scores.hpp"
#include "clinic/monitoring/specimen.hpp"
#include "core/maths.hpp"
#include "core/random.hpp"
#include "core/registry.hpp"

namespace perforin::clinic {

namespace {

struct BiopsyParams : config::Block {
    using Block::Block;
    std::vector<std::string> lesions =
        texts("lesions", {}, "Names of the lesions that are biopsied; none: all of them");
    Length least = param("least", 5, mm, {0, 100}, "Diameter from which a lesion can be hit",
                         recalled(assumed("needles are guided by CT or ultrasound")));
    Length diameter = param("diameter", 0.8, mm, {0.02, 10},
                            "Inner diameter of the needle; a core is no wider than the block",
                            recalled(assumed("18 gauge: 0.8 mm")));
    Length length =
        param("length", 10, mm, {0.05, 50}, "Length of the core from the block's host side on",
              recalled(assumed("10 to 20 mm")));
    double aim = param("aim", 0.5, fraction, {0, 1},
                       "How far off a nodule's middle the needle goes, relative to its radius",
                       assumed("as the hand is"));
    Length section = param("section", 4, um, {0.5, 50}, "Thickness of a section",
                           recalled(measured("paraffin: 3 to 5 um")));
    std::int64_t levels = count("levels", 3, {1, 50}, "Sections, evenly through the core",
                                setting("fields of view that differ in their cells"));
    Length margin = param("margin", 500, um, {0, 5000},
                          "Half the width of the invasive margin; a quarter of the tumour's depth "
                          "in the block if that is less",
                          recalled(measured("1 mm around the border: Hendry 2017")));
    double pdl1_limit =
        param("pdl1_limit", 6e4, fraction, {0, 1e7},
              "Molecules of PD-L1 from which on a cell counts as stained",
              assumed("between a tumour cell without interferon-gamma and an induced one: stains "
                      "are not calibrated in molecules"));
    double pdl1_scatter = param("pdl1_scatter", 0.4, fraction, {0, 3},
                                "Scatter of that from cell to cell, as a natural logarithm",
                                assumed("cells in the same surroundings differ about as much"));
    double myeloid_pdl1 =
        param("myeloid_pdl1", 3e4, fraction, {0, 1e7},
              "Molecules of PD-L1 on myeloid cells, which the tissue does not follow",
              assumed("as a tumour cell without interferon-gamma: some of them stain"));
    double bystander_cd8 =
        param("bystander_cd8", 0.45, fraction, {0, 1},
              "Share of CD8 T cells in leukocytes that are not specific for the tumour",
              assumed("as the preset of inflamed tumours says of its density"));
    double bystander_cd4 = param("bystander_cd4", 0.35, fraction, {0, 1}, "The same of CD4 T cells",
                                 assumed("the rest are B cells"));
    Length pixel = param("pixel", 1, um, {0.2, 20}, "Edge of a pixel of the image",
                         setting("cells can be told apart; scanners have 0.25 to 0.5 um"));
    double brightest = param("brightest", 2e5, fraction, {1, 1e8},
                             "Molecules of PD-L1 at which its channel saturates",
                             setting("a cell that interferon-gamma has induced in full"));

    Cutting cutting() const {
        return {.diameter = diameter.in(um),
                .length = length.in(um),
                .section = section.in(um),
                .levels = levels,
                .aim = aim};
    }
    bool wants(const tissue::Lesion& lesion) const {
        const bool named = lesions.empty() || std::find(lesions.begin(), lesions.end(),
                                                        lesion.name()) != lesions.end();
        return named && lesion.diameter() >= least;
    }
};

double ratio(double part, double whole) {
    return whole > 0.0 ? part / whole : std::numeric_limits<double>::quiet_NaN();
}

/// What is found of one lesion.
struct Specimen {
    Census shown{}, block{};
    Image image{};
    Densities counted{};  ///< as they were counted, with the errors of run and counts
};

class Biopsy final : public Examination {
public:
    explicit Biopsy(config::Section& section)
        : Examination{section}, params_{section}, scores_{section}, pathologist_{section} {
        if (params_.bystander_cd8 + params_.bystander_cd4 > 1.0) {
            section.problem("bystander_cd4", "is more than what `bystander_cd8` leaves");
        }
    }

    std::vector<ResultRow> examine(const Encounter& look) override {
        std::vector<ResultRow> findings;
        for (const auto& lesion : look.patient.lesions()) {
            if (!params_.wants(*lesion)) continue;
            const BiopsyKey key{.seed = look.seed,
                                .examination = look.examination,
                                .lesion = lesion->identity(),
                                .at = look.visit.at()};
            Specimen specimen = take(*lesion, key);
            ResultRow finding{"lesions/" + lesion->name(), "A biopsy of the lesion", {}, {}};
            write_densities(finding.row, specimen);
            write_shares(finding.row, specimen);
            write_classes(finding.row, specimen);
            write_scores(finding.row, specimen, key);
            finding.image = std::move(specimen.image);
            findings.push_back(std::move(finding));
        }
        return findings;
    }

private:
    Specimen take(const tissue::Lesion& lesion, const BiopsyKey& key) const {
        const Box& box = lesion.box();
        const auto cells = stain(lesion, {params_.bystander_cd8, params_.bystander_cd4},
                                 params_.myeloid_pdl1, key.seed);
        const Border border{cells, box, lesion.sample(), params_.margin.in(um)};
        const Cutting how = params_.cutting();
        const Needle needle = place(how, border, box, key);
        const Pdl1Stain ideal = pdl1(key, 0.0);
        const Pdl1Stain real = pdl1(key, drawn("biopsy.staining"_draw, key));
        Specimen specimen{.block = whole_block(cells, how.section, border, box, ideal)};
        const std::vector<Section> levels = sections(how, needle, box);
        for (std::size_t level = 0; level != levels.size(); ++level) {
            const auto shown = cut(cells, how, needle, levels[level], box, key);
            specimen.shown += count(shown, needle, levels[level], border, box, real);
            if (level != levels.size() / 2) continue;
            specimen.image =
                draw(shown, needle, levels[level], box, params_.pixel.in(um), params_.brightest);
        }
        specimen.counted = count_again(densities(specimen.shown), key);
        return specimen;
    }

    /// With the error of the run, which all counts share, and of each count.
    Densities count_again(Densities shown, const BiopsyKey& key) const {
        const double run = pathologist_.counting * drawn("biopsy.counting"_draw, key);
        std::uint64_t item = 0;
        for (double* const one :
             {&shown.cd8_core, &shown.cd8_margin, &shown.cd3_core, &shown.cd3_margin}) {
            Stream random{key.seed,
                          "biopsy.recounting"_draw,
                          {key.examination, descend(key.lesion, item++)},
                          key.at};
            *one *= maths::exp(run + pathologist_.recounting * normal(random));
        }
        return shown;
    }

    /// One draw a visit: all slides of a run of the assay have it in common.
    static double drawn(Purpose purpose, const BiopsyKey& key) {
        Stream random{key.seed, purpose, {key.examination}, key.at};
        return normal(random);
    }

    Pdl1Stain pdl1(const BiopsyKey& key, double run) const {
        return {.limit = params_.pdl1_limit * maths::exp(pathologist_.staining * run),
                .scatter = params_.pdl1_scatter,
                .seed = key.seed,
                .examination = key.examination,
                .at = key.at};
    }

    /// What was found, and the truth beside it.
    static void both(tissue::Tally& row, const std::string& name, const std::string& unit,
                     const std::string& doc, double found, double truth) {
        row.add({name, unit, doc}, found);
        row.add({name + "_true", unit, "The same of the whole block"}, truth);
    }

    static void write_density(tissue::Tally& row, const std::string& stain, const Specimen& of,
                              Zone zone, double found, double truth) {
        const std::string place = zone == Zone::core ? "core" : "margin";
        const std::string name = (stain == "CD3" ? "cd3_" : "cd8_") + place;
        const double cells = found * of.shown.area[static_cast<std::size_t>(zone)];
        both(row, name, "1/mm^2", stain + " cells in the " + place, found, truth);
        row.add({name + "_below_detection", "1", "1: fewer than can be told from none there"},
                cells < detectable_count ? 1.0 : 0.0);
        row.add({name + "_below_quantification", "1", "1: fewer than can be counted within 20 %"},
                cells < quantifiable_count ? 1.0 : 0.0);
    }

    static void write_densities(tissue::Tally& row, const Specimen& of) {
        const auto core = static_cast<std::size_t>(Zone::core),
                   margin = static_cast<std::size_t>(Zone::margin);
        row.add({"area_core", "mm^2", "Of the tumour's core in the sections"}, of.shown.area[core]);
        row.add({"area_margin", "mm^2", "Of its margin"}, of.shown.area[margin]);
        row.add({"viable", "cells", "Viable tumour cells in the sections"},
                of.shown.of(Lineage::tumour));
        const Densities found = of.counted, truth = densities(of.block);
        write_density(row, "CD8", of, Zone::core, found.cd8_core, truth.cd8_core);
        write_density(row, "CD8", of, Zone::margin, found.cd8_margin, truth.cd8_margin);
        write_density(row, "CD3", of, Zone::core, found.cd3_core, truth.cd3_core);
        write_density(row, "CD3", of, Zone::margin, found.cd3_margin, truth.cd3_margin);
    }

    static void write_shares(tissue::Tally& row, const Specimen& of) {
        both(row, "treg_per_cd8", "1", "FOXP3 cells per CD8 cell; NaN: no CD8 cell",
             ratio(of.shown.of(Lineage::foxp3), of.shown.of(Lineage::cd8)),
             ratio(of.block.of(Lineage::foxp3), of.block.of(Lineage::cd8)));
        both(row, "tumour_fraction", "1", "Share of the live cells that are tumour cells",
             ratio(of.shown.of(Lineage::tumour), of.shown.cells()),
             ratio(of.block.of(Lineage::tumour), of.block.cells()));
        both(row, "dead", "1", "Share of dead ones in the tumour cells",
             ratio(of.shown.dead, of.shown.dead + of.shown.of(Lineage::tumour)),
             ratio(of.block.dead, of.block.dead + of.block.of(Lineage::tumour)));
    }

    void write_classes(tissue::Tally& row, const Specimen& of) const {
        const Densities found = of.counted, truth = densities(of.block);
        both(row, "immunoscore", "1",
             "How many of CD3 and CD8 in core and margin are many, 0 … 4; NaN: one is missing",
             immunoscore(scores_, found), immunoscore(scores_, truth));
        both(row, "phenotype", "1", "0 desert, 1 excluded, 2 inflamed; NaN: core or margin missing",
             phenotype(scores_, found.cd8_core, found.cd8_margin),
             phenotype(scores_, truth.cd8_core, truth.cd8_margin));
    }

    void write_scores(tissue::Tally& row, const Specimen& of, const BiopsyKey& key) const {
        const Pdl1Scores truth = pdl1_scores(of.block, 0.0),
                         shown = pdl1_scores(of.shown, static_cast<double>(scores_.enough));
        row.add({"evaluable", "1", "1: viable tumour cells suffice for scores of PD-L1"},
                of.shown.of(Lineage::tumour) >= static_cast<double>(scores_.enough) ? 1.0 : 0.0);
        row.add({"tps_true", "%", "Tumour proportion score of the whole block"}, truth.tps);
        row.add({"tps_shown", "%", "Of the sections, without a reader's error"}, shown.tps);
        row.add({"cps_true", "1", "Combined positive score of the whole block"}, truth.cps);
        row.add({"cps_shown", "1", "Of the sections, without a reader's error"}, shown.cps);
        for (std::int64_t r = 0; r != pathologist_.readers; ++r) {
            const double error = reading_error(pathologist_, key, static_cast<std::uint64_t>(r));
            const std::string reader = std::to_string(r + 1);
            row.add({"tps_" + reader, "%", "Tumour proportion score by reader " + reader},
                    read_score(shown.tps, error));
            row.add({"cps_" + reader, "1", "Combined positive score by reader " + reader},
                    read_score(shown.cps, error));
        }
    }

    BiopsyParams params_;
    ScoreParams scores_;
    PathologistParams pathologist_;
};

const Registered<Examination> here{
    "biopsy", "Core needle biopsy: cells and scores of sections, and a multiplex image",
    make<Examination, Biopsy>};

}  // namespace

}  // namespace perforin::clinic
