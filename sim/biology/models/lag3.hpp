#pragma once
// LAG-3, the second checkpoint of T cells: bound by MHC-II on presenting cells and by what tumour
// cells show of it and of other ligands.

#include "config/block.hpp"
#include "core/units.hpp"

namespace perforin::biology {

/// `[lag3]`
struct Lag3Params : config::Block {
    using Block::Block;
    double most = param(
        "Emax", 0, fraction, {0, 0.95},
        "Share of its function that a T cell loses when LAG-3 is saturated",
        setting("0: it is part of the fitted rates of hits and renewal, which know PD-1 alone; "
                "0.4 or so (assumed) where a drug against it is studied"));
    double half = param("half", 0.3, fraction, {1e-3, 100},
                        "Receptor × ligand, each relative to its most, that inhibits by half",
                        assumed("no quantitative source; 0.1–1"));
    double tumour_ligand =
        param("tumour_ligand", 0.5, fraction, {0, 10},
              "Ligand on a tumour cell, relative to a neighbourhood rich in presenting cells",
              assumed("MHC-II on part of tumours, FGL1 and galectin-3 on others"));
    PerVolume presenting_half =
        param("presenting_half", 4e6, per_ml, {1e3, 1e10},
              "Presenting cells around that show half of the ligand", assumed("one in 50 µm"));

    // receptor, relative to a terminally exhausted cell
    double on_exhausted = param("on_exhausted", 1, fraction, {0, 10},
                                "LAG-3 on terminally exhausted cells", setting("the unit"));
    double on_progenitors =
        param("on_progenitors", 0.4, fraction, {0, 10}, "LAG-3 on progenitors",
              recalled(measured("LAG-3 rises from progenitors to exhausted cells (Miller 2019)")));
    double on_effectors = param("on_effectors", 0.15, fraction, {0, 10}, "LAG-3 on effectors",
                                assumed("induced by activation, less than by exhaustion"));
    double on_memory =
        param("on_memory", 0.05, fraction, {0, 10}, "LAG-3 on memory cells", assumed("resting"));
};

/// Ligand that a T cell meets at a target, relative.
double lag3_ligand(const Lag3Params&, bool tumour, PerVolume presenting);

/// Share of its function that it loses; `occupancy`: of LAG-3 by drugs, 0…1.
double lag3_inhibition(const Lag3Params&, double receptor, double ligand, double occupancy);

}  // namespace perforin::biology
