#pragma once
// Fibroblasts of tumour and stroma: TGF-β activates them; activated ones lay down matrix up to a
// density, secrete TGF-β, CXCL12 and VEGF, and divide. Parameters and formulas; rules:
// fibroblast.cpp.

#include "config/block.hpp"
#include "core/units.hpp"

namespace perforin::biology {

struct FibroblastParams : config::Block {
    using Block::Block;

    // numbers and body
    double weight = param("weight", 1, fraction, {1e-4, 1},
                          "Cells an agent stands for, relative to the lesion's cells per agent",
                          assumed("they make walls, which light agents would leave open"));
    PerVolume density = param("density", 0, per_ml, {0, 1e10}, "Cells in the tumour at the start",
                              setting("none among tumour cells, unless a preset has some"));
    PerVolume stromal_density =
        param("stromal_density", 0, per_ml, {0, 1e10}, "Cells in stroma at the start",
              setting("no stroma, unless a preset has some"));
    Length radius = param("radius", 7, um, {2, 15}, "Radius of a sphere of a fibroblast's volume",
                          recalled(assumed("spindles of 1–2 pL")));
    Speed speed = param("speed", 0.01, um_per_minute, {0, 10}, "Speed of its wandering",
                        recalled(assumed("0.1–0.5 µm/min on plastic, hardly any in dense tissue")));
    Time persistence = param("persistence", 60, minute, {0.1, 1440}, "Mean time between turns",
                             assumed("an hour"));

    // activation, 0 resting … 1
    Time response = param("response", 24, hour, {0.1, 1000}, "Time constant of activation",
                          recalled(measured("1–3 days in culture")));
    Molarity tgf_beta_half = param("tgf_beta_half", 70, picomolar, {1e-3, 1e6},
                                   "TGF-β at half activation", measured("0.07 nM in QSPIO"));
    double resting =
        param("resting", 0.1, fraction, {0, 1},
              "What a resting one secretes and lays down, relative to an activated one",
              assumed("quiescent fibroblasts maintain loose stroma"));

    // matrix
    Rate deposition = param("deposition", 1, per_day, {0, 1000},
                            "Dense matrix that an activated one lays down in loose tissue, in "
                            "volumes of its own",
                            assumed("a nest is walled off within weeks at 1e7 to 5e7 per mL"));
    double dense = param("dense", 1, fraction, {0.01, 2}, "Density at which it lays down no more",
                         setting("1 is dense stroma"));

    // secretion
    Rate tgf_beta =
        param("tgf_beta", 200, per_minute, {0, 1e6}, "Active TGF-β molecules of an activated cell",
              fitted("a base of 0.016 nM in tumours (QSPIO, 50 a minute with a half-life of 70 "
                     "min), a few times that in desmoplastic ones"));
    Rate cxcl12 = param("cxcl12", 40, per_minute, {0, 1e6},
                        "CXCL12 molecules of an activated "
                        "cell",
                        assumed("0.1–1 nM at 1e7 to 5e7 per mL"));
    Rate vegf = param("vegf", 3, per_minute, {0, 1e6}, "VEGF molecules of an activated cell",
                      assumed("half of a hypoxic tumour cell's"));
    Rate oxygen_uptake = param("oxygen_uptake", 1, per_minute, {0, 1000},
                               "Oxygen taken up by a cell per its own volume",
                               assumed("as a leukocyte: a tenth of a tumour cell's"));

    // turnover
    Rate division = param("division", 0.1, per_day, {0, 10},
                          "Division hazard of an activated one with room around it",
                          assumed("slow: doubling within a week"));
    PerVolume full = param("full", 2e8, per_ml, {1e3, 1e10},
                           "Density of stromal cells near by at which it divides no more",
                           assumed("contact inhibition in dense stroma"));
    Rate death =
        param("death", 0.01, per_day, {0, 10}, "Death hazard", assumed("they live for months"));

    // what-if switches
    bool matrix_off = ablation("matrix", "Fibroblasts lay down no matrix");
    bool activation_off = ablation("fibroblast_activation", "TGF-β does not activate fibroblasts");
};

/// A' = (TGF-β/(TGF-β + half) − A)/response.
double activation_after(const FibroblastParams&, double activation, Molarity tgf_beta, Time dt);

/// Share of what an activated one does: resting + (1 − resting) A.
double activity(const FibroblastParams&, double activation);

/// Division hazard by activation and density of stromal cells near by.
Rate fibroblast_division(const FibroblastParams&, double activation, PerVolume near);

}  // namespace perforin::biology
