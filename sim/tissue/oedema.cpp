#include "tissue/oedema.hpp"

#include <algorithm>

#include "core/maths.hpp"

namespace perforin::tissue {

Rate leak(const OedemaParams& p, Molarity interferon, double vessels, Molarity il2) {
    const auto saturation = [](double x) { return x > 0.0 ? x / (1.0 + x) : 0.0; };
    const double by_interferon = saturation(interferon / p.half);
    const double inflamed = by_interferon + (1.0 - by_interferon) * saturation(il2 / p.il2_half);
    return inflamed * std::min(1.0, vessels) / p.fill;
}

double fluid_after(const OedemaParams& p, double fluid, Rate leak, Time dt) {
    const Rate pace = leak + 1.0 / p.drain;
    const double goal = p.most * (leak / pace);
    return goal + (fluid - goal) * maths::exp(-(pace * dt));
}

double swelling(double fluid) {
    return fluid > 0.0 ? maths::cbrt(1.0 / (1.0 - fluid)) - 1.0 : 0.0;
}

}  // namespace perforin::tissue
