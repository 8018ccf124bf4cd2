#pragma once
// Corpses of every kind: apoptotic ones are engulfed by phagocytes that have a capacity, or turn
// necrotic; necrotic ones dissolve slowly. Necrotic ones spill danger signals, and so do cells that
// hits or radiation have killed.

#include <cstdint>

#include "config/block.hpp"
#include "core/units.hpp"
#include "tissue/kind.hpp"

namespace perforin::biology {

/// `[corpse]`
struct CorpseParams : config::Block {
    using Block::Block;
    double volume = param("volume", 0.7, fraction, {0.05, 2},
                          "Volume of an apoptotic corpse relative to a grown cell",
                          assumed("corpses shrink; 0.4–0.8"));
    Rate efferocytosis =
        param("efferocytosis", 4, per_day, {0, 50},
              "Hazard that an apoptotic corpse is engulfed by idle phagocytes that are no cells "
              "of the model, neighbours among them",
              fitted("debris 10–25 % of volume before therapy"));
    PerVolume capacity = param("capacity", 6e7, per_ml, {1e4, 1e10},
                               "Density of fresh corpses at which phagocytes are half saturated",
                               fitted("debris 10–25 % of volume before therapy"));
    Rate secondary_necrosis =
        param("secondary_necrosis", 0.3, per_day, {0, 10},
              "Rate at which apoptotic corpses that nobody engulfed turn necrotic",
              fitted("debris 10–25 % of volume before therapy"));
    Rate necrotic_clearance =
        param("necrotic_clearance", 0.1, per_day, {0, 10}, "Hazard that a necrotic corpse is gone",
              measured("0.03–1 1/d in published systems models (Wang 2021)"));
    double damps =
        param("damps", 1e7, fraction, {0, 1e12}, "Danger signals that a dead cell holds, molecules",
              assumed("between HMGB1 alone, 1e6 a nucleus (recalled), and qspio's 8e9 (1.34e-14 "
                      "mol), which would mature every dendritic cell at any turnover"));
    Time spill = param("spill", 12, hour, {0.1, 1000},
                       "Time constant with which a necrotic corpse spills them",
                       assumed("HMGB1 leaves necrotic cells within hours"));
    double immunogenic =
        param("immunogenic", 0.3, fraction, {0, 1},
              "Rate at which a fresh corpse killed by hits or radiation spills them, relative to a "
              "necrotic one; after spontaneous apoptosis a fresh corpse spills none",
              assumed("immunogenic death: ATP and HMGB1 leave before the membrane breaks"));
    double immunogenic_drug = param(
        "immunogenic_drug", 0.1, fraction, {0, 1},
        "Rate at which a fresh corpse killed by a drug spills them, relative to one killed by "
        "hits or radiation",
        recalled(assumed("1 for doxorubicin and oxaliplatin (Casares 2005, Tesniere 2010), "
                         "little for taxanes and kinase inhibitors")));
    bool damps_off = ablation("damps", "Corpses spill no danger signals");
};

/// The private columns of a kind that leaves corpses.
struct MortalCells : tissue::Population {
    tissue::Column<float> damps =
        column<float>("damps", "1", "Share of its danger signals that a corpse still holds");
    tissue::Column<std::uint8_t> killed = column<std::uint8_t>(
        "killed", "1", "1 once hits or radiation have killed it, 2 drugs, else 0");
};

/// Hazard that an apoptotic corpse is engulfed where `fresh` corpses lie per volume: phagocytes
/// that are no cells of the model have a capacity, k/(1 + fresh/capacity).
Rate efferocytosis_hazard(const CorpseParams&, PerVolume fresh);

/// Share of its danger signals that a corpse still holds after `dt`: c exp(−l dt/spill), l = 1 for
/// a necrotic one, `immunogenic` for a fresh one that hits or radiation have killed, `immunogenic`
/// times `immunogenic_drug` where it was a drug, else 0. `killed` as in the column.
double damps_after(const CorpseParams&, double held, tissue::Condition, int killed, Time dt);

/// A new cell is alive, and holds all.
void begin_life(std::size_t i, MortalCells&);

/// A cell of any kind becomes a corpse; its apoptotic body shrinks to the given volume. It keeps
/// its antigens for whoever engulfs it.
void become_corpse(const CorpseParams&, tissue::Row, tissue::Cause, double full_radius_um,
                   tissue::Surface&, MortalCells&);

/// A corpse gives danger signals off, over the step that begins.
void exude(const CorpseParams&, const tissue::World&, std::size_t i, const MortalCells&,
           tissue::Level damps, tissue::Exchange&);

/// A corpse has given them off, and waits to be engulfed, or to dissolve.
void lie(const CorpseParams&, const tissue::World&, std::size_t i, MortalCells&, tissue::Intents&);

/// An apoptotic corpse that nobody engulfs turns necrotic.
void turn(const CorpseParams&, const tissue::World&, tissue::Row, tissue::Surface&);

}  // namespace perforin::biology
