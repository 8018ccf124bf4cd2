#include "config/read_value.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <functional>
#include <stdexcept>
#include <utility>

#include "core/error.hpp"
#include "core/nearest.hpp"
#include "core/printable.hpp"
#include "core/unit_names.hpp"
#include "core/unit_text.hpp"

namespace perforin::config {

namespace {

using Kind = Node::Kind;

constexpr double largest_count = 9007199254740992.0;  // 2^53: beyond it doubles skip numbers

std::string in_quotes(const std::string& text) {
    return '"' + printable(text) + '"';
}

std::string with_unit(double value, std::string_view unit) {
    return number_text(value) + (unit == "1" || unit.empty() ? "" : " " + std::string{unit});
}

/// A number inside the range, to show how one is written.
double example_number(const Declaration& d, const Value& standard) {
    if (const auto* x = std::get_if<double>(&standard)) return *x;
    if (const auto* list = std::get_if<std::vector<double>>(&standard)) {
        if (!list->empty()) return list->front();
    }
    if (d.range.holds(1.0)) return 1.0;
    return std::isfinite(d.range.low) ? d.range.low : d.range.high;
}

std::string example(const Declaration& d, const Value& standard) {
    return toml_text(example_number(d, standard), d.unit);
}

/// One quantity, whether alone or in a list: `a length in um, as in "3 um"`.
std::string one_quantity(const Declaration& d, const Value& standard) {
    if (d.unit == "1") return "a plain number, as in " + example(d, standard);
    return fmt::format("{} in {}, as in {}", name_of(d.dim), d.unit, example(d, standard));
}

std::string words(const std::vector<std::string>& choices) {
    std::string out;
    for (const std::string& choice : choices) out += (out.empty() ? "\"" : ", \"") + choice + '"';
    return out;
}

std::string expectation(const Declaration& d, const Value& standard) {
    switch (d.type) {
        case Type::quantity:
            return one_quantity(d, standard);
        case Type::count:
            return "a whole number";
        case Type::flag:
            return "true or false";
        case Type::choice:
            return "one of " + words(d.choices);
        case Type::text:
            return "a text in quotes";
        case Type::quantities:
            return fmt::format("a list, as in [{}]", example(d, standard));
        case Type::texts:
            return "a text in quotes, or a list of texts, as in [\"a\", \"b\"]";
    }
    return "";
}

/// Conversion rounds: 24.000000000000004 h is still a day. Only what is off by rounding moves.
double onto_bound(double x, const Range& range) {
    constexpr double rounding = 1e-12;
    const auto near = [x](double bound) {
        return std::abs(x - bound) <= rounding * std::abs(bound);
    };
    if (x > range.high && near(range.high)) return range.high;
    if (x < range.low && near(range.low)) return range.low;
    return x;
}

/// One reading: the node, what it should be, and where to complain.
struct Reading {
    const Declaration& declared;
    const Value& standard;
    const Complain& complain;
    std::string item{};  // "[1]" within a list

    std::nullopt_t wrong(const Node& node, const std::string& text) const {
        complain(node.origin, item + ' ' + text);
        return std::nullopt;
    }

    std::nullopt_t wrong_kind(const Node& node, const std::string& expected) const {
        const bool is_structure = node.is_table() || node.is_array();
        return wrong(node, fmt::format("{} {}, expected {}", is_structure ? "is" : "=",
                                       node.describe(), expected));
    }
    std::nullopt_t wrong_kind(const Node& node) const {
        return wrong_kind(node, expectation(declared, standard));
    }

    std::optional<double> in_range(const Node& node, double value, const std::string& shown) const {
        if (!std::isfinite(value)) return wrong(node, "= " + shown + " is not a finite number");
        value = onto_bound(value, declared.range);
        if (declared.range.holds(value)) return value;
        const std::string unit{with_unit(0.0, declared.unit).substr(1)};
        return wrong(node, fmt::format("= {} is outside {}{}", shown, declared.range.text(), unit));
    }

    std::optional<double> bare(const Node& node, double number) const {
        const bool plain = declared.dim == scalar && declared.factor == 1.0;
        if (plain || !std::isfinite(number)) return in_range(node, number, number_text(number));
        return wrong(node, fmt::format("= {0} has no unit: write \"{0} {1}\"", number_text(number),
                                       declared.unit));
    }

    std::optional<double> measured_in_text(const Node& node) const {
        const std::string as_written = in_quotes(node.text);
        try {
            const QuantityText given = parse_quantity(node.text);
            if (given.bare) return bare(node, given.number);
            if (given.unit.dim != declared.dim) {
                return wrong(
                    node, fmt::format("= {} is {}, expected {}", as_written,
                                      name_of(given.unit.dim), one_quantity(declared, standard)));
            }
            const double value = given.in(parse_unit(declared.unit));
            std::string shown = with_unit(value, declared.unit);
            if (shown != node.text) shown += fmt::format(" (written {})", as_written);
            return in_range(node, value, shown);
        } catch (const BadInput& bad) {
            const std::string why = bad.what();
            return wrong(node, fmt::format("= {}: {}{} {}", as_written, why,
                                           why.back() == '?' ? " Expected" : "; expected",
                                           one_quantity(declared, standard)));
        }
    }

