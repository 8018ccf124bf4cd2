#pragma once
// What lesions give to plasma besides DNA: cytokines, lactate dehydrogenase, and what makes the
// liver release C-reactive protein. METHODS.md.

#include <string_view>
#include <vector>

#include "clinic/monitoring/assay.hpp"
#include "config/block.hpp"
#include "patient/patient.hpp"

namespace perforin::clinic {

/// A cytokine of the model that laboratories measure.
struct CytokineFacts {
    std::string_view name, doc;
    double kilodalton, hours, usual, detection, quantification;  ///< half-life; pg/mL
};
const std::vector<CytokineFacts>& cytokines();

/// A table called as the cytokine.
struct CytokineParams : config::Block {
    CytokineParams(const config::Section& section, const CytokineFacts& facts)
        : Block{section}, usual_{&facts} {}

private:
    const CytokineFacts* usual_;  // first: the lines below read it while the struct is being made

public:
    Time half_life = param("half_life", usual_->hours, hour, {0.01, 100}, "Half-life in plasma",
                           recalled(assumed("minutes to hours after injection")));
    MassDensity usual =
        param("usual", usual_->usual, pg_per_ml, {0, 1e6}, "Level in plasma without a lesion",
              recalled(assumed("of the order of what the healthy have")));
};

/// `ldh_…`, `crp_…` and how cytokines come into blood.
struct SerumParams : config::Block {
    using Block::Block;
    Volume plasma = param("plasma", 3, litre, {0.1, 10}, "Volume of plasma",
                          recalled(measured("ICRP 89: 3 L, reference adult male")));
    double cytokine_share =
        param("cytokine_share", 0.1, fraction, {0, 1},
              "Share of the cytokines that decay in a lesion which reaches blood instead",
              assumed("most is bound and taken up where it is; no figure known"));
    double ldh_usual =
        param("ldh_usual", 170, fraction, {0, 1e4}, "Lactate dehydrogenase without a lesion, U/L",
              recalled(measured("120–240 U/L in adults")));
    Time ldh_half_life = param("ldh_half_life", 24, hour, {1, 240}, "Its half-life in plasma",
                               recalled(assumed("10 h for isoenzyme 5, 4–5 d for isoenzyme 1")));
    double ldh_per_death = param("ldh_per_death", 2.5e-8, fraction, {0, 1e-3},
                                 "U of it that reach plasma for each tumour cell that dies",
                                 assumed("a cell holds some 5e-7 U, of which 5 % get that far"));
    double ldh_leak = param("ldh_leak", 2.5e-10, fraction, {0, 1e-3},
                            "U of it that reach plasma a day from each live tumour cell",
                            assumed("a tenth of what one death in ten days brings"));
    double crp_usual =
        param("crp_usual", 2, fraction, {0, 100}, "C-reactive protein without inflammation, mg/L",
              recalled(measured("median of the healthy 0.8–2 mg/L")));
    Time crp_half_life = param("crp_half_life", 19, hour, {1, 240}, "Its half-life in plasma",
                               recalled(measured("Vigushin 1993: 19 h in all conditions")));
    double crp_most = param("crp_most", 100, fraction, {0, 1000},
                            "What danger signals of dying cells add to it at most, mg/L",
                            assumed("advanced cancer without infection is mostly below that"));
    double crp_half = param("crp_half", 100, fraction, {1e-6, 1e9},
                            "Danger signals that lesions spill, nmol a day, at half of that",
                            assumed("some 10 mg/L with a tumour of 10 mL that loses a tenth a day; "
                                    "interleukin 6, which is between, is not modelled"));
    double crp_per_grade =
        param("crp_per_grade", 15, fraction, {0, 1000},
              "What each grade of an immune-related adverse event adds to it, mg/L",
              assumed("tens of mg/L in grade 2 and 3"));
};

/// What decays of a substance in all lesions a minute, pmol.
double decaying(const patient::Patient&, tissue::Level);

/// Level in plasma (pg/mL) where that much comes a minute (pmol), at rest.
double plasma_level(const SerumParams&, const CytokineParams&, double kilodalton, double inflow);

/// U of lactate dehydrogenase a minute that tumours give to plasma.
double ldh_release(const SerumParams&, double deaths, double live);

/// C-reactive protein (mg/L) that these would lead to: danger signals in nmol a day, grades of
/// adverse events in all organs.
double crp_target(const SerumParams&, double danger, double grades);

}  // namespace perforin::clinic
