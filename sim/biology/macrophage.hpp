#pragma once
// Macrophages: polarised between M1 and M2 by what they sense, they engulf corpses at a rate with a
// handling time. M1-like ones show antigen and call T cells, M2-like ones suppress. Parameters and
// formulas; rules: macrophage.cpp.

#include "biology/models/leukocyte.hpp"

namespace perforin::biology {

struct MacrophageParams : LeukocyteParams {
    explicit MacrophageParams(const config::Section& section)
        : LeukocyteParams{
              section,
              {.weight = {0.5, assumed("fewer than tumour cells, more than T cells")},
               .loss = {0.7, recalled(measured("classical monocytes stay in blood for a day "
                                               "(Patel 2017)"))},
               .extravasation = {0.01, recalled(assumed("0.001–0.1 for T cells, little known"))},
               .radius = {8, recalled(measured("15–20 µm across in tissue"))},
               .speed = {1, recalled(assumed("1–2 µm/min, slower than T cells"))}}} {}

    // recruitment
    Molarity vegf_half = param(
        "vegf_half", 30, picomolar, {1e-3, 1e6}, "VEGF at which half of the rolling monocytes stop",
        recalled(measured("VEGFR-1 binds at 10–30 pM; monocytes follow it")));
    double entry_floor = param("entry_floor", 0.3, fraction, {0, 1},
                               "Share that stops without it: CCL2 is no substance of the model",
                               assumed("CCL2 is made in nearly all tumours"));
    Rate death = param("death", 0.03, per_day, {0, 10}, "Death hazard",
                       assumed("a month; qspio recruits 2e5 per mL and day, 1 % of 2e7 per mL"));

    // clearance
    Rate engulfment = param("engulfment", 0.5, per_hour, {0, 100},
                            "Hazard that an idle one engulfs while a corpse is in reach",
                            recalled(assumed("uptake takes 20–60 min once in contact")));
    Time handling =
        param("handling", 6, hour, {0, 200}, "Time in which it engulfs no further corpse",
              recalled(assumed("phagosomes digest a corpse in hours")));
    Length reach = param("reach", 5, um, {0, 50}, "Widest gap to a corpse that it bridges",
                         assumed("pseudopods of a few µm"));

    // polarisation: 0 is M1, 1 is M2
    Time response = param("response", 24, hour, {0.1, 1000}, "Time constant of polarisation",
                          recalled(measured("1–3 days in culture")));
    double rest = param("rest", 0.1, fraction, {1e-3, 10},
                        "Drive towards either side without a signal; its share of 1 is how far "
                        "from an end saturating signals leave it",
                        assumed("the ends are never reached"));
    Molarity interferon_half =
        param("interferon_half", 10, picomolar, {1e-4, 1e6}, "IFN-γ at half its drive towards M1",
              assumed("as for PD-L1 induction"));
    Molarity il10_half =
        param("il10_half", 50, picomolar, {1e-3, 1e6}, "IL-10 at half its drive towards M2",
              recalled(assumed("EC50 of 10–100 pM on monocytes")));
    Molarity tgf_beta_half =
        param("tgf_beta_half", 70, picomolar, {1e-3, 1e6}, "TGF-β at half its drive towards M2",
              measured("0.07 nM in QSPIO"));
    Pressure hypoxia = param("hypoxia", 15, mmhg, {0, 160},
                             "Oxygen below which hypoxia drives towards M2, fully so at a third",
                             measured("PhysiCell 1.14: hypoxia threshold 15, proliferation 5"));
    double fed = param("fed", 0.5, fraction, {0, 1}, "Drive towards M2 while it digests a corpse",
                       assumed("efferocytosis makes TGF-β and IL-10 (Fadok 1998)"));

    // what it is to others
    double presents_below =
        param("presents_below", 0.4, fraction, {0, 1},
              "Polarisation below which it shows antigen and costimulates", assumed("M1-like"));
    double suppresses_above =
        param("suppresses_above", 0.6, fraction, {0, 1},
              "Polarisation above which it suppresses T cells (arginase)", assumed("M2-like"));

    // secretion
    Rate chemokine = param("chemokine", 100, per_minute, {0, 1e6},
                           "CXCL9/10 molecules of an M1 cell at saturating IFN-γ",
                           assumed("five times a tumour cell's: macrophages are the main source of "
                                   "CXCL9 (House 2020)"));
    Rate il10 = param("il10", 5, per_minute, {0, 1e6}, "IL-10 molecules of an M2 cell",
                      assumed("about 50 pM at 2e7 per mL"));
    Rate tgf_beta = param("tgf_beta", 35, per_minute, {0, 1e6},
                          "Active TGF-β molecules of an M2 "
                          "cell",
                          fitted("a sixth of a fibroblast's, as HCC_GPU has of a Treg's"));
    Rate vegf = param("vegf", 6, per_minute, {0, 1e6}, "VEGF molecules of an M2 cell",
                      assumed("as a hypoxic tumour cell"));

    // what-if switches
    bool clearance_off = ablation("macrophage_clearance", "Macrophages engulf no corpses");
    bool polarisation_off =
        ablation("macrophage_polarisation", "Macrophages stay halfway between M1 and M2");
    bool suppression_off = ablation("macrophage_suppression",
                                    "M2-like macrophages neither suppress nor secrete IL-10");
};

/// What a macrophage senses.
struct MacrophageSignals {
    Molarity interferon{}, il10{}, tgf_beta{};
    Pressure oxygen{};
    bool fed = false;
};

/// Where polarisation goes: m₂/(m₁ + m₂), m₁ = rest + hill(IFN-γ), m₂ = rest + 1 − Π(1 − drive).
double polarisation_target(const MacrophageParams&, const MacrophageSignals&);

/// P' = (target − P)/response.
double polarisation_after(const MacrophageParams&, double polarisation, double target, Time dt);

/// Corpses that one macrophage engulfs where there are always some: 1/(1/engulfment + handling).
Rate fastest_clearance(const MacrophageParams&);

}  // namespace perforin::biology
