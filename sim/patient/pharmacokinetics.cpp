#include "patient/pharmacokinetics.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "core/maths.hpp"
#include "patient/ode.hpp"

namespace perforin::patient {

Flow clearance_at(const TwoCompartment& drug, Time since_first_dose) {
    // As 1/(1 + (T50/t)ʰ): right at t = 0 too, where T50/t is infinite.
    const double ratio = drug.half_change / since_first_dose;
    const double progress = 1.0 / (1.0 + maths::pow(ratio, drug.steepness));
    return drug.clearance * maths::exp(drug.clearance_change * progress);
}

Flow saturable_clearance(const TwoCompartment& drug, MassDensity level) {
    return drug.saturable / (drug.half_saturation + level);
}

Time terminal_half_life(const TwoCompartment& drug, Flow clearance) {
    const Rate out = clearance / drug.central;
    const Rate away = drug.exchange / drug.central;
    const Rate back = drug.exchange / drug.peripheral;
    const double sum = (out + away + back).raw();
    const double product = out.raw() * back.raw();
    // The smaller root of λ² − sum·λ + product, without cancellation.
    const double slow = 2.0 * product / (sum + std::sqrt(sum * sum - 4.0 * product));
    return Time::raw(std::numbers::ln2 / slow);
}

/// A1' = dose/dt − cleared' − Q/V1·A1 + Q/V2·A2,  A2' = Q/V1·A1 − Q/V2·A2,
/// cleared' = (CL(t) + Vmax/(Km + A1/V1))/V1·A1
void Plasma::advance(const Tick& tick) {
    const double dt = tick.dt().raw();
    if (state_.first_dose < 0) {
        if (!(state_.waiting > 0.0)) return;
        state_.first_dose = tick.start;
    }
    using Amounts = std::array<double, 3>;  // central, peripheral, cleared
    Amounts amounts{state_.central, state_.peripheral, state_.cleared};

    const double inflow = state_.waiting / dt;
    const double away = (disposition_.exchange / disposition_.central).raw();
    const double back = (disposition_.exchange / disposition_.peripheral).raw();
    const auto out = [this](double t) {
        return (clearance_at(disposition_, Time::raw(t)) / disposition_.central).raw();
    };
    const auto saturable = [this](double amount) {
        const MassDensity level = Mass::raw(amount) / disposition_.central;
        return (saturable_clearance(disposition_, level) / disposition_.central).raw();
    };
    const auto slope = [&](const Amounts& a, Amounts& change, double t) {
        const double eliminated = (out(t) + saturable(a[0])) * a[0];
        const double exchanged = away * a[0] - back * a[1];
        change = {inflow - eliminated - exchanged, exchanged, eliminated};
    };
    const double since = static_cast<double>(tick.start - state_.first_dose) * second.factor;
    const double fastest = std::max(out(since), out(since + dt)) + saturable(0.0) + away + back;
    integrate(slope, amounts, since, dt, steps_for(fastest, dt));

    state_.central = amounts[0];
    state_.peripheral = amounts[1];
    state_.cleared = amounts[2];
    state_.infused += state_.waiting;
    state_.waiting = 0.0;
}

}  // namespace perforin::patient
