#pragma once
// How a run came about: who ran what, where and when (not part of the result), and the input that
// made it (part of the result).

#include <cstdint>
#include <string>
#include <vector>

#include "io/hdf5.hpp"

namespace perforin::io {

/// Circumstances. Two runs of the same input differ here and nowhere else.
struct Manifest {
    std::string program_version, git_commit, compiler, build_type;
    std::string command_line, host_os;
    int threads = 1;
    std::string started{};  ///< UTC, "2026-03-01T09:30:00Z"

    /// Of this program, this machine, now.
    static Manifest here(const std::string& command_line, int threads);
};

/// One text the input was made of: a built-in default, a config, the scenario, the --set options.
struct InputLayer {
    std::string name, text;
};

/// One effective parameter, as text. `origin` says where the value was written ("default",
/// "configs/melanoma.toml:12:8", "--set a.b"), with paths relative to the project.
struct ParameterRow {
    std::string path, value, unit, standard, range_low, range_high, meaning, source, tag;
    bool recalled = false;
    std::string origin;
};

/// Everything that is known about a run before it starts.
struct Provenance {
    Manifest manifest;
    std::uint64_t seed = 0;
    std::vector<InputLayer> scenario;
    std::vector<ParameterRow> parameters;
};

std::string now_utc();

/// Writes /scenario, /parameters and the seed, or what is to take their place.
void write_input(Group& root, const Provenance& provenance);
/// Writes /manifest and the input.
void write_provenance(Group& root, const Provenance& provenance);

}  // namespace perforin::io
