#pragma once
// How a trial goes: who is enrolled when and where, what is seen at each look, and what is decided.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "trial/site.hpp"

namespace perforin::trial {

/// An interim look, a cohort of a dose level, a stage. What does not apply is left out.
struct Look {
    std::optional<std::int64_t> day{};  ///< of the calendar
    std::optional<double> patients{}, events{}, information{}, statistic{}, boundary{};
    std::string decision{};
};

struct Conduct {
    std::vector<Enrolled> enrolled{};
    std::vector<Look> looks{};
    std::int64_t cut = no_cut;  ///< day on which the data are cut
    bool complete = false;      ///< every decision was made: nothing is left to run
};

/// Treats patients as far as decisions ask for them. Deterministic: a trial that is taken up again
/// comes to the same decisions.
Conduct conduct(Site& site);

/// Of each design.
Conduct conduct_fixed(Site& site);
Conduct conduct_sequential(Site& site);
Conduct conduct_escalation(Site& site);
Conduct conduct_two_stages(Site& site);

/// Patients in the order in which they come, with the day.
std::vector<Enrolled> arrivals(const Trial& trial);
/// The same, with arms by randomisation.
std::vector<Enrolled> randomised(const Trial& trial);

}  // namespace perforin::trial
