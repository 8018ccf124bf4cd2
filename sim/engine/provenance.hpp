#pragma once
// Where a run's values come from, as its trajectory records it.

#include <cstdint>

#include "config/input.hpp"
#include "engine/scenario.hpp"
#include "io/manifest.hpp"

namespace perforin::engine {

/// The record of an input of which everything has been read. What cannot change a result is left
/// out (threads, the file's own name), so that equal results have equal records.
io::Provenance provenance(const Scenario& scenario, const config::Input& input, std::uint64_t seed,
                          io::Manifest manifest);

}  // namespace perforin::engine
