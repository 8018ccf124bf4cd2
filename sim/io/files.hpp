#pragma once
// Which files may be written and which can be read, with a sentence for the user when not.

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "io/hdf5.hpp"

namespace perforin::io {

inline constexpr std::string_view trajectory_format = "perforin trajectory";

/// Of the file format, not of the program. A reader of version a.b reads every a.x: a larger
/// minor number only adds, a larger major number changes what older readers rely on.
struct FormatVersion {
    int major = 1, minor = 2;
    std::string text() const;
};
inline constexpr FormatVersion trajectory_version{};
inline constexpr FormatVersion first_sealed_version{1, 2};

/// Checks before a long run that `path` can be written: no file is in the way (or `force` is set),
/// its folder exists and takes files, and the disk has room. Throws Unavailable.
void check_output(const std::filesystem::path& path, bool force, std::uint64_t expected_bytes);

/// Opens a trajectory for reading, also one that is being written or whose run was killed. Throws
/// Unavailable for a file that is missing, empty, damaged, cut short, without its checksums,
/// foreign, or of another major version.
File open_trajectory(const std::filesystem::path& path);

}  // namespace perforin::io
