#include "cases/cancer_immune/volume.hpp"

#include <numbers>

#include "core/maths.hpp"

namespace perforin::cases::cancer_immune {

/// S' = r (T − S) for both solids; F' = q (f (F + S₁ + S₂) − F) = −a F + q f (S₁ + S₂) with
/// a = q (1 − f). Each solid adds to F the part c e^(−r t) that its distance from T causes.
Volumes after(const Volumes& v, const VolumeChange& change, double minutes) {
    const double f = change.fluid_share, feed = change.fluid_rate * f,
                 a = change.fluid_rate * (1.0 - f);
    const auto solid = [&](double now, double goal, double rate) {
        return goal + (now - goal) * maths::exp(-rate * minutes);
    };
    Volumes next;
    next.nucleus = solid(v.nucleus, change.nucleus, change.nucleus_rate);
    next.cytoplasm = solid(v.cytoplasm, change.cytoplasm, change.cytoplasm_rate);
    if (f >= 1.0) {  // all of the solids draws fluid, whose rise they hardly outlast
        next.fluid = v.fluid + feed * minutes * (v.nucleus + v.cytoplasm);
        return next;
    }
    const double settled = f / (1.0 - f) * (change.nucleus + change.cytoplasm);
    const double by_nucleus = feed * (v.nucleus - change.nucleus) / (a - change.nucleus_rate),
                 by_cytoplasm =
                     feed * (v.cytoplasm - change.cytoplasm) / (a - change.cytoplasm_rate);
    next.fluid = settled + by_nucleus * maths::exp(-change.nucleus_rate * minutes) +
                 by_cytoplasm * maths::exp(-change.cytoplasm_rate * minutes) +
                 (v.fluid - settled - by_nucleus - by_cytoplasm) * maths::exp(-a * minutes);
    return next;
}

double radius(const Volumes& v) {
    return maths::cbrt(v.total() * 0.75 / std::numbers::pi);
}

}  // namespace perforin::cases::cancer_immune
