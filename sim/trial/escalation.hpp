#pragma once
// Finding a dose: what comes after each cohort of patients, by the 3 + 3 rules or by BOIN. Pure
// functions of who had a dose-limiting toxicity at which level. METHODS.md.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace perforin::trial {

/// Patients of one dose level who could be judged.
struct Level {
    std::int64_t treated = 0, toxic = 0;
};
using Levels = std::vector<Level>;  ///< the lowest dose first

enum class Move { escalate, stay, de_escalate, stop };

/// What comes next: so many patients at a level. `stop`: nobody.
struct Escalation {
    Move move = Move::stop;
    std::size_t level = 0;  ///< from 0
    std::int64_t patients = 0;
    bool operator==(const Escalation&) const = default;
};

/// After each cohort of three (Storer 1989; with six patients at the dose that is recommended).
Escalation three_plus_three(const Levels& levels, std::size_t current);
/// The highest dose at which at most one of six had a toxicity; none: even the lowest is too much.
std::optional<std::size_t> three_plus_three_dose(const Levels& levels);

/// Liu & Yuan 2015.
struct BoinRules {
    double target = 0.3;                     ///< rate of toxicity that is looked for
    double too_low = 0.18, too_high = 0.42;  ///< rates that are to be told from it
    std::int64_t cohort = 3;                 ///< patients at a time
    std::int64_t enough = 100;  ///< patients at a level after which staying there ends it all
    double certainty = 0.95;    ///< that a dose is too toxic, from which it is given up
};
struct BoinLimits {
    double escalate = 0.0, de_escalate = 0.0;  ///< of the share that had a toxicity
};
BoinLimits boin_limits(const BoinRules& rules);
/// Whether a level, and with it all above, is given up.
bool boin_gives_up(const Level& level, const BoinRules& rules);
Escalation boin(const Levels& levels, std::size_t current, const BoinRules& rules);
/// The dose whose rate, made monotone, is nearest to the target; none: the lowest is given up, or
/// nobody was treated.
std::optional<std::size_t> boin_dose(const Levels& levels, const BoinRules& rules);

/// Weighted isotonic regression by pooling adjacent violators: the nearest that never falls.
std::vector<double> isotonic(std::vector<double> values, std::vector<double> weights);

/// Share of a binomial distribution at or below `most`.
double binomial_share(std::int64_t most, std::int64_t trials, double p);

}  // namespace perforin::trial
