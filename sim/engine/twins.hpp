#pragma once
// A patient and her counterfactual twin: the same patient, the same luck, but for what `run.twin`
// says. So the effect of a treatment is known patient by patient.

#include <optional>

#include "engine/run.hpp"
#include "engine/scenario.hpp"
#include "engine/twin_effect.hpp"
#include "engine/watch.hpp"

namespace perforin::engine {

struct TwinsReport {
    RunReport patient{};
    std::optional<RunReport> twin{};     ///< nothing: none was asked for, or not yet begun
    std::optional<TwinEffect> effect{};  ///< of two whole results

    /// Of the one that was run last.
    const RunReport& last() const { return twin ? *twin : patient; }
};

/// Runs a scenario as `run` does, and then the twin if it asks for one, into a result of her own
/// beside the patient's. Before the first day it reports everything that is wrong with the input of
/// either, and whether both results can be written. Stopped in either and resumed, it goes on with
/// the one that is not whole yet.
TwinsReport run_with_twin(const Scenario& scenario, const RunRequest& request, Watch& watch);

/// Checks a scenario as `run_with_twin` would before the first day. Throws BadInput with every
/// problem.
void check(const Scenario& scenario);

}  // namespace perforin::engine
