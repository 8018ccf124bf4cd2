#pragma once
// CD8+ T cells: search, synapse, additive hits, cytokines, proliferation, exhaustion with a
// progenitor pool that PD-1 blockade re-invigorates, memory. Parameters and formulas; rules:
// cytotoxic_t.cpp.

#include <algorithm>
#include <array>
#include <cstdint>

#include "biology/models/hill.hpp"
#include "biology/models/lag3.hpp"
#include "config/block.hpp"
#include "core/units.hpp"

namespace perforin::biology {

/// Differentiation states, in the numbering of the column `phenotype`.
enum class Phenotype : std::uint8_t { progenitor, effector, exhausted, memory };

struct CytotoxicTParams : config::Block {
    using Block::Block;

    // numbers
    double weight = param("weight", 0.1, fraction, {1e-4, 1},
                          "Cells an agent stands for, relative to the lesion's cells per agent",
                          assumed("rare kinds need agents of their own to avoid drift"));
    PerVolume density = param("density", 2e6, per_ml, {0, 1e9},
                              "Tumour-specific CD8 cells in the tumour at the start",
                              fitted("10 % of 300 CD8 per mm² (inflamed): 30 per mm² of section"));
    PerVolume stromal_density = param("stromal_density", 0, per_ml, {0, 1e9},
                                      "Tumour-specific CD8 cells in stroma, where a block has some",
                                      setting("none; 1e6–4e6 where they are excluded"));
    double progenitors = param("progenitors", 0.12, fraction, {0, 1},
                               "Share of progenitor-exhausted (TCF1+) cells at the start",
                               recalled(measured("0.02–0.3 (Siddiqui 2019, Miller 2019)")));
    double exhausted =
        param("exhausted", 0.5, fraction, {0, 1},
              "Share of terminally exhausted cells at the start", assumed("chronic antigen"));

    // motility
    Length radius = param("radius", 4.5, um, {2, 10}, "Radius of an activated T cell",
                          assumed("9 µm cells in tissue sections"));
    Speed repulsion = param("repulsion", 0.5, um_per_minute, {0, 100},
                            "Strength of its repulsion; small: it squeezes between other cells",
                            assumed("amoeboid cells deform their bodies, tumour cells hardly"));
    Speed speed = param("speed", 6, um_per_minute, {0, 30}, "Speed while searching",
                        recalled(measured("4–10 µm/min (Boissonnas 2007, Mrass 2006)")));
    Time persistence = param("persistence", 5, minute, {0.1, 240}, "Mean time between turns",
                             recalled(measured("2–10 min, review")));
    double chemotaxis = param("chemotaxis", 0.5, fraction, {0, 1},
                              "Largest weight of the chemokine gradient in a new heading",
                              measured("PhysiCell cancer-immune sample: bias 0.5"));
    double gradient_half =
        param("gradient_half", 0.02, fraction, {1e-5, 10},
              "Relative difference of chemokine across a cell that gives half of that weight",
              recalled(measured("leukocytes sense 1–2 % (Zigmond 1977)")));
    double matrix_slowing =
        param("matrix_slowing", 3, fraction, {1, 20}, "Times slower in dense matrix",
              recalled(measured("2–5 fold in dense stroma (Salmon 2012)")));
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
    Rate binding = param("binding", 0.1, per_minute, {0, 100},
                         "Hazard that a synapse forms while a recognised target is in contact",
                         assumed("half of the peer's 0.2 1/min: scanning takes minutes"));
    Time contact = param("contact", 30, minute, {0.1, 2880}, "Mean duration of a synapse",
                         recalled(measured("10–60 min (Halle 2016, Boissonnas 2007)")));
    double mhc1_half = param("mhc1_half", 0.5, fraction, {1e-4, 1e3},
                             "MHC-I level at half of full recognition, times avidity",
                             assumed("an unstimulated cell is recognised well, not fully"));
    Rate hit_rate = param(
        "hit_rate", 0.012, per_minute, {0, 10}, "Hazard of a hit in a synapse without inhibition",
        fitted(
            "how fast lesions shrink under atezolizumab (Laleh 2022, S1); kills fewer than the "
            "1–20 a CTL and day of bulk assays, which solid tumours do not show (Weigelin 2021)"));
    double progenitor_potency =
        param("progenitor_potency", 0.3, fraction, {0, 1}, "Hit rate of progenitors",
              assumed("TCF1+ cells kill little"));
    double exhausted_potency = param("exhausted_potency", 0.2, fraction, {0, 1},
                                     "Hit rate of terminally exhausted cells", assumed("0.1–0.3"));
    double memory_potency =
        param("memory_potency", 0.3, fraction, {0, 1}, "Hit rate of memory cells, at rest",
              assumed("granules are refilled at recall"));

