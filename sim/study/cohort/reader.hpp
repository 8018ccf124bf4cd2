#pragma once
// How a file becomes a cohort, step by step. Internal to study.

#include <optional>
#include <string>
#include <vector>

#include "config/input.hpp"
#include "study/cohort/model.hpp"
#include "study/problems.hpp"

namespace perforin::study {

class CohortReader {
public:
    CohortReader(const engine::Scenario& file, std::optional<std::size_t> patients,
                 std::optional<std::uint64_t> seed);
    /// Throws BadInput with every problem.
    Cohort::Model make();

private:
    // reader.cpp
    void read_top();
    void read_variables();
    std::optional<Variable> read_variable(const config::Section& table, bool of_lesions);
    std::vector<ClassOf> read_classes(const config::Section& table);
    void read_correlations();
    std::size_t place_of(const config::Section& table, const char* key, const std::string& name,
                         std::size_t none) const;
    std::vector<config::PlacedText> read_layers(const config::Section& table);
    void check_settings(const config::Section& table, const char* key,
                        const std::vector<config::PlacedText>& settings, bool of_lesions) const;
    /// Whether nothing has been found wrong so far.
    bool fine() const { return problems_.none_with(input_); }

    // reader_rest.cpp
    void read_lesions();
    std::optional<std::size_t> number_for(const config::Section& table, const char* key,
                                          const std::optional<std::string>& name);
    void read_organs(const config::Section& table, LesionPlan& plan);
    void read_columns();
    void read_criteria();
    Criterion criterion(const config::Section& table, std::size_t column,
                        const std::vector<std::string>& among,
                        const std::optional<double>& at_least,
                        const std::optional<double>& at_most) const;
    void read_rows();
    void read_targets();

    // reader_check.cpp
    void learn();
    std::vector<Known> combinations();
    void learn_lesions(const Known& known);
    void try_first();

    static constexpr std::size_t nowhere = static_cast<std::size_t>(-1);

    config::Input input_;
    config::Section top_, cohort_;
    Cohort::Model model_;
    std::vector<std::string> names_;  ///< of all variables, those that are wrong included
    std::optional<config::Section> lesions_;
    Problems problems_;
};

}  // namespace perforin::study
