#pragma once
// Who gets into which arm, when, and for how long: draws keyed by the trial's seed, the patient and
// what they are for. Only permuted blocks make one patient's arm depend on who came before her.

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/units.hpp"

namespace perforin::trial {

/// Arms of patients in the order in which they are enrolled, given the stratum of each. In each
/// stratum every block of `block` patients holds the arms as often as their shares say, in random
/// order; `block` is a multiple of the sum of shares.
std::vector<std::size_t> permuted_blocks(const std::vector<std::string>& strata,
                                         const std::vector<std::int64_t>& shares,
                                         std::int64_t block, std::uint64_t seed);

/// The arm of one patient by a draw of her own.
std::size_t simple_arm(std::uint64_t patient, const std::vector<std::int64_t>& shares,
                       std::uint64_t seed);

/// Day on which she asks to take part, between 0 and `accrual`, any as often. Whole days.
std::int64_t arrival_day(std::uint64_t patient, Time accrual, std::uint64_t seed);

/// Whole days after the start of treatment until she drops out; very large if she never does.
std::int64_t dropout_day(std::uint64_t patient, Rate hazard, std::uint64_t seed);
inline constexpr std::int64_t never = 1'000'000;

}  // namespace perforin::trial
