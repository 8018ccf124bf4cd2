#include "config/parameter.hpp"

#include <fmt/format.h>

#include <cmath>
#include <cstddef>

namespace perforin::config {

namespace {

constexpr std::size_t most_zeros = 5;  // 20000, but 2e8

template <class... Visitors>
struct Overloaded : Visitors... {
    using Visitors::operator()...;
};
template <class... Visitors>
Overloaded(Visitors...) -> Overloaded<Visitors...>;

/// A TOML basic string.
std::string in_quotes(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        const auto code = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (code < 0x20 || code == 0x7f) {
            out += fmt::format("\\u{:04X}", code);
        } else {
            out += c;
        }
    }
    return out + '"';
}

std::string quantity_text(double value, std::string_view unit) {
    if (unit.empty() || unit == "1") return number_text(value);
    return fmt::format("\"{} {}\"", number_text(value), unit);
}

template <class Items, class Write>
std::string joined(const Items& items, Write write) {
    std::string out;
    for (const auto& item : items) out += (out.empty() ? "" : ", ") + write(item);
    return out;
}

}  // namespace

bool Range::bounded() const {
    return std::isfinite(low) || std::isfinite(high);
}

std::string Range::text() const {
    return (std::isfinite(low) ? "[" + number_text(low) : "(-∞") + ", " +
           (std::isfinite(high) ? number_text(high) + "]" : "∞)");
}

std::string Evidence::tag() const {
    const char* word = "setting";
    if (honesty == Honesty::measured) word = "measured";
    if (honesty == Honesty::fitted) word = "fitted";
    if (honesty == Honesty::assumed) word = "assumed";
    return std::string{word} + (recalled ? " (recalled)" : "");
}

Evidence measured(std::string_view source) {
    return {.honesty = Honesty::measured, .source = std::string{source}};
}
Evidence fitted(std::string_view source) {
    return {.honesty = Honesty::fitted, .source = std::string{source}};
}
Evidence assumed(std::string_view reason) {
    return {.honesty = Honesty::assumed, .source = std::string{reason}};
}
Evidence setting(std::string_view reason) {
    return {.honesty = Honesty::setting, .source = std::string{reason}};
}
Evidence recalled(Evidence evidence) {
    evidence.recalled = true;
    return evidence;
}

std::string number_text(double value) {
    std::string text = fmt::format("{}", value == 0.0 ? 0.0 : value);  // shortest; no -0
    const auto exponent = text.find('e');
    if (exponent != std::string::npos) {  // 1e-05 and 1e+22 read better as 1e-5 and 1e22
        const bool negative = text[exponent + 1] == '-';
        const auto digits = text.find_first_not_of("+-0", exponent + 1);
        return text.substr(0, exponent) + (negative ? "e-" : "e") + text.substr(digits);
    }
    const auto last = text.find_last_not_of('0');
    const bool whole = std::isfinite(value) && text.find('.') == std::string::npos;
    if (!whole || last == std::string::npos || text.size() - last <= most_zeros) return text;
    const std::size_t sign = text[0] == '-' ? 1 : 0;
    std::string digits = text.substr(sign, last + 1 - sign);
    if (digits.size() > 1) digits.insert(1, ".");
    return text.substr(0, sign) + digits + "e" + std::to_string(text.size() - sign - 1);
}

std::string toml_text(const Value& value, std::string_view unit) {
    return std::visit(
        Overloaded{[](std::monostate) { return std::string{}; },
                   [](bool on) { return std::string{on ? "true" : "false"}; },
                   [](std::int64_t n) { return std::to_string(n); },
                   [&](double x) { return quantity_text(x, unit); },
                   [](const std::string& text) { return in_quotes(text); },
                   [&](const std::vector<double>& list) {
                       return "[" + joined(list, [&](double x) { return quantity_text(x, unit); }) +
                              "]";
                   },
                   [](const std::vector<std::string>& list) {
                       return "[" + joined(list, in_quotes) + "]";
                   }},
        value);
}

std::string plain_text(const Value& value) {
    if (const auto* text = std::get_if<std::string>(&value)) return *text;
    if (const auto* list = std::get_if<std::vector<double>>(&value)) {
        return joined(*list, number_text);
    }
    if (const auto* list = std::get_if<std::vector<std::string>>(&value)) {
        return joined(*list, [](const std::string& text) { return text; });
    }
    return toml_text(value, "");
}

std::string_view name_of(Type type) {
    switch (type) {
        case Type::quantity:
            return "quantity";
        case Type::count:
            return "count";
        case Type::flag:
            return "flag";
        case Type::choice:
            return "choice";
        case Type::text:
            return "text";
        case Type::quantities:
            return "quantities";
        case Type::texts:
            return "texts";
    }
    return "";
}

std::string Origin::text() const {
    if (line == 0) return layer;
    return fmt::format("{}:{}:{}", layer, line, column);
}

}  // namespace perforin::config
