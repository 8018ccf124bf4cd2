#pragma once
// Where a run's values come from, as its trajectory records it.

#include <cstdint>
#include <string>
#include <string_view>

#include "config/input.hpp"
#include "engine/scenario.hpp"
#include "io/manifest.hpp"

namespace perforin::engine {

/// The record of an input of which everything has been read. What cannot change a result is left
/// out (threads, the file's own name), so that equal results have equal records.
io::Provenance provenance(const Scenario& scenario, const config::Input& input, std::uint64_t seed,
                          io::Manifest manifest);

/// Whether a parameter has a say in what each day of a run brings; how many there are has not.
bool makes_result(std::string_view path);

/// "0.04 1/min", "seed"
std::string with_unit(const std::string& value, const std::string& unit);

/// Digest of all that makes a result, however it is written: the same for every run that goes
/// through the same days.
std::string digest_of(const io::Provenance& provenance);

/// Digest of all that makes a result file what it is, days included, whatever the order in which
/// parameters were read: two inputs that mean the same run have the same. Of the input only, not of
/// the program.
std::string digest_of_run(const io::Provenance& provenance);

}  // namespace perforin::engine
