#pragma once
// What a covariate is drawn from: a quantile function, so that a copula needs numbers between 0 and
// 1 only. Internal to study.

#include <cstddef>
#include <optional>
#include <vector>

#include "config/section.hpp"
#include "study/cohort/params.hpp"
#include "study/distribution.hpp"

namespace perforin::study {

/// Rounds to six significant digits, so that what is shown is what is meant.
double six_digits(double value);

class CovariateLaw {
public:
    /// Numbers with shares, rising, as a quantile function.
    static CovariateLaw table(std::vector<double> values, const std::vector<double>& shares);
    /// Of a mean, without what lies outside low … high.
    static CovariateLaw poisson(double mean, double low, double high);
    /// `odds`: the distribution is one of the odds of a share. `step` 0: six digits.
    static CovariateLaw continuous(const Distribution& law, bool odds, double step);

    /// The value below which a share u lies, 0 ≤ u ≤ 1.
    double quantile(double u) const;
    /// What one patient of a million is below, or above; where values are counted, the last one.
    double least() const;
    double most() const;

private:
    Distribution law_;
    double first_ = 0.0, last_ = 1.0;  ///< shares of a normal law below its ends
    bool normal_ = false, odds_ = false;
    double step_ = 0.0;
    std::vector<double> values_, below_;  ///< of a table: the share up to and including each
};

/// The law that a table asks for, after noting what is wrong with it; classes are numbered from 0.
std::optional<CovariateLaw> law_of(const config::Section& table, const VariableParams& params,
                                   const std::vector<ClassParams>& classes);

}  // namespace perforin::study
