#pragma once
// When and where a row of a trajectory belongs.

#include <cstdint>
#include <optional>
#include <string>

#include "core/time.hpp"
#include "io/hdf5.hpp"

namespace perforin::io {

/// The moment of row `row` of the dataset at `path`; nothing for datasets that know no time.
std::optional<Seconds> time_of(const Group& root, const std::string& path, std::uint64_t row);

/// The row in words: "row 12 (day 3.5)", "row 120 (frame 3, day 21, cell 4711)",
/// "row 4 (biology.cytotoxic_t.hit_rate)".
std::string place_of(const Group& root, const std::string& path, std::uint64_t row);

/// "day 3.5"
std::string day_text(Seconds at);

}  // namespace perforin::io
