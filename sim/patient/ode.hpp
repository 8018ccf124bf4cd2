#pragma once
// Integration over one exchange step: Dormand–Prince 5(4) with fixed steps, the same on every run.

#include <boost/numeric/odeint/stepper/runge_kutta_dopri5.hpp>

#include <cstdint>

namespace perforin::patient {

/// Largest rate × step. The scheme is stable up to 3.3; at 1/8 a step errs by less than 10⁻⁸ of the
/// fastest mode (an hour of antibody kinetics or of T-cell traffic is at 0.02).
inline constexpr double largest_step = 0.125;

/// Equal steps that an interval takes when the fastest rate is this (both in one time unit).
inline std::int64_t steps_for(double fastest_rate, double interval) {
    return 1 + static_cast<std::int64_t>(fastest_rate * interval / largest_step);
}

/// Advances x from `start` over `interval` in that many steps. `slope(x, dxdt, t)`.
template <class X, class Slope>
void integrate(const Slope& slope, X& x, double start, double interval, std::int64_t steps) {
    // Made anew each time: it remembers the last slope, which a dose or a new entry rate outdates.
    boost::numeric::odeint::runge_kutta_dopri5<X> stepper;
    const double h = interval / static_cast<double>(steps);
    for (std::int64_t i = 0; i != steps; ++i) {
        stepper.do_step(slope, x, start + h * static_cast<double>(i), h);
    }
}

}  // namespace perforin::patient
