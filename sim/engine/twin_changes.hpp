#pragma once
// What a twin is: the same patient but for what `run.twin` says.

#include <string>
#include <vector>

#include "config/section.hpp"

namespace perforin::engine {

/// The word for a twin who gets none of the therapies.
inline constexpr const char* untreated = "untreated";

/// Notes as problems of `[run]` what is neither that word nor a setting, and settings of tables
/// that are the same for both.
void check_changes(const config::Section& run, const std::vector<std::string>& changes);

/// What makes the twin's input of the patient's, each placed where `run.twin` says it; nothing if
/// it asks for none. The twin herself has none.
std::vector<config::PlacedText> changes_of_twin(const config::Section& run);

}  // namespace perforin::engine
