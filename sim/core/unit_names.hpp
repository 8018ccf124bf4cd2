#pragma once
// The names of units and of dimensions.

#include <string>
#include <string_view>

#include "core/units.hpp"

namespace perforin {

/// One of this unit is numerator / denominator of perforin's own units: a ratio, so that no
/// factor is rounded twice.
struct NamedUnit {
    std::string_view name;
    Dim dim;
    double numerator, denominator;
};

/// The unit of that name. Throws BadInput naming the nearest known one.
const NamedUnit& named_unit(std::string_view name);

/// What a dimension is called: "a length", "a rate", else its exponents ("a quantity in
/// mass/length^2").
std::string name_of(Dim dim);

}  // namespace perforin
