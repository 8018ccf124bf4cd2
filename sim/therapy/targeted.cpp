// Targeted therapy: an inhibitor of the kinase that a tumour divides and lives by, erlotinib unless
// `[drug.erlotinib]` says otherwise. What it does is written in biology/models/drugs.hpp; clones
// with the trait `target_independent` do not feel it.

#include "core/registry.hpp"
#include "patient/infusion.hpp"
#include "patient/small_molecule.hpp"

namespace perforin::therapy {

namespace {

using config::assumed, config::measured, config::recalled, config::setting;

patient::SmallMoleculeFacts facts() {
    const auto lu = recalled(measured("Lu 2006, one compartment, as swallowed"));
    const auto one = setting("one compartment");
    return {
        .receptor = "growth_signal",
        .half = {10, recalled(measured("growth of cells with EGFR mutations: half at 2–30 nM"))},
        .molar_mass = {0.393, recalled(measured("label"))},
        .clearance = {3.95, lu},
        .central = {233, lu},
        .exchange = {0, one},
        .peripheral = {1, one},
        .unbound = {0.07, recalled(measured("label: 93 % bound"))},
        .tissue_exchange = {1, assumed("small molecules pass capillaries within an hour")},
        .omega_clearance = {0.4, recalled(measured("Lu 2006: 40 %"))}};
}

struct Erlotinib final : patient::SmallMolecule {
    explicit Erlotinib(config::Section& section) : SmallMolecule{section, facts()} {}
};

struct Targeted final : patient::Infusion {
    explicit Targeted(config::Section& section)
        : Infusion{section,
                   {.drug = "erlotinib",
                    .dose_mg = 150,
                    .schedule = {.every = 1,
                                 .evidence = recalled(measured("label: 150 mg a day")),
                                 .unit = day}}} {}
};

const Registered<patient::Drug> drug{"erlotinib", "Inhibitor of a growth signal (EGFR), swallowed",
                                     make<patient::Drug, Erlotinib>};
const Registered<patient::Therapy> here{
    "targeted", "Block of the growth signal of tumour cells that need it, 150 mg a day",
    make<patient::Therapy, Targeted>};

}  // namespace

}  // namespace perforin::therapy
