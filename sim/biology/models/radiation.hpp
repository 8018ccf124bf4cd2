#pragma once
// Ionising radiation in a cell: which share of cells keeps the ability to divide, how the others
// die, and the DNA that damaged ones leak into their cytosol, where it calls for type-I interferon.

#include "config/block.hpp"
#include "core/units.hpp"

namespace perforin::biology {

/// `[radiation]`
struct RadiationParams : config::Block {
    using Block::Block;

    // survival
    PerDose alpha =
        param("alpha", 0.3, per_gray, {0, 5},
              "Lethal damage per dose: the linear term of the log of survival",
              recalled(measured("NSCLC 0.2–0.4; very heterogeneous (van Leeuwen 2018)")));
    RadiationDose alpha_beta = param("alpha_beta", 10, gray, {0.1, 100},
                                     "Dose at which linear and quadratic term are equal",
                                     recalled(measured("NSCLC 8–15 (van Leeuwen 2018)")));
    RadiationDose tail_begins =
        param("tail_begins", 10, gray, {0, 100},
              "Dose of one fraction above which the log of survival falls along a straight line",
              recalled(assumed("the linear-quadratic law kills too many above 8–15 Gy (debate of "
                               "Guerrero and Brenner)")));
    double oxygen_enhancement =
        param("oxygen_enhancement", 2.8, fraction, {1, 5},
              "Dose without oxygen over the dose of the same effect with ample oxygen",
              recalled(measured("2.5–3.0")));
    Pressure oxygen_half =
        param("oxygen_half", 3, mmhg, {0.01, 50}, "Oxygen tension at half of that enhancement",
              recalled(measured("Alper & Howard-Flanders 1956")));

    // death of cells that have lost it
    std::int64_t mitoses =
        count("mitoses", 3, {1, 20}, "A doomed cell dies in one of its first so many mitoses",
              recalled(measured("mitotic catastrophe over 1–3 divisions")));
    Rate interphase_death = param("interphase_death", 1.0 / 3, per_day, {0, 100},
                                  "Hazard that a doomed cell dies between mitoses",
                                  recalled(measured("death after 3 days, 1–7")));

    // DNA in the cytosol, in units of the yield
    RadiationDose yield_alpha_beta =
        param("yield_alpha_beta", 5, gray, {0.1, 100},
              "Dose at which fragments of one track are as many as those of two",
              fitted("systems model of the abscopal effect; 3–10 Gy"));
    double yield_most = param("yield_most", 50, fraction, {1, 1e4},
                              "Most fragments of chromosomes that a fraction can leave",
                              assumed("shattered chromosomes cannot give more; else one of 30 Gy "
                                      "would outrun TREX1"));
    Rate leak = param("leak", 2, per_day, {0, 100},
                      "Rate at which fragments pass from nucleus and micronuclei into the cytosol",
                      assumed("micronuclei rupture within hours to a day"));
    Rate dna_decay =
        param("dna_decay", 1, per_day, {0.01, 100}, "Decay of DNA in the cytosol without TREX1",
              fitted("systems model of the abscopal effect; 0.5–1.5 1/d"));
    RadiationDose trex1_half =
        param("trex1_half", 15, gray, {1, 100}, "Dose of one fraction at half induction of TREX1",
              measured("Vanpouille-Box 2017: 12–18 Gy, by cell line"));
    double trex1_steepness =
        param("trex1_steepness", 8, fraction, {1, 20}, "Hill exponent of its induction",
              assumed("a threshold: none at 8 Gy, full at 20 (Vanpouille-Box 2017); 8–12"));
    Rate trex1_decay = param("trex1_decay", 0.35, per_day, {0, 100}, "Decay of TREX1",
                             assumed("back within a week"));
    Rate trex1_digestion =
        param("trex1_digestion", 12, per_day, {0, 1000},
              "Rate at which fully induced TREX1 digests DNA in the cytosol",
              assumed("fast against its decay: no interferon after 20 Gy (Vanpouille-Box 2017)"));

    // type-I interferon
    double interferon_half =
        param("interferon_half", 16, fraction, {0.01, 1e4},
              "DNA in the cytosol at half of the fastest secretion of type-I interferon",
              fitted("systems model of the abscopal effect; 8–32"));
    double interferon_steepness = param(
        "interferon_steepness", 4, fraction, {1, 20}, "Hill exponent of that switch",
        fitted("systems model of the abscopal effect: below 3 five fractions of 6 Gy would do "
               "as well as three of 8 Gy"));
    Rate interferon_secretion =
        param("interferon_secretion", 5, per_minute, {0, 1e4},
              "Type-I interferon molecules that a cell secretes at the most",
              recalled(assumed("supernatants hold about 100 pg/mL of 1e6 cells after a day: 2 a "
                               "minute of cells at 40 % of the most; 0.5–50")));

    // what-if switches
    bool trex1_off = ablation("trex1", "TREX1 does not digest DNA in the cytosol");
    bool interferon_off = ablation("interferon_1", "No cell makes type-I interferon");
};

/// Dose that has the same effect with ample oxygen: d (m p + k)/(m (p + k)), m the enhancement, k
/// the tension at its half (Alper & Howard-Flanders 1956).
RadiationDose oxygenated_dose(const RadiationParams&, RadiationDose, Pressure oxygen);

/// Share of cells that go on dividing after one fraction of an oxygenated dose d:
/// exp(−(1 − r)(α d + β d²)), straight on at the slope that the exponent has at `tail_begins`.
/// `resistance` r: the same share of α and of β, so that α/β stays that of the tumour.
double surviving(const RadiationParams&, RadiationDose oxygenated, double resistance);

/// What a fraction of that oxygenated dose adds: Y (1 − exp(−(d + d²/r)/Y)), r the yield's α/β.
double fragments(const RadiationParams&, RadiationDose oxygenated);
/// TREX1 that it adds, 1: full induction. d^n/(d^n + half^n).
double trex1_induced(const RadiationParams&, RadiationDose oxygenated);

/// What radiation left in a cell; all zero in one that never was irradiated.
struct DnaState {
    double fragments = 0.0;  ///< of chromosomes, in the nucleus and in micronuclei
    double cytosolic = 0.0;  ///< DNA in the cytosol
    double trex1 = 0.0;      ///< 1: as much as one large fraction induces

    bool none() const { return !(fragments > 0.0 || cytosolic > 0.0 || trex1 > 0.0); }
};

/// After a fraction of that oxygenated dose.
DnaState hit(const RadiationParams&, DnaState, RadiationDose oxygenated);

/// W' = −l W,  U' = l W − (k + e X) U,  X' = −x X over dt; exact for the mean of X. Less than a
/// millionth is nothing.
DnaState dna_after(const RadiationParams&, const DnaState&, Time dt);

/// Type-I interferon that a cell secretes, molecules per time.
Rate interferon_1_secretion(const RadiationParams&, double cytosolic);

}  // namespace perforin::biology
