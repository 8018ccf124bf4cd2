#pragma once
// The tables of a cohort: `[cohort]`, `[[cohort.variable]]` and what stands beside them.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/block.hpp"
#include "config/reference.hpp"
#include "core/unit_text.hpp"
#include "core/units.hpp"

namespace perforin::study {

/// Patients of one cohort, at most.
inline constexpr double most_patients = 1'000'000;

enum class Matching { weights, acceptance };

/// `[cohort]`
struct CohortParams : config::Block {
    using Block::Block;

    std::int64_t patients = count("patients", 100, {1, most_patients}, "How many there are",
                                  setting("shares of 10 % are known to 6 points"));
    std::int64_t seed = count("seed", 1, {0, 9007199254740992.0},
                              "Seed of the cohort: who its patients are, and their run.seed",
                              setting("any number will do"));
    std::vector<std::string> layers =
        texts("layers", {},
              "Files that lie under each patient, weakest first, as `base` of a scenario: the kind "
              "of tumour, a fidelity");
    std::vector<std::string> settings =
        texts("settings", {}, "What is otherwise in all patients: [\"run.days=60\", …], as --set");
    std::int64_t tries = count("tries", 1000, {1, 1e6},
                               "Candidates that are drawn for one patient, at most, until one is "
                               "eligible",
                               setting("trials screen two or three for one"));
    Matching matching =
        choice("matching", Matching::weights,
               {{"weights", Matching::weights}, {"acceptance", Matching::acceptance}},
               "How a baseline table is met. weights: patients count more or less, and the table "
               "is met exactly; acceptance: candidates are left out by chance, and it is met as "
               "closely as a sample can be",
               setting("no patient is computed in vain"));
    std::int64_t pool = count("pool", 5000, {100, most_patients},
                              "Candidates on whom the chances of an acceptance are settled",
                              setting("means and shares are known to 1 %"));
};

/// A table some of whose numbers are in a unit that the user chooses.
struct InUnit : config::Block {
    using Block::Block;

protected:
    /// A number in that unit, if it was given.
    std::optional<double> number(std::string_view key, const std::string& unit,
                                 std::string_view meaning, config::Range range = {}) const;
    std::vector<double> numbers(std::string_view key, const std::string& unit,
                                std::string_view meaning, config::Range range = {}) const;
};

/// `[[cohort.variable]]`
struct VariableParams : InUnit {
    explicit VariableParams(const config::Section& section);

    std::string name = required_text("name", "sld", "Its column");
    std::string meaning = text("meaning", "", "What it is, in words, for tables");
    std::string source = text("source", "", "Where its distribution comes from");
    std::string unit = text("unit", "1", "Unit in which it is drawn and shown; 1: a plain number");
    std::string law = required_choice(
        "distribution", "log_normal",
        {"uniform", "log_uniform", "normal", "log_normal", "logit_normal", "poisson", "values",
         "classes"},
        "Distribution. logit_normal: of a share, whose odds are log-normal; values: numbers with "
        "shares; classes: names with shares, [[cohort.variable.class]]");
    std::optional<double> from, to, mean, sd, median, round;
    std::optional<double> factor = optional(
        "factor", fraction, {1.0000001, 1e6},
        "One standard deviation of a log-normal distribution, or of the odds of a logit-normal "
        "one, as a factor");
    std::vector<double> values, shares;
    std::vector<std::string> sets =
        texts("sets", {},
              "Parameters that it is, by their paths: \"patient.weight\"; of lesions the keys of "
              "their table");
};

/// `[[cohort.variable.class]]`
struct ClassParams : config::Block {
    using Block::Block;

    std::string name =
        required_text("name", "excluded", "The class, as tables show it; what `sets` is set to");
    double share =
        required("share", 0.3, fraction, {0, 1}, "Its share; those of all classes add up to 1");
    std::vector<std::string> layers = texts(
        "layers", {}, "Files that lie under patients of this class, over those of the cohort");
    std::vector<std::string> settings =
        texts("settings", {}, "What is otherwise in them: [\"ablation.priming=true\", …]");
};

/// `[[cohort.correlation]]`
struct CorrelationParams : config::Block {
    using Block::Block;

    std::vector<std::string> between =
        required_texts("between", {"sld", "sites"}, "The two covariates");
    double value =
        required("value", 0.3, fraction, {-0.9999, 0.9999},
                 "Correlation of the normal variables that lie under them (Gaussian copula): "
                 "2 sin(π ρ/6) of a rank correlation ρ, the polychoric one of classes");
    std::string source = text("source", "", "Where it comes from");
};

/// `[[cohort.parameter]]`
struct ParameterParams : config::Block {
    using Block::Block;

