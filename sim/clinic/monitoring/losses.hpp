#pragma once
// Tumour cells of a patient, in all her lesions: live ones, and those that die.

#include <cstdint>

#include "patient/patient.hpp"

namespace perforin::clinic {

struct Losses {
    double live = 0.0;   ///< cells
    double died = 0.0;   ///< cells so far
    double dying = 0.0;  ///< cells a minute, a mean over the last while
};

Losses losses(const patient::Patient&);

/// Chance a minute that a cell of the lesion dies, of whatever cause, a mean over the last while.
double hazard(const tissue::Lesion&);

/// Whether a clone was there when its lesion was founded; mutants come later.
bool of_start(const tissue::Clones&, std::uint32_t clone);

}  // namespace perforin::clinic
