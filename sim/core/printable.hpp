#pragma once
// Text from outside, made safe to show.

#include <cstddef>
#include <string>
#include <string_view>

namespace perforin {

/// Bytes of the UTF-8 letter at the start of text; 0 if it is malformed or there is none.
std::size_t letter_length(std::string_view text);

/// The text with control characters and bytes that are not UTF-8 escaped as \x1b, cut with "…"
/// after 80 letters.
std::string printable(std::string_view text);

}  // namespace perforin
