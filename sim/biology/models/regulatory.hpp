#pragma once
// Regulatory T cells: take interleukin-2, secrete TGF-β and interleukin-10, suppress those around
// them; PD-1 restrains them, antibodies against CTLA-4 may mark them. Parameters and formulas;
// rules: biology/regulatory_t.cpp.

#include <algorithm>
#include <cstdint>

#include "config/block.hpp"
#include "core/units.hpp"

namespace perforin::biology {

struct RegulatoryTParams : config::Block {
    using Block::Block;

    // numbers
    double weight = param("weight", 0.5, fraction, {1e-4, 1},
                          "Cells an agent stands for, relative to the lesion's cells per agent",
                          assumed("less rare than tumour-specific CD8 cells; drift against cost"));
    PerVolume density =
        param("density", 0, per_ml, {0, 1e9}, "Regulatory T cells in the tumour at the start",
              setting("none; 2e6–8e6 in many tumours, a third of all CD8 cells"));
    PerVolume stromal_density = param("stromal_density", 0, per_ml, {0, 1e9},
                                      "Regulatory T cells in stroma, where a block has some",
                                      setting("none; 2e6–1e7 where T cells are excluded"));
    PerVolume in_blood =
        param("in_blood", 0, per_ml, {0, 1e8}, "Regulatory T cells in blood without any lesion",
              setting("none; 4e4: 5 % (2–10) of 8e5 CD4 cells per mL"));
    Rate loss = param("loss", 0.05, per_day, {0, 10},
                      "Loss of circulating regulatory T cells: death, other tissue",
                      assumed("half-life of two weeks"));
    double extravasation =
        param("extravasation", 0.02, fraction, {0, 1},
              "Chance that one which passes a fully inflamed vessel of a lesion enters it",
              assumed("few of them have the homing receptors of effector cells"));
    Molarity lure_half = param("lure_half", 100, picomolar, {1e-3, 1e7},
                               "CXCL12, for CCL17, 22 and 28 too, at which half of them stop",
                               assumed("as for CXCR3 and its ligands"));
    double lure_floor = param("lure_floor", 0.1, fraction, {0, 1}, "Entry without chemokine",
                              assumed("CCL22 of tumour and macrophages is no substance here"));

    // motility
    Length radius = param("radius", 4.5, um, {2, 10}, "Radius of an activated T cell",
                          assumed("9 µm cells in tissue sections"));
    Speed repulsion = param("repulsion", 0.5, um_per_minute, {0, 100},
                            "Strength of its repulsion; small: it squeezes between other cells",
                            assumed("as for CD8 cells"));
    Speed speed = param("speed", 4, um_per_minute, {0, 30}, "Speed while searching",
                        recalled(measured("4–10 µm/min for T cells in tumours")));
    Time persistence = param("persistence", 5, minute, {0.1, 240}, "Mean time between turns",
                             recalled(measured("2–10 min, review")));
    double chemotaxis = param("chemotaxis", 0.3, fraction, {0, 1},
                              "Largest weight of the CXCL12 gradient in a new heading",
                              assumed("less than of CD8 cells up CXCL9/10"));
    double gradient_half =
        param("gradient_half", 0.02, fraction, {1e-5, 10},
              "Relative difference of chemokine across a cell that gives half of that weight",
              recalled(measured("leukocytes sense 1–2 % (Zigmond 1977)")));
    double matrix_slowing =
        param("matrix_slowing", 3, fraction, {1, 20}, "Times slower in dense matrix",
              recalled(measured("2–5 fold in dense stroma (Salmon 2012)")));

    // what it makes
    Rate tgf_beta_secretion = param(
        "tgf_beta_secretion", 100, per_minute, {0, 1e6}, "Active TGF-β molecules secreted",
        fitted("half of an activated fibroblast's; HCC_GPU has six times a macrophage's; QSPIO: "
               "50 a minute with a half-life of 70 min, for 0.016 nM"));
    Rate il10_secretion = param("il10_secretion", 60, per_minute, {0, 1e6},
                                "Interleukin-10 molecules secreted", assumed("10–1e3"));

    // population dynamics
    double pd1 = param("pd1", 5e3, fraction, {0, 1e6}, "PD-1 molecules",
                       recalled(measured("as on effectors in tumours (Kamada 2019)")));
    Rate division =
        param("division", 0.25, per_day, {0, 10},
              "Division hazard with ample interleukin-2 and room, without inhibition by PD-1",
              assumed("Ki-67 in 20–50 % of those in tumours: once in two to eight days"));
    PerVolume niche =
        param("niche", 2e7, per_ml, {1e3, 1e10}, "Local density at which they stop dividing",
              assumed("the densest tumours hold 300 per mm² of section"));
    Rate death = param("death", 0.08, per_day, {0, 10}, "Death hazard",
                       assumed("short-lived in tissue: 5–20 d"));
    double il2_survival = param("il2_survival", 0.5, fraction, {0, 1},
                                "Share of deaths that interleukin-2 prevents at saturation",
                                assumed("they die without it (Bcl-2, Mcl-1), not all"));
    Rate egress =
        param("egress", 0.03, per_day, {0, 100}, "Hazard that a cell leaves for lymph and blood",
              assumed("retained longer than effectors without antigen"));

    // antibodies
    double fc_activity =
        param("fc_activity", 0.05, fraction, {0, 1},
              "Share of occupied CTLA-4 that NK cells can grip, by the antibody's Fc part",
              recalled(assumed("depletion by ipilimumab in humans is disputed (Sharma 2019); 1 in "
                               "mice with an active Fc (Simpson 2013)")));
    std::int64_t hits_to_kill =
        count("hits_to_kill", 3, {1, 50}, "Unhealed hits that kill it", assumed("as tumour cells"));
    Time healing = param("healing", 50, minute, {0.1, 2880},
                         "It heals all its hits when no further one comes within this time",
                         assumed("as tumour cells"));

    // what-if switches
    bool pd1_deaf = ablation("pd1_on_treg", "Drugs do not reach PD-1 on regulatory T cells");
    bool adcc_off = ablation("adcc", "Antibodies mark no cell for NK cells");
};

/// Division hazard; `il2`: saturation of its receptors, `inhibition`: by PD-1, both 0…1.
inline Rate regulatory_division(const RegulatoryTParams& p, double il2, double inhibition,
                                PerVolume regulatory_near) {
    const double room = std::max(0.0, 1.0 - regulatory_near / p.niche);
    return il2 * (1.0 - inhibition) * room * p.division;
}

inline Rate regulatory_death(const RegulatoryTParams& p, double il2) {
    return (1.0 - p.il2_survival * il2) * p.death;
}

/// Share of its marked receptors that NK cells can grip where a drug occupies so much of CTLA-4.
inline double regulatory_opsonised(const RegulatoryTParams& p, double ctla4_occupancy) {
    return p.adcc_off ? 0.0 : p.fc_activity * ctla4_occupancy;
}

}  // namespace perforin::biology
