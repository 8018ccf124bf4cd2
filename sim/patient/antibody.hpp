#pragma once
// Monoclonal antibodies: what was published of one, what the user may change, and what follows for
// a patient. A therapy's file states the facts. Equations and sources: METHODS.md.

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "config/block.hpp"
#include "core/units.hpp"
#include "patient/drug.hpp"
#include "patient/variability.hpp"

namespace perforin::patient {

inline constexpr Unit<dim::mass_rate> mg_per_day{1e9 * pg_per_day.factor, "mg/d"};

/// A typical value and how it is known.
struct Fact {
    double value = 0.0;
    config::Evidence evidence = config::assumed("none was found, or none looked for");
};

/// What tells one antibody from another. Units as in AntibodyParams.
struct AntibodyFacts {
    std::string receptor;
    Fact kd, avidity, molar_mass;
    Fact clearance, central, exchange, peripheral;
    Fact reference_weight, weight_clearance, weight_central, weight_exchange, weight_peripheral;
    Fact clearance_change, half_change, steepness;
    bool shared_variability;  ///< Q varies with CL and V2 with V1 between patients

    // elimination that saturates: none unless said
    Fact saturable{0.0, config::assumed("linear at label doses")};
    Fact half_saturation{1.0, config::assumed("without Vmax it acts on nothing")};

    // other covariates: no effect unless said
    Sex reference_sex = Sex::male;
    Fact female_clearance{}, female_central{}, female_peripheral{};
    Fact ecog_clearance{};
    Fact reference_albumin{40.0, config::assumed("without a power of albumin it acts on nothing")};
    Fact albumin_clearance{}, albumin_central{};

    // random effects
    Fact omega_clearance{}, omega_central{}, omega_peripheral{}, omega_change{};
    Fact clearance_central{}, clearance_peripheral{}, central_peripheral{};  ///< correlations
};

/// A block of parameters whose standards are facts.
class FactBlock : public config::Block {
public:
    FactBlock(const config::Section& section, const AntibodyFacts& facts)
        : Block{section}, facts_{&facts} {}

protected:
    using F = AntibodyFacts;

    const AntibodyFacts& facts() const { return *facts_; }

    template <Dim D>
    In<D> fact(std::string_view key, Fact AntibodyFacts::*which, Unit<D> unit, config::Range range,
               std::string_view meaning) const {
        const Fact& typical = facts_->*which;
        return param(key, typical.value, unit, range, meaning, typical.evidence);
    }

private:
    const AntibodyFacts* facts_;  // valid while the struct is being made
};

/// `[drug.<name>]`: typical values. Keys are the symbols of population pharmacokinetics.
struct DispositionParams : FactBlock {
    using FactBlock::FactBlock;

