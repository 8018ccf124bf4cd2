#pragma once
// One number for the state of a patient, so that two patients can be compared step by step.

#include <cstdint>

#include "patient/patient.hpp"

namespace perforin::engine {

/// The series that keeps one for each biology step.
inline constexpr const char* fingerprint_series = "fingerprint";

/// Of every column of every table that is hers whatever therapies she gets: equal for two patients
/// whom no therapy has touched yet, and, but for a chance of 1 in 10^15, for no others. Below 2^53,
/// so that a double holds it.
std::uint64_t fingerprint(patient::Patient& patient);

}  // namespace perforin::engine
