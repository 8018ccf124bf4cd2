#pragma once
// From what a reader wrote down at each visit to what criteria of response judge.

#include <cstdint>
#include <string>

#include "clinic/imaging/readings.hpp"
#include "clinic/measurements/measurements.hpp"

namespace perforin::clinic {

/// One reader's record, or that of true sizes (`who_knows`). Targets are chosen at the last visit
/// before the first dose (select_lesions); what was noticed later is new. Days count from the first
/// dose, or from that visit if there was none yet. Non-target disease is CR when all of it is gone
/// (nodes under 10 mm), PD when its sum of diameters is 20 % and 5 mm above its least, which is 73
/// % in volume, the guide of Eisenhauer 2009; worse still, when that sum has grown by 5 mm since it
/// was first PD.
Record record_of(const Chart&, const Visits&, const Readings&, std::uint8_t reader);

/// The measurement table of one patient, as `perforin respond` reads it (METHODS.md).
std::string measurement_csv(const Record&);

}  // namespace perforin::clinic
