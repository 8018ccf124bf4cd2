#pragma once
// The tables of a study: `[study]`, `[design]`, `[[vary]]`, `[[outcome]]`.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "config/block.hpp"
#include "config/reference.hpp"
#include "core/units.hpp"
#include "study/design.hpp"
#include "study/distribution.hpp"

namespace perforin::study {

/// Runs of one study, at most: each is checked before the first begins.
inline constexpr double most_runs = 100'000;

enum class Kind { grid, list, latin_hypercube, sobol, ablation };
enum class Luck { common, independent };

/// `[study]`
struct StudyParams : config::Block {
    using Block::Block;

    std::string scenario = required_text(
        "scenario", "scenarios/checkpoint_blockade",
        "What is run: a folder with a scenario.toml or a .toml file, relative to the project's "
        "root, then to the study's folder");
    std::vector<std::string> settings =
        texts("settings", {}, "What is otherwise in all runs: [\"run.days=60\", …], as --set");
};

/// `[design]`
struct DesignParams : config::Block {
    using Block::Block;

    Kind kind = choice("type", Kind::grid,
                       {{"grid", Kind::grid},
                        {"list", Kind::list},
                        {"latin_hypercube", Kind::latin_hypercube},
                        {"sobol", Kind::sobol},
                        {"ablation", Kind::ablation}},
                       "How points are chosen. grid: every combination of the values; list: the "
                       "first values of all, the second of all …; latin_hypercube, sobol: spread "
                       "over all distributions; ablation: mechanisms off one by one, with each "
                       "combination of the values",
                       setting("the usual meaning of a sweep"));
    std::optional<std::int64_t> points = optional_count(
        "points", {1, most_runs}, "Points of a Latin hypercube or of Sobol's sequence");
    std::int64_t seed =
        count("seed", 1, {0, 9007199254740992.0},
              "Seed of the design, not of the runs: of a Latin hypercube, and of the shift of "
              "Sobol's sequence (0: none)",
              setting("any number will do"));
    std::int64_t replicates =
        count("replicates", 1, {1, most_runs}, "Runs at each point", setting("one"));
    std::optional<std::int64_t> first_seed = optional_count(
        "first_seed", {0, 9007199254740992.0},
        "run.seed of the first replicate; the others count on. If not given, the scenario's");
    Luck luck =
        choice("luck", Luck::common, {{"common", Luck::common}, {"independent", Luck::independent}},
               "Whether the replicates of all points have the same seeds, so that points "
               "differ by what is varied and not by luck, or each its own",
               setting("common random numbers: differences vary less"));
    std::vector<std::string> ablations =
        texts("ablations", {}, "Mechanisms that an ablation study switches off, by name");
    Matrix matrix = choice(
        "matrix", Matrix::one_at_a_time,
        {{"one_at_a_time", Matrix::one_at_a_time}, {"pairs", Matrix::pairs}, {"all", Matrix::all}},
        "Rows of an ablation study: none and each alone; each pair too; or "
        "every combination",
        setting("the fewest"));
};

/// `[[vary]]`
struct VaryParams : config::Block {
    using Block::Block;

    std::string key = required_text("key", "biology.tumour.cycle",
                                    "Parameter that is varied, by its path, as --set takes it");
    std::vector<std::string> given =
        texts("values", {},
              "Values it takes, each in quotes as --set takes it: [\"1 mg/kg\", "
              "\"3 mg/kg\"], [\"true\", \"false\"]");
    Law law = choice("distribution", Law::uniform,
                     {{"uniform", Law::uniform},
                      {"log_uniform", Law::log_uniform},
                      {"normal", Law::normal},
                      {"log_normal", Law::log_normal}},
                     "Distribution it is drawn from, where it takes no list of values",
                     setting("between two ends and no more known"));
    std::optional<std::string> from =
        optional_text("from", "Least value drawn; of a normal or log-normal the rest is left out");
    std::optional<std::string> to =
        optional_text("to", "Greatest value drawn; of a normal or log-normal the rest is left out");
    std::optional<std::string> mean = optional_text("mean", "Mean of a normal distribution");
    std::optional<std::string> sd =
        optional_text("sd", "Standard deviation of a normal distribution");
    std::optional<std::string> median =
        optional_text("median", "Median of a log-normal distribution");
    std::optional<double> factor = optional(
        "factor", fraction, {1.0000001, 1e6},
        "One standard deviation of a log-normal distribution, as a factor: two thirds lie within "
        "median / factor and median × factor");
};

enum class What { at, last, minimum, maximum, mean, change };
enum class Whose { patient, twin, difference };

/// `[[outcome]]`
struct OutcomeParams : config::Block {
    using Block::Block;

    std::string name = required_text("name", "burden_at_the_end", "Its column in the results");
    std::string series = required_text("series", "patient",
                                       "Series of a result that it is taken from (`info` lists "
                                       "them), as in \"lesions/primary\"");
    std::string column = required_text("column", "burden", "Column of the series");
    What what = choice("what", What::last,
                       {{"at", What::at},
                        {"last", What::last},
                        {"minimum", What::minimum},
                        {"maximum", What::maximum},
                        {"mean", What::mean},
                        {"change", What::change}},
                       "at: the row of a day; last, minimum, maximum, mean: of the rows from one "
                       "day to another; change: relative, from one day to another (-0.3: a "
                       "decrease by 30 %)",
                       setting("what a run comes to"));
    std::optional<Time> day =
        optional("day", perforin::day, {0, 36500}, "Day of the row, of what = \"at\"");
    std::optional<Time> from =
        optional("from", perforin::day, {0, 36500}, "First day; if not given, the first there is");
    std::optional<Time> to =
        optional("to", perforin::day, {0, 36500}, "Last day; if not given, the last there is");
    Whose whose = choice(
        "of", Whose::patient,
        {{"patient", Whose::patient}, {"twin", Whose::twin}, {"difference", Whose::difference}},
        "Whose it is, where run.twin asks for a twin; difference: patient less "
        "twin",
        setting("the patient"));
};

/// What a study can say, for the reference.
std::vector<config::Group> reference();
/// The same as a chapter of sim/PARAMETERS.md.
std::string parameters_page();

}  // namespace perforin::study
