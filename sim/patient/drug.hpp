#pragma once
// The family of drugs: what a dose becomes in plasma, which receptor it occupies, and how it gets
// into tissue. A drug's numbers are in `[drug.<name>]`.

#include <span>
#include <string>
#include <utility>

#include "config/block.hpp"
#include "core/units.hpp"
#include "patient/pharmacokinetics.hpp"

namespace perforin::patient {

/// How a drug spreads in tissue: c' = D∇²c + exchange × vessels × (ratio × plasma − c).
struct Penetration {
    Diffusivity diffusivity;
    double ratio = 0.0;  ///< tissue to plasma at steady state, well-perfused tissue
    Rate exchange;       ///< between plasma and tissue, at normal vessel density
};

class Drug {
public:
    virtual ~Drug() = default;

    /// Name of the registered receptor that it keeps from its ligands; empty if it has none.
    virtual const std::string& receptor() const = 0;
    /// Concentration that occupies half of the receptors on a cell when no ligand competes.
    virtual Molarity half_occupancy() const = 0;
    virtual MolarMass molar_mass() const = 0;
    virtual Penetration penetration() const = 0;
    /// In a patient of this weight.
    virtual TwoCompartment disposition(Mass weight) const = 0;
};

/// One drug at a receptor.
struct Occupant {
    Molarity concentration, half_occupancy;
};

/// Share of a receptor that several drugs occupy together when they compete for one site and are in
/// excess: Σ(c/K)/(1 + Σ(c/K)), 0…1.
double occupied(std::span<const Occupant> drugs);

/// A typical value and how it is known.
struct Fact {
    double value;
    config::Evidence evidence;
};

/// What tells one antibody from another. Units as in AntibodyParams.
struct AntibodyFacts {
    std::string receptor;
    Fact kd, avidity, molar_mass;
    Fact clearance, central, exchange, peripheral;
    Fact reference_weight, weight_clearance, weight_central, weight_exchange, weight_peripheral;
    Fact clearance_change, half_change, steepness;
    bool shared_variability;  ///< Q varies with CL and V2 with V1 between patients
};

/// `[drug.<name>]` of an antibody. Keys are the symbols of population pharmacokinetics.
struct AntibodyParams : config::Block {
    AntibodyParams(const config::Section& section, const AntibodyFacts& facts)
        : Block{section}, facts_{&facts} {}

private:
    const AntibodyFacts* facts_;  // first: the lines below read it while the struct is being made

    template <Dim D>
    In<D> fact(std::string_view key, Fact AntibodyFacts::*which, Unit<D> unit, config::Range range,
               std::string_view meaning) const {
        const Fact& typical = facts_->*which;
        return param(key, typical.value, unit, range, meaning, typical.evidence);
    }
    using F = AntibodyFacts;

public:
    Flow clearance = fact("CL", &F::clearance, litre_per_day, {0.001, 100},
                          "Typical clearance at the reference weight, before it changes with time");
    Volume central = fact("V1", &F::central, litre, {0.1, 100},
                          "Typical central volume at the reference weight");
    Flow exchange = fact("Q", &F::exchange, litre_per_day, {0, 100},
                         "Typical intercompartmental clearance at the reference weight");
    Volume peripheral = fact("V2", &F::peripheral, litre, {0.1, 100},
                             "Typical peripheral volume at the reference weight");
    Mass reference_weight = fact("reference_weight", &F::reference_weight, kg, {1, 300},
                                 "Body weight to which the typical values belong");
    double weight_clearance = fact("weight_CL", &F::weight_clearance, fraction, {-2, 2},
                                   "Power of weight/reference on CL");
    double weight_central =
        fact("weight_V1", &F::weight_central, fraction, {-2, 2}, "Power of weight/reference on V1");
    double weight_exchange =
        fact("weight_Q", &F::weight_exchange, fraction, {-2, 2}, "Power of weight/reference on Q");
    double weight_peripheral = fact("weight_V2", &F::weight_peripheral, fraction, {-2, 2},
                                    "Power of weight/reference on V2");
    double clearance_change = fact("Emax", &F::clearance_change, fraction, {-3, 3},
                                   "Natural logarithm of the last clearance over the first");
    Time half_change = fact("T50", &F::half_change, day, {0.1, 10000},
                            "Time since the first dose at which half of Emax is reached");
    double steepness = fact("hill", &F::steepness, fraction, {0.1, 20},
                            "Hill exponent of the change of clearance");

    double eta_clearance = eta("eta_CL", "on CL (and on Q where the two vary together)");
    double eta_central = eta("eta_V1", "on V1 (and on V2 where the two vary together)");
    double eta_peripheral = eta("eta_V2", "on V2 alone");
    double eta_change =
        param("eta_Emax", 0.0, fraction, {-5, 5}, "This patient's additive deviation of Emax",
              setting("0: a typical patient"));

    Molarity kd = fact("Kd", &F::kd, nanomolar, {1e-5, 1e5},
                       "Dissociation constant of one binding arm and the receptor");
    double avidity =
        fact("avidity", &F::avidity, fraction, {1, 1e4},
             "Kd over the concentration that occupies half of the receptors on a cell, "
             "where both arms bind");
    MolarMass molar_mass =
        fact("molar_mass", &F::molar_mass, kilodalton, {0.05, 1000}, "Molar mass");

    Diffusivity diffusivity =
        param("diffusivity", 600, um2_per_minute, {1, 1e5}, "Diffusion in tumour interstitium",
              recalled(measured("Jain; Thurber 2008: IgG 1e-7 cm²/s (0.1–2e-7)")));
    double ratio = param("tissue_to_plasma", 0.3, fraction, {0, 1},
                         "Interstitial over plasma concentration at steady state, well perfused",
                         recalled(measured("Shah & Betts 2013; Thurber 2008: 0.05–0.6")));
    Rate tissue_exchange =
        param("tissue_exchange", 8.52e-6, per_second, {1e-8, 1e-2},
              "Rate at which tissue of normal vessel density comes to equilibrium with plasma",
              fitted("Finley 2012, as used by QSPIO for nivolumab (0.74 per day)"));

private:
    double eta(std::string_view key, const std::string& on) const {
        return param(key, 0.0, fraction, {-5, 5}, "This patient's random effect (ln) " + on,
                     setting("0: a typical patient"));
    }
};

/// A monoclonal antibody given into a vein.
class Antibody : public Drug {
public:
    Antibody(const config::Section& section, AntibodyFacts facts)
        : facts_{std::move(facts)}, params_{section, facts_} {}

    const std::string& receptor() const override { return facts_.receptor; }
    Molarity half_occupancy() const override { return params_.kd / params_.avidity; }
    MolarMass molar_mass() const override { return params_.molar_mass; }
    Penetration penetration() const override {
        return {params_.diffusivity, params_.ratio, params_.tissue_exchange};
    }
    TwoCompartment disposition(Mass weight) const override;

    const AntibodyParams& params() const { return params_; }

private:
    AntibodyFacts facts_;
    AntibodyParams params_;
};

}  // namespace perforin::patient
