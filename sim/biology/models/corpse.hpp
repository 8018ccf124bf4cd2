#pragma once
// Corpses of every kind: apoptotic ones are engulfed by phagocytes that have a capacity, or turn
// necrotic; necrotic ones dissolve slowly.

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
};

/// Hazard that an apoptotic corpse is engulfed where `fresh` corpses lie per volume: phagocytes
/// that are no cells of the model have a capacity, k/(1 + fresh/capacity).
Rate efferocytosis_hazard(const CorpseParams&, PerVolume fresh);

/// A cell of any kind becomes a corpse; its apoptotic body shrinks to the given volume.
void become_corpse(const CorpseParams&, tissue::Row, tissue::Cause, double full_radius_um,
                   tissue::Surface&);

/// A corpse waits to be engulfed, or to dissolve.
void lie(const CorpseParams&, const tissue::World&, tissue::Row, tissue::Intents&);

/// An apoptotic corpse that nobody engulfs turns necrotic.
void turn(const CorpseParams&, const tissue::World&, tissue::Row, tissue::Surface&);

}  // namespace perforin::biology
