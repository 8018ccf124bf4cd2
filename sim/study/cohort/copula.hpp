#pragma once
// Correlated normal variables (Gaussian copula). Internal to study.

#include <cstddef>
#include <optional>
#include <vector>

namespace perforin::study {

/// By rows.
using SquareMatrix = std::vector<std::vector<double>>;

/// The lower triangle L of a = L Lᵀ (Cholesky). If `a` is not positive definite, nothing, and
/// `row` is the first that cannot be.
std::optional<SquareMatrix> cholesky(const SquareMatrix& a, std::size_t& row);

/// The solution x of L Lᵀ x = b.
std::vector<double> solve(const SquareMatrix& lower, const std::vector<double>& b);

/// Independent standard normal variables become those of the correlation L Lᵀ.
std::vector<double> correlated(const SquareMatrix& lower, const std::vector<double>& independent);

}  // namespace perforin::study
