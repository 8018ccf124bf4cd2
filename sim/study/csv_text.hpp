#pragma once
// Fields of a table of comma-separated values (RFC 4180).

#include <string>

#include <fmt/format.h>

namespace perforin::study {

inline std::string quoted(const std::string& text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string out = "\"";
    for (const char c : text) out += c == '"' ? std::string{"\"\""} : std::string{c};
    return out + '"';
}

/// The head of a column: `name [unit]`.
inline std::string titled(const std::string& name, const std::string& unit) {
    return quoted(unit.empty() || unit == "1" ? name : fmt::format("{} [{}]", name, unit));
}

}  // namespace perforin::study
