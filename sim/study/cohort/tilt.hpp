#pragma once
// Weights that bring the means of a sample to given values and leave it otherwise as it is, in the
// sense of least relative entropy (exponential tilting; raking, where the means are shares).
// Internal to study.

#include <cstddef>
#include <vector>

namespace perforin::study {

struct Tilt {
    bool reached = false;
    std::vector<double> slopes;     ///< λ: log weight = λ · (features − wanted) + constant
    std::vector<double> weights;    ///< of the sample, mean 1
    std::vector<double> residuals;  ///< of each mean, in standard deviations of the sample
};

/// `features`: of each member of the sample, a number for each of the wanted means.
Tilt tilt(const std::vector<std::vector<double>>& features, const std::vector<double>& wanted);

/// Kish's number of members of equal weight who would tell as much: (Σw)² / Σw².
double effective_number(const std::vector<double>& weights);

}  // namespace perforin::study
