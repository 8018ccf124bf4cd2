#include "patient/mortality.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <numbers>

#include "core/maths.hpp"
#include "core/random.hpp"
#include "tissue/geometry.hpp"

namespace perforin::patient {

namespace {

constexpr double days_a_year = 365.25, days_a_month = days_a_year / 12.0;
constexpr double least_mm = 1.0;  ///< below it growth is not told

double weight_of(const MortalityParams& p, std::string_view organ) {
    if (organ == "liver") return p.liver;
    if (organ == "brain") return p.brain;
    return organ == "bone" ? p.bone : 1.0;
}

Volume volume_of(const std::vector<TumourOf>& tumour) {
    Volume all{};
    for (const TumourOf& one : tumour) all += tissue::sphere_um3(0.5 * one.diameter.in(um)) * um3;
    return all;
}

double drawn(std::uint64_t seed, Purpose purpose) {
    Stream random{seed, purpose, {}, 0};
    return exponential(random);
}

}  // namespace

const char* name_of(Cause cause) {
    constexpr std::array names{"none", "disease", "toxicity", "infection", "other"};
    return names.at(static_cast<std::size_t>(cause));
}

Length burden_of(const MortalityParams& p, const std::vector<TumourOf>& tumour) {
    double sum = 0.0;
    for (auto first = tumour.begin(); first != tumour.end(); ++first) {
        const auto same = [&](const TumourOf& one) { return one.organ == first->organ; };
        if (std::any_of(tumour.begin(), first, same)) continue;
        Length in_organ{};
        for (const TumourOf& one : tumour) {
            if (same(one)) in_organ += one.diameter;
        }
        if (!(in_organ > Length{})) continue;
        sum += weight_of(p, first->organ) * maths::pow(in_organ.in(mm), p.merging);
    }
    return (sum > 0.0 ? maths::pow(sum, 1.0 / p.merging) : 0.0) * mm;
}

/// h = h₀ (B/B₀)^β · γ^ECOG · exp(κ max(0, G)).
Rate disease_hazard(const MortalityParams& p, Length burden, double growth, std::int64_t ecog) {
    if (!(burden > Length{})) return {};
    const double logarithm = p.exponent * maths::log(burden / p.reference) +
                             static_cast<double>(ecog) * maths::log(p.performance) +
                             p.growth * std::max(0.0, growth);
    return p.hazard * maths::exp(logarithm);
}

Rate mass_hazard(const MortalityParams& p, Volume tumour) {
    if (!p.mass) return {};
    const double relative = tumour / *p.mass;
    return relative * relative * relative / (days_a_month * day);
}

Rate background_hazard(const MortalityParams& p, Sex sex, double age) {
    const Rate at_60 = sex == Sex::male     ? p.male
                       : sex == Sex::female ? p.female
                                            : 0.5 * (p.male + p.female);
    return at_60 * maths::exp(std::numbers::ln2 * (age - 60.0) / p.doubling);
}

/// Both are drawn at the start, so twins share them.
Mortality::Mortality(const config::Section& root, std::uint64_t seed)
    : params_{root.child("patient").child("mortality")},
      fate_disease_{drawn(seed, "mortality.disease"_draw)},
      fate_background_{drawn(seed, "mortality.background"_draw)} {}

/// L' = (ln B − L)/τ, and G = 3 (ln B − L)/τ: what grows steadily is felt in full after a few τ.
void Mortality::feel(Length burden, Time dt) {
    const double now = maths::log(std::max(burden.in(mm), least_mm));
    const double before = state_.days == 0 ? now : state_.lagged.value();
    state_.lagged = now + (before - now) * maths::exp(-(dt / params_.memory));
    state_.growth = 3.0 * (now - state_.lagged) * days_a_month / params_.memory.in(day);
    state_.burden = burden.in(mm);
}

void Mortality::advance(const Tick& day, const std::vector<TumourOf>& tumour,
                        const Constitution& her) {
    if (state_.died >= 0) return;
    const Length burden = burden_of(params_, tumour);
    feel(burden, day.dt());
    const double years = static_cast<double>(state_.days) / days_a_year;
    state_.days += 1;
    const Rate disease = params_.disease
                             ? disease_hazard(params_, burden, state_.growth, her.ecog) +
                                   mass_hazard(params_, volume_of(tumour))
                             : Rate{},
               background = params_.background
                                ? background_hazard(params_, her.sex, her.age + years)
                                : Rate{};
    state_.disease = disease.in(per_day);
    state_.background = background.in(per_day);
    state_.passed_disease += disease * day.dt();
    state_.passed_background += background * day.dt();
    if (params_.disease && state_.passed_disease >= fate_disease_) note(Cause::disease, day.end());
    if (params_.background && state_.passed_background >= fate_background_) {
        note(Cause::other, day.end());
    }
}

void Mortality::note(Cause cause, Seconds at) {
    if (state_.died >= 0) return;
    state_.died = at;
    state_.cause = static_cast<std::int64_t>(cause);
}

}  // namespace perforin::patient