    // PD-1 (molecules per cell); inhibition itself: [checkpoint]
    double pd1_progenitor = param("pd1_progenitor", 5e3, fraction, {0, 1e6}, "PD-1 on progenitors",
                                  recalled(measured("1e3–1e4 in most flow studies")));
    double pd1_effector = param("pd1_effector", 8e3, fraction, {0, 1e6}, "PD-1 on effectors",
                                recalled(measured("1e3–1e4 in most flow studies")));
    double pd1_exhausted =
        param("pd1_exhausted", 2e4, fraction, {0, 1e6}, "PD-1 on terminally exhausted cells",
              recalled(measured("PD-1 high; up to 6e4 on activated cells")));
    double pd1_memory = param("pd1_memory", 1e3, fraction, {0, 1e6}, "PD-1 on memory cells",
                              recalled(measured("1e3–1e4 in most flow studies; low at rest")));

    // cytokines
    Rate interferon_secretion =
        param("interferon_secretion", 600, per_minute, {0, 1e6},
              "IFN-γ molecules secreted in a synapse without inhibition, with what is fully "
              "recognised",
              recalled(measured("1–500 molecules a second, order of magnitude")));
    Rate il2_secretion =
        param("il2_secretion", 600, per_minute, {0, 1e6},
              "Interleukin-2 molecules that an effector secretes in a synapse without inhibition",
              recalled(measured("10–1e4 molecules a second; CD8 cells at the low end")));

