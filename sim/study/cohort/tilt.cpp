#include "study/cohort/tilt.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

#include "core/maths.hpp"
#include "study/cohort/copula.hpp"

namespace perforin::study {

namespace {

/// The dual problem: the least of the convex function F(λ) = log Σ exp(λ · x), x the features less
/// what is wanted, in standard deviations. Its gradient is the mean that is left.
class Dual {
public:
    Dual(const std::vector<std::vector<double>>& features, const std::vector<double>& wanted)
        : scales_(wanted.size(), 1.0) {
        const auto n = static_cast<double>(features.size());
        for (std::size_t j = 0; j != wanted.size(); ++j) {
            double sum = 0.0, squares = 0.0;
            for (const auto& x : features) sum += x[j];
            for (const auto& x : features) squares += (x[j] - sum / n) * (x[j] - sum / n);
            if (squares > 0.0) scales_[j] = std::sqrt(squares / n);
        }
        for (const auto& x : features) {
            rows_.emplace_back();
            for (std::size_t j = 0; j != wanted.size(); ++j) {
                rows_.back().push_back((x[j] - wanted[j]) / scales_[j]);
            }
        }
    }

    /// F(λ); the weights, of sum 1, beside it.
    double value(const std::vector<double>& slopes, std::vector<double>& weights) const {
        double most = -std::numeric_limits<double>::infinity(), sum = 0.0;
        weights.clear();
        for (const auto& x : rows_) {
            double dot = 0.0;
            for (std::size_t j = 0; j != slopes.size(); ++j) dot += slopes[j] * x[j];
            weights.push_back(dot);
            most = std::max(most, dot);
        }
        for (double& w : weights) sum += w = maths::exp(w - most);
        for (double& w : weights) w /= sum;
        return most + maths::log(sum);
    }

    std::vector<double> gradient(const std::vector<double>& weights) const {
        std::vector<double> mean(scales_.size(), 0.0);
        for (std::size_t i = 0; i != rows_.size(); ++i) {
            for (std::size_t j = 0; j != mean.size(); ++j) mean[j] += weights[i] * rows_[i][j];
        }
        return mean;
    }

    /// Covariance under the weights. A little is added: rows that say the same twice agree.
    SquareMatrix hessian(const std::vector<double>& weights,
                         const std::vector<double>& mean) const {
        constexpr double ridge = 1e-9;
        const std::size_t n = mean.size();
        SquareMatrix h(n, std::vector<double>(n, 0.0));
        for (std::size_t i = 0; i != rows_.size(); ++i) {
            for (std::size_t j = 0; j != n; ++j) {
                for (std::size_t k = 0; k != n; ++k) {
                    h[j][k] += weights[i] * (rows_[i][j] - mean[j]) * (rows_[i][k] - mean[k]);
                }
            }
        }
        for (std::size_t j = 0; j != n; ++j) h[j][j] += ridge * (1.0 + h[j][j]);
        return h;
    }

    double scale(std::size_t j) const { return scales_[j]; }

private:
    std::vector<double> scales_;
    std::vector<std::vector<double>> rows_;
};

double largest(const std::vector<double>& all) {
    double most = 0.0;
    for (const double x : all) most = std::max(most, std::abs(x));
    return most;
}

/// A step of Newton's, halved until the function falls. False: it does not any more.
bool step(const Dual& dual, const std::vector<double>& gradient, double& value,
          std::vector<double>& slopes, std::vector<double>& weights) {
    constexpr double rounding = 1e-13;
    std::size_t row = 0;
    const auto lower = cholesky(dual.hessian(weights, gradient), row);
    if (!lower) return false;
    const std::vector<double> direction = solve(*lower, gradient);
    for (double length = 1.0; length > 1e-9; length *= 0.5) {
        std::vector<double> trial = slopes, found;
        for (std::size_t j = 0; j != trial.size(); ++j) trial[j] -= length * direction[j];
        const double next = dual.value(trial, found);
        // Near the end F no longer tells two points apart, but its gradient does.
        const bool level = next <= value + rounding * (1.0 + std::abs(value));
        const bool nearer = largest(dual.gradient(found)) < largest(gradient);
        if (!(next < value || (level && nearer))) continue;
        value = next;
        slopes = std::move(trial);
        weights = std::move(found);
        return true;
    }
    return false;
}

}  // namespace

Tilt tilt(const std::vector<std::vector<double>>& features, const std::vector<double>& wanted) {
    constexpr int most_steps = 100;
    constexpr double near = 1e-9, far = 1e-13;
    const Dual dual{features, wanted};
    Tilt found;
    found.slopes.assign(wanted.size(), 0.0);
    double value = dual.value(found.slopes, found.weights);
    found.residuals = dual.gradient(found.weights);
    for (int i = 0; i != most_steps && largest(found.residuals) > far; ++i) {
        if (!step(dual, found.residuals, value, found.slopes, found.weights)) break;
        found.residuals = dual.gradient(found.weights);
    }
    found.reached = largest(found.residuals) <= near;
    const auto n = static_cast<double>(features.size());
    for (double& w : found.weights) w *= n;
    for (std::size_t j = 0; j != wanted.size(); ++j) found.slopes[j] /= dual.scale(j);
    return found;
}

double effective_number(const std::vector<double>& weights) {
    double sum = 0.0, squares = 0.0;
    for (const double w : weights) {
        sum += w;
        squares += w * w;
    }
    return squares > 0.0 ? sum * sum / squares : 0.0;
}

}  // namespace perforin::study
