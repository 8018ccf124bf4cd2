#pragma once
// When a burn-in may end: the stopping rule, on nothing but series of figures.

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace perforin::engine {

/// One figure that is watched, a value a day.
struct Figure {
    std::string name;
    double floor = 0.0;            ///< up to this a value counts as none
    std::vector<double> values{};  ///< one a day, of any unit
    std::vector<double> agents{};  ///< from how many it was counted; empty: it was not counted
};

/// How much the mean of a figure over one window differs from that over the window before, relative
/// to the larger of the two.
struct Movement {
    double change = 0.0;
    double allowed = 0.0;
    bool at_rest() const { return change <= allowed; }
};

/// Over the last two windows of so many days; throws logic_error if there are fewer values. What is
/// allowed is `tolerance`, or what chance alone may do if that is more: the counting error 3·√n of
/// a figure counted from n agents (the mean of the window that has more), for others the standard
/// deviation of the daily values about the means of their windows.
Movement movement(const Figure& figure, std::size_t window, double tolerance);

/// The figure that is furthest from rest, by change over what is allowed. There is one at least.
struct Mover {
    std::size_t figure = 0;  ///< its number
    Movement movement{};
};
Mover strongest_mover(std::span<const Figure> figures, std::size_t window, double tolerance);

}  // namespace perforin::engine
