// Ipilimumab: human IgG1 antibody against CTLA-4; its Fc part may mark regulatory T cells.

#include "core/registry.hpp"
#include "patient/antibody.hpp"
#include "patient/infusion.hpp"

namespace perforin::therapy {

namespace {

using config::assumed, config::measured, config::recalled;

/// Not read: lactate dehydrogenase, CL ~ (ln LDH / ln 206)^1.13. Sex, age and performance status
/// had no effect.
patient::AntibodyFacts facts() {
    const auto feng = measured("Feng 2014 BJCP, table 2 (via nlmixr2lib)");
    const auto no_effect = measured("Feng 2014: no effect in the final model");
    const auto no_change = assumed("Feng 2014: a clearance that does not change");
    return {.receptor = "ctla4",
            .kd = {5.25, recalled(measured("label: 5.25 ± 3.62 nM; 1–18"))},
            .avidity = {4.0, assumed("CTLA-4 is a dimer: half of its ligand is kept off at about "
                                     "0.2 mg/L, 1.3 nM (recalled)")},
            .molar_mass = {148, recalled(measured("label"))},
            .clearance = {0.36, feng},
            .central = {4.15, feng},
            .exchange = {0.986, feng},
            .peripheral = {3.11, feng},
            .reference_weight = {80, feng},
            .weight_clearance = {0.642, feng},
            .weight_central = {0.708, feng},
            .weight_exchange = {0.0, no_effect},
            .weight_peripheral = {0.0, no_effect},
            .clearance_change = {0.0, no_change},
            .half_change = {60.0, no_change},
            .steepness = {1.0, no_change},
            .shared_variability = false,
            .female_clearance = {0.0, no_effect},
            .female_central = {0.0, no_effect},
            .ecog_clearance = {0.0, no_effect},
            .omega_clearance = {0.354, feng},
            .omega_central = {0.149, feng},
            .clearance_central = {0.481, feng}};
}

struct Ipilimumab final : patient::Antibody {
    explicit Ipilimumab(config::Section& section) : Antibody{section, facts()} {}
};

struct IpilimumabTherapy final : patient::Infusion {
    explicit IpilimumabTherapy(config::Section& section)
        : Infusion{
              section,
              {.drug = "ipilimumab",
               .dose_mg_per_kg = 3,
               .schedule = {3, 4,
                            recalled(measured("label: 3 mg/kg every 3 weeks, four times; "
                                              "1 mg/kg beside nivolumab in kidney cancer"))}}} {}
};

const Registered<patient::Drug> drug{"ipilimumab", "Antibody that blocks CTLA-4 (IgG1)",
                                     make<patient::Drug, Ipilimumab>};
const Registered<patient::Therapy> here{"ipilimumab",
                                        "CTLA-4 blockade, 3 mg/kg every 3 weeks, four times",
                                        make<patient::Therapy, IpilimumabTherapy>};

}  // namespace

}  // namespace perforin::therapy