    // population dynamics
    Time memory = param("memory", 24, hour, {1, 1000},
                        "Time over which antigen engagement is averaged for fate decisions",
                        assumed("a day"));
    double stimulation_half =
        param("stimulation_half", 0.08, fraction, {1e-4, 1e4},
              "Engagement that drives half as much division and differentiation as constant one "
              "would; large: in proportion to it",
              recalled(assumed("two hours of contact a day: hours commit a CD8 cell to a whole "
                               "program of divisions (van Stipdonk 2001, Kaech & Ahmed 2001)")));
    Rate renewal = param("renewal", 0.8, per_day, {0, 10},
                         "Division hazard of progenitors at full, uninhibited engagement with "
                         "what they fully recognise",
                         fitted("0.2–2 1/d; response rate of melanoma in first line (CheckMate "
                                "067)"));
    PerVolume niche =
        param("niche", 5e6, per_ml, {1e3, 1e10}, "Local density at which progenitors stop renewing",
              fitted("how far lesions shrink under atezolizumab (Laleh 2022, S1)"));
    Rate differentiation = param("differentiation", 0.1, per_day, {0, 10},
                                 "Hazard that such a progenitor becomes an effector",
                                 fitted("response rates of a mean-field cohort"));
    double differentiation_floor = param("differentiation_floor", 0.1, fraction, {0, 1},
                                         "Share of that hazard left under full inhibition",
                                         fitted("response rates of a mean-field cohort"));
    std::int64_t burst =
        count("burst", 4, {0, 20}, "Divisions of an effector born from a progenitor",
              fitted("amplification 16 in a mean-field cohort"));
    std::int64_t burst_from_blood =
        count("burst_from_blood", 1, {0, 20}, "Divisions left to an effector that comes from blood",
              assumed("most divisions happened in the node"));
    Time division = param("division", 24, hour, {4, 400}, "Mean time to a division of a burst",
                          recalled(measured("12–48 h in tumours")));
    Rate progenitor_death =
        param("progenitor_death", 0.03, per_day, {0, 10}, "Death hazard of progenitors",
              fitted("response rates of a mean-field cohort"));
    Rate effector_death =
        param("effector_death", 0.08, per_day, {0, 10}, "Death hazard of effectors",
              fitted("response rates of a mean-field cohort; life of 10 d in SPQSP"));
    Rate exhaustion = param("exhaustion", 0.1, per_day, {0, 10},
                            "Hazard that an engaged effector becomes terminally exhausted",
                            measured("0.1 1/d in popellab/qspio and SPQSP"));
    Rate exhausted_death = param("exhausted_death", 0.05, per_day, {0, 10},
                                 "Death hazard of terminally exhausted cells",
                                 fitted("response rates of a mean-field cohort"));
    Rate memory_formation = param(
        "memory_formation", 0.014, per_day, {0, 10},
        "Hazard that an effector without antigen becomes a memory cell",
        recalled(fitted("5–10 % of effectors survive contraction, against death and egress")));
    double forgotten =
        param("forgotten", 0.05, fraction, {1e-4, 1},
              "Engagement below which an effector begins to count as one without antigen",
              assumed("three times `memory` after full engagement"));
    Rate recall =
        param("recall", 2, per_day, {0, 100},
              "Hazard that a memory cell becomes an effector, at full engagement",
              recalled(assumed("effector functions within hours, division within a day")));
    Rate memory_death =
        param("memory_death", 0.0014, per_day, {0, 10}, "Death hazard of memory cells",
              recalled(measured("half-life 450 d of human CD8 memory (Akondy 2017); 200–3000")));
    double memory_egress =
        param("memory_egress", 0.1, fraction, {0, 10},
              "Egress of memory cells relative to that of others without antigen",
              assumed("most memory cells in tissue are resident (CD103, CD69)"));
    Rate egress = param("egress", 0.1, per_day, {0, 100},
                        "Hazard that a cell which finds no antigen leaves for lymph and blood",
                        assumed("retention by antigen; 0.05–1 1/d"));

