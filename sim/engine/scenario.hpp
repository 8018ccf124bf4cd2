#pragma once
// Finds what a user means by a scenario, and the project around it.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "config/input.hpp"

namespace perforin::engine {

/// A scenario's file, found and read.
struct Scenario {
    std::string name;  ///< the file, as messages call it
    std::string text;
    std::string title;  ///< of the folder or file; what its result is called
    config::Places places;

    /// The scenario with its bases and settings, and changes over them. Throws BadInput for what
    /// cannot be read.
    config::Input input(std::vector<std::string> settings = {},
                        const std::vector<config::PlacedText>& changes = {}) const;

    /// What a layer of the input is called in the record of a run: relative to the project, or to
    /// the scenario's folder where that lies elsewhere, so that the record of a run does not depend
    /// on who called it from where.
    std::string recorded(const std::string& layer) const;
};

/// Reads a scenario: a folder with a scenario.toml, or a .toml file. Throws BadInput with a
/// sentence if there is none or it cannot be read.
Scenario find_scenario(const std::filesystem::path& given);

/// A file that another names, found as its `base` is: under the project's root, then in the folder
/// of the file that names it. Where nothing is there, the first of both.
std::filesystem::path locate(const config::Places& places, const std::string& given);

/// The folder that holds `configs/` and `scenarios/`: what PERFORIN_ROOT says, else above the
/// program, beside it as installed (share/perforin), or above `from`. Empty if there is none.
/// Throws BadInput if PERFORIN_ROOT is no folder.
std::filesystem::path project_root(const std::filesystem::path& from);

/// The scenarios that come with the project, by name.
struct ListedScenario {
    std::string name, doc;
};
std::vector<ListedScenario> known_scenarios(const std::filesystem::path& root);

/// A file's text, or nothing if there is no such file. Throws BadInput with a sentence if it is
/// there but cannot be read as text.
std::optional<std::string> read_text(const std::string& path);

}  // namespace perforin::engine
