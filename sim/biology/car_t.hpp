#pragma once
// CAR T cells: an engineered receptor for an antigen on the surface of tumour cells, which needs no
// MHC-I. They come from blood, where a therapy infuses them; engaged ones divide, exhaust, and
// become memory cells without antigen. Parameters and formulas; rules: car_t.cpp.

#include <cstdint>

#include "config/block.hpp"
#include "core/random.hpp"
#include "core/units.hpp"

namespace perforin::biology {

/// In the numbering of the column `phenotype`.
enum class CarState : std::uint8_t { effector, exhausted, memory };

struct CarTParams : config::Block {
    using Block::Block;

    // the receptor
    std::int64_t antigen = count(
        "antigen", 0, {0, 63},
        "Number of the antigen that the receptor binds, as the series count them; clones lose "
        "it as they lose any other",
        setting("the first one; own T cells may see it too"));
    double weight = param("weight", 0.1, fraction, {1e-4, 1},
                          "Cells an agent stands for, relative to the lesion's cells per agent",
                          assumed("as for CD8 cells"));

    PerVolume density =
        param("density", 0, per_ml, {0, 1e9}, "CAR T cells in the tumour at the start",
              setting("none: a therapy brings them"));

    // in blood
    Rate loss = param("loss", 0.16, per_day, {0, 10},
                      "Loss of circulating effectors: contraction without antigen",
                      measured("Stein 2019, table 1: half-life of 4.3 d"));
    Rate memory_loss =
        param("memory_loss", 0.0032, per_day, {0, 10}, "Loss of circulating memory cells",
              measured("Stein 2019, table 1: half-life of 220 d"));
    double extravasation =
        param("extravasation", 0.05, fraction, {0, 1},
              "Chance that one which passes a fully inflamed vessel of a lesion enters it",
              recalled(assumed("0.001–0.1 for T cells, no solid source; expanded cells have few "
                               "homing receptors")));

    // motility
    Length radius = param("radius", 4.5, um, {2, 10}, "Radius", assumed("as CD8 cells"));
    Speed repulsion = param("repulsion", 0.5, um_per_minute, {0, 100},
                            "Strength of its repulsion; small: it squeezes between other cells",
                            assumed("as for CD8 cells"));
    Speed speed =
        param("speed", 6, um_per_minute, {0, 30}, "Speed while searching", assumed("as CD8 cells"));
    Time persistence = param("persistence", 5, minute, {0.1, 240}, "Mean time between turns",
                             assumed("as CD8 cells"));
    double chemotaxis =
        param("chemotaxis", 0.5, fraction, {0, 1},
              "Largest weight of the CXCL9/10 gradient in a new heading", assumed("as for CD8"));
    double gradient_half =
        param("gradient_half", 0.02, fraction, {1e-5, 10},
              "Relative difference of chemokine across a cell that gives half of that weight",
              recalled(measured("leukocytes sense 1–2 % (Zigmond 1977)")));
    double matrix_slowing = param("matrix_slowing", 3, fraction, {1, 20},
                                  "Times slower in dense matrix", assumed("as for CD8 cells"));
    double matrix_guidance = param("matrix_guidance", 0.8, fraction, {0, 1},
                                   "Share of a heading across dense matrix that its fibres take",
                                   assumed("as for CD8 cells"));
    double retention =
        param("retention", 0.5, fraction, {0, 1},
              "Largest weight of the CXCL12 that dense matrix holds in a new heading",
              assumed("as for CD8 cells"));

    // synapse
    Length gap = param("gap", 1, um, {0, 5}, "Widest gap between membranes that a contact bridges",
                       assumed("fluctuating protrusions"));
    Rate binding = param("binding", 0.1, per_minute, {0, 100},
                         "Hazard that a synapse forms while a cell with the antigen is in contact",
                         assumed("as for CD8 cells"));
    Time contact = param("contact", 20, minute, {0.1, 2880}, "Mean duration of a synapse",
                         recalled(measured("shorter than through a T-cell receptor (Davenport "
                                           "2018)")));
    Rate hit_rate = param("hit_rate", 0.04, per_minute, {0, 10},
                          "Hazard of a hit in a synapse without inhibition",
                          recalled(assumed("kills as many as a CD8 cell, from shorter synapses "
                                           "(Davenport 2018)")));
    double exhausted_potency = param("exhausted_potency", 0.2, fraction, {0, 1},
                                     "Hit rate of exhausted cells", assumed("0.1–0.3"));
    double pd1_effector = param("pd1_effector", 8e3, fraction, {0, 1e6}, "PD-1 on effectors",
                                assumed("as on CD8 effectors"));
    double pd1_exhausted = param("pd1_exhausted", 2e4, fraction, {0, 1e6}, "PD-1 on exhausted ones",
                                 assumed("as on exhausted CD8 cells"));

