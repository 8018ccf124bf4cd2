#include "study/cohort/copula.hpp"

#include <cmath>

namespace perforin::study {

std::optional<SquareMatrix> cholesky(const SquareMatrix& a, std::size_t& row) {
    constexpr double least = 1e-10;  // relative: what is less is 0 but for rounding
    const std::size_t n = a.size();
    SquareMatrix lower(n, std::vector<double>(n, 0.0));
    for (std::size_t i = 0; i != n; ++i) {
        for (std::size_t j = 0; j <= i; ++j) {
            double sum = a[i][j];
            for (std::size_t k = 0; k != j; ++k) sum -= lower[i][k] * lower[j][k];
            if (i != j) {
                lower[i][j] = sum / lower[j][j];
            } else if (sum > least * a[i][i]) {
                lower[i][i] = std::sqrt(sum);
            } else {
                row = i;
                return std::nullopt;
            }
        }
    }
    return lower;
}

std::vector<double> solve(const SquareMatrix& lower, const std::vector<double>& b) {
    const std::size_t n = lower.size();
    std::vector<double> x = b;
    for (std::size_t i = 0; i != n; ++i) {
        for (std::size_t k = 0; k != i; ++k) x[i] -= lower[i][k] * x[k];
        x[i] /= lower[i][i];
    }
    for (std::size_t i = n; i-- != 0;) {
        for (std::size_t k = i + 1; k != n; ++k) x[i] -= lower[k][i] * x[k];
        x[i] /= lower[i][i];
    }
    return x;
}

std::vector<double> correlated(const SquareMatrix& lower, const std::vector<double>& independent) {
    std::vector<double> z(independent.size(), 0.0);
    for (std::size_t i = 0; i != z.size(); ++i) {
        for (std::size_t j = 0; j <= i; ++j) z[i] += lower[i][j] * independent[j];
    }
    return z;
}

}  // namespace perforin::study
