#include "study/cohort/target.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "core/error.hpp"
#include "core/maths.hpp"
#include "core/nearest.hpp"
#include "core/printable.hpp"
#include "core/unit_names.hpp"

namespace perforin::study {

namespace {

using config::Parameter, config::Type;

const Parameter* find(const Known& known, const std::string& path) {
    const auto found = std::find_if(known.begin(), known.end(),
                                    [&](const Parameter& p) { return p.path == path; });
    return found == known.end() ? nullptr : &*found;
}

std::string nearest_path(const Known& known, const std::string& path) {
    std::vector<std::string> paths;
    for (const Parameter& p : known) paths.push_back(p.path);
    const std::string near = nearest(path, paths);
    return near.empty() ? "" : "; did you mean '" + near + "'?";
}

bool is_number(const Parameter& p) {
    return p.type == Type::quantity || p.type == Type::count;
}

std::optional<double> number_of(const config::Value& value) {
    if (const auto* count = std::get_if<std::int64_t>(&value)) return static_cast<double>(*count);
    if (const auto* number = std::get_if<double>(&value)) return *number;
    return std::nullopt;
}

UnitText unit_of(const Parameter& p) {
    return parse_unit(p.unit.empty() ? "1" : p.unit);
}

/// x to the power, by maths that are the same everywhere.
double raised(double x, double power) {
    if (power == 1.0) return x;
    return x > 0.0 ? maths::exp(power * maths::log(x)) : 0.0;
}

}  // namespace

Target::Target(std::size_t variable, const Variable& of, const config::Section& table,
               const config::PlacedText& key)
    : variable_{variable}, table_{table}, key_{key}, field_{"sets"} {
    static_cast<void>(of);
}

Target::Target(std::size_t variable, const Variable& of, const config::Section& table,
               const ParameterParams& how, const config::PlacedText& key)
    : variable_{variable},
      table_{table},
      key_{key},
      field_{"key"},
      times_text_{how.times},
      plus_text_{how.plus.value_or("")},
      power_{how.power},
      relative_{how.relative} {
    if (!of.classes.empty()) table.problem("variable", "has classes, not numbers");
    if (power_ != 1.0 && of.unit.dim != scalar) {
        table.problem("power", "is of plain numbers only: the covariate has a unit");
    }
}

void Target::complain(const std::string& text) const {
    table_.problem(field_, fmt::format("{}: {}", printable(key_.text), text));
}

void Target::learn(const Variable& of, const std::vector<Known>& known, const std::string& prefix) {
    const std::string path = prefix + key_.text;
    const Parameter* found = find(known.front(), path);
    if (!found) {
        return complain("there is no such parameter in patients" +
                        nearest_path(known.front(), path));
    }
    parameter_ = *found;
    if (!of.classes.empty()) return check_classes(of);
    if (!is_number(*found)) return complain("is no number, and the covariate is one");
    learn_numbers(of, known, path);
}

void Target::check_classes(const Variable& of) const {
    if (parameter_.type != Type::choice) return;
    for (const ClassOf& one : of.classes) {
        const auto& words = parameter_.choices;
        if (std::find(words.begin(), words.end(), one.params.name) != words.end()) continue;
        complain(fmt::format("cannot be the class '{}'; it may be {}", printable(one.params.name),
                             fmt::join(words, ", ")));
    }
}

/// `times` and `plus` in the parameter's unit; false after a complaint.
bool Target::read_map(const Variable& of) {
    const UnitText unit = relative_ ? UnitText{} : unit_of(parameter_);
    const std::string shown = relative_ || parameter_.unit.empty() ? "1" : parameter_.unit;
    const char* key = field_.c_str();
    try {
        if (table_.has("times")) key = "times";
        const QuantityText times = parse_quantity(times_text_);
        const Dim product = times.unit.dim + of.unit.dim;
        if (product != unit.dim) {
            table_.problem(key, fmt::format("{} = covariate × {} is {}, expected {} in {}",
                                            printable(key_.text), printable(times_text_),
                                            name_of(product), name_of(unit.dim), shown));
            return false;
        }
        const double own = of.unit.numerator * times.unit.numerator * unit.denominator /
                           (of.unit.denominator * times.unit.denominator * unit.numerator);
        times_ = times.number * own;
        if (plus_text_.empty()) return true;
        key = "plus";
        const QuantityText plus = parse_quantity(plus_text_);
        if (plus.unit.dim != unit.dim) {
            table_.problem(key, fmt::format("is {}, expected {} in {}", name_of(plus.unit.dim),
                                            name_of(unit.dim), shown));
            return false;
        }
        plus_ = plus.in(unit);
        return true;
    } catch (const BadInput& bad) {
        table_.problem(key, bad.what());
        return false;
    }
}

void Target::learn_numbers(const Variable& of, const std::vector<Known>& known,
                           const std::string& path) {
    if (!read_map(of)) return;
    for (const Known& one : known) {
        const Parameter* there = find(one, path);
        const auto base = there ? number_of(there->value) : std::nullopt;
        if (relative_ && !base) {
            return complain("has no value that this could be relative to");
        }
        bases_.push_back(base.value_or(0.0));
    }
    for (std::size_t i = 0; i != known.size(); ++i) {
        for (const double x : {of.law.least(), of.law.most()}) {
            const double reached = number(x, i);
            if (parameter_.range.holds(reached)) continue;
            return complain(fmt::format(
                "is {} {} in one patient of a million, where the covariate is {} {}, outside {}; "
                "give the covariate `from` and `to`",
                config::number_text(reached), parameter_.unit, config::number_text(x),
                of.params.unit, parameter_.range.text()));
        }
    }
}

double Target::number(double x, std::size_t combination) const {
    const double value = plus_ + times_ * raised(x, power_);
    const double whole = relative_ ? value * bases_.at(combination) : value;
    return parameter_.type == Type::count ? std::round(whole) : six_digits(whole);
}

config::PlacedText Target::setting(const Variable& of, double x, std::size_t combination) const {
    if (!of.classes.empty()) {
        const std::string& name = of.classes.at(static_cast<std::size_t>(x)).params.name;
        const bool words = parameter_.type == Type::choice || parameter_.type == Type::text;
        return {key_.text + '=' + (words ? config::toml_text(name, "") : name), key_.origin};
    }
    const double value = number(x, combination);
    if (parameter_.type == Type::count) {
        return {fmt::format("{}={}", key_.text, static_cast<std::int64_t>(value)), key_.origin};
    }
    return {key_.text + '=' + config::toml_text(value, parameter_.unit), key_.origin};
}

}  // namespace perforin::study
