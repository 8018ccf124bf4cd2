#include "patient/small_molecule.hpp"

#include <utility>

#include "core/maths.hpp"
#include "patient/variability.hpp"

namespace perforin::patient {

SmallMoleculeParams::SmallMoleculeParams(const config::Section& section,
                                         const SmallMoleculeFacts& facts)
    : Block{section} {
    const auto fact = [this](const char* key, const Fact& typical, auto unit, config::Range range,
                             const char* meaning) {
        return param(key, typical.value, unit, range, meaning, typical.evidence);
    };
    half = fact("half", facts.half, nanomolar, {1e-4, 1e7},
                "Unbound concentration at which half of the receptors hold the drug");
    molar_mass = fact("molar_mass", facts.molar_mass, kilodalton, {0.05, 10}, "Molar mass");
    clearance = fact("CL", facts.clearance, litre_per_hour, {1e-3, 1e4},
                     "Typical clearance from plasma, whole drug");
    central = fact("V1", facts.central, litre, {0.1, 1e5}, "Typical central volume");
    exchange =
        fact("Q", facts.exchange, litre_per_hour, {0, 1e4}, "Typical intercompartmental clearance");
    peripheral = fact("V2", facts.peripheral, litre, {0.1, 1e5}, "Typical peripheral volume");
    unbound = fact("unbound", facts.unbound, fraction, {1e-5, 1},
                   "Share of the drug in plasma that is not bound to proteins");
    tissue_exchange =
        fact("tissue_exchange", facts.tissue_exchange, per_hour, {1e-4, 100},
             "Rate at which tissue of normal vessel density comes to equilibrium with plasma");
    omega_clearance = fact("omega_CL", facts.omega_clearance, fraction, {0, 3},
                           "Standard deviation over patients of the random effect on ln CL");
    eta_clearance = optional("eta_CL", fraction, {-5, 5},
                             "This patient's random effect on CL, ln; not given: 0, or drawn "
                             "(patient.pharmacokinetic_variability)",
                             setting("0: a typical patient"));
}

SmallMolecule::SmallMolecule(const config::Section& section, SmallMoleculeFacts facts)
    : facts_{std::move(facts)}, params_{section, facts_} {}

TwoCompartment SmallMolecule::disposition(const Person& person) const {
    const Spread spread{.clearance = params_.omega_clearance};
    const double drawn = person.lot ? draw_effects(spread, *person.lot).clearance : 0.0;
    return {.clearance = params_.clearance * maths::exp(params_.eta_clearance.value_or(drawn)),
            .central = params_.central,
            .exchange = params_.exchange,
            .peripheral = params_.peripheral};
}

}  // namespace perforin::patient
