// Atezolizumab: humanised IgG1 antibody against PD-L1, its Fc part silenced. PD-1 and PD-L2 stay
// free to meet.

#include "core/registry.hpp"
#include "patient/antibody.hpp"
#include "patient/infusion.hpp"

namespace perforin::therapy {

namespace {

using config::assumed, config::measured, config::recalled;

/// Not read: tumour burden (power 0.125) and antidrug antibodies (+15.9 %) on CL.
patient::AntibodyFacts facts() {
    const auto stroh = measured("Stroh 2017, as fixed in Chan 2025 (via nlmixr2lib)");
    const auto centanni = measured("Centanni 2019, table 2, after Stroh 2017");
    const auto no_effect = measured("Stroh 2017: not in the final model");
    const auto no_change = assumed("Stroh 2017: a clearance that does not change; label: −17 %");
    return {.receptor = "pdl1",
            .kd = {0.4, recalled(measured("label: 0.4 nM; 0.3–0.5"))},
            .avidity = {1.0, assumed("the label's Kd is taken as it acts on cells")},
            .molar_mass = {145, recalled(measured("label"))},
            .clearance = {0.2, centanni},
            .central = {3.28, centanni},
            .exchange = {0.546, centanni},
            .peripheral = {3.63, centanni},
            .reference_weight = {77, stroh},
            .weight_clearance = {0.808, stroh},
            .weight_central = {0.559, stroh},
            .weight_exchange = {0.0, no_effect},
            .weight_peripheral = {0.0, no_effect},
            .clearance_change = {0.0, no_change},
            .half_change = {60.0, no_change},
            .steepness = {1.0, no_change},
            .shared_variability = false,
            .reference_sex = patient::Sex::male,
            .female_clearance = {0.0, no_effect},
            .female_central = {-0.138, stroh},
            .female_peripheral = {-0.317, stroh},
            .ecog_clearance = {0.0, no_effect},
            .reference_albumin = {40, stroh},
            .albumin_clearance = {-1.12, stroh},
            .albumin_central = {-0.35, stroh},
            .omega_clearance = {0.294, stroh},
            .omega_central = {0.181, stroh},
            .omega_peripheral = {0.338, stroh},
            .clearance_central = {0.341, stroh},
            .clearance_peripheral = {-0.235, stroh},
            .central_peripheral = {0.433, stroh}};
}

struct Atezolizumab final : patient::Antibody {
    explicit Atezolizumab(config::Section& section) : Antibody{section, facts()} {}
};

struct AtezolizumabTherapy final : patient::Infusion {
    explicit AtezolizumabTherapy(config::Section& section)
        : Infusion{section,
                   {.drug = "atezolizumab",
                    .dose_mg = 1200,
                    .schedule = {3, 0,
                                 recalled(measured("label: 1200 mg every 3 weeks, 840 mg every "
                                                   "2 or 1680 mg every 4"))}}} {}
};

const Registered<patient::Drug> drug{"atezolizumab", "Antibody that blocks PD-L1 (IgG1, silent)",
                                     make<patient::Drug, Atezolizumab>};
const Registered<patient::Therapy> here{"atezolizumab", "PD-L1 blockade, 1200 mg every 3 weeks",
                                        make<patient::Therapy, AtezolizumabTherapy>};

}  // namespace

}  // namespace perforin::therapy
