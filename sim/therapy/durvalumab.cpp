// Durvalumab: human IgG1 antibody against PD-L1, its Fc part silenced. Below some mg/L its target
// eliminates most of it.

#include "core/registry.hpp"
#include "patient/antibody.hpp"
#include "patient/infusion.hpp"

namespace perforin::therapy {

namespace {

using config::assumed, config::measured, config::recalled;

/// The effect of albumin is published as a line, 1 − 0.035 (albumin − 38 g/L); here stands the
/// power with its slope at 38 g/L. Not read: tumour size and kidneys on CL, soluble PD-L1 on Vmax.
patient::AntibodyFacts facts() {
    const auto baverel = measured("Baverel 2018, as in de Vries 2025 (via nlmixr2lib)");
    const auto centanni = measured("Centanni 2019, table 2, after Baverel 2018");
    const auto no_effect = measured("Baverel 2018: not in the model");
    const auto no_change =
        assumed("Baverel 2018: the time-invariant values; CL falls a little with time");
    return {.receptor = "pdl1",
            .kd = {0.022, recalled(measured("Stewart 2015: 22 pM; 0.02–0.7"))},
            .avidity = {1.0, assumed("the published Kd is taken as it acts on cells")},
            .molar_mass = {147, recalled(measured("label"))},
            .clearance = {0.232, centanni},
            .central = {3.51, centanni},
            .exchange = {0.476, centanni},
            .peripheral = {3.45, centanni},
            .reference_weight = {69.8, baverel},
            .weight_clearance = {0.389, baverel},
            .weight_central = {0.406, baverel},
            .weight_exchange = {0.0, no_effect},
            .weight_peripheral = {0.0, no_effect},
            .clearance_change = {0.0, no_change},
            .half_change = {60.0, no_change},
            .steepness = {1.0, no_change},
            .shared_variability = false,
            .saturable = {0.824, centanni},
            .half_saturation = {0.344, centanni},
            .reference_sex = patient::Sex::male,
            .female_clearance = {-0.154, baverel},
            .female_central = {-0.18, baverel},
            .female_peripheral = {-0.229, baverel},
            .ecog_clearance = {-0.0651, baverel},
            .reference_albumin = {38, baverel},
            .albumin_clearance = {-1.33, baverel},
            .albumin_central = {0.0, no_effect},
            .omega_clearance = {0.27, baverel},
            .omega_central = {0.209, baverel},
            .omega_peripheral = {0.336, baverel},
            .clearance_central = {0.279, baverel},
            .clearance_peripheral = {0.0, baverel},
            .central_peripheral = {0.56, baverel}};
}

struct Durvalumab final : patient::Antibody {
    explicit Durvalumab(config::Section& section) : Antibody{section, facts()} {}
};

struct DurvalumabTherapy final : patient::Infusion {
    explicit DurvalumabTherapy(config::Section& section)
        : Infusion{section,
                   {.drug = "durvalumab",
                    .dose_mg = 1500,
                    .schedule = {4, 0,
                                 recalled(measured("label: 1500 mg every 4 weeks or 10 mg/kg "
                                                   "every 2"))}}} {}
};

const Registered<patient::Drug> drug{"durvalumab", "Antibody that blocks PD-L1 (IgG1, silent)",
                                     make<patient::Drug, Durvalumab>};
const Registered<patient::Therapy> here{"durvalumab", "PD-L1 blockade, 1500 mg every 4 weeks",
                                        make<patient::Therapy, DurvalumabTherapy>};

}  // namespace

}  // namespace perforin::therapy
