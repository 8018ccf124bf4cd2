#pragma once
// Dendritic cells: patrol, take up antigen of corpses, mature where danger signals are, costimulate
// while regulatory T cells leave them CD80 and CD86, and leave for the node. Parameters and
// formulas; rules: dendritic_cell.cpp.

#include <cstdint>

#include "biology/models/leukocyte.hpp"

namespace perforin::biology {

/// In the numbering of the column `phenotype`; a cell that leaves takes it along.
enum class Maturity : std::uint8_t { immature, mature, stripped };

struct DendriticParams : LeukocyteParams {
    explicit DendriticParams(const config::Section& section)
        : LeukocyteParams{
              section,
              {.weight = {0.02, assumed("a burst of a few dozen agents would be a lottery")},
               .loss = {1, recalled(assumed("precursors circulate for a day or less"))},
               .extravasation = {0.01, recalled(assumed("0.001–0.1 for T cells, little known"))},
               .radius = {6, recalled(measured("10–15 µm across without dendrites"))},
               .speed = {3, recalled(measured("2–5 µm/min in tissue"))}}} {}

    // uptake and maturation
    Rate uptake = param("uptake", 14.4, per_day, {0, 1000},
                        "Hazard that an immature one takes up antigen while a corpse is in reach",
                        measured("popellab/qspio parameters: antigen uptake 14.4 1/d and cell"));
    Length reach = param("reach", 10, um, {0, 50}, "Widest gap to a corpse that it bridges",
                         assumed("dendrites of about 10 µm"));
    Rate maturation = param("maturation", 1.5, per_day, {0, 100},
                            "Hazard of maturation at saturating danger signals",
                            measured("popellab/qspio parameters"));
    Molarity damps_half =
        param("damps_half", 160, nanomolar, {1e-6, 1e6}, "Danger signals at half of that hazard",
              fitted("response rate of melanoma in first line (CheckMate 067); turnover, killing "
                     "and mass death mature few, so that interferon ranks schedules of "
                     "radiotherapy (Vanpouille-Box 2017)"));
    double alarm = param("alarm", 2, fraction, {1, 8}, "Steepness of that response (Hill)",
                         fitted("compartment model: maturation needs alarm, turnover is none"));
    double adjuvant_half = param("adjuvant_half", 1, fraction, {1e-9, 1e9},
                                 "Exposure `adjuvant` at half of that hazard, if a therapy brings "
                                 "it",
                                 assumed("exposures count in half-effective ones"));
    Molarity interferon_1_half = param("interferon_1_half", 5, picomolar, {1e-4, 1e6},
                                       "Type-I interferon at half of that hazard",
                                       recalled(assumed("cells answer at 1–10 pM")));
    double interferon_1_steepness =
        param("interferon_1_steepness", 2, fraction, {1, 20}, "Hill exponent of that response",
              fitted("systems model of the abscopal effect: maturation needs a superlinear alarm"));
    Rate departure =
        param("departure", 4, per_day, {0, 100}, "Hazard that a mature one leaves for the node",
              measured("popellab/qspio parameters: migration once mature"));
    Rate death =
        param("death", 0.25, per_day, {0, 10}, "Death hazard of immature ones",
              recalled(measured("half-life of 3 d in spleen (Liu 2007); QSPIO has 0.01, with which "
                                "they pile up where nothing alarms them")));
    Rate mature_death = param("mature_death", 0.02, per_day, {0, 10}, "Death hazard of mature ones",
                              measured("QSPIO"));

    // GM-CSF: more cells that take up more, none more mature
    double gm_csf_survival =
        param("gm_csf_survival", 3, fraction, {1, 100},
              "Times longer that immature ones live with saturating GM-CSF, if a therapy brings it",
              recalled(assumed("two to five times as many dendritic cells in mice and men given "
                               "GM-CSF")));
    double gm_csf_uptake = param("gm_csf_uptake", 2, fraction, {1, 100},
                                 "Times faster that they take up antigen with it",
                                 assumed("it keeps them in their phagocytic state"));

    // costimulation: share of the CD80 and CD86 of a newly mature cell
    Rate stripping =
        param("stripping", 0.5, per_hour, {0, 100},
              "Rate at which one regulatory T cell in contact takes them away through CTLA-4",
              recalled(assumed("trans-endocytosis empties a cell within hours (Qureshi 2011)")));
    Length contact = param("contact", 3, um, {0, 50}, "Widest gap of such a contact",
                           assumed("both cells reach out by a µm or two"));
    Rate renewal = param("renewal", 0.05, per_hour, {0, 100}, "Rate at which they are made anew",
                         assumed("surface proteins turn over within a day"));
    double least = param("least", 0.5, fraction, {0, 1},
                         "Costimulation below which a mature one no longer counts as presenting",
                         assumed("half"));

    // what-if switches
    bool blind = ablation("dendritic_cells", "Dendritic cells neither take up antigen nor mature");
    bool maturation_off = ablation("dc_maturation", "Dendritic cells do not mature");
    bool stripping_off = ablation("treg_transendocytosis",
                                  "Regulatory T cells leave dendritic cells their CD80 and CD86");
};

/// Times that saturating GM-CSF gives `most`; exposures count in half-effective ones.
double gm_csf_times(double gm_csf, double most);

/// What can mature one.
struct Alarm {
    Molarity damps{}, interferon_1{};
    double adjuvant = 0.0;
};

/// Hazard of maturation; any signal suffices: 1 − (1 − hill(damps))(1 − hill(adjuvant))(1 −
/// hill(interferon, n)).
Rate maturation_hazard(const DendriticParams&, const Alarm&);

/// C' = renewal (1 − C) − stripping n (1 − blocked) C, n regulatory T cells in contact, `blocked`
/// the share of CTLA-4 that drugs occupy.
double costimulation_after(const DendriticParams&, double costimulation, double regulatory,
                           double blocked, Time dt);

}  // namespace perforin::biology
