#pragma once
// What scans tell of the therapies that a patient gets: whether her disease has progressed under
// one, or is gone.

#include <string>
#include <vector>

#include "clinic/examinations.hpp"
#include "core/time.hpp"

namespace perforin::clinic {

/// By RECIST 1.1 of what the first reader wrote down, of each therapy that has begun from its own
/// baseline, the last visit before its first dose. Empty unless that examination was made at this
/// moment.
std::vector<patient::Verdict> verdicts(const Examinations&, const std::string& examination,
                                       Seconds at, const patient::Patient&);

/// Names of those that measure lesions.
std::vector<std::string> measuring(const Examinations&);

}  // namespace perforin::clinic
