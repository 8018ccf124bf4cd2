#pragma once
// A drug in plasma: two compartments, infusion at a constant rate, a clearance that may change with
// time since the first dose, and elimination that may saturate. Equations and sources: METHODS.md.

#include <cstdint>

#include "cells/table.hpp"
#include "core/time.hpp"
#include "core/units.hpp"

namespace perforin::patient {

/// Disposition of one drug in one patient, covariates and random effects applied.
struct TwoCompartment {
    Flow clearance;                 ///< CL at the first dose
    Volume central;                 ///< V1
    Flow exchange;                  ///< Q
    Volume peripheral;              ///< V2
    double clearance_change = 0.0;  ///< Emax: ln of the last clearance over the first
    Time half_change = 1.0 * day;   ///< T50: since the first dose
    double steepness = 1.0;         ///< h
    MassRate saturable{};           ///< Vmax: of the elimination that saturates; 0: there is none
    MassDensity half_saturation = 1.0 * mg_per_litre;  ///< Km: where half of it is reached
};

/// CL(t) = CL·exp(Emax·tʰ/(T50ʰ + tʰ)), t since the first dose (Bajaj 2017, eq. 8).
Flow clearance_at(const TwoCompartment& drug, Time since_first_dose);

/// Vmax/(Km + c): what elimination that saturates adds to the clearance at this level.
Flow saturable_clearance(const TwoCompartment& drug, MassDensity level);

/// ln 2 over the slower of the two exponents, for a clearance that no longer changes.
Time terminal_half_life(const TwoCompartment& drug, Flow clearance);

/// Mean concentration over an interval of a regimen at steady state, dose/(CL·τ).
inline MassDensity steady_mean(Mass dose, Time every, Flow clearance) {
    return dose / (clearance * every);
}

/// Where every milligram of one drug is: infused = central + peripheral + cleared.
struct PlasmaState : cells::State {
    cells::Scalar<double> waiting =
        scalar<double>("waiting", "pg", "Dose that runs in over the next step");
    cells::Scalar<double> infused = scalar<double>("infused", "pg", "Infused so far");
    cells::Scalar<double> central = scalar<double>("central", "pg", "In the central compartment");
    cells::Scalar<double> peripheral =
        scalar<double>("peripheral", "pg", "In the peripheral compartment");
    cells::Scalar<double> cleared = scalar<double>("cleared", "pg", "Cleared so far");
    cells::Scalar<std::int64_t> first_dose = scalar<std::int64_t>(
        "first_dose", "s", "When the first dose began to run in; negative: not yet", -1);
};

class Plasma {
public:
    Plasma(const TwoCompartment& disposition, MolarMass molar_mass)
        : disposition_{disposition}, molar_mass_{molar_mass} {}

    /// Hangs up a dose; it runs in at a constant rate over the next tick.
    void infuse(Mass dose) { state_.waiting += dose.raw(); }

    void advance(const Tick& tick);

    MassDensity level() const { return Mass::raw(state_.central) / disposition_.central; }
    Molarity concentration() const { return level() / molar_mass_; }

    Mass infused() const { return Mass::raw(state_.infused); }
    Mass in_body() const { return Mass::raw(state_.central + state_.peripheral); }
    Mass cleared() const { return Mass::raw(state_.cleared); }

    const TwoCompartment& disposition() const { return disposition_; }
    cells::State& state() { return state_; }
    const cells::State& state() const { return state_; }

private:
    TwoCompartment disposition_;
    MolarMass molar_mass_;
    PlasmaState state_;
};

}  // namespace perforin::patient
