#pragma once
// From a covariate to a parameter of the scenario. Internal to study.

#include <cstddef>
#include <string>
#include <vector>

#include "config/parameter.hpp"
#include "config/section.hpp"
#include "study/cohort/draw.hpp"
#include "study/cohort/params.hpp"

namespace perforin::study {

/// Parameters of a scenario, by their paths.
using Known = std::vector<config::Parameter>;

class Target {
public:
    /// The parameter is the covariate. `table` is where problems of `written` are noted.
    Target(std::size_t variable, const Variable& of, const config::Section& table,
           const config::PlacedText& key);
    /// The parameter follows from it.
    Target(std::size_t variable, const Variable& of, const config::Section& table,
           const ParameterParams& how, const config::PlacedText& key);

    std::size_t variable() const { return variable_; }
    const std::string& key() const { return key_.text; }

    /// Learns what the parameter is from `known`, a scenario of each of the combinations of classes
    /// that patients may be of; `prefix` leads to its table. Notes problems.
    void learn(const Variable& of, const std::vector<Known>& known, const std::string& prefix = {});

    /// `key=value` where the covariate is `x`, of a patient of that combination.
    config::PlacedText setting(const Variable& of, double x, std::size_t combination) const;

private:
    void learn_numbers(const Variable& of, const std::vector<Known>& known,
                       const std::string& path);
    void check_classes(const Variable& of) const;
    bool read_map(const Variable& of);
    double number(double x, std::size_t combination) const;
    void complain(const std::string& text) const;

    std::size_t variable_;
    config::Section table_;
    config::PlacedText key_;
    std::string field_;  ///< of the table, where problems are noted
    std::string times_text_ = "1", plus_text_;
    double power_ = 1.0;
    bool relative_ = false;
    // What is learnt: all in the parameter's unit.
    config::Parameter parameter_{};
    double times_ = 1.0, plus_ = 0.0;
    std::vector<double> bases_;  ///< of a relative one, for each combination
};

}  // namespace perforin::study
