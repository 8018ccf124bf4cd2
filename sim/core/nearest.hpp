#pragma once
// The known name that a mistyped one was probably meant to be.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace perforin {

/// Fewest insertions, deletions, replacements and swaps of neighbours that turn a into b
/// (optimal string alignment; letters that differ in case only count as equal).
std::size_t edit_distance(std::string_view a, std::string_view b);

/// The `known` name nearest to `name`, or "" if none is near: a third of its letters may differ.
/// Of equally near names the first in `known` wins.
std::string nearest(std::string_view name, const std::vector<std::string>& known);

}  // namespace perforin
