#pragma once
// Healthy cells of the organ: they turn over, bear MHC-I and little PD-L1, can be hit, and make
// room for the tumour. Parameters and formulas; rules: parenchyma.cpp.

#include <cstdint>

#include "config/block.hpp"
#include "core/units.hpp"

namespace perforin::biology {

struct ParenchymaParams : config::Block {
    using Block::Block;

    // numbers and body
    PerVolume density =
        param("density", 0, per_ml, {0, 1e10}, "Healthy cells in the tumour at the start",
              setting("none among tumour cells, unless a preset has some"));
    PerVolume host_density =
        param("host_density", 0, per_ml, {0, 1e10}, "Healthy cells beyond its margin at the start",
              setting("bare host side, unless a preset has some"));
    Length radius = param("radius", 8, um, {2, 20}, "Radius of a cell",
                          recalled(assumed("2 pL; hepatocytes 3–5 pL, epithelia 1 pL")));

    // turnover
    Rate turnover = param("turnover", 0.01, per_day, {0, 10}, "Death hazard",
                          recalled(assumed("epithelia of liver, lung and kidney: months to a year "
                                           "a generation, gut days")));
    Rate renewal = param("renewal", 0.2, per_day, {0, 10},
                         "Division hazard where neither healthy nor tumour cells are near",
                         recalled(assumed("a liver regrows within weeks")));
    PerVolume full =
        param("full", 1.2e8, per_ml, {1e3, 1e10},
              "Density of cells at which divisions of healthy cells replace their deaths",
              recalled(measured("1.2e8 hepatocytes per g of liver")));
    Rate crowded_loss = param(
        "crowded_loss", 0.2, per_day, {0, 10},
        "Further death hazard where cells, healthy and malignant, are twice as dense as `full`",
        recalled(assumed("crowded epithelia shed cells within a day (Eisenhoffer 2012), and "
                         "cells that neighbours outgrow are pressed to death within days "
                         "(Levayer 2016); the rate is assumed")));
    Speed crowding_limit = param("crowding_limit", 8, um_per_minute, {0.01, 1000},
                                 "Sum of repulsive speeds at which crowding stops division",
                                 assumed("as for tumour cells"));
    Pressure necrosis_begins =
        param("necrosis_begins", 5, mmhg, {0, 50}, "Necrosis begins below this oxygen tension",
              assumed("as for tumour cells"));
    Pressure necrosis_full =
        param("necrosis_full", 2.5, mmhg, {0, 50}, "Necrosis is fastest below this oxygen tension",
              assumed("as for tumour cells"));
    Rate necrosis = param("necrosis", 1.0 / 360, per_minute, {0, 1}, "Fastest hazard of necrosis",
                          assumed("as for tumour cells"));

    // cytotoxicity
    std::int64_t hits_to_kill = count("hits_to_kill", 3, {1, 50}, "Unhealed hits that kill a cell",
                                      assumed("as for tumour cells"));
    Time healing = param("healing", 50, minute, {0.1, 2880},
                         "A cell heals all its hits when no further one comes within this time",
                         assumed("as for tumour cells"));

    // immune visibility
    double pdl1_constitutive =
        param("pdl1_constitutive", 1e3, fraction, {0, 1e7}, "PD-L1 molecules without IFN-γ",
              assumed("hardly stained in healthy organs"));
    double pdl1_induced =
        param("pdl1_induced", 3e4, fraction, {0, 1e7}, "PD-L1 molecules at saturating IFN-γ",
              assumed("induced in inflamed organs, below tumours"));
    Molarity pdl1_half = param("pdl1_half", 10, picomolar, {1e-4, 1e6},
                               "IFN-γ at half induction of PD-L1", assumed("as for tumour cells"));
    Time pdl1_response = param("pdl1_response", 24, hour, {0.1, 1000},
                               "Time constant of changes of PD-L1", recalled(measured("6–72 h")));

    Rate oxygen_uptake =
        param("oxygen_uptake", 5, per_minute, {0, 1000},
              "Oxygen taken up by a cell per its own volume", assumed("half of a tumour cell's"));

    bool turnover_off = ablation("healthy_turnover",
                                 "Healthy cells neither die nor divide by "
                                 "themselves");
};

/// Division hazard where so many healthy and tumour cells lie per volume, itself included: from
/// `renewal` in empty tissue straight to `turnover` at `full`, and on down to zero.
Rate healthy_division(const ParenchymaParams&, PerVolume near, Speed crowding);

/// Death hazard for want of room: zero up to `full`, from there on in proportion to the excess, up
/// to thrice `full`.
Rate crowded_death(const ParenchymaParams&, PerVolume near);

/// P' = (P* − P)/response, P* between constitutive and induced by IFN-γ.
double healthy_pdl1_after(const ParenchymaParams&, double pdl1, Molarity interferon, Time dt);

}  // namespace perforin::biology
