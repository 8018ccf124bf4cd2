#pragma once
// Where two results part: the first difference in the order in which it helps to know.

#include <filesystem>
#include <string>

namespace perforin::io {

struct Comparison {
    bool identical = false;  ///< equal digests: nothing differs outside /manifest
    std::string text;        ///< a few lines for the user
};

/// Compares two trajectories: parameters first, then the scenario, the seed and what else stands at
/// the root, then series, frames of cells, fields and events, each in order of time. Names the
/// dataset, the row, its time, and both values with their unit. Throws Unavailable as
/// open_trajectory does.
Comparison compare(const std::filesystem::path& a, const std::filesystem::path& b);

}  // namespace perforin::io
