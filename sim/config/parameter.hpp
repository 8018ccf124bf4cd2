#pragma once
// What is known about one parameter. Error texts, the reference, the JSON schema and the table of
// parameters in a trajectory are all made from this record.

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace perforin::config {

/// Allowed values, both ends included, in the parameter's own unit.
struct Range {
    double low = -std::numeric_limits<double>::infinity();
    double high = std::numeric_limits<double>::infinity();
    bool holds(double x) const { return low <= x && x <= high; }  // NaN fails
    bool bounded() const;
    /// "[0, 10]"; an open end is written "(-∞" or "∞)".
    std::string text() const;
};

/// Where a value comes from in the world: seen, inferred from data, or believed. A `setting` is no
/// claim about nature but a choice of whoever runs the program.
enum class Honesty { measured, fitted, assumed, setting };

struct Evidence {
    Honesty honesty = Honesty::setting;
    std::string source{};   ///< author and year, or the reason
    bool recalled = false;  ///< the number was remembered, not read in its source
    /// "measured", "fitted (recalled)", …
    std::string tag() const;
};

Evidence measured(std::string_view source);
Evidence fitted(std::string_view source);
Evidence assumed(std::string_view reason);
Evidence setting(std::string_view reason = {});
Evidence recalled(Evidence evidence);

/// A value as declared or read; monostate: none was given. Quantities are in the declared unit.
using Value = std::variant<std::monostate, bool, std::int64_t, double, std::string,
                           std::vector<double>, std::vector<std::string>>;

/// As written in TOML, quantities with their unit: `0.04 1/min` in quotes; "" for none.
std::string toml_text(const Value& value, std::string_view unit);
/// For people and tables: without quotes around text.
std::string plain_text(const Value& value);
/// The shortest decimal that reads back as the same number.
std::string number_text(double value);

enum class Type { quantity, count, flag, choice, text, quantities, texts };
std::string_view name_of(Type type);

enum class Presence { standard, required, optional };

/// Where a node was written. Line 0: a place without lines (a --set, the built-in default).
struct Origin {
    std::string layer = "default";  ///< "default", a file's name, or "--set key"
    std::uint32_t line = 0, column = 0;
    bool is_default() const { return layer == "default" && line == 0; }
    /// "configs/melanoma.toml:12:8", "--set a.b", "default"
    std::string text() const;
};

/// A text that the user wrote, and where.
struct PlacedText {
    std::string text;
    Origin origin;
};

struct Parameter {
    std::string path;  ///< "biology.cytotoxic_t.hit_rate", "lesion.primary.diameter"
    std::string key;   ///< the last part of the path
    Type type = Type::quantity;
    Presence presence = Presence::standard;
    std::string unit;  ///< "1" for a plain number, "" for flags, choices and text
    Value standard;    ///< the built-in default; an example where one is required
    Value value;       ///< in force
    Range range{};
    std::vector<std::string> choices;
    std::string meaning;
    Evidence evidence;
    Origin origin;  ///< of `value`
};

}  // namespace perforin::config
