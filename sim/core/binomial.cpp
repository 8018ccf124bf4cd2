#include "core/binomial.hpp"

#include <cmath>
#include <numbers>

#include "core/maths.hpp"

namespace perforin {

namespace {

/// log(k!) − (k·log(k) − k): Stirling's series, below 16 from the factorial, which is exact.
double beyond_powers(double k) {
    if (k < 0.5) return 0.0;
    if (k < 16.0) {
        double factorial = 1.0;
        for (double i = 2.0; i <= k; ++i) factorial *= i;
        return maths::log(factorial) - (k * maths::log(k) - k);
    }
    const double square = k * k;
    const double series = (1.0 / 12 - (1.0 / 360 - 1.0 / 1260 / square) / square) / k;
    return 0.5 * maths::log(2.0 * std::numbers::pi * k) + series;
}

/// x·log(x/mean) + mean − x, without cancellation of large numbers (Loader 2000).
double deviance(double x, double mean) {
    return x < 0.5 ? mean : x * maths::log1p((x - mean) / mean) - (x - mean);
}

/// The binomial probability of k, up to a factor that does not depend on k; its logarithm.
double log_share(double k, double n, double mean) {
    return -(deviance(k, mean) + deviance(n - k, n - mean) + beyond_powers(k) +
             beyond_powers(n - k));
}

/// Inversion along the probabilities 0, 1, 2, …, for a mean below 10: monotone in one uniform draw.
double by_inversion(double n, double p, Stream& random) {
    const double odds = p / (1.0 - p);
    double share = maths::exp(n * maths::log1p(-p)), left = uniform(random), k = 0.0;
    // Far in the tail, rounding may leave a rest of `left` that no share takes away.
    while (left >= share && k < n && (share > 1e-20 || k < n * p)) {
        left -= share;
        k += 1.0;
        share *= (n - k + 1.0) / k * odds;
    }
    return k;
}

/// Transformed rejection with squeeze (Hörmann 1993, "The generation of binomial random variates",
/// algorithm BTRS; its constants), for a mean of 10 and more and p ≤ 1/2.
double by_rejection(double n, double p, Stream& random) {
    const double mean = n * p, deviation = std::sqrt(mean * (1.0 - p));
    const double b = 1.15 + 2.53 * deviation;
    const double a = -0.0873 + 0.0248 * b + 0.01 * p;
    const double squeeze = 0.92 - 4.2 / b;
    const double alpha = (2.83 + 5.1 / b) * deviation;
    const double at_mode = log_share(std::floor((n + 1.0) * p), n, mean);
    while (true) {
        const double u = uniform(random) - 0.5;
        const double v = uniform(random);
        const double edge = 0.5 - std::abs(u);
        const double k = std::floor((2.0 * a / edge + b) * u + mean + 0.5);
        if (!(k >= 0.0 && k <= n)) continue;
        if (edge >= 0.07 && v <= squeeze) return k;
        const double height = v * alpha / (a / (edge * edge) + b);
        if (maths::log(height) <= log_share(k, n, mean) - at_mode) return k;
    }
}

}  // namespace

std::uint64_t binomial(std::uint64_t trials, double p, Stream& random) {
    if (trials == 0 || !(p > 0.0)) return 0;
    if (p >= 1.0) return trials;
    if (p > 0.5) return trials - binomial(trials, 1.0 - p, random);
    const auto n = static_cast<double>(trials);
    const double k = n * p < 10.0 ? by_inversion(n, p, random) : by_rejection(n, p, random);
    return static_cast<std::uint64_t>(k);
}

}  // namespace perforin
