#include "core/unit_names.hpp"

#include <array>
#include <cstdlib>
#include <utility>
#include <vector>

#include "core/error.hpp"
#include "core/nearest.hpp"
#include "core/printable.hpp"

namespace perforin {

namespace {

constexpr double pascal = 1e15 / 1e6 * 3600.0;  // kg/(m s^2) in pg/(um min^2)

// Own units: um, min, pg, amol, Gy. In suggestions the first of equally near names wins.
constexpr NamedUnit units[] = {
    {"um", dim::length, 1, 1},
    {"mm", dim::length, 1e3, 1},
    {"cm", dim::length, 1e4, 1},
    {"nm", dim::length, 1, 1e3},
    {"m", dim::length, 1e6, 1},
    {"s", dim::time, 1, 60},
    {"sec", dim::time, 1, 60},
    {"second", dim::time, 1, 60},
    {"seconds", dim::time, 1, 60},
    {"min", dim::time, 1, 1},
    {"minute", dim::time, 1, 1},
    {"minutes", dim::time, 1, 1},
    {"h", dim::time, 60, 1},
    {"hr", dim::time, 60, 1},
    {"hour", dim::time, 60, 1},
    {"hours", dim::time, 60, 1},
    {"d", dim::time, 1440, 1},
    {"day", dim::time, 1440, 1},
    {"days", dim::time, 1440, 1},
    {"week", dim::time, 10080, 1},
    {"weeks", dim::time, 10080, 1},
    {"kg", dim::mass, 1e15, 1},
    {"g", dim::mass, 1e12, 1},
    {"mg", dim::mass, 1e9, 1},
    {"ug", dim::mass, 1e6, 1},
    {"ng", dim::mass, 1e3, 1},
    {"pg", dim::mass, 1, 1},
    {"fg", dim::mass, 1, 1e3},
    {"mol", dim::amount, 1e18, 1},
    {"mmol", dim::amount, 1e15, 1},
    {"umol", dim::amount, 1e12, 1},
    {"nmol", dim::amount, 1e9, 1},
    {"pmol", dim::amount, 1e6, 1},
    {"fmol", dim::amount, 1e3, 1},
    {"amol", dim::amount, 1, 1},
    {"L", dim::volume, 1e15, 1},
    {"l", dim::volume, 1e15, 1},
    {"litre", dim::volume, 1e15, 1},
    {"litres", dim::volume, 1e15, 1},
    {"liter", dim::volume, 1e15, 1},
    {"liters", dim::volume, 1e15, 1},
    {"dL", dim::volume, 1e14, 1},
    {"mL", dim::volume, 1e12, 1},
    {"ml", dim::volume, 1e12, 1},
    {"uL", dim::volume, 1e9, 1},
    {"ul", dim::volume, 1e9, 1},
    {"nL", dim::volume, 1e6, 1},
    {"pL", dim::volume, 1e3, 1},
    {"fL", dim::volume, 1, 1},
    {"M", dim::molarity, 1e3, 1},
    {"mM", dim::molarity, 1, 1},
    {"uM", dim::molarity, 1, 1e3},
    {"nM", dim::molarity, 1, 1e6},
    {"pM", dim::molarity, 1, 1e9},
    {"fM", dim::molarity, 1, 1e12},
    {"Da", dim::molar_mass, 1, 1e6},
    {"kDa", dim::molar_mass, 1, 1e3},
    {"Pa", dim::pressure, pascal, 1},
    {"kPa", dim::pressure, 1e3 * pascal, 1},
    {"mmHg", dim::pressure, 133.322 * pascal, 1},
    {"Gy", dim::radiation_dose, 1, 1},
    {"cGy", dim::radiation_dose, 1, 100},
    {"mGy", dim::radiation_dose, 1, 1e3},
    {"%", scalar, 1, 100},
    {"percent", scalar, 1, 100},
    {"cell", scalar, 1, 1},
    {"cells", scalar, 1, 1},
    {"molecule", scalar, 1, 1},
    {"molecules", scalar, 1, 1},
    {"agent", scalar, 1, 1},
    {"agents", scalar, 1, 1},
    {"copies", scalar, 1, 1},
    {"PFU", scalar, 1, 1},
    {"IU", scalar, 1, 1},
};

std::string quoted(std::string_view text) {
    return "'" + printable(text) + "'";
}

[[noreturn]] void refuse_unit(std::string_view name) {
    for (const std::string_view vague : {"month", "months", "year", "years"}) {
        if (name == vague) {
            throw BadInput{quoted(name) + " is no fixed length of time: write days or weeks"};
        }
    }
    std::vector<std::string> known;
    for (const NamedUnit& unit : units) known.emplace_back(unit.name);
    const std::string near = nearest(name, known);
    throw BadInput{"unknown unit " + quoted(name) +
                   (near.empty() ? "" : "; did you mean " + quoted(near) + "?")};
}

}  // namespace

const NamedUnit& named_unit(std::string_view name) {
    for (const NamedUnit& unit : units) {
        if (unit.name == name) return unit;
    }
    refuse_unit(name);
}

std::string name_of(Dim d) {
    struct Named {
        Dim dim;
        std::string_view name;
    };
    static constexpr Named names[] = {
        {scalar, "a plain number"},
        {dim::length, "a length"},
        {dim::area, "an area"},
        {dim::volume, "a volume"},
        {dim::time, "a time"},
        {dim::rate, "a rate"},
        {dim::mass, "a mass"},
        {dim::amount, "an amount of substance"},
        {dim::speed, "a speed"},
        {dim::diffusivity, "a diffusivity"},
        {dim::flow, "a flow"},
        {dim::per_area, "a number per area"},
        {dim::per_volume, "a number per volume"},
        {dim::mass_density, "a mass per volume"},
        {dim::mass_per_area, "a mass per area"},
        {dim::mass_rate, "a mass per time"},
        {dim::amount_rate, "an amount of substance per time"},
        {dim::binding_rate, "a rate of binding"},
        {dim::per_dose, "a sensitivity to dose"},
        {dim::per_dose2, "a sensitivity to dose squared"},
        {dim::molarity, "a molar concentration"},
        {dim::molar_mass, "a molar mass"},
        {dim::pressure, "a pressure"},
        {dim::radiation_dose, "a radiation dose"},
    };
    for (const Named& named : names) {
        if (named.dim == d) return std::string{named.name};
    }
    const std::array<std::pair<std::string_view, int>, 5> parts{{{"length", d.length},
                                                                 {"time", d.time},
                                                                 {"mass", d.mass},
                                                                 {"amount", d.amount},
                                                                 {"radiation dose", d.dose}}};
    std::string above, below;
    for (const auto& [word, n] : parts) {
        if (n == 0) continue;
        std::string& side = n > 0 ? above : below;
        side += (n > 0 ? (side.empty() ? "" : " ") : "/") + std::string{word};
        if (std::abs(n) > 1) side += "^" + std::to_string(std::abs(n));
    }
    return "a quantity in " + (above.empty() ? "1" : above) + below;
}

}  // namespace perforin
