#pragma once
// How files that are written for others name the files that they lie over.

#include <filesystem>
#include <string>

namespace perforin::engine {

/// A file's name as any scenario of the project at `root` finds it as a `base`: from there if it
/// lies within, else its whole path.
std::string base_name(const std::string& root, const std::filesystem::path& file);

}  // namespace perforin::engine
