#pragma once
// A cohort as read: all that its patients are drawn from. Internal to study.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/scenario.hpp"
#include "study/cohort/cohort.hpp"
#include "study/cohort/copula.hpp"
#include "study/cohort/criterion.hpp"
#include "study/cohort/draw.hpp"
#include "study/cohort/target.hpp"

namespace perforin::study {

/// A target in each lesion.
struct LesionTarget {
    std::size_t variable;
    Target target;
};

/// Who became a patient: the draw, and who was left out before.
struct Chosen {
    Draw draw;
    std::uint64_t refused = 0, thinned = 0;
};

struct Cohort::Model {
    engine::Scenario file;
    CohortParams params;
    std::vector<config::PlacedText> layers{}, settings{};
    std::vector<Variable> variables{};
    SquareMatrix lower{};  ///< of the correlation
    std::optional<LesionPlan> lesions{};
    std::vector<CovariateColumn> columns{};
    std::vector<Target> targets{};
    std::vector<LesionTarget> lesion_targets{};
    std::vector<Criterion> eligible{};
    std::vector<Row> rows{};
    std::vector<double> weights{};  ///< of the patients; none: all 1
    std::vector<double> slopes{};   ///< of an acceptance
    double most_log_weight = 0.0;

    std::uint64_t seed() const { return static_cast<std::uint64_t>(params.seed); }
    std::size_t size() const { return static_cast<std::size_t>(params.patients); }

    /// The eligible patient of that number, of the cohort or of the pool beside it. Throws
    /// BadInput.
    Chosen choose(std::uint64_t number, std::uint64_t seed_of_draws) const;
    /// Whether an acceptance takes her.
    bool accepts(const Draw& draw, const Candidate& who) const;
    double log_weight(const std::vector<double>& values) const;

    /// The variables whose classes bring files or settings, and how many classes each has.
    std::vector<std::size_t> deciding() const;
    std::size_t combination(const std::vector<double>& values) const;
    std::vector<config::PlacedText> layers_of(const std::vector<double>& values) const;
    /// What the cohort and classes set, without what follows from covariates.
    std::vector<config::PlacedText> settings_of(const std::vector<double>& values) const;
    /// A scenario of nothing but layers.
    engine::Scenario over(const std::vector<config::PlacedText>& layers) const;
    std::vector<Covariate> covariates(const std::vector<double>& values) const;
};

/// Reads a cohort's file. Throws BadInput with every problem.
Cohort::Model read_cohort(const engine::Scenario& file, std::optional<std::size_t> patients,
                          std::optional<std::uint64_t> seed);

/// The patient of that number, 1 … size(). Throws BadInput if no candidate is eligible.
VirtualPatient make_patient(const Cohort::Model& model, std::uint64_t number);
/// Prepares her as `run` would. Throws BadInput, placed in the cohort's file.
void check_patient(const Cohort::Model& model, const VirtualPatient& patient);

/// Finds the weights, or the chances of an acceptance. Gives what is wrong, placed; "" if nothing.
std::string match(Cohort::Model& model);

/// The lesions as `lesion=[…]`, and as tables of TOML.
std::string lesions_setting(const Cohort::Model& model, const Draw& draw);
std::string lesions_toml(const Cohort::Model& model, const Draw& draw);

/// A whole scenario from files and settings; lesions, tables of TOML, come last.
std::string scenario_toml(const std::string& comment, const std::vector<std::string>& layers,
                          const std::vector<config::PlacedText>& settings,
                          const std::string& lesions);

}  // namespace perforin::study