    // cytokines and fates
    Rate interferon_secretion =
        param("interferon_secretion", 600, per_minute, {0, 1e6},
              "IFN-γ molecules secreted in a synapse without inhibition", assumed("as CD8 cells"));
    Time memory =
        param("memory", 24, hour, {1, 1000},
              "Time over which engagement is averaged for fate decisions", assumed("a day"));
    Time division =
        param("division", 24, hour, {4, 400}, "Mean time to a division of an engaged effector",
              recalled(measured("12–48 h in tumours")));
    std::int64_t burst = count("burst", 4, {0, 20}, "Divisions left to one that comes from blood",
                               assumed("as a CD8 effector from a progenitor"));
    Rate death = param("death", 0.16, per_day, {0, 10},
                       "Death hazard of effectors and exhausted "
                       "ones",
                       assumed("as in blood without antigen"));
    Rate exhaustion = param("exhaustion", 0.1, per_day, {0, 10},
                            "Hazard that an engaged effector becomes exhausted",
                            assumed("as CD8 cells; more where the receptor signals by itself"));
    Rate memory_formation =
        param("memory_formation", 0.00105, per_day, {0, 10},
              "Hazard that an effector becomes a memory cell, in tissue and blood",
              fitted("memory share 0.0079 (Stein 2019), with the model of blood"));
    Rate recall = param("recall", 2, per_day, {0, 100},
                        "Hazard that a memory cell becomes an effector, at full engagement",
                        assumed("as for CD8 cells"));
    Rate memory_death = param("memory_death", 0.0032, per_day, {0, 10},
                              "Death hazard of memory cells", assumed("as in blood"));
    Rate egress = param("egress", 0.1, per_day, {0, 100},
                        "Hazard that a cell which finds no antigen leaves for lymph and blood",
                        assumed("as for CD8 cells"));

    // what-if switches
    bool killing_off =
        ablation("car_t_killing", "CAR T cells bind and signal, but deliver no hits");
    bool exhaustion_off = ablation("exhaustion", "Effectors do not become exhausted");
};

/// Hazard of a hit on a cell that has the antigen; `inhibition`, of hits, is 0…1.
inline Rate car_hit_hazard(const CarTParams& p, CarState state, double inhibition) {
    const double potency = state == CarState::exhausted ? p.exhausted_potency : 1.0;
    return potency * (1.0 - inhibition) * p.hit_rate;
}

inline double car_pd1(const CarTParams& p, CarState state) {
    return state == CarState::exhausted ? p.pd1_exhausted : p.pd1_effector;
}

/// Division hazard of an effector with divisions left; engagement, inhibition 0…1.
inline Rate car_division_hazard(const CarTParams& p, double engagement, double inhibition) {
    return engagement * (1.0 - inhibition) / p.division;
}

/// What a cell turns into, and its hazard.
struct CarTurn {
    CarState to;
    Rate hazard;
};
inline CarTurn car_turn(const CarTParams& p, CarState state, double engagement, Stream& random) {
    const Rate tires = p.exhaustion_off ? Rate{} : engagement * p.exhaustion;
    const Rate rests = (1.0 - engagement) * p.memory_formation;
    switch (state) {
        case CarState::effector:
            if (uniform(random) * (tires + rests).raw() < rests.raw()) {
                return {CarState::memory, tires + rests};
            }
            return {CarState::exhausted, tires + rests};
        case CarState::memory:
            return {CarState::effector, engagement * p.recall};
        case CarState::exhausted:
            break;
    }
    return {state, Rate{}};
}

}  // namespace perforin::biology
