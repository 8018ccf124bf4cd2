#pragma once
// NK cells: kill where MHC-I is missing or antibodies mark a cell, a few times each. Parameters and
// formulas; rules: natural_killer.cpp.

#include "config/block.hpp"
#include "core/units.hpp"

namespace perforin::biology {

struct NaturalKillerParams : config::Block {
    using Block::Block;

    // numbers
    double weight = param("weight", 0.5, fraction, {1e-4, 1},
                          "Cells an agent stands for, relative to the lesion's cells per agent",
                          assumed("less rare than tumour-specific CD8 cells; drift against cost"));
    PerVolume density = param("density", 0, per_ml, {0, 1e9}, "NK cells in the tumour at the start",
                              setting("none; 30 (1–100) per mm² of section are 2e6 per mL"));
    PerVolume stromal_density =
        param("stromal_density", 0, per_ml, {0, 1e9}, "NK cells in stroma, where a block has some",
              setting("none; 1e6–5e6, mostly outside nests"));
    PerVolume in_blood =
        param("in_blood", 0, per_ml, {0, 1e8}, "NK cells in blood without any lesion",
              setting("none; 2e5: 10 % (5–20) of 2e6 lymphocytes per mL"));
    Rate loss =
        param("loss", 0.07, per_day, {0, 10}, "Loss of circulating NK cells: death, other tissue",
              recalled(measured("life of about two weeks (Zhang 2007)")));
    double extravasation =
        param("extravasation", 0.03, fraction, {0, 1},
              "Chance that one which passes a fully inflamed vessel of a lesion enters it",
              assumed("scarce in tumours although many circulate; few have CXCR3"));

    // motility
    Length radius = param("radius", 4.5, um, {2, 10}, "Radius", assumed("as T cells"));
    Speed repulsion = param("repulsion", 0.5, um_per_minute, {0, 100},
                            "Strength of its repulsion; small: it squeezes between other cells",
                            assumed("as for CD8 cells"));
    Speed speed = param("speed", 5, um_per_minute, {0, 30}, "Speed while searching",
                        recalled(measured("4–8 µm/min in tumours (Deguine 2010)")));
    Time persistence = param("persistence", 5, minute, {0.1, 240}, "Mean time between turns",
                             assumed("as T cells"));
    double chemotaxis =
        param("chemotaxis", 0.5, fraction, {0, 1},
              "Largest weight of the CXCL9/10 gradient in a new heading", assumed("as for CD8"));
    double gradient_half =
        param("gradient_half", 0.02, fraction, {1e-5, 10},
              "Relative difference of chemokine across a cell that gives half of that weight",
              recalled(measured("leukocytes sense 1–2 % (Zigmond 1977)")));
    double matrix_slowing =
        param("matrix_slowing", 3, fraction, {1, 20}, "Times slower in dense matrix",
              assumed("as for T cells, 2–5 fold in dense stroma"));
    double matrix_guidance =
        param("matrix_guidance", 0.8, fraction, {0, 1},
              "Share of a heading across dense matrix that its fibres take",
              recalled(assumed("T cells follow fibres round nests (Salmon 2012)")));
    double retention =
        param("retention", 0.5, fraction, {0, 1},
              "Largest weight of the CXCL12 that dense matrix holds in a new heading",
              recalled(assumed("CXCR4 blockade lets T cells into nests (Feig 2013)")));

    // synapse
    Length gap = param("gap", 1, um, {0, 5}, "Widest gap between membranes that a contact bridges",
                       assumed("fluctuating protrusions"));
    Rate binding =
        param("binding", 0.1, per_minute, {0, 100},
              "Hazard that a synapse forms with a cell in contact that activates it fully",
              assumed("as for CD8 cells"));
    Time contact = param("contact", 20, minute, {0.1, 2880}, "Mean duration of a synapse",
                         recalled(measured("shorter than of CTL: 1–20 min (Deguine 2010)")));
    Rate hit_rate = param("hit_rate", 0.1, per_minute, {0, 10},
                          "Hazard of a hit in a synapse at full activation",
                          fitted("4 (1–10) kills per NK cell and day with three additive hits"));
    double stress_tumour =
        param("stress_tumour", 1, fraction, {0, 1},
              "Activation by the stress ligands (NKG2D, DNAM-1) of a tumour cell", setting("full"));
    double stress_other = param("stress_other", 0.1, fraction, {0, 1},
                                "Activation by any other cell", assumed("few stress ligands"));
    double mhc1_half = param("mhc1_half", 0.25, fraction, {1e-3, 10},
                             "MHC-I at half inhibition, relative to an unstimulated cell",
                             assumed("half of the usual MHC-I still protects"));
    double most_inhibited =
        param("most_inhibited", 0.95, fraction, {0, 1},
              "Share of activation by stress that MHC-I takes at saturation (KIR, NKG2A)",
              assumed("healthy cells are spared, not quite all"));
    double nkg2a = param("nkg2a", 0.5, fraction, {0, 1},
                         "Share of that inhibition that runs through NKG2A, which drugs may hold",
                         recalled(assumed("on about half of NK cells, the rest by KIR")));
    double adcc = param("adcc", 1, fraction, {0, 1},
                        "Activation by a cell all of whose marked receptors hold antibodies (CD16)",
                        recalled(assumed("CD16 alone activates resting NK cells")));

    // serial killing
    double stock =
        param("stock", 24, fraction, {1, 1000}, "Hits that it can deliver before it must refill",
              recalled(fitted("exhausted after 5–10 kills (Bhat & Watzl 2007)")));
    Time refill = param("refill", 48, hour, {1, 1000}, "Time constant of refilling",
                        recalled(assumed("interleukin-2 restores them within days")));

    // cytokine
    Rate interferon_secretion =
        param("interferon_secretion", 300, per_minute, {0, 1e6},
              "IFN-γ molecules secreted in a synapse at full activation",
              recalled(assumed("1–500 molecules a second, order of magnitude; below CTL")));

    // population dynamics
    Time memory = param("memory", 24, hour, {1, 1000},
                        "Time over which engagement is averaged for departure", assumed("a day"));
    Rate division = param("division", 0.02, per_day, {0, 10}, "Division hazard",
                          assumed("they hardly divide in tissue"));
    Rate death = param("death", 0.1, per_day, {0, 10}, "Death hazard",
                       recalled(measured("life of one to two weeks (Zhang 2007)")));
    Rate egress = param("egress", 0.2, per_day, {0, 100},
                        "Hazard that a cell which finds no target leaves for lymph and blood",
                        assumed("0.05–1 1/d"));

    // what-if switches
    bool missing_self_off =
        ablation("missing_self", "A target without MHC-I inhibits NK cells as if it had it");
    bool adcc_off = ablation("adcc", "Antibodies mark no cell for NK cells");
};

/// Inhibition by a target's MHC-I, 0…1; `occupancy`: of NKG2A by drugs.
double mhc1_inhibition(const NaturalKillerParams&, double mhc1, double occupancy);

/// How strongly a target activates it, 0…1.
double nk_activation(const NaturalKillerParams&, bool tumour, double mhc1, double opsonised,
                     double nkg2a_occupancy);

/// Share of its hits that it has left after so many.
double nk_potency(const NaturalKillerParams&, double spent);

/// Hits that are not refilled after dt, in which so many more were dealt.
double nk_spent(const NaturalKillerParams&, double spent, double dealt, Time dt);

}  // namespace perforin::biology
