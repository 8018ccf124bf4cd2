#pragma once
// PD-1 and its ligands in the immune synapse: binding equilibrium in two dimensions against drugs
// in excess, and how much of a T cell's function the bound PD-1 inhibits. Sources: METHODS.md.

#include <cstdint>

#include "config/block.hpp"
#include "core/units.hpp"

namespace perforin::biology {

struct CheckpointParams : config::Block {
    using Block::Block;
    Molarity kd_pdl1 = param("kd_pdl1", 8200, nanomolar, {1, 1e6},
                             "Dissociation constant of PD-1 and PD-L1 in solution",
                             measured("Cheng 2013 by SPR, via qspio; 1600–14800"));
    Molarity kd_pdl2 = param("kd_pdl2", 2300, nanomolar, {1, 1e6},
                             "Dissociation constant of PD-1 and PD-L2 in solution",
                             measured("Cheng 2013 by SPR, via qspio; 380–2300"));
    Length gap = param("synapse_gap", 0.003, um, {0.0005, 0.05},
                       "Height in which membrane-bound partners move in the synapse",
                       assumed("qspio: 3 nm"));
    Area t_cell_area =
        param("t_cell_area", 151, um2, {10, 2000}, "Membrane over which a T cell's PD-1 is spread",
              assumed("smooth sphere of 6.94 µm (qspio); ruffles not counted"));
    Area target_area = param("target_area", 897, um2, {10, 20000},
                             "Membrane over which a target's PD-L1 is spread",
                             assumed("smooth sphere of 16.9 µm (qspio); ruffles not counted"));
    double pdl2_per_pdl1 =
        param("pdl2_per_pdl1", 0.07, fraction, {0, 10},
              "PD-L2 molecules per PD-L1 molecule on a target", assumed("qspio: 0.07 (0.001–0.1)"));
    PerArea half_inhibition = param("half_inhibition", 20, per_um2, {0.1, 1000},
                                    "Density of ligand-bound PD-1 that inhibits by half of Emax",
                                    fitted("qspio 2020; later versions and SPQSP 6 to 7"));
    std::int64_t hill =
        count("hill", 2, {1, 8}, "Steepness of inhibition in bound PD-1", fitted("qspio, SPQSP"));
    double strongest = param("Emax", 0.95, fraction, {0, 0.99},
                             "Share of its function that a T cell loses when PD-1 is saturated",
                             fitted("untreated inflamed tumours grow, and a third to a half of "
                                    "patients with melanoma respond to nivolumab (CheckMate 067)"));
    double hit_power =
        param("hit_power", 1.0 / 3.0, fraction, {0.05, 1},
              "Power of the function left that hits take; at 1 over the hits that kill, kills of "
              "rare hits fall as function does",
              assumed("inhibition is a share of function, and a kill takes three hits"));
};

/// Densities in the synapse, per µm².
struct SynapseDensities {
    double pd1 = 0.0, pdl1 = 0.0, pdl2 = 0.0;
};

/// How much weaker a partner binds because drugs compete for it, per partner: 1 + Σ c/K, 1…∞.
struct Competition {
    double at_pd1 = 1.0, at_pdl1 = 1.0, at_pdl2 = 1.0;
};

/// Every form of PD-1 in the synapse and the free ligands, per µm².
struct SynapseBinding {
    double pd1_free = 0.0, pd1_drug = 0.0;
    double pd1_pdl1 = 0.0, pd1_pdl2 = 0.0;
    double pdl1_unbound = 0.0, pdl2_unbound = 0.0;  ///< not bound to PD-1 (free or held by a drug)
    double bound() const { return pd1_pdl1 + pd1_pdl2; }
};

/// Two-dimensional dissociation constant, per µm²: Kd·N_A·gap.
double two_dimensional(Molarity kd, Length gap);

/// Complexes of one receptor and one ligand: the root of (R − C)(L − C) = K·C between 0 and
/// min(R, L). R, L and K in one unit, ≥ 0; K may be infinite.
double complexes(double receptor, double ligand, double kd);

/// The same with two ligands and drugs: the root of a cubic, found by Newton's method inside a
/// bracket. K: two-dimensional, without drug.
SynapseBinding bind(const SynapseDensities& total, double kd_pdl1, double kd_pdl2,
                    const Competition& drugs);

/// PD-1's effect for one set of parameters.
class Checkpoint {
public:
    explicit Checkpoint(const CheckpointParams& params);

    /// Share of a T cell's function that is inhibited at a target, 0…Emax. Molecules are per cell;
    /// occupancies are what drugs would hold without ligands: Σ(c/K)/(1 + Σ(c/K)), 0…1.
    double inhibition(double pd1_molecules, double pdl1_molecules, double pd1_occupancy = 0.0,
                      double pdl1_occupancy = 0.0) const;

    /// Ligand-bound PD-1, per µm².
    double bound(double pd1_molecules, double pdl1_molecules, double pd1_occupancy = 0.0,
                 double pdl1_occupancy = 0.0) const;

    /// Share inhibited by this density of bound PD-1: Emax·xⁿ/(1 + xⁿ), x = bound/K50.
    double inhibition_by(double bound) const;

    /// Share of hits that is lost with this share of function, 0…1.
    double of_hits(double inhibition) const;

private:
    double kd_pdl1_, kd_pdl2_;           // per µm²
    double pd1_density_, pdl1_density_;  // per µm² and molecule
    double pdl2_per_pdl1_, half_, strongest_, hit_power_;
    std::int64_t hill_;
};

}  // namespace perforin::biology
