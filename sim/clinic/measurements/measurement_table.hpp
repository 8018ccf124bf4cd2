#pragma once
// The table that the criteria read: one CSV, one header (METHODS.md describes its columns).

#include <string>
#include <string_view>
#include <vector>

#include "clinic/measurements/measurements.hpp"

namespace perforin::clinic {

/// The patients of a table, in order of appearance; rows may come in any order. `name` stands for
/// the file in messages. Throws BadInput with every problem found.
std::vector<Record> read_measurements(std::string_view text, const std::string& name);

}  // namespace perforin::clinic
