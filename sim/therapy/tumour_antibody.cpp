// A tumour-directed antibody: human IgG1 against a surface antigen of tumour cells. It marks them
// for NK cells (`biology.natural_killer.adcc`); trastuzumab unless `[drug.trastuzumab]` says
// otherwise.

#include "core/registry.hpp"
#include "patient/antibody.hpp"
#include "patient/infusion.hpp"

namespace perforin::therapy {

namespace {

using config::assumed, config::measured, config::recalled;

patient::AntibodyFacts facts() {
    const auto bruno = recalled(measured("Bruno 2005, table of the linear model"));
    const auto no_effect = assumed("no value was looked for");
    return {.receptor = "tumour_antigen",
            .kd = {5, recalled(measured("label: 5 nM; 0.1–5"))},
            .avidity = {10, assumed("both arms bind on a cell")},
            .molar_mass = {148, recalled(measured("label"))},
            .clearance = {0.225, bruno},
            .central = {2.95, bruno},
            .exchange = {0.265, bruno},
            .peripheral = {1.5, bruno},
            .reference_weight = {68, bruno},
            .weight_clearance = {0.557, bruno},
            .weight_central = {0.556, bruno},
            .weight_exchange = {0.0, no_effect},
            .weight_peripheral = {0.0, no_effect},
            .clearance_change = {0.0, no_effect},
            .half_change = {60.0, no_effect},
            .steepness = {1.0, no_effect},
            .shared_variability = false,
            .female_clearance = {0.0, no_effect},
            .female_central = {0.0, no_effect},
            .ecog_clearance = {0.0, no_effect},
            .omega_clearance = {0.43, bruno},
            .omega_central = {0.29, bruno}};
}

struct Trastuzumab final : patient::Antibody {
    explicit Trastuzumab(config::Section& section) : Antibody{section, facts()} {}
};

/// The loading dose of 8 mg/kg is left out: the level at steady state comes after some weeks.
struct TumourAntibody final : patient::Infusion {
    explicit TumourAntibody(config::Section& section)
        : Infusion{section,
                   {.drug = "trastuzumab",
                    .dose_mg_per_kg = 6,
                    .schedule = {3, 0, recalled(measured("label: 6 mg/kg every 3 weeks"))}}} {}
};

const Registered<patient::Drug> drug{"trastuzumab", "Antibody that marks tumour cells (IgG1)",
                                     make<patient::Drug, Trastuzumab>};
const Registered<patient::Therapy> here{
    "tumour_antibody", "Antibody that marks tumour cells for NK cells, 6 mg/kg every 3 weeks",
    make<patient::Therapy, TumourAntibody>};

}  // namespace

}  // namespace perforin::therapy