    std::string variable = required_text("variable", "growth", "The covariate, a number");
    std::string key =
        required_text("key", "biology.tumour.apoptosis", "Parameter that follows from it");
    std::string times = text("times", "1",
                             "Parameter = `plus` + `times` × covariate; with a unit where theirs "
                             "differ: \"-1 1/d\"");
    std::optional<std::string> plus = optional_text("plus", "… in the parameter's unit");
    double power = param("power", 1, fraction, {-10, 10},
                         "Power of the covariate, a plain number, that is taken for it",
                         setting("the covariate itself"));
    bool relative =
        flag("relative", false,
             "Whether all of this is a factor of what the patient's layers say of the parameter");
};

/// `[cohort.lesions]`
struct CohortLesionParams : config::Block {
    using Block::Block;

    std::string sum =
        required_text("sum", "sld", "Covariate that is the sum of the target lesions' diameters");
    std::optional<std::string> number =
        optional_text("number", "Covariate that is their number; if not given, there is one");
    std::int64_t most = count("most", 5, {1, 20}, "Target lesions, at most",
                              recalled(measured("RECIST 1.1: five in all")));
    Length least = param("least", 10, mm, {0.05, 100},
                         "Diameter of a target lesion, at least; a small sum has fewer lesions",
                         recalled(measured("RECIST 1.1: measurable from 10 mm")));
    double spread =
        param("spread", 2, fraction, {1.0000001, 100},
              "How unequal they are: one standard deviation of the log-normal shares of the sum",
              assumed("in between equal ones and one that is nearly all"));
    std::optional<std::string> first =
        optional_text("first", "Organ of the first lesion; if not given, drawn as that of others");
    std::optional<std::string> antigens =
        optional_text("antigens",
                      "Covariate that is the number of a lesion's clonal neoantigens; "
                      "if not given, as a [[lesion]] has them");
    std::optional<std::string> shared = optional_text(
        "shared", "Covariate that is the share of them which all lesions have; if not given, all");
    std::optional<std::string> micrometastases = optional_text(
        "micrometastases",
        "Covariate that is the number of lesions too small to be seen; if not given, none");
    Length micro_from = param("micro_from", 1, mm, {0.05, 100},
                              "Diameter of these at least; log-uniform in between",
                              fitted("pseudoprogression in a mean-field cohort: 1–8 mm"));
    Length micro_to = param("micro_to", 8, mm, {0.05, 100}, "Diameter of these at most",
                            fitted("pseudoprogression in a mean-field cohort: 1–8 mm"));
    std::int64_t most_micrometastases =
        count("most_micrometastases", 2, {0, 50},
              "How many of these are simulated, at most: the largest", setting("each costs time"));
    std::vector<std::string> settings =
        texts("settings", {}, "What is otherwise in each lesion: [\"slab.depth=160 um\", …]");
};

/// `[[cohort.lesions.organ]]`
struct OrganParams : config::Block {
    using Block::Block;

    std::string name = required_text("name", "liver", "The organ, as `organ` of a [[lesion]]");
    double share = required("share", 0.2, fraction, {0, 1},
                            "Its share of lesions; target lesions are in different organs as long "
                            "as there are some");
    std::vector<std::string> settings =
        texts("settings", {}, "What is otherwise in a lesion there: [\"homing=0.5\", …]");
};

/// `[[cohort.eligible]]`
struct EligibleParams : InUnit {
    EligibleParams(const config::Section& section, const std::string& unit);
    explicit EligibleParams(const config::Section& section) : EligibleParams{section, "1"} {}

    std::string variable = required_text("variable", "ecog", "The covariate");
    std::optional<double> at_least, at_most;
    std::vector<std::string> among = texts("among", {}, "Classes that are eligible");
};

/// `[[cohort.match]]`
struct MatchParams : InUnit {
    MatchParams(const config::Section& section, const std::string& unit);
    explicit MatchParams(const config::Section& section) : MatchParams{section, "1"} {}

    std::string variable = required_text("variable", "age", "The covariate");
    std::string statistic =
        required_choice("statistic", "median", {"share", "mean", "median", "quantile"},
                        "What the table gives of it; share: of the classes `among`, or of those "
                        "from `at_least` to `at_most`");
    std::optional<double> value, at_least, at_most;
    std::vector<std::string> among = texts("among", {}, "Classes whose share it is");
    double level =
        param("level", 0.5, fraction, {0.0001, 0.9999}, "Which quantile", setting("the median"));
    std::string source = text("source", "", "The publication");
};

/// What a cohort can say, for the reference.
std::vector<config::Group> cohort_reference();
/// The same as a chapter of sim/PARAMETERS.md.
std::string cohort_parameters_page();

}  // namespace perforin::study
