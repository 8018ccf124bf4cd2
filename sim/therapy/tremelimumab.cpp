// Tremelimumab: human IgG2 antibody against CTLA-4, given once beside durvalumab. IgG2 grips no NK
// cell: with it `biology.regulatory_t.fc_activity` should be 0.

#include "core/registry.hpp"
#include "patient/antibody.hpp"
#include "patient/infusion.hpp"

namespace perforin::therapy {

namespace {

using config::assumed, config::measured, config::recalled;

/// The change of clearance is that beside durvalumab, as labelled; alone Emax is +0.151, hill 14.5.
/// The covariance of CL and V1 was not published.
patient::AntibodyFacts facts() {
    const auto hwang = measured("Hwang 2022 BJCP, table 3 (via nlmixr2lib)");
    const auto no_effect = measured("Hwang 2022: no effect in the final model");
    return {.receptor = "ctla4",
            .kd = {0.28, recalled(measured("Tarhini 2008: 0.28 nM; 0.1–1"))},
            .avidity = {1.0, assumed("the published Kd is taken as it acts on cells")},
            .molar_mass = {149, recalled(measured("label"))},
            .clearance = {0.276, hwang},
            .central = {3.64, hwang},
            .exchange = {0.357, hwang},
            .peripheral = {2.4, hwang},
            .reference_weight = {71, hwang},
            .weight_clearance = {0.638, hwang},
            .weight_central = {0.606, hwang},
            .weight_exchange = {0.0, no_effect},
            .weight_peripheral = {0.0, no_effect},
            .clearance_change = {-0.187, hwang},
            .half_change = {95.1, hwang},
            .steepness = {3.2, hwang},
            .shared_variability = false,
            .female_clearance = {0.0, no_effect},
            .female_central = {0.0, no_effect},
            .ecog_clearance = {0.0, no_effect},
            .reference_albumin = {39, hwang},
            .albumin_clearance = {-0.996, hwang},
            .albumin_central = {0.0, no_effect},
            .omega_clearance = {0.336, hwang},
            .omega_central = {0.232, hwang},
            .omega_change = {0.389, hwang}};
}

struct Tremelimumab final : patient::Antibody {
    explicit Tremelimumab(config::Section& section) : Antibody{section, facts()} {}
};

struct TremelimumabTherapy final : patient::Infusion {
    explicit TremelimumabTherapy(config::Section& section)
        : Infusion{section,
                   {.drug = "tremelimumab",
                    .dose_mg = 300,
                    .schedule = {4, 1,
                                 measured("label: 300 mg once (liver cancer), or 75 mg every 3 "
                                          "weeks, four times, and once more (lung cancer)")}}} {}
};

const Registered<patient::Drug> drug{"tremelimumab", "Antibody that blocks CTLA-4 (IgG2)",
                                     make<patient::Drug, Tremelimumab>};
const Registered<patient::Therapy> here{"tremelimumab", "CTLA-4 blockade, 300 mg once",
                                        make<patient::Therapy, TremelimumabTherapy>};

}  // namespace

}  // namespace perforin::therapy
