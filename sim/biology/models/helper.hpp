#pragma once
// CD4+ helper T cells: where they meet presenting cells, or inflamed tumour tissue, they make
// interleukin-2 and some interferon-γ. Parameters and formulas; rules: biology/helper_t.cpp.

#include <algorithm>

#include "biology/models/company.hpp"
#include "biology/models/hill.hpp"
#include "biology/models/suppression.hpp"
#include "config/block.hpp"
#include "core/units.hpp"

namespace perforin::biology {

struct HelperTParams : config::Block {
    using Block::Block;

    // numbers
    double weight = param("weight", 0.5, fraction, {1e-4, 1},
                          "Cells an agent stands for, relative to the lesion's cells per agent",
                          assumed("less rare than tumour-specific CD8 cells; drift against cost"));
    PerVolume density =
        param("density", 0, per_ml, {0, 1e9}, "Helper cells that see the tumour, at the start",
              setting("none; 1e6–5e6 where the tumour is inflamed"));
    PerVolume stromal_density =
        param("stromal_density", 0, per_ml, {0, 1e9},
              "Helper cells that see the tumour in stroma, where a block has some",
              setting("none; 1e6–1e7 where T cells are excluded"));
    PerVolume in_blood = param("in_blood", 0, per_ml, {0, 1e8},
                               "Helper cells that see the tumour, in blood without any lesion",
                               setting("none; 1–5 % of 8e5 CD4 cells per mL"));
    Rate loss = param("loss", 0.15, per_day, {0, 10},
                      "Loss of circulating helper cells: death, other tissue",
                      assumed("as for circulating CD8 effectors"));
    double extravasation =
        param("extravasation", 0.3, fraction, {0, 1},
              "Chance that one which passes a fully inflamed vessel of a lesion enters it",
              assumed("as for CD8 cells"));

    // motility
    Length radius = param("radius", 4.5, um, {2, 10}, "Radius of an activated T cell",
                          assumed("9 µm cells in tissue sections"));
    Speed repulsion = param("repulsion", 0.5, um_per_minute, {0, 100},
                            "Strength of its repulsion; small: it squeezes between other cells",
                            assumed("as for CD8 cells"));
    Speed speed = param("speed", 5, um_per_minute, {0, 30}, "Speed while searching",
                        recalled(measured("4–10 µm/min for T cells in tumours")));
    Time persistence = param("persistence", 5, minute, {0.1, 240}, "Mean time between turns",
                             recalled(measured("2–10 min, review")));
    double chemotaxis =
        param("chemotaxis", 0.5, fraction, {0, 1},
              "Largest weight of the CXCL9/10 gradient in a new heading", assumed("as for CD8"));
    double gradient_half =
        param("gradient_half", 0.02, fraction, {1e-5, 10},
              "Relative difference of chemokine across a cell that gives half of that weight",
              recalled(measured("leukocytes sense 1–2 % (Zigmond 1977)")));
    double matrix_slowing =
        param("matrix_slowing", 3, fraction, {1, 20}, "Times slower in dense matrix",
              recalled(measured("2–5 fold in dense stroma (Salmon 2012)")));
    double retention =
        param("retention", 0.5, fraction, {0, 1},
              "Largest weight of the CXCL12 that dense matrix holds in a new heading",
              recalled(assumed("CXCR4 blockade lets T cells into nests (Feig 2013)")));

    // help
    PerVolume presenting_half =
        param("presenting_half", 4e6, per_ml, {1e3, 1e10},
              "Presenting cells around at which it is stimulated half of the time",
              assumed("one within 50 µm is met twice an hour"));
    double tissue_presentation =
        param("tissue_presentation", 0.3, fraction, {0, 1},
              "Stimulation by tumour cells that interferon-γ made show MHC-II, at saturation",
              assumed("about half of melanomas and carcinomas show it, less than professionals"));
    Molarity interferon_half = param("interferon_half", 10, picomolar, {1e-4, 1e6},
                                     "IFN-γ at half of that", assumed("as for PD-L1 and MHC-I"));
    double pd1 = param("pd1", 5e3, fraction, {0, 1e6}, "PD-1 molecules",
                       recalled(measured("1e3–1e4 in most flow studies")));
    Rate il2_secretion =
        param("il2_secretion", 1500, per_minute, {0, 1e6},
              "Interleukin-2 molecules secreted by a stimulated cell without inhibition",
              recalled(fitted("10–1e4 molecules a second; near 100 pM in an inflamed tumour")));
    Rate interferon_secretion =
        param("interferon_secretion", 60, per_minute, {0, 1e6},
              "IFN-γ molecules secreted by a stimulated cell without inhibition",
              assumed("a tenth of a CD8 cell: part of them are Th1"));

    // population dynamics
    Time memory = param("memory", 24, hour, {1, 1000},
                        "Time over which stimulation is averaged for departure", assumed("a day"));
    Rate division =
        param("division", 0.2, per_day, {0, 10},
              "Division hazard at full, uninhibited stimulation and usual interleukin-2",
              assumed("slower than CD8 cells; Ki-67 in 5–15 %"));
    PerVolume niche =
        param("niche", 1e7, per_ml, {1e3, 1e10}, "Local density at which they stop dividing",
              assumed("as for CD8 progenitors, in proportion to their number"));
    Rate death = param("death", 0.08, per_day, {0, 10}, "Death hazard at usual interleukin-2",
                       assumed("as for CD8 effectors; life of 10 d in SPQSP"));
    Rate egress = param("egress", 0.1, per_day, {0, 100},
                        "Hazard that a cell which is not stimulated leaves for lymph and blood",
                        assumed("as for CD8 cells"));
};

/// Stimulation by presenting cells and by tumour tissue around, 0…1.
inline double helper_stimulation(const HelperTParams& p, const Company& near, Molarity interferon) {
    const double presented = hill(near.presenting / p.presenting_half, 1.0);
    const double inflamed = hill(interferon / p.interferon_half, 1.0);
    return together(presented, near.antigenic > 0.0 ? p.tissue_presentation * inflamed : 0.0);
}

/// Division hazard: `active`: stimulation left by inhibition; `il2`: response relative to usual.
inline Rate helper_division(const HelperTParams& p, double active, double il2,
                            PerVolume helpers_near) {
    return active * il2 * std::max(0.0, 1.0 - helpers_near / p.niche) * p.division;
}

}  // namespace perforin::biology
