// Nivolumab: human IgG4 antibody against PD-1; its clearance falls during treatment.

#include "core/registry.hpp"
#include "patient/antibody.hpp"
#include "patient/infusion.hpp"

namespace perforin::therapy {

namespace {

using config::assumed, config::measured, config::recalled;

/// Typical values are those of a white woman of 80 kg with a glomerular filtration of 90 mL/min.
/// The effects of filtration (power 0.186) and of Asian descent (ln −0.125) on CL are not read.
patient::AntibodyFacts facts() {
    const auto bajaj = measured("Bajaj 2017 CPT:PSP 6:58, table 1 (via nlmixr2lib)");
    const auto no_weight = measured("Bajaj 2017: no effect of weight in the final model");
    return {.receptor = "pd1",
            .kd = {2.6, measured("qspio, after Wang 2014 (3.06 nM); one arm; 0.26–3.06")},
            .avidity = {10.0, assumed("both arms bind on a cell: 0.26 nM as SPQSP has it, and a "
                                      "response that is flat in dose from 0.1–0.3 mg/kg on")},
            .molar_mass = {146, recalled(measured("label"))},
            .clearance = {0.2256, bajaj},
            .central = {3.63, bajaj},
            .exchange = {0.7704, bajaj},
            .peripheral = {2.78, bajaj},
            .reference_weight = {80, bajaj},
            .weight_clearance = {0.566, bajaj},
            .weight_central = {0.597, bajaj},
            .weight_exchange = {0.0, no_weight},
            .weight_peripheral = {0.0, no_weight},
            .clearance_change = {-0.295, bajaj},
            .half_change = {58.75, bajaj},
            .steepness = {3.15, bajaj},
            .shared_variability = false,
            .reference_sex = patient::Sex::female,
            .female_clearance = {-0.165, bajaj},
            .female_central = {-0.152, bajaj},
            .ecog_clearance = {0.172, bajaj},
            .omega_clearance = {0.351, bajaj},
            .omega_central = {0.351, bajaj},
            .omega_peripheral = {0.508, bajaj},
            .omega_change = {0.268, bajaj},
            .clearance_central = {0.351, bajaj}};
}

struct Nivolumab final : patient::Antibody {
    explicit Nivolumab(config::Section& section) : Antibody{section, facts()} {}
};

struct NivolumabTherapy final : patient::Infusion {
    explicit NivolumabTherapy(config::Section& section)
        : Infusion{section,
                   {.drug = "nivolumab",
                    .dose_mg = 240,
                    .schedule = {2, 0,
                                 recalled(measured("label: 240 mg every 2 weeks or 480 mg "
                                                   "every 4; earlier 3 mg/kg"))}}} {}
};

const Registered<patient::Drug> drug{"nivolumab", "Antibody that blocks PD-1 (IgG4)",
                                     make<patient::Drug, Nivolumab>};
const Registered<patient::Therapy> here{"nivolumab", "PD-1 blockade, 240 mg every 2 weeks",
                                        make<patient::Therapy, NivolumabTherapy>};

}  // namespace

}  // namespace perforin::therapy
