#pragma once
// Tumour cells: volume growth and division by oxygen and room, loss, hypoxic necrosis, corpses and
// their clearance, PD-L1 and MHC-I under interferon-γ. Parameters and formulas; rules: tumour.cpp.

#include "config/block.hpp"
#include "core/units.hpp"

namespace perforin::biology {

struct TumourParams : config::Block {
    using Block::Block;

    // size and cycle
    Length radius = param("radius", 8.45, um, {3, 15}, "Radius of a grown cell",
                          measured("popellab/qspio parameters: diameter 16.9 µm"));
    Time cycle = param("cycle", 48, hour, {6, 400}, "Cell cycle of cycling cells",
                       recalled(measured("tumour kinetics, range 24–96 h")));
    double growth_fraction = param(
        "growth_fraction", 0.5, fraction, {0, 1},
        "Share of cells in cycle with ample oxygen and room: divisions at share × ln 2 / cycle",
        recalled(measured("Ki-67 in 5–70 %, NSCLC 30–50 %, melanoma 20–30 %")));
    Time growth = param("growth", 4, hour, {0.1, 100},
                        "Time constant with which a daughter regains a grown cell's volume",
                        measured("PhysiCell 1.14: cytoplasmic solids 0.0045 1/min"));
    Pressure oxygen_arrest =
        param("oxygen_arrest", 5, mmhg, {0, 50}, "No division at or below this oxygen tension",
              measured("PhysiCell 1.14: proliferation threshold"));
    Pressure oxygen_ample =
        param("oxygen_ample", 38, mmhg, {1, 160}, "Fastest division at or above this tension",
              measured("PhysiCell 1.14, cancer-immune sample"));
    Speed crowding_limit =
        param("crowding_limit", 8, um_per_minute, {0.01, 1000},
              "Sum of repulsive speeds at which crowding stops division",
              assumed("stops division near 15 % compression of the centre distances"));

    // loss
    Rate apoptosis = param("apoptosis", 0.125, per_day, {0, 10},
                           "Hazard of spontaneous apoptosis (drives the cell-loss factor)",
                           fitted("cell-loss factor 0.9 (Steel 1977), volume doubling 60–120 d"));
    Pressure necrosis_begins =
        param("necrosis_begins", 5, mmhg, {0, 50}, "Necrosis begins below this oxygen tension",
              measured("PhysiCell 1.14: necrosis threshold"));
    Pressure necrosis_full =
        param("necrosis_full", 2.5, mmhg, {0, 50}, "Necrosis is fastest below this oxygen tension",
              measured("PhysiCell 1.14: necrosis maximum"));
    Rate necrosis = param("necrosis", 1.0 / 360, per_minute, {0, 1}, "Fastest hazard of necrosis",
                          measured("PhysiCell 1.14: 1/360 min"));

    // additive cytotoxicity
    std::int64_t hits_to_kill =
        count("hits_to_kill", 3, {1, 50}, "Unhealed hits that kill a target",
              measured("Weigelin 2021: 2–10, median 3"));
    Time healing = param("healing", 50, minute, {0.1, 2880},
                         "A target heals all its hits when no further one comes within this time",
                         measured("Weigelin 2021: hits must recur within 50 min"));

    // exchange
    Rate oxygen_uptake =
        param("oxygen_uptake", 10, per_minute, {0, 1000},
              "Oxygen taken up by a grown cell per its own volume", measured("PhysiCell 1.14"));
    Rate interferon_uptake =
        param("interferon_uptake", 0.07, per_minute, {0, 10},
              "IFN-γ taken up by a grown cell per its own volume",
              fitted("niches of 30–40 µm at D = 87 µm²/min (Centofanti 2023)"));
    Rate interferon_1_uptake =
        param("interferon_1_uptake", 0.07, per_minute, {0, 10},
              "Type-I interferon taken up by a grown cell per its own volume",
              assumed("as for IFN-γ: receptors bind it tightly and are internalised with it"));
    Rate chemokine_secretion =
        param("chemokine_secretion", 20, per_minute, {0, 1e6},
              "CXCL9/10 molecules secreted per cell at saturating interferon",
              assumed("0.1–1 nM in an inflamed tumour"));
    Molarity chemokine_half =
        param("chemokine_half", 60, picomolar, {1e-4, 1e6}, "IFN-γ at half CXCL9/10 secretion",
              recalled(assumed("2 ng/mL; cells are stimulated with 0.1–100. Above the 2–23 pM of "
                               "inflamed tumours before therapy")));
    Rate vegf_secretion = param(
        "vegf_secretion", 6, per_minute, {0, 1e4},
        "VEGF molecules secreted per cell in full hypoxia; what cells with ample oxygen secrete "
        "keeps vessels as they are and is left out",
        fitted("Stefanini 2008: 0.025–0.1 molecules per cell and second in tissues and tumours"));
    Pressure hypoxia_begins =
        param("hypoxia_begins", 15, mmhg, {0, 160}, "VEGF is secreted below this oxygen tension",
              measured("PhysiCell 1.14: hypoxic threshold"));
    Pressure hypoxia_full = param("hypoxia_full", 4, mmhg, {0, 160},
                                  "VEGF is secreted fastest below this oxygen tension",
                                  measured("PhysiCell 1.14: hypoxic saturation"));
    Rate tgf_beta_secretion =
        param("tgf_beta_secretion", 0, per_minute, {0, 1e5},
              "Active TGF-β molecules secreted per cell; a fibroblast's 200 for comparison",
              assumed("tumours differ; fibroblasts and macrophages are the sourced ones"));

