#pragma once
// What is asked of a covariate: that a patient is eligible, that a cohort is as a table says.
// Internal to study.

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "config/parameter.hpp"
#include "study/cohort/cohort.hpp"

namespace perforin::study {

/// Some values of a covariate: those between two ends, or some of its classes.
struct Criterion {
    std::size_t column = 0;
    std::optional<double> at_least{}, at_most{};
    std::vector<std::size_t> among{};  ///< numbers of classes
    std::string text{};                ///< "ecog at most 1"
    config::Origin place{};

    bool holds(const std::vector<double>& values) const;
};

/// A row of a baseline table: a mean of something is to be a number.
struct Row {
    enum class Statistic { share, mean, quantile } statistic = Statistic::mean;
    Criterion of{};  ///< of a share
    double wanted = 0.0, level = 0.5;
    std::string name{};  ///< "share of tc3", "median"
    config::Origin place{};

    /// The number whose mean over patients is to be `mean_wanted()`. A quantile counts who lies
    /// below it, and half of those at it.
    double feature(const std::vector<double>& values) const;
    double mean_wanted() const { return statistic == Statistic::quantile ? level : wanted; }
    /// The statistic of weighted patients.
    double of_patients(const std::vector<std::vector<double>>& patients,
                       const std::vector<double>& weights) const;
};

/// The value that a share `level` of the weight lies below: between the middles of the weights of
/// neighbouring values it is interpolated.
double weighted_quantile(std::vector<std::pair<double, double>> value_and_weight, double level);

}  // namespace perforin::study
