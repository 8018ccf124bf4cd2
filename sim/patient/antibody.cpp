#include "patient/antibody.hpp"

#include "core/maths.hpp"

namespace perforin::patient {

namespace {

/// 1 for a woman where the reference is a man, −1 the other way round, else 0.
double more_female(Sex sex, Sex reference) {
    if (sex == Sex::as_published || sex == reference) return 0.0;
    return sex == Sex::female ? 1.0 : -1.0;
}

}  // namespace

VariabilityParams::VariabilityParams(const config::Section& section, const AntibodyFacts& facts)
    : FactBlock{section, facts} {
    if (possible(spread)) return;
    section.problem("correlation_V1_V2",
                    "no three quantities can have the correlations correlation_CL_V1, "
                    "correlation_CL_V2 and correlation_V1_V2; bring one of them nearer to 0");
}

RandomEffects VariabilityParams::effects(const std::optional<Lot>& lot) const {
    const RandomEffects drawn = lot ? draw_effects(spread, *lot) : RandomEffects{};
    return {.clearance = eta_clearance.value_or(drawn.clearance),
            .central = eta_central.value_or(drawn.central),
            .peripheral = eta_peripheral.value_or(drawn.peripheral),
            .change = eta_change.value_or(drawn.change)};
}

Antibody::Antibody(const config::Section& section, AntibodyFacts facts)
    : facts_{std::move(facts)},
      typical_{section, facts_},
      covariates_{section, facts_},
      variability_{section, facts_},
      binding_{section, facts_} {}

/// Typical value × Π (covariate/reference)^power × exp(Σ effects), each parameter (Ahamadi 2017,
/// Bajaj 2017).
TwoCompartment Antibody::disposition(const Person& person) const {
    const CovariateParams& c = covariates_;
    const double heavier = person.weight / c.reference_weight;
    const double albumin = person.albumin ? *person.albumin / c.reference_albumin : 1.0;
    const double female = more_female(person.sex, c.reference_sex);
    const double unwell = person.ecog >= 1 ? 1.0 : 0.0;
    const RandomEffects eta = variability_.effects(person.lot);
    const double shared = facts_.shared_variability ? 1.0 : 0.0;
    const auto scale = [heavier](double power, double effects) {
        return maths::pow(heavier, power) * maths::exp(effects);
    };
    const auto by_albumin = [albumin](double power) { return maths::pow(albumin, power); };
    return {.clearance = typical_.clearance *
                         scale(c.weight_clearance, eta.clearance + female * c.female_clearance +
                                                       unwell * c.ecog_clearance) *
                         by_albumin(c.albumin_clearance),
            .central = typical_.central *
                       scale(c.weight_central, eta.central + female * c.female_central) *
                       by_albumin(c.albumin_central),
            .exchange = typical_.exchange * scale(c.weight_exchange, shared * eta.clearance),
            .peripheral = typical_.peripheral *
                          scale(c.weight_peripheral, shared * eta.central + eta.peripheral +
                                                         female * c.female_peripheral),
            .clearance_change = typical_.clearance_change + eta.change,
            .half_change = typical_.half_change,
            .steepness = typical_.steepness,
            .saturable = typical_.saturable,
            .half_saturation = typical_.half_saturation};
}

}  // namespace perforin::patient
