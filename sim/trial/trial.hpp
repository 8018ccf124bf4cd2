#pragma once
// A trial, read and checked: who may take part, in which arms, seen when, decided on how.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/scenario.hpp"
#include "io/manifest.hpp"
#include "study/plan.hpp"
#include "trial/course.hpp"
#include "trial/design_settings.hpp"
#include "trial/endpoints.hpp"
#include "trial/people.hpp"
#include "trial/settings.hpp"
#include "trial/simon.hpp"

namespace perforin::trial {

struct Arm {
    std::string name;
    std::int64_t share = 1;
    std::string config{};                        ///< a file that lies over its patients; "": none
    std::vector<config::PlacedText> settings{};  ///< the trial's, its own, those of visits
    config::Origin place{};
};

/// A covariate within whose classes arms are balanced.
struct Stratifier {
    std::string covariate;
    std::size_t column = 0;        ///< among those of the cohort
    std::vector<double> limits{};  ///< of classes of a number
    /// "tps=1-50"
    std::string text(const Person& person) const;
};

/// "histology=squamous;tps=1-50"; "" without strata.
std::string stratum_of(const std::vector<Stratifier>& strata, const Person& person);

struct Trial {
    std::string name, title;
    std::vector<io::InputLayer> layers;  ///< the trial, word for word
    TrialParams trial;
    RandomisationParams randomisation;
    DropoutParams dropout;
    DltParams dlt;
    DesignParams design;
    Rules rules;
    Sought sought;
    bool twins = false;
    std::vector<Arm> arms{};
    std::size_t control = 0;
    std::vector<Stratifier> strata{};
    std::vector<study::OutcomeParams> outcomes{};
    std::vector<std::string> outcome_units{}, outcome_docs{};  ///< as far as known before any run
    std::shared_ptr<const People> people{};
    std::optional<SimonDesign> simon{};

    std::int64_t block() const;
    std::uint64_t seed() const { return static_cast<std::uint64_t>(trial.seed); }
};

/// A patient's run in an arm, prepared as `run` would; `observed`: for so many days from the start
/// of treatment, if that is less than the trial's follow-up. Throws BadInput with every problem.
study::PlannedRun plan_run(const Trial& trial, const Person& person, std::size_t arm,
                           const std::string& program,
                           std::optional<std::int64_t> observed = std::nullopt);

/// Whether a file is a trial (else it is meant as a study or a scenario).
bool is_trial(const engine::Scenario& file);

/// How many runs it comes to at most.
std::size_t most_runs_of(const Trial& trial);

/// Reads a trial, and checks its patients in their arms. Throws BadInput with every problem.
Trial read_trial(const engine::Scenario& file, const study::Checking& checking = {});

}  // namespace perforin::trial
