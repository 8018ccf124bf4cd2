#pragma once
// Oedema: vessels of inflamed tissue leak fluid, lymph drains it, and tissue swells by it.

#include "config/block.hpp"
#include "core/units.hpp"

namespace perforin::tissue {

/// Nothing of this is established: orders of magnitude that bound each other.
struct OedemaParams : config::Block {
    using Block::Block;
    double most = param("most", 0, fraction, {0, 0.5},
                        "Largest share of tissue that fluid may make up; 0: there is no oedema",
                        assumed("off; up to 0.5 is plausible"));
    Molarity half = param("half", 60, picomolar, {1e-4, 1e6},
                          "IFN-γ at which inflamed vessels leak half as fast as they can",
                          assumed("as for adhesion"));
    Molarity il2_half =
        param("il2_half", 1000, picomolar, {1e-2, 1e7},
              "Interleukin-2 that is given at which vessels leak half as fast as they can",
              recalled(assumed("leak is seen at high doses, with nanomolar levels in serum")));
    Time fill = param("fill", 2, day, {0.05, 100},
                      "Time in which fully inflamed vessels of normal density fill tissue",
                      assumed("tissue swells within days"));
    Time drain =
        param("drain", 5, day, {0.05, 100}, "Time in which lymph and veins take fluid up again",
              assumed("swelling subsides within a week or two"));
    bool off = ablation("oedema", "Inflamed vessels do not leak");

    bool possible() const { return !off && most > 0.0; }
};

/// Rate at which fluid comes where IFN-γ and vessels are so, vessels relative to normal tissue:
/// more of them than normal leak no faster. `il2`: given, which makes them leak as well.
Rate leak(const OedemaParams&, Molarity interferon, double vessels, Molarity il2 = {});

/// Share of fluid after dt: w' = leak (most − w) − w / drain. Stays within 0 … most.
double fluid_after(const OedemaParams&, double fluid, Rate leak, Time dt);

/// By which share tissue with so much fluid is longer in each direction: 1/(1 − w) in volume.
double swelling(double fluid);

}  // namespace perforin::tissue
