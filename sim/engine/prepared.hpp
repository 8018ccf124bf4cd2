#pragma once
// Everything that an input asks for, ready to begin.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "config/input.hpp"
#include "engine/run.hpp"
#include "engine/scenario.hpp"
#include "engine/settings.hpp"
#include "io/manifest.hpp"
#include "io/trajectory.hpp"
#include "patient/patient.hpp"

namespace perforin::engine {

struct Prepared {
    /// Throws BadInput with every problem.
    Prepared(const Scenario& scenario, const std::vector<std::string>& settings);

    /// Where the result goes.
    std::filesystem::path result(const Scenario& scenario, const RunRequest& request) const;
    io::Provenance provenance(const Scenario& scenario, const RunRequest& request) const;
    io::Writing writing(const RunRequest& request) const;

    config::Input input;
    RunParams run;
    std::optional<BurnInParams> burn_in;  ///< nothing: none is asked for
    OutputParams output;
    std::unique_ptr<patient::Patient> patient;
};

}  // namespace perforin::engine