    // what-if switches
    bool killing_off = ablation("ctl_killing", "T cells bind and signal, but deliver no hits");
    bool exhaustion_off = ablation("exhaustion", "Effectors do not become exhausted");
    bool memory_off = ablation("memory", "Effectors do not become memory cells");
    bool specificity_off =
        ablation("specificity", "CD8 T cells recognise every cell with MHC-I, healthy ones too");
    bool interferon_off = ablation("interferon_gamma", "T cells secrete no interferon-γ");
};

/// The value of the state that a cell is in.
template <class Value>
Value of_state(Phenotype phenotype, Value progenitor, Value effector, Value exhausted,
               Value memory) {
    switch (phenotype) {
        case Phenotype::progenitor:
            return progenitor;
        case Phenotype::effector:
            return effector;
        case Phenotype::exhausted:
            return exhausted;
        case Phenotype::memory:
            break;
    }
    return memory;
}

/// Recognition of a target, 0…1: saturating in its MHC-I, none without the antigen.
inline double recognition(const CytotoxicTParams& p, bool antigen, double mhc1) {
    return antigen ? hill(mhc1, p.mhc1_half) : 0.0;
}

/// Hazard of a hit; `inhibition`, of hits, and `recognised` are 0…1.
inline Rate hit_hazard(const CytotoxicTParams& p, Phenotype phenotype, double inhibition,
                       double recognised) {
    const double potency =
        of_state(phenotype, p.progenitor_potency, 1.0, p.exhausted_potency, p.memory_potency);
    return potency * recognised * (1.0 - inhibition) * p.hit_rate;
}

inline double pd1_of(const CytotoxicTParams& p, Phenotype phenotype) {
    return of_state(phenotype, p.pd1_progenitor, p.pd1_effector, p.pd1_exhausted, p.pd1_memory);
}

/// LAG-3, relative to a terminally exhausted cell.
inline double lag3_of(const Lag3Params& p, Phenotype phenotype) {
    return of_state(phenotype, p.on_progenitors, p.on_effectors, p.on_exhausted, p.on_memory);
}

/// What a cell's contacts with antigen tell it; each 0…1.
struct Signal {
    double engagement = 0.0;  ///< share of time in synapses
    double strength = 1.0;    ///< how well it sees its targets in them
    double inhibition = 0.0;  ///< by checkpoints and suppressors, there
};

/// How much they drive division and differentiation: brief contacts suffice, weak ones do not. 1 at
/// full engagement with what is fully recognised.
inline double stimulus(const CytotoxicTParams& p, const Signal& signal) {
    return signal.strength * signal.engagement * (1.0 + p.stimulation_half) /
           (signal.engagement + p.stimulation_half);
}

/// Division hazard of a progenitor, by the local density of progenitors.
inline Rate renewal_hazard(const CytotoxicTParams& p, const Signal& signal,
                           PerVolume progenitors_near) {
    const double room = std::max(0.0, 1.0 - progenitors_near / p.niche);
    return stimulus(p, signal) * (1.0 - signal.inhibition) * room * p.renewal;
}

/// Hazard that a progenitor turns effector.
inline Rate differentiation_hazard(const CytotoxicTParams& p, const Signal& signal) {
    return stimulus(p, signal) * (p.differentiation_floor + 1.0 - signal.inhibition) *
           p.differentiation;
}

/// How far a cell has forgotten antigen, 0…1: not at all from an engagement of `forgotten` on.
inline double forgetfulness(const CytotoxicTParams& p, double engagement) {
    return std::max(0.0, 1.0 - engagement / p.forgotten);
}

/// Hazard that an effector turns to memory: none while it meets antigen, full once it forgot it.
inline Rate memory_hazard(const CytotoxicTParams& p, double engagement) {
    return forgetfulness(p, engagement) * p.memory_formation;
}

/// A state that a cell may turn to, and its hazard.
struct Turn {
    Phenotype to = Phenotype::effector;
    Rate hazard{};
};
/// The turns that are open to a cell, at most two.
inline std::array<Turn, 2> turns(const CytotoxicTParams& p, Phenotype phenotype,
                                 const Signal& signal) {
    switch (phenotype) {
        case Phenotype::progenitor:
            return {Turn{Phenotype::effector, differentiation_hazard(p, signal)}};
        case Phenotype::effector:
            return {Turn{Phenotype::exhausted,
                         p.exhaustion_off ? Rate{} : signal.engagement * p.exhaustion},
                    Turn{Phenotype::memory,
                         p.memory_off ? Rate{} : memory_hazard(p, signal.engagement)}};
        case Phenotype::memory:
            return {Turn{Phenotype::effector, stimulus(p, signal) * p.recall}};
        case Phenotype::exhausted:
            break;
    }
    return {};
}

/// Death hazard; `il2`: response to interleukin-2 relative to usual, which keeps effectors alive.
inline Rate death_hazard(const CytotoxicTParams& p, Phenotype phenotype, double il2) {
    return of_state(phenotype, p.progenitor_death, p.effector_death / il2, p.exhausted_death,
                    p.memory_death);
}

/// Hazard of departure: none while it meets antigen, full once it forgot it.
inline Rate egress_hazard(const CytotoxicTParams& p, Phenotype phenotype, double engagement) {
    const double free = phenotype == Phenotype::memory ? p.memory_egress : 1.0;
    return forgetfulness(p, engagement) * free * p.egress;
}

}  // namespace perforin::biology