    // immune visibility
    double pdl1_constitutive =
        param("pdl1_constitutive", 3e4, fraction, {0, 1e7}, "PD-L1 molecules without IFN-γ",
              recalled(measured("1e4–2e5 by quantitative cytometry")));
    double pdl1_induced =
        param("pdl1_induced", 1.8e5, fraction, {0, 1e7}, "PD-L1 molecules at saturating IFN-γ",
              measured("sixfold induction in popellab/qspio"));
    Molarity pdl1_half =
        param("pdl1_half", 10, picomolar, {1e-4, 1e6}, "IFN-γ at half induction of PD-L1 and MHC-I",
              measured("EC50 2.96 pM in popellab/qspio; range to 1 nM"));
    Molarity interferon_1_half =
        param("interferon_1_half", 5, picomolar, {1e-4, 1e6},
              "Type-I interferon at half induction of MHC-I and CXCL9/10",
              recalled(assumed("genes answer at 1–10 pM; shared receptors bind at some 10 pM")));
    Time pdl1_rise = param("pdl1_rise", 12, hour, {0.1, 1000}, "Time constant of PD-L1 induction",
                           recalled(measured("6–24 h")));
    Time pdl1_decay = param("pdl1_decay", 48, hour, {0.1, 1000}, "Time constant of PD-L1 loss",
                            recalled(measured("24–72 h")));
    double mhc1_induced = param("mhc1_induced", 2, fraction, {1, 20},
                                "MHC-I at saturating interferon, relative to an unstimulated cell",
                                recalled(measured("1.5–4 fold (Reits 2006)")));
    Time mhc1_response =
        param("mhc1_response", 24, hour, {0.1, 1000}, "Time constant of MHC-I changes",
              recalled(measured("24–72 h (Reits 2006)")));
};

/// Hazard of division of a grown cell at this oxygen tension and crowding (sum of repulsive
/// speeds). Linear in oxygen between arrest and ample, linear in crowding down to zero.
Rate division_hazard(const TumourParams&, Pressure oxygen, Speed crowding);

/// Hazard of necrosis at this oxygen tension.
Rate necrosis_hazard(const TumourParams&, Pressure oxygen);

/// VEGF secreted by one cell at this oxygen tension: HIF-1's response, zero with ample oxygen.
Rate vegf_secretion(const TumourParams&, Pressure oxygen);

/// PD-L1 molecules after dt at an IFN-γ level: relaxation to constitutive … induced, faster up
/// than down.
double pdl1_after(const TumourParams&, double pdl1, Molarity interferon, Time dt);

/// Interferons as a cell senses them.
struct Interferons {
    Molarity gamma{}, type_1{};
};

/// Share of what interferons can induce: either suffices, 1 − (1 − hill(γ))(1 − hill(I)).
double induced(Molarity gamma, Molarity gamma_half, Molarity type_1, Molarity type_1_half);

/// CXCL9/10 that a cell among interferons secretes, molecules a minute.
double chemokine_secretion(const TumourParams&, const Interferons&);

/// MHC-I after dt among interferons, of a cell that can show the share `ceiling` of the usual. One
/// that can show none has none once a hundredth is left.
double mhc1_after(const TumourParams&, double mhc1, double ceiling, const Interferons&, Time dt);

/// Radius after dt of growth towards the grown volume: V' = (V₀ − V)/τ.
double radius_after(const TumourParams&, double radius_um, Time dt);

}  // namespace perforin::biology
