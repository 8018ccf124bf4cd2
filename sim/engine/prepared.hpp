#pragma once
// Everything that an input asks for, ready to begin.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "clinic/examinations.hpp"
#include "config/input.hpp"
#include "engine/run.hpp"
#include "engine/scenario.hpp"
#include "engine/settings.hpp"
#include "io/manifest.hpp"
#include "io/trajectory.hpp"
#include "patient/patient.hpp"

namespace perforin::engine {

/// The patient of the input, or the twin that it asks for (`run.twin`).
enum class Who { patient, twin };

struct Prepared {
    /// Throws BadInput with every problem. `changes` are laid over the settings.
    Prepared(const Scenario& scenario, const std::vector<std::string>& settings,
             Who who = Who::patient, const std::vector<config::PlacedText>& changes = {});

    /// Where the result of one or the other goes: a twin's beside the patient's, NAME.twin.h5.
    std::filesystem::path result_of(Who whose, const Scenario& scenario,
                                    const RunRequest& request) const;
    std::filesystem::path result(const Scenario& scenario, const RunRequest& request) const {
        return result_of(who, scenario, request);
    }
    /// Whether this is one of two.
    bool is_one_of_two() const { return who == Who::twin || !run.twin.empty(); }
    io::Provenance provenance(const Scenario& scenario, const RunRequest& request) const;
    io::Writing writing(const RunRequest& request) const;

    Who who;
    config::Input input;
    RunParams run;
    std::optional<BurnInParams> burn_in;  ///< nothing: none is asked for
    OutputParams output;
    std::unique_ptr<patient::Patient> patient;
    clinic::Examinations examinations;

    /// All that is mutable, by name.
    cells::Tables tables();
};

}  // namespace perforin::engine
