// Relatlimab: human IgG4 antibody against LAG-3, given as a fixed combination with nivolumab (480
// mg every 4 weeks, a therapy of its own here). It acts where `lag3.Emax` is above its default 0.

#include "core/registry.hpp"
#include "patient/antibody.hpp"
#include "patient/infusion.hpp"

namespace perforin::therapy {

namespace {

using config::assumed, config::fitted, config::measured, config::recalled;

/// Zhao 2024 (its abstract was read, its table was not) finds a clearance that falls with time and
/// saturates: at 160 mg every 4 weeks the path that saturates is 31 % of all. The label's 5.5 mL/h
/// at steady state is taken as the linear rest: both together give the mean level of the European
/// label.
patient::AntibodyFacts facts() {
    const auto label = recalled(measured("US label: 6 mL/h first, 5.5 mL/h at steady state"));
    const auto volumes = recalled(fitted("US label: 6.6 L at steady state, split as other IgG"));
    const auto as_others = assumed("as nivolumab and pembrolizumab");
    const auto share = fitted("31 % of clearance at 160 mg every 4 weeks (Zhao 2024)");
    const auto spread = recalled(fitted("US label: CV of CL 39–41 %, of volume 20 %, less weight"));
    const auto not_seen = assumed("no published value was found");
    return {.receptor = "lag3",
            .kd = {0.11, recalled(measured("Thudium 2022: half of the binding to activated T "
                                           "cells at 0.11 nM; 0.1–10"))},
            .avidity = {1.0, assumed("that is a figure of whole antibody on cells")},
            .molar_mass = {148, measured("US label")},
            .clearance = {0.146, label},
            .central = {3.5, volumes},
            .exchange = {0.6, as_others},
            .peripheral = {3.1, volumes},
            .reference_weight = {80, as_others},
            .weight_clearance = {0.6, as_others},
            .weight_central = {0.5, as_others},
            .weight_exchange = {0.0, as_others},
            .weight_peripheral = {0.0, as_others},
            .clearance_change = {-0.102, label},
            .half_change = {60.0, as_others},
            .steepness = {3.0, as_others},
            .shared_variability = false,
            .saturable = {1.83, share},
            .half_saturation = {2.0, assumed("proportional to dose from 160 mg on, so well below "
                                             "the trough of 15 mg/L; 0.5–5")},
            .female_clearance = {0.0, not_seen},
            .female_central = {0.0, not_seen},
            .ecog_clearance = {0.0, not_seen},
            .omega_clearance = {0.38, spread},
            .omega_central = {0.16, spread}};
}

struct Relatlimab final : patient::Antibody {
    explicit Relatlimab(config::Section& section) : Antibody{section, facts()} {}
};

struct RelatlimabTherapy final : patient::Infusion {
    explicit RelatlimabTherapy(config::Section& section)
        : Infusion{section,
                   {.drug = "relatlimab",
                    .dose_mg = 160,
                    .schedule = {4, 0,
                                 measured("label: 160 mg with 480 mg of nivolumab every 4 "
                                          "weeks")}}} {}
};

const Registered<patient::Drug> drug{"relatlimab", "Antibody that blocks LAG-3 (IgG4)",
                                     make<patient::Drug, Relatlimab>};
const Registered<patient::Therapy> here{
    "relatlimab", "LAG-3 blockade, 160 mg every 4 weeks; acts where lag3.Emax > 0",
    make<patient::Therapy, RelatlimabTherapy>};

}  // namespace

}  // namespace perforin::therapy
