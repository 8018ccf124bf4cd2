#pragma once
// How patients differ beyond what is known of them: random effects on the parameters of a drug,
// drawn once for each patient and drug. Equations: METHODS.md.

#include "patient/person.hpp"

namespace perforin::patient {

/// One patient's deviations: of ln CL, ln V1 and ln V2, and of Emax itself.
struct RandomEffects {
    double clearance = 0.0, central = 0.0, peripheral = 0.0, change = 0.0;
};

/// Standard deviations of the effects over patients, and their correlations.
struct Spread {
    double clearance = 0.0, central = 0.0, peripheral = 0.0, change = 0.0;
    double clearance_central = 0.0, clearance_peripheral = 0.0, central_peripheral = 0.0;
};

/// Whether these correlations can be those of three quantities (a matrix without negative
/// eigenvalues).
bool possible(const Spread& spread);

/// The deviations of one patient: normal, a function of patient and drug alone.
RandomEffects draw_effects(const Spread& spread, const Lot& lot);

}  // namespace perforin::patient
