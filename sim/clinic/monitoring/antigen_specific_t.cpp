// T cells in blood that see one antigen of a tumour, as tetramers and ELISpot show them.
// METHODS.md.

#include <algorithm>
#include <string>
#include <vector>

#include "clinic/monitoring/assay.hpp"
#include "clinic/monitoring/blood_counts.hpp"
#include "clinic/monitoring/specific_t.hpp"
#include "core/registry.hpp"

namespace perforin::clinic {

namespace {

AssayFacts<scalar> of_tetramers() {
    return {fraction,
            2e-4,
            2e-3,
            1.0,
            0.09,
            0.2,
            config::recalled(config::measured("0.01–0.03 % of CD8 cells; 0.2 % for numbers to rely "
                                              "on (Brooimans 2008, read)")),
            config::measured("Heijnen 2004: 9 % within a site; Brooimans 2008: under 20 %")};
}

AssayFacts<scalar> of_spots() {
    return {fraction,
            60.0,
            222.0,
            1e6,
            0.076,
            0.359,
            config::measured("Mol Ther Methods Clin Dev 2021, 22:183: 60 and 222 in a million"),
            config::measured("the same: 7.6 % within and 35.9 % between runs, small responses")};
}

struct MonocyteParams : config::Block {
    using Block::Block;
    PerVolume monocytes = param("usual_monocytes", 4.5e5, per_ml, {0, 1e8},
                                "Monocytes in blood; with lymphocytes they are the mononuclear "
                                "cells",
                                recalled(measured("2–8e5 per mL in adults")));
};

class AntigenSpecificT final : public Examination {
public:
    explicit AntigenSpecificT(config::Section& section)
        : Examination{section},
          counter_{section},
          monocytes_{MonocyteParams{section}.monocytes},
          tetramer_{section.child("tetramer")},
          elispot_{section.child("elispot")},
          binding_{AssayParams<scalar>{section.child("tetramer"), of_tetramers()}.assay()},
          spots_{AssayParams<scalar>{section.child("elispot"), of_spots()}.assay()} {}

    /// Antigens of the start: for those of mutants nobody has reagents.
    std::vector<ResultRow> examine(const Encounter& look) override {
        std::vector<ResultRow> findings;
        const auto& antigens = look.patient.body().nodes().antigens();
        for (std::size_t a = 0; a != antigens.size(); ++a) {
            if (antigens[a].founding) findings.push_back(row(look, a, antigens[a].bit));
        }
        return findings;
    }

private:
    ResultRow row(const Encounter& look, std::size_t a, std::uint32_t antigen) const {
        const BloodCounts counts = counter_.count(look.patient);
        const double naive = counter_.naive(look.patient, a);
        const double effectors = counter_.effectors(look.patient, a);
        const double memory = counter_.memory(look.patient, a);
        ResultRow finding{"antigen_" + std::to_string(antigen),
                          "T cells in blood that see one antigen"};
        tissue::Tally& row = finding.row;
        row.add({"naive", "cells", "Naive cells in blood, in truth"}, naive);
        row.add({"effectors", "cells", "Effectors in blood, in truth"}, effectors);
        row.add({"memory", "cells", "Memory cells in blood, in truth"}, memory);
        add_tetramer(look, antigen, counts.cd8, naive + effectors + memory, row);
        add_elispot(look, antigen, counts, effectors + memory, row);
        return finding;
    }

    void add_tetramer(const Encounter& look, std::uint64_t antigen, double cd8, double specific,
                      tissue::Tally& row) const {
        const double share = cd8 > 0.0 ? std::min(1.0, specific / cd8) : 0.0;
        Stream random{
            look.seed, "tetramer.cells"_draw, {look.examination, antigen}, look.visit.at()};
        const double seen = tetramer_share(tetramer_, share, random) *
                            misread(binding_, draws(look, "tetramer", antigen));
        report(row, {"tetramer", "1", "Share of CD8 cells that bind the tetramer"}, share,
               judged(binding_, seen));
    }

    void add_elispot(const Encounter& look, std::uint64_t antigen, const BloodCounts& counts,
                     double specific, tissue::Tally& row) const {
        const double mononuclear = counts.lymphocytes + monocytes_ * (counts.litres * litre);
        const double in_a_million = mononuclear > 0.0 ? 1e6 * specific / mononuclear : 0.0;
        Stream sample{look.seed, "elispot.background"_draw, {look.examination}, look.visit.at()};
        const double background =
            elispot_.background * misread({.within = elispot_.scatter}, {normal(sample)});
        Stream random{
            look.seed, "elispot.spots"_draw, {look.examination, antigen}, look.visit.at()};
        const double yield = misread(spots_, draws(look, "elispot", antigen));
        const Spots spots = elispot(elispot_, in_a_million, yield, background, random);
        row.add({"spots_antigen", "1", "Spots in a million cells with the antigen"}, spots.antigen);
        row.add({"spots_control", "1", "Spots in a million cells without it"}, spots.control);
        report(row, {"spots", "1", "Spots in a million cells that the antigen makes"},
               elispot_.spots * in_a_million, judged(spots_, spots.net()));
        row.add({"positive", "1", "1: more than `ratio` times the controls' and `least`"},
                positive(elispot_, spots) ? 1.0 : 0.0);
    }

    BloodCounter counter_;
    PerVolume monocytes_;
    TetramerParams tetramer_;
    ElispotParams elispot_;
    Assay binding_, spots_;
};

const Registered<Examination> here{
    "antigen_specific_t",
    "T cells in blood that see an antigen of the tumour, by tetramer and by ELISpot",
    make<Examination, AntigenSpecificT>};

}  // namespace

}  // namespace perforin::clinic
