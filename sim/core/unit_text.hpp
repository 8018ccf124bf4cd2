#pragma once
// Quantities as people write them: "8 Gy", "3 weeks", "0.04 1/min", "2e8 cells/mL", "30 %".
// The counterpart of units.hpp for text; every symbol declared there can be read here.

#include <string>
#include <string_view>

#include "core/units.hpp"

namespace perforin {

/// A unit as read: its dimension, and one of it in perforin's own units as a ratio, so that
/// "35 %" is 35 / 100 to the last bit.
struct UnitText {
    Dim dim{};
    double numerator = 1.0, denominator = 1.0;
    double factor() const { return numerator / denominator; }
};

/// A number and its unit as read.
struct QuantityText {
    double number = 0.0;
    UnitText unit{};
    bool bare = false;  ///< no unit was written

    /// The value counted in `target`, which has the same dimension.
    double in(const UnitText& target) const {
        return number * (unit.numerator * target.denominator) /
               (unit.denominator * target.numerator);
    }
};

/// Reads a unit: names joined by `*`, `·`, a space or `/`, powers as `^2`, `^-1` or `²`, brackets.
/// `cells`, `molecules` and `agents` are names of the number one. After a `/` a product needs
/// brackets: `mg/(kg d)`. Throws BadInput with what is wrong and the nearest known unit.
UnitText parse_unit(std::string_view text);

/// Reads a number followed by a unit (or by none: `bare`). Throws BadInput.
QuantityText parse_quantity(std::string_view text);

/// Reads a decimal number such as -1.5e3, whatever the locale. Throws BadInput for anything else,
/// for nan and inf, and for numbers that no double holds.
double parse_number(std::string_view text);

}  // namespace perforin
