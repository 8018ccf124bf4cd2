#include "cells/rkc.hpp"

#include <cmath>
#include <cstddef>

namespace perforin::cells {

namespace {

constexpr double damping = 4.5;

/// Chebyshev polynomials of the first kind T_0…T_s and their first two derivatives at one point.
struct Chebyshev {
    std::vector<double> t, d, dd;

    Chebyshev(int s, double w) : t{1.0, w}, d{0.0, 1.0}, dd{0.0, 0.0} {
        for (std::size_t j = 2; j <= static_cast<std::size_t>(s); ++j) {
            t.push_back(2.0 * w * t[j - 1] - t[j - 2]);
            d.push_back(2.0 * t[j - 1] + 2.0 * w * d[j - 1] - d[j - 2]);
            dd.push_back(4.0 * d[j - 1] + 2.0 * w * dd[j - 1] - dd[j - 2]);
        }
    }
};

double point(int s) {
    return 1.0 + damping / (static_cast<double>(s) * s);
}

}  // namespace

std::vector<RkcStage> rkc_stages(int s) {
    const double w0 = point(s);
    const Chebyshev c{s, w0};
    const auto last = static_cast<std::size_t>(s);
    const double w1 = c.d[last] / c.dd[last];
    std::vector<double> b(last + 1);
    for (std::size_t j = 2; j <= last; ++j) b[j] = c.dd[j] / (c.d[j] * c.d[j]);
    b[0] = b[2];  // free, since u_0 = 0
    b[1] = 1.0 / w0;

    std::vector<RkcStage> stages{{.mu_f = b[1] * w1}};
    for (std::size_t j = 2; j <= last; ++j) {
        const double mu_f = 2.0 * b[j] * w1 / b[j - 1];
        stages.push_back({.mu = 2.0 * b[j] * w0 / b[j - 1],
                          .nu = -b[j] / b[j - 2],
                          .mu_f = mu_f,
                          .gamma_f = -(1.0 - b[j - 1] * c.t[j - 1]) * mu_f});
    }
    return stages;
}

double rkc_stability(int s) {
    const double w0 = point(s);
    const Chebyshev c{s, w0};
    const auto last = static_cast<std::size_t>(s);
    return (w0 + 1.0) * c.dd[last] / c.d[last];
}

int rkc_stages_for(double h_rho) {
    int s = 3;
    while (rkc_stability(s) < h_rho) ++s;
    return s;
}

}  // namespace perforin::cells
