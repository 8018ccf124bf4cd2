#pragma once
// One number for the result of a run: two runs are identical if and only if their digests are.

#include <filesystem>
#include <string>

#include "io/hdf5.hpp"

namespace perforin::io {

/// SHA-256 over the names, types, shapes and values of every dataset and attribute outside
/// /manifest. How data are cut into chunks, compressed and padded does not enter.
std::string digest(const Group& root);
/// Of a trajectory. Throws Unavailable as open_trajectory does.
std::string digest(const std::filesystem::path& path);

}  // namespace perforin::io
