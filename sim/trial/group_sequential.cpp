#include "trial/group_sequential.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>

#include <boost/math/tools/roots.hpp>

#include "core/maths.hpp"
#include "study/distribution.hpp"

namespace perforin::trial {

namespace {

using study::normal_quantile, study::normal_share;

constexpr double no_boundary = 10.0;  // nobody sees |Z| above it

/// The score B(t) = Z √t moves from look to look as Brownian motion. Its density where nothing has
/// ended the trial yet, on a grid between both boundaries.
class Course {
public:
    explicit Course(double drift) : drift_{drift} {}

    /// The chance to cross first at a look after a share t of the information.
    double crossing(double t, double boundary) const {
        const double far = boundary * std::sqrt(t);
        if (density_.empty()) return outside(far, drift_ * t, std::sqrt(t));
        const double spread = std::sqrt(t - now_), moved = drift_ * (t - now_);
        return integral([&](double x) { return outside(far, x + moved, spread); });
    }

    /// Goes on to that look, if it ends nothing.
    void pass(double t, double boundary) {
        const double far = std::min(boundary, no_boundary) * std::sqrt(t);
        std::vector<double> next(points);
        const double step = 2.0 * far / static_cast<double>(points - 1);
        const double spread = std::sqrt(t - now_), moved = drift_ * (t - now_);
        for (std::size_t i = 0; i != points; ++i) {
            const double y = -far + step * static_cast<double>(i);
            next[i] =
                density_.empty()
                    ? bell((y - moved) / spread) / spread
                    : integral([&](double x) { return bell((y - x - moved) / spread); }) / spread;
        }
        density_ = std::move(next);
        far_ = far;
        now_ = t;
    }

private:
    static constexpr std::size_t points = 201;  // odd, for Simpson's rule

    static double bell(double z) {
        constexpr double tall = 0.39894228040143267794;  // 1/√(2π)
        return tall * maths::exp(-0.5 * z * z);
    }
    static double outside(double far, double mean, double spread) {
        return normal_share((-far - mean) / spread) + normal_share((mean - far) / spread);
    }

    template <class Function>
    double integral(Function&& function) const {
        const double step = 2.0 * far_ / static_cast<double>(points - 1);
        double sum = 0.0;
        for (std::size_t i = 0; i != points; ++i) {
            const double weight = i == 0 || i + 1 == points ? 1.0 : i % 2 == 1 ? 4.0 : 2.0;
            sum += weight * density_[i] * function(-far_ + step * static_cast<double>(i));
        }
        return sum * step / 3.0;
    }

    double drift_, now_ = 0.0, far_ = 0.0;
    std::vector<double> density_{};
};

/// Where a falling function is 0, between two ends.
double root(const std::function<double(double)>& falling, double low, double high) {
    constexpr int bits = 40;
    std::uintmax_t most = 100;
    const auto [left, right] = boost::math::tools::toms748_solve(
        falling, low, high, boost::math::tools::eps_tolerance<double>{bits}, most);
    return 0.5 * (left + right);
}

}  // namespace

/// Each side spends half of alpha.
double spent(Spending spending, double alpha, double t) {
    if (t <= 0.0) return 0.0;
    if (t >= 1.0) return alpha;
    if (spending == Spending::pocock) return alpha * maths::log1p((maths::exp(1.0) - 1.0) * t);
    return 4.0 * normal_share(normal_quantile(0.25 * alpha) / std::sqrt(t));
}

std::vector<double> spending_boundaries(const std::vector<double>& shares, double alpha,
                                        Spending spending) {
    std::vector<double> boundaries;
    Course course{0.0};
    double before = 0.0;
    for (const double t : shares) {
        const double now = spent(spending, alpha, t);
        const auto excess = [&](double b) { return course.crossing(t, b) - (now - before); };
        boundaries.push_back(excess(no_boundary) > 0.0 ? no_boundary
                                                       : root(excess, 0.0, no_boundary));
        if (boundaries.size() != shares.size()) course.pass(t, boundaries.back());
        before = now;
    }
    return boundaries;
}

std::vector<double> constant_boundaries(const std::vector<double>& shares, double alpha,
                                        double shape) {
    const auto all = [&](double constant) {
        std::vector<double> boundaries;
        boundaries.reserve(shares.size());
        for (const double t : shares) {
            boundaries.push_back(std::min(no_boundary, constant * maths::pow(t, shape - 0.5)));
        }
        return boundaries;
    };
    const auto excess = [&](double constant) {
        double sum = -alpha;
        for (const double chance : crossings(shares, all(constant))) sum += chance;
        return sum;
    };
    return all(root(excess, 0.0, no_boundary));
}

std::vector<double> crossings(const std::vector<double>& shares,
                              const std::vector<double>& boundaries, double drift) {
    std::vector<double> chances;
    Course course{drift};
    for (std::size_t k = 0; k != shares.size(); ++k) {
        chances.push_back(course.crossing(shares[k], boundaries[k]));
        if (k + 1 != shares.size()) course.pass(shares[k], boundaries[k]);
    }
    return chances;
}

}  // namespace perforin::trial
