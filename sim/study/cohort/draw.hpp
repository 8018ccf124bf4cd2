#pragma once
// Candidates for a cohort: covariates and lesions, a function of the cohort's seed, the patient's
// number and the attempt. Internal to study.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "config/parameter.hpp"
#include "config/section.hpp"
#include "core/unit_text.hpp"
#include "study/cohort/cohort.hpp"
#include "study/cohort/copula.hpp"
#include "study/cohort/law.hpp"
#include "study/cohort/params.hpp"

namespace perforin::study {

/// Whose candidate: the attempt counts from 0.
struct Candidate {
    std::uint64_t seed, number, attempt;
};

struct ClassOf {
    ClassParams params;
    std::vector<config::PlacedText> layers, settings;
};

/// A covariate that is drawn.
struct Variable {
    VariableParams params;
    config::Section table;
    CovariateLaw law;
    UnitText unit;
    std::vector<ClassOf> classes;  ///< none: numbers
    std::int64_t key;              ///< of its draws: its name's, so that others do not move it

    /// Its value at z, a standard normal variable; of classes their number from 0.
    double at(double z) const { return law.quantile(normal_share(z)); }
};

/// A number that only this text has, as far as 64 bits go.
std::int64_t key_of(const std::string& text);

struct Organ {
    OrganParams params;
    std::vector<config::PlacedText> settings;
};

/// What lesions are made from; columns by their places.
struct LesionPlan {
    CohortLesionParams params;
    config::Origin place{};
    std::size_t sum = 0;
    double mm_per_unit = 1.0;  ///< of the sum
    std::optional<std::size_t> number{}, antigens{}, shared{}, micrometastases{};
    std::vector<config::PlacedText> settings{};
    std::vector<Organ> organs{};
    std::vector<Variable> variables{};  ///< of each lesion alone
};

struct DrawnLesion {
    std::string name, organ;  ///< organ "": not said
    std::int64_t diameter_um = 0;
    std::optional<std::int64_t> antigens{}, own_antigens{};
    std::vector<double> values{};  ///< of the plan's variables
    const Organ* at = nullptr;
    bool target = true;
};

/// The target lesions, then those that are too small to be seen. The targets' diameters, whole
/// micrometres, add up to the sum, rounded to micrometres.
std::vector<DrawnLesion> draw_lesions(const LesionPlan& plan, const std::vector<double>& values,
                                      const Candidate& who);

struct Draw {
    std::vector<double> values;  ///< in the order of the columns; of classes their number
    std::vector<DrawnLesion> lesions;
};

/// Columns that follow from the lesions, after those of the variables.
std::vector<CovariateColumn> lesion_columns();

Draw draw(const std::vector<Variable>& variables, const SquareMatrix& lower,
          const std::optional<LesionPlan>& lesions, const Candidate& who);

}  // namespace perforin::study
