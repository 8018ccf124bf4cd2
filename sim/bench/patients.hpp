#pragma once
// Virtual patients to measure with, from scenario text.

#include <memory>
#include <string>

#include "patient/patient.hpp"

namespace perforin::bench {

/// Throws BadInput for what is wrong in the text.
std::unique_ptr<patient::Patient> make_patient(const std::string& scenario);

/// The text of a small lesion in whole: a ball of tumour cells of `radius` in a cube of `extent`,
/// both in µm.
std::string nodule(const std::string& name, double radius, double extent);

/// Tables of all kinds of cell, stroma and host tissue: densities of an inflamed tumour, cells per
/// mL (configs/inflamed.toml says where they come from).
std::string ecosystem();
/// Live tumour cells of all lesions, probes apart.
double tumour_cells(const patient::Patient& patient);

}  // namespace perforin::bench
