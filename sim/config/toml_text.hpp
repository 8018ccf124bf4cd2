#pragma once
// Reads TOML text into a Node. The only place that knows a TOML library. Internal to config.

#include <string>
#include <string_view>

#include "config/node.hpp"

namespace perforin::config {

/// The tree of a file's text; every node's origin is `layer` with line and column. Throws BadInput
/// `layer:line:column: what is wrong`.
Node parse_toml(std::string_view text, const std::string& layer);

/// A value as TOML writes it (`3`, `"8 Gy"`, `[1, 2]`), or, if it is no TOML, the text itself.
Node parse_toml_value(std::string_view text, const Origin& origin);

/// Checks what the library should not be given: bytes that are not UTF-8, control characters,
/// letters outside ASCII in keys, nesting deeper than any configuration needs. Throws BadInput.
void scan_toml(std::string_view text, const std::string& layer);

}  // namespace perforin::config
