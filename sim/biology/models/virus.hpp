#pragma once
// Oncolytic virus in a tumour cell: infection by virions around it, which interferon and antibodies
// hinder; new virions after an eclipse; lysis.

#include <optional>

#include "config/block.hpp"
#include "core/units.hpp"
#include "tissue/world.hpp"

namespace perforin::biology {

/// `[virus]`; 1 pM are 6e8 virions in a mL.
struct VirusParams : config::Block {
    using Block::Block;
    Rate infectivity =
        param("infectivity", 0.0024, per_hour, {0, 1000},
              "Hazard that a cell is infected where there is 1 pM of virus",
              fitted("4 µm³/h, so that one infected cell infects about three before immunity; "
                     "0.7 µm³/h of Friedman 2006 (recalled) would let it die out in this packing"));
    Time eclipse = param("eclipse", 8, hour, {0, 240}, "Time from infection to the first virions",
                         recalled(measured("herpes simplex: 6–10 h")));
    double burst = param("burst", 100, fraction, {0, 1e5}, "Virions that an infected cell makes",
                         recalled(measured("Friedman 2006: 50–150 in vivo; 10–4000")));
    Rate lysis = param("lysis", 0.056, per_hour, {0, 10}, "Hazard of lysis after the eclipse",
                       recalled(measured("Friedman 2006: 1/18 h")));
    Molarity interferon_half =
        param("interferon_half", 20, picomolar, {1e-3, 1e6},
              "Type-I interferon that halves infection in cells which hear it",
              assumed("interferon protects at tens of units per mL; many tumours hear it badly"));
    Rate interferon_secretion =
        param("interferon_secretion", 10, per_minute, {0, 1e5},
              "Type-I interferon molecules that an infected cell secretes",
              assumed("as cells with DNA in their cytosol; viruses keep it low"));
    bool off = ablation("virus_infection", "No cell is infected by an oncolytic virus");
};

/// Hazard of infection; `antibody`: how much it is neutralised, 0: not at all.
inline Rate infection_hazard(const VirusParams& p, Molarity virus, Molarity interferon,
                             double antibody) {
    if (p.off) return {};
    const double protected_by = (1.0 + interferon / p.interferon_half) * (1.0 + antibody);
    return virus.in(picomolar) / protected_by * p.infectivity;
}

/// Virions a minute from a cell infected so long ago: the burst is spread over the mean time to
/// lysis.
inline Rate virion_release(const VirusParams& p, Time infected) {
    return infected >= p.eclipse ? p.burst * p.lysis : Rate{};
}

inline Rate lysis_hazard(const VirusParams& p, Time infected) {
    return infected >= p.eclipse ? p.lysis : Rate{};
}

/// Virus around a cell, from where it is known.
struct VirusAround {
    std::optional<tissue::Level> made = tissue::known_substance("virus"),
                                 given = tissue::known_exposure("virus_given"),
                                 antibody = tissue::known_exposure("virus_antibody");

    Molarity level(const tissue::World& world, tissue::Row row) const {
        return (at(made, world, row) + at(given, world, row)) * picomolar;
    }
    double neutralised(const tissue::World& world, tissue::Row row) const {
        return at(antibody, world, row);
    }

private:
    static double at(const std::optional<tissue::Level>& what, const tissue::World& world,
                     tissue::Row row) {
        return what ? static_cast<double>(world.level(*what, row)) : 0.0;
    }
};

}  // namespace perforin::biology
