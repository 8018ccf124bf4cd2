#include "biology/models/motility.hpp"

#include <algorithm>
#include <cmath>

#include "biology/models/hill.hpp"
#include "tissue/geometry.hpp"

namespace perforin::biology {

using tissue::Row, tissue::World;

double chemotactic_bias(const Gait& gait, double difference) {
    return gait.chemotaxis * hill(difference, gait.gradient_half);
}

double speed_in(const Gait& gait, double matrix) {
    return gait.speed.in(um_per_minute) / (1.0 + (gait.matrix_slowing - 1.0) * matrix);
}

double turn_back_chance(const Gait& gait, double matrix_here, double matrix_there) {
    return std::clamp((1.0 - 1.0 / gait.matrix_slowing) * (matrix_there - matrix_here), 0.0, 1.0);
}

double matrix_at(const World& world, const Gait& gait, Vec3 at) {
    return gait.matrix ? static_cast<double>(world.level_at(*gait.matrix, at)) : 0.0;
}

namespace {

/// Direction and weight of the gradient that a cell senses.
struct Lean {
    Vec3 up{};
    double weight = 0.0;
};

Lean lean(const World& world, const Gait& gait, Row row) {
    if (!gait.attractant) return {};
    const float level = world.level(*gait.attractant, row);
    if (!(level > 0.0f)) return {};
    const Vec3 slope = world.gradient(*gait.attractant, row);
    const double across =
        2.0 * gait.radius.in(um) * static_cast<double>(norm(slope)) / static_cast<double>(level);
    return {direction(slope), chemotactic_bias(gait, across)};
}

}  // namespace

Vec3 new_heading(const World& world, const Gait& gait, Row row, Stream& random) {
    const Vec3 u = tissue::random_direction(world.box().dimensions, random);
    const Lean to = lean(world, gait, row);
    const auto bias = static_cast<float>(to.weight);
    const Vec3 heading = direction(bias * to.up + (1.0f - bias) * u);
    return dot(heading, heading) > 0.0f ? heading : u;
}

Vec3 stroll(const World& world, const Gait& gait, Row row, double share, Stream& random) {
    constexpr int legs = 4;
    const Box& box = world.box();
    const double minutes = share * world.now().dt().in(minute) / legs;
    const Lean to = lean(world, gait, row);
    Vec3 at = world.surface().position[row];
    double here = matrix_at(world, gait, at);
    for (int leg = 0; leg != legs; ++leg) {
        const double speed = speed_in(gait, here);
        const double wander = speed * std::sqrt(2.0 * gait.persistence.in(minute)*minutes);
        const double drift = to.weight * speed * minutes;
        const Vec3 u = tissue::random_direction(box.dimensions, random);
        const Vec3 there =
            box.wrap(at + static_cast<float>(wander) * u + static_cast<float>(drift) * to.up);
        if (!box.holds(there, world.surface().radius[row])) continue;
        const double density = matrix_at(world, gait, there);
        const double refused = turn_back_chance(gait, here, density);
        if (refused > 0.0 && uniform(random) < refused) continue;
        at = there;
        here = density;
    }
    return at;
}

}  // namespace perforin::biology
