#include "engine/at_rest.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace perforin::engine {

namespace {

double mean(std::span<const double> values) {
    double sum = 0.0;
    for (const double value : values) sum += value;
    return sum / static_cast<double>(values.size());
}

double squares_about(double centre, std::span<const double> values) {
    double sum = 0.0;
    for (const double value : values) sum += (value - centre) * (value - centre);
    return sum;
}

}  // namespace

Movement movement(const Figure& figure, std::size_t window, double tolerance) {
    const std::span<const double> values{figure.values}, agents{figure.agents};
    if (window == 0 || values.size() < 2 * window) {
        throw std::logic_error{"a figure is judged by two windows"};
    }
    const auto earlier = values.last(2 * window).first(window), later = values.last(window);
    const double before = mean(earlier), after = mean(later);
    const double larger = std::max(std::abs(before), std::abs(after));
    if (!(larger > figure.floor)) return {.change = 0.0, .allowed = tolerance};

    double chance = 0.0;
    if (agents.empty()) {
        const double squares = squares_about(before, earlier) + squares_about(after, later);
        chance = std::sqrt(squares / static_cast<double>(2 * window)) / larger;
    } else {
        const double n =
            std::max(mean(agents.last(2 * window).first(window)), mean(agents.last(window)));
        chance = 3.0 / std::sqrt(n);
    }
    return {.change = std::abs(after - before) / larger, .allowed = std::max(tolerance, chance)};
}

Mover strongest_mover(std::span<const Figure> figures, std::size_t window, double tolerance) {
    Mover strongest{.movement = movement(figures.front(), window, tolerance)};
    for (std::size_t i = 1; i < figures.size(); ++i) {
        const Movement next = movement(figures[i], window, tolerance);
        const Movement& most = strongest.movement;
        if (next.change * most.allowed > most.change * next.allowed) strongest = {i, next};
    }
    return strongest;
}

}  // namespace perforin::engine
