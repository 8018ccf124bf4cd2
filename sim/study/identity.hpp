#pragma once
// When two runs are the same run. Internal to study.

#include <cstdint>
#include <string>

#include "io/manifest.hpp"

namespace perforin::study {

/// This program, as far as it has a say in results: version and commit; where the sources are not
/// those of a commit also the digest of its file.
std::string program_identity();

/// Of the input in force, with another seed, and of a program, as 32 hexadecimal digits.
std::string identity(io::Provenance provenance, std::uint64_t seed, const std::string& program);

}  // namespace perforin::study
