#include "study/distribution.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "core/maths.hpp"

namespace perforin::study {

namespace {

template <std::size_t N>
double polynomial(const std::array<double, N>& coefficients, double x) {
    double sum = 0.0;
    for (std::size_t i = N; i != 0; --i) sum = sum * x + coefficients[i - 1];
    return sum;
}

// Wichura 1988, algorithm AS 241 (PPND16): relative error about 1e-16.
constexpr std::array<double, 8> middle_top{3.3871328727963666080e0,  1.3314166789178437745e+2,
                                           1.9715909503065514427e+3, 1.3731693765509461125e+4,
                                           4.5921953931549871457e+4, 6.7265770927008700853e+4,
                                           3.3430575583588128105e+4, 2.5090809287301226727e+3};
constexpr std::array<double, 8> middle_bottom{1.0,
                                              4.2313330701600911252e+1,
                                              6.8718700749205790830e+2,
                                              5.3941960214247511077e+3,
                                              2.1213794301586595867e+4,
                                              3.9307895800092710610e+4,
                                              2.8729085735721942674e+4,
                                              5.2264952788528545610e+3};
constexpr std::array<double, 8> near_top{1.42343711074968357734e0,  4.63033784615654529590e0,
                                         5.76949722146069140550e0,  3.64784832476320460504e0,
                                         1.27045825245236838258e0,  2.41780725177450611770e-1,
                                         2.27238449892691845833e-2, 7.74545014278341407640e-4};
constexpr std::array<double, 8> near_bottom{1.0,
                                            2.05319162663775882187e0,
                                            1.67638483018380384940e0,
                                            6.89767334985100004550e-1,
                                            1.48103976427480074590e-1,
                                            1.51986665636164571966e-2,
                                            5.47593808499534494600e-4,
                                            1.05075007164441684324e-9};
constexpr std::array<double, 8> far_top{6.65790464350110377720e0,  5.46378491116411436990e0,
                                        1.78482653991729133580e0,  2.96560571828504891230e-1,
                                        2.65321895265761230930e-2, 1.24266094738807843860e-3,
                                        2.71155556874348757815e-5, 2.01033439929228813265e-7};
constexpr std::array<double, 8> far_bottom{1.0,
                                           5.99832206555887937690e-1,
                                           1.36929880922735805310e-1,
                                           1.48753612908506148525e-2,
                                           7.86869131145613259100e-4,
                                           1.84631831751005468180e-5,
                                           1.42151175831644588870e-7,
                                           2.04426310338993978564e-15};

}  // namespace

double normal_quantile(double p) {
    constexpr double middle = 0.425, near = 5.0;
    const double q = p - 0.5;
    if (std::abs(q) <= middle) {
        const double r = middle * middle - q * q;
        return q * polynomial(middle_top, r) / polynomial(middle_bottom, r);
    }
    const double tail = q < 0.0 ? p : 1.0 - p;
    if (!(tail > 0.0)) return std::copysign(std::numeric_limits<double>::infinity(), q);
    const double r = std::sqrt(-maths::log(tail));
    const double z = r <= near ? polynomial(near_top, r - 1.6) / polynomial(near_bottom, r - 1.6)
                               : polynomial(far_top, r - near) / polynomial(far_bottom, r - near);
    return q < 0.0 ? -z : z;
}

double normal_share(double z) {
    // The quantile rises, so halving finds the one share whose quantile is z; of the smaller tail,
    // which doubles resolve.
    if (z > 0.0) return 1.0 - normal_share(-z);
    constexpr double nothing = -38.6;  // less than any double but 0
    if (z < nothing) return 0.0;
    double below = 0.0, above = 0.5;
    for (int i = 0; i != 1100 && below < above; ++i) {
        const double half = below + 0.5 * (above - below);
        if (half == below || half == above) break;
        (normal_quantile(half) < z ? below : above) = half;
    }
    return above;
}

double Distribution::share_below(double x) const {
    if (law == Law::normal) return normal_share((x - centre) / spread);
    if (!(x > 0.0)) return 0.0;
    return normal_share(std::isinf(x) ? x : maths::log(x / centre) / maths::log(spread));
}

double Distribution::at_share(double share) const {
    constexpr double least = 1e-300, most = 1.0 - 0x1.0p-53;  // beyond lie infinities
    const double z = normal_quantile(std::clamp(share, least, most));
    const double x =
        law == Law::normal ? centre + spread * z : centre * maths::exp(z * maths::log(spread));
    return std::clamp(x, low, high);
}

double Distribution::share_inside() const {
    if (law == Law::uniform || law == Law::log_uniform) return 1.0;
    return share_below(high) - share_below(low);
}

double Distribution::quantile(double u) const {
    if (law == Law::uniform) return std::clamp(low + u * (high - low), low, high);
    if (law == Law::log_uniform) {
        return std::clamp(low * maths::exp(u * maths::log(high / low)), low, high);
    }
    const double first = share_below(low), last = share_below(high);
    return at_share(first + u * (last - first));
}

}  // namespace perforin::study
