#include "patient/drug.hpp"

#include "core/maths.hpp"

namespace perforin::patient {

double occupied(std::span<const Occupant> drugs) {
    double bound = 0.0;  // per free receptor
    for (const Occupant& drug : drugs) bound += drug.concentration / drug.half_occupancy;
    return bound / (1.0 + bound);
}

/// Typical value × (weight/reference)^power × exp(eta), each parameter (Ahamadi 2017, Bajaj 2017).
TwoCompartment Antibody::disposition(Mass weight) const {
    const AntibodyParams& p = params_;
    const double heavier = weight / p.reference_weight;
    const auto scale = [heavier](double power, double eta) {
        return maths::pow(heavier, power) * maths::exp(eta);
    };
    const double shared = facts_.shared_variability ? 1.0 : 0.0;
    return {.clearance = p.clearance * scale(p.weight_clearance, p.eta_clearance),
            .central = p.central * scale(p.weight_central, p.eta_central),
            .exchange = p.exchange * scale(p.weight_exchange, shared * p.eta_clearance),
            .peripheral = p.peripheral *
                          scale(p.weight_peripheral, shared * p.eta_central + p.eta_peripheral),
            .clearance_change = p.clearance_change + p.eta_change,
            .half_change = p.half_change,
            .steepness = p.steepness};
}

}  // namespace perforin::patient
