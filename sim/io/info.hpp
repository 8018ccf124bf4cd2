#pragma once
// What is in a trajectory, for a person at a terminal.

#include <filesystem>
#include <string>

namespace perforin::io {

/// How and why the run ended, program, seed, duration, parameters, lesions with their cells and
/// fields, series, events, and where the bytes are. Throws Unavailable as open_trajectory does.
std::string info(const std::filesystem::path& path);

}  // namespace perforin::io
