// Pure rates of CD8 T cells.

#include <algorithm>

#include "biology/cytotoxic_t.hpp"
#include "biology/models/hill.hpp"

namespace perforin::biology {

namespace {

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

}  // namespace

double recognition(const CytotoxicTParams& p, bool antigen, double mhc1) {
    return antigen ? hill(mhc1, p.mhc1_half) : 0.0;
}

Rate hit_hazard(const CytotoxicTParams& p, Phenotype phenotype, double inhibition,
                double recognised) {
    const double potency =
        of_state(phenotype, p.progenitor_potency, 1.0, p.exhausted_potency, p.memory_potency);
    return potency * recognised * (1.0 - inhibition) * p.hit_rate;
}

double pd1_of(const CytotoxicTParams& p, Phenotype phenotype) {
    return of_state(phenotype, p.pd1_progenitor, p.pd1_effector, p.pd1_exhausted, p.pd1_memory);
}

double lag3_of(const Lag3Params& p, Phenotype phenotype) {
    return of_state(phenotype, p.on_progenitors, p.on_effectors, p.on_exhausted, p.on_memory);
}

Rate renewal_hazard(const CytotoxicTParams& p, double engagement, double inhibition,
                    PerVolume progenitors_near) {
    const double room = std::max(0.0, 1.0 - progenitors_near / p.niche);
    return engagement * (1.0 - inhibition) * room * p.renewal;
}

Rate differentiation_hazard(const CytotoxicTParams& p, double engagement, double inhibition) {
    return engagement * (p.differentiation_floor + 1.0 - inhibition) * p.differentiation;
}

Rate memory_hazard(const CytotoxicTParams& p, double engagement) {
    return std::max(0.0, 1.0 - engagement / p.forgotten) * p.memory_formation;
}

std::array<Turn, 2> turns(const CytotoxicTParams& p, Phenotype phenotype, double engagement,
                          double inhibition) {
    switch (phenotype) {
        case Phenotype::progenitor:
            return {Turn{Phenotype::effector, differentiation_hazard(p, engagement, inhibition)}};
        case Phenotype::effector:
            return {
                Turn{Phenotype::exhausted, p.exhaustion_off ? Rate{} : engagement * p.exhaustion},
                Turn{Phenotype::memory, p.memory_off ? Rate{} : memory_hazard(p, engagement)}};
        case Phenotype::memory:
            return {Turn{Phenotype::effector, engagement * p.recall}};
        case Phenotype::exhausted:
            break;
    }
    return {};
}

Rate death_hazard(const CytotoxicTParams& p, Phenotype phenotype, double il2) {
    return of_state(phenotype, p.progenitor_death, p.effector_death / il2, p.exhausted_death,
                    p.memory_death);
}

Rate egress_hazard(const CytotoxicTParams& p, Phenotype phenotype, double engagement) {
    const double held = phenotype == Phenotype::memory ? p.memory_egress : 1.0;
    return (1.0 - engagement) * held * p.egress;
}

}  // namespace perforin::biology