    std::optional<double> quantity(const Node& node) const {
        if (node.kind == Kind::text) return measured_in_text(node);
        if (node.kind == Kind::integer) return bare(node, static_cast<double>(node.integer));
        if (node.kind == Kind::real) return bare(node, node.real);
        return wrong_kind(node, one_quantity(declared, standard));
    }

    std::optional<Value> count(const Node& node) const {
        double value = 0.0;
        if (node.kind == Kind::integer) {
            value = static_cast<double>(node.integer);
        } else if (node.kind == Kind::real && node.real == std::floor(node.real) &&
                   std::abs(node.real) <= largest_count) {  // 1e6 is a whole number too
            value = node.real;
        } else {
            return wrong_kind(node);
        }
        const auto whole =
            node.kind == Kind::integer ? node.integer : static_cast<std::int64_t>(node.real);
        if (!in_range(node, value, std::to_string(whole))) return std::nullopt;
        return Value{whole};
    }

    std::optional<Value> choice(const Node& node) const {
        if (node.kind != Kind::text) return wrong_kind(node);
        const auto& choices = declared.choices;
        if (std::find(choices.begin(), choices.end(), node.text) != choices.end()) {
            return Value{node.text};
        }
        const std::string near = nearest(node.text, choices);
        return wrong(node, fmt::format("= {} is none of {}{}", in_quotes(node.text), words(choices),
                                       near.empty() ? "" : "; did you mean \"" + near + "\"?"));
    }

    /// The same reading for an item of a list.
    Reading at(std::size_t i) const {
        return {declared, standard, complain, fmt::format("[{}]", i)};
    }

    std::optional<Value> quantities(const Node& node) const {
        if (!node.is_array()) return wrong_kind(node);
        std::vector<double> all;
        for (std::size_t i = 0; i != node.children.size(); ++i) {
            if (const auto value = at(i).quantity(node.children[i])) all.push_back(*value);
        }
        if (all.size() != node.children.size()) return std::nullopt;
        return Value{std::move(all)};
    }

    /// One text is a list of one.
    std::optional<Value> texts(const Node& node) const {
        if (node.kind == Kind::text) return Value{std::vector{node.text}};
        if (!node.is_array()) return wrong_kind(node);
        std::vector<std::string> all;
        for (std::size_t i = 0; i != node.children.size(); ++i) {
            const Node& text = node.children[i];
            if (text.kind == Kind::text) {
                all.push_back(text.text);
            } else {
                at(i).wrong_kind(text, "a text in quotes");
            }
        }
        if (all.size() != node.children.size()) return std::nullopt;
        return Value{std::move(all)};
    }
};

}  // namespace

std::optional<Value> read_value(const Node& node, const Declaration& declaration,
                                const Value& standard, const Complain& complain) {
    const Reading reading{declaration, standard, complain};
    switch (declaration.type) {
        case Type::quantity:
            if (const auto value = reading.quantity(node)) return Value{*value};
            return std::nullopt;
        case Type::count:
            return reading.count(node);
        case Type::flag:
            if (node.kind == Kind::flag) return Value{node.flag};
            return reading.wrong_kind(node);
        case Type::choice:
            return reading.choice(node);
        case Type::text:
            if (node.kind == Kind::text) return Value{node.text};
            return reading.wrong_kind(node);
        case Type::quantities:
            return reading.quantities(node);
        case Type::texts:
            return reading.texts(node);
    }
    return std::nullopt;
}

std::string missing(const Declaration& d, const Value& example) {
    const std::string how = toml_text(example, d.unit);
    if (how.empty()) return " is missing, expected " + expectation(d, example);
    return fmt::format(" is missing: write {} = {}", d.key, how);
}

void check_declaration(const Declaration& d, const Value& standard) {
    const auto broken = [&](const std::string& what) {
        throw std::logic_error{fmt::format("parameter '{}': {}", d.key, what)};
    };
    const auto in_range = [&](double x) {
        if (!d.range.holds(x)) {
            broken(fmt::format("{} is outside its own range {}", number_text(x), d.range.text()));
        }
    };
    if (d.type == Type::quantity || d.type == Type::quantities) {
        const UnitText unit = parse_unit(d.unit);
        if (unit.dim != d.dim || std::abs(unit.factor() / d.factor - 1.0) > 1e-12) {
            broken(fmt::format("its unit is not what '{}' says", d.unit));
        }
    }
    if (const auto* x = std::get_if<double>(&standard)) in_range(*x);
    if (const auto* n = std::get_if<std::int64_t>(&standard)) in_range(static_cast<double>(*n));
    if (const auto* list = std::get_if<std::vector<double>>(&standard)) {
        std::for_each(list->begin(), list->end(), in_range);
    }
    const auto* word = std::get_if<std::string>(&standard);
    if (d.type == Type::choice && word &&
        std::find(d.choices.begin(), d.choices.end(), *word) == d.choices.end()) {
        broken(fmt::format("'{}' is none of its choices", *word));
    }
}

}  // namespace perforin::config
