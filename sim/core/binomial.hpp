#pragma once
// Binomial random numbers with core/maths; Boost's distribution calls the C library's log and pow.

#include <cstdint>

#include "core/random.hpp"

namespace perforin {

/// How many of `trials` (below 2^53) happen, each with probability p; p beyond 0 … 1 counts as
/// that.
std::uint64_t binomial(std::uint64_t trials, double p, Stream& random);

}  // namespace perforin
