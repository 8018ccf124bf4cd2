#include "patient/marrow.hpp"

#include <algorithm>
#include <array>

#include "core/maths.hpp"
#include "core/random.hpp"
#include "patient/ode.hpp"

namespace perforin::patient {

std::int64_t neutropenia_grade(double neutrophils) {
    constexpr std::array<double, 4> below{2.0, 1.5, 1.0, 0.5};
    return std::count_if(below.begin(), below.end(),
                         [neutrophils](double limit) { return neutrophils < limit; });
}

/// P' = k P ((1 − inhibition)·(usual/N)^γ − 1), three stages at k, N' = k (last − N);
/// k = 4/transit (Friberg 2002, in units of the usual numbers).
void Marrow::advance(const Tick& tick, double inhibition, double susceptibility) {
    using Stages = std::array<double, 5>;
    Stages stages{state_.precursors, state_.first, state_.second, state_.third, state_.neutrophils};
    const double k = 4.0 / params_.transit.raw(), dt = tick.dt().raw();
    const auto slope = [&](const Stages& now, Stages& change, double) {
        const double push = maths::pow(1.0 / std::max(now[4], 1e-6), params_.feedback);
        change[0] = k * now[0] * ((1.0 - inhibition) * push - 1.0);
        for (std::size_t i = 1; i != now.size(); ++i) change[i] = k * (now[i - 1] - now[i]);
    };
    integrate(slope, stages, 0.0, dt, steps_for(k * (1.0 + inhibition) * 2.0, dt));
    state_.precursors = stages[0];
    state_.first = stages[1];
    state_.second = stages[2];
    state_.third = stages[3];
    state_.neutrophils = stages[4];
    state_.lowest = std::min(state_.lowest.value(), stages[4]);
    state_.nerve_dose = state_.nerve_dose * maths::exp(-dt / params_.nerves.raw());

    if (neutrophils() >= 0.5) return;
    state_.risk += susceptibility * (params_.infection * tick.dt());
    Stream random{seed_,
                  "marrow.infection"_draw,
                  {static_cast<std::uint64_t>(state_.infections.value()), 0},
                  0};
    if (state_.risk < exponential(random)) return;
    state_.risk = 0.0;
    state_.infections += 1;
    if (uniform(random) < params_.fatal) state_.dead = 1;
}

void Marrow::dosed(double mg_per_m2, Seconds at) {
    if (!(mg_per_m2 > 0.0)) return;
    state_.nerve_dose += mg_per_m2;
    state_.doses += 1;
    Stream random{seed_, "marrow.nausea"_draw, {}, at};
    if (uniform(random) < params_.nausea) state_.nauseous += 1;
}

std::int64_t Marrow::neutropenia() const {
    return neutropenia_grade(neutrophils());
}

std::int64_t Marrow::neuropathy() const {
    return std::clamp<std::int64_t>(
        static_cast<std::int64_t>(params_.neuropathy * state_.nerve_dose), 0, 4);
}

}  // namespace perforin::patient
