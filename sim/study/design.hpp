#pragma once
// Designs of experiments: where in the space of what is varied a study looks. Pure functions of
// numbers; what the numbers mean is known elsewhere.

#include <cstddef>
#include <cstdint>
#include <vector>

namespace perforin::study {

/// Every combination of one choice of each dimension, the last dimension fastest.
std::vector<std::vector<std::size_t>> grid(const std::vector<std::size_t>& choices);

/// How many combinations a grid has, but at most `most` + 1.
std::size_t grid_size(const std::vector<std::size_t>& choices, std::size_t most);

/// A Latin hypercube (McKay, Beckman & Conover 1979): of the n equal slices of each dimension each
/// holds one point, somewhere. All depends on n: other points for another n.
std::vector<std::vector<double>> latin_hypercube(std::size_t points, std::size_t dimensions,
                                                 std::uint64_t seed);

/// The first points of Sobol's sequence (directions by Joe & Kuo 2008). Seed 0: as it is, without
/// the origin. Any other: all moved by a random digital shift (exclusive or with one number for
/// each dimension), the origin with them, so that every 2^k points are a net. More points are added
/// at the end.
std::vector<std::vector<double>> sobol(std::size_t points, std::size_t dimensions,
                                       std::uint64_t seed);
inline constexpr std::size_t most_sobol_dimensions = 3667;

/// Which mechanisms are off in each row of an ablation matrix.
enum class Matrix { one_at_a_time, pairs, all };
/// First the row without any; then each alone; with `pairs` each two; with `all` every combination,
/// the last mechanism fastest.
std::vector<std::vector<bool>> ablations(std::size_t mechanisms, Matrix matrix);

}  // namespace perforin::study