    Flow clearance = fact("CL", &F::clearance, litre_per_day, {0.001, 100},
                          "Typical clearance at the reference weight, before it changes with time");
    Volume central = fact("V1", &F::central, litre, {0.1, 100},
                          "Typical central volume at the reference weight");
    Flow exchange = fact("Q", &F::exchange, litre_per_day, {0, 100},
                         "Typical intercompartmental clearance at the reference weight");
    Volume peripheral = fact("V2", &F::peripheral, litre, {0.1, 100},
                             "Typical peripheral volume at the reference weight");
    MassRate saturable = fact("Vmax", &F::saturable, mg_per_day, {0, 1e4},
                              "Fastest elimination by a path that saturates, beside CL");
    MassDensity half_saturation = fact("Km", &F::half_saturation, mg_per_litre, {1e-4, 1e4},
                                       "Concentration at which that path eliminates half as fast");
    double clearance_change = fact("Emax", &F::clearance_change, fraction, {-3, 3},
                                   "Natural logarithm of the last clearance over the first");
    Time half_change = fact("T50", &F::half_change, day, {0.1, 10000},
                            "Time since the first dose at which half of Emax is reached");
    double steepness = fact("hill", &F::steepness, fraction, {0.1, 20},
                            "Hill exponent of the change of clearance");
};

/// `[drug.<name>]`: what is known of a patient.
struct CovariateParams : FactBlock {
    using FactBlock::FactBlock;

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
    Sex reference_sex = choice(
        "reference_sex", facts().reference_sex, {{"female", Sex::female}, {"male", Sex::male}},
        "Sex to which the typical values belong", facts().female_clearance.evidence);
    double female_clearance = fact("female_CL", &F::female_clearance, fraction, {-2, 2},
                                   "Natural logarithm of a woman's CL over a man's");
    double female_central = fact("female_V1", &F::female_central, fraction, {-2, 2},
                                 "Natural logarithm of a woman's V1 over a man's");
    double female_peripheral = fact("female_V2", &F::female_peripheral, fraction, {-2, 2},
                                    "Natural logarithm of a woman's V2 over a man's");
    double ecog_clearance = fact("ecog_CL", &F::ecog_clearance, fraction, {-2, 2},
                                 "Natural logarithm of CL at ECOG 1 or more over that at 0");
    MassDensity reference_albumin = fact("reference_albumin", &F::reference_albumin, gram_per_litre,
                                         {5, 80}, "Albumin to which the typical values belong");
    double albumin_clearance = fact("albumin_CL", &F::albumin_clearance, fraction, {-4, 4},
                                    "Power of albumin/reference on CL");
    double albumin_central = fact("albumin_V1", &F::albumin_central, fraction, {-4, 4},
                                  "Power of albumin/reference on V1");
};

/// `[drug.<name>]`: what else makes patients differ.
struct VariabilityParams : FactBlock {
    VariabilityParams(const config::Section& section, const AntibodyFacts& facts);

    Spread spread{
        .clearance = omega("omega_CL", &F::omega_clearance, "ln CL"),
        .central = omega("omega_V1", &F::omega_central, "ln V1"),
        .peripheral = omega("omega_V2", &F::omega_peripheral, "ln V2"),
        .change = omega("omega_Emax", &F::omega_change, "Emax"),
        .clearance_central = correlation("correlation_CL_V1", &F::clearance_central),
        .clearance_peripheral = correlation("correlation_CL_V2", &F::clearance_peripheral),
        .central_peripheral = correlation("correlation_V1_V2", &F::central_peripheral)};

    std::optional<double> eta_clearance =
        eta("eta_CL", "on CL, ln (and on Q where the two vary together)");
    std::optional<double> eta_central =
        eta("eta_V1", "on V1, ln (and on V2 where the two vary together)");
    std::optional<double> eta_peripheral = eta("eta_V2", "on V2 alone, ln");
    std::optional<double> eta_change = eta("eta_Emax", "on Emax, additive");

    /// Effects that were given, else drawn, else 0.
    RandomEffects effects(const std::optional<Lot>& lot) const;

private:
    double omega(std::string_view key, Fact AntibodyFacts::*which, const std::string& of) const {
        return fact(key, which, fraction, {0, 3},
                    "Standard deviation over patients of the random effect on " + of);
    }
    double correlation(std::string_view key, Fact AntibodyFacts::*which) const {
        return fact(key, which, fraction, {-0.99, 0.99}, "Correlation of these random effects");
    }
    std::optional<double> eta(std::string_view key, const std::string& on) const {
        return optional(key, fraction, {-5, 5},
                        "This patient's random effect " + on +
                            "; not given: 0, or drawn (patient.pharmacokinetic_variability)",
                        setting("0: a typical patient"));
    }
};

/// `[drug.<name>]`: at the receptor and in tissue.
struct BindingParams : FactBlock {
    using FactBlock::FactBlock;

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
};

/// A monoclonal antibody given into a vein.
class Antibody : public Drug {
public:
    Antibody(const config::Section& section, AntibodyFacts facts);

    const std::string& receptor() const override { return facts_.receptor; }
    Molarity half_occupancy() const override { return binding_.kd / binding_.avidity; }
    MolarMass molar_mass() const override { return binding_.molar_mass; }
    Penetration penetration() const override {
        return {binding_.diffusivity, binding_.ratio, binding_.tissue_exchange};
    }
    TwoCompartment disposition(const Person& person) const override;

private:
    AntibodyFacts facts_;
    DispositionParams typical_;
    CovariateParams covariates_;
    VariabilityParams variability_;
    BindingParams binding_;
};

}  // namespace perforin::patient
