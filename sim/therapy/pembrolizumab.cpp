// Pembrolizumab: humanised IgG4 antibody against PD-1.

#include "core/registry.hpp"
#include "patient/antibody.hpp"
#include "patient/infusion.hpp"

namespace perforin::therapy {

namespace {

using config::assumed, config::measured, config::recalled;

/// Not read: tumour burden (power 0.0872) and kidneys (0.135) on CL, lung cancer (+14.5 % of CL),
/// ipilimumab before (+14 % of CL, +7 % of V1). The covariance of CL and V1 was not published.
patient::AntibodyFacts facts() {
    const auto ahamadi = measured("Ahamadi 2017 CPT:PSP 6:49, table 3 (via nlmixr2lib)");
    const auto no_change = assumed("Ahamadi 2017: a clearance that does not change");
    return {.receptor = "pd1",
            .kd = {0.029, recalled(measured("label: 29 pM; 8–50 pM"))},
            .avidity = {1.0, assumed("the label's Kd is taken as it acts on cells")},
            .molar_mass = {149, recalled(measured("label"))},
            .clearance = {0.22, ahamadi},
            .central = {3.48, ahamadi},
            .exchange = {0.795, ahamadi},
            .peripheral = {4.06, ahamadi},
            .reference_weight = {76.8, ahamadi},
            .weight_clearance = {0.595, ahamadi},
            .weight_central = {0.489, ahamadi},
            .weight_exchange = {0.595, ahamadi},
            .weight_peripheral = {0.489, ahamadi},
            .clearance_change = {0.0, no_change},
            .half_change = {60.0, no_change},
            .steepness = {1.0, no_change},
            .shared_variability = true,
            .reference_sex = patient::Sex::male,
            .female_clearance = {-0.165, ahamadi},
            .female_central = {-0.144, ahamadi},
            .ecog_clearance = {-0.0768, ahamadi},
            .reference_albumin = {39.6, ahamadi},
            .albumin_clearance = {-0.907, ahamadi},
            .albumin_central = {-0.208, ahamadi},
            .omega_clearance = {0.366, ahamadi},
            .omega_central = {0.204, ahamadi}};
}

struct Pembrolizumab final : patient::Antibody {
    explicit Pembrolizumab(config::Section& section) : Antibody{section, facts()} {}
};

/// 35 administrations are the two years of the trials.
struct PembrolizumabTherapy final : patient::Infusion {
    explicit PembrolizumabTherapy(config::Section& section)
        : Infusion{section,
                   {.drug = "pembrolizumab",
                    .dose_mg = 200,
                    .schedule = {3, 35,
                                 recalled(measured("label: 200 mg every 3 weeks or 400 mg "
                                                   "every 6, up to 24 months"))}}} {}
};

const Registered<patient::Drug> drug{"pembrolizumab", "Antibody that blocks PD-1 (IgG4)",
                                     make<patient::Drug, Pembrolizumab>};
const Registered<patient::Therapy> here{"pembrolizumab", "PD-1 blockade, 200 mg every 3 weeks",
                                        make<patient::Therapy, PembrolizumabTherapy>};

}  // namespace

}  // namespace perforin::therapy
