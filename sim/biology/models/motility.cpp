#include "biology/models/motility.hpp"

#include <algorithm>
#include <cmath>

#include "biology/models/hill.hpp"
#include "tissue/geometry.hpp"

namespace perforin::biology {

using tissue::Row, tissue::World;

double chemotactic_bias(const Gait& gait, double strongest, double difference) {
    return strongest * hill(difference, gait.gradient_half);
}

double speed_in(const Gait& gait, double matrix) {
    return gait.speed.in(um_per_minute) / (1.0 + (gait.matrix_slowing - 1.0) * matrix);
}

double turn_back_chance(const Gait& gait, double matrix_here, double matrix_there) {
    return std::clamp((1.0 - 1.0 / gait.matrix_slowing) * (matrix_there - matrix_here), 0.0, 1.0);
}

int stroll_legs(const Gait& gait, Time time) {
    constexpr double usual = 6.0;
    const double shortest = gait.shortest.in(um);
    if (shortest <= 0.0) return static_cast<int>(usual);
    const double way =
        gait.speed.in(um_per_minute)*std::sqrt(2.0 * gait.persistence.in(minute)*time.in(minute));
    const double legs = std::floor((way / shortest) * (way / shortest));  // each is way/√legs
    return static_cast<int>(std::clamp(legs, 1.0, usual));
}

int looks_on(Length leg, Length radius) {
    return std::max(1, static_cast<int>(std::ceil(leg / radius * (1.0 - 1e-9))));
}

Vec3 on_the_way(const Box& box, Vec3 from, Vec3 to, int look, int looks) {
    if (look == looks) return to;
    const float share = static_cast<float>(look) / static_cast<float>(looks);
    return box.wrap(from + share * box.displacement(from, to));
}

double matrix_at(const World& world, const Gait& gait, Vec3 at) {
    return gait.matrix ? static_cast<double>(world.level_at(*gait.matrix, at)) : 0.0;
}

namespace {

/// Direction of a gradient times its weight in a heading.
Vec3 lean(const World& world, const Gait& gait, Vec3 at, const std::optional<tissue::Level>& what,
          double strongest) {
    if (!what || strongest <= 0.0) return {};
    const float level = world.level_at(*what, at);
    if (!(level > 0.0f)) return {};
    const Vec3 slope = world.gradient_at(*what, at);
    const double across =
        2.0 * gait.radius.in(um) * static_cast<double>(norm(slope)) / static_cast<double>(level);
    return static_cast<float>(chemotactic_bias(gait, strongest, across)) * direction(slope);
}

/// What draws a cell up gradients: free chemokine, and what the matrix holds where it is dense.
Vec3 drawn(const World& world, const Gait& gait, Vec3 at, double matrix) {
    return lean(world, gait, at, gait.attractant, gait.chemotaxis) +
           lean(world, gait, at, gait.retainer, gait.retention * std::min(1.0, matrix));
}

}  // namespace

Vec3 along_fibres(const Gait& gait, Vec3 heading, Vec3 across, double matrix) {
    const double held = gait.matrix_guidance * std::clamp(matrix, 0.0, 1.0);
    if (held <= 0.0) return heading;
    const Vec3 n = direction(across);
    const Vec3 turned = direction(heading - (static_cast<float>(held) * dot(heading, n)) * n);
    return dot(turned, turned) > 0.0f ? turned : heading;
}

Pull pull_at(const World& world, const Gait& gait, Row row, double matrix) {
    return {.matrix = matrix,
            .draw = drawn(world, gait, world.surface().position[row], matrix),
            .across = matrix > 0.0 ? world.gradient(*gait.matrix, row) : Vec3{}};
}

Vec3 new_heading(const Gait& gait, const Pull& pull, int dimensions, Stream& random) {
    const Vec3 u = tissue::random_direction(dimensions, random);
    const float rest = std::max(0.0f, 1.0f - norm(pull.draw));
    Vec3 heading = direction(pull.draw + rest * u);
    if (!(dot(heading, heading) > 0.0f)) heading = u;
    return pull.matrix > 0.0 ? along_fibres(gait, heading, pull.across, pull.matrix) : heading;
}

Vec3 stroll(const World& world, const Gait& gait, Row row, double share, Stream& random) {
    const Box& box = world.box();
    const int legs = stroll_legs(gait, share * world.now().dt());
    const double minutes = share * world.now().dt().in(minute) / legs;
    Vec3 at = world.surface().position[row];
    double here = matrix_at(world, gait, at);
    for (int leg = 0; leg != legs; ++leg) {
        const double speed = speed_in(gait, here);
        const double wander = speed * std::sqrt(2.0 * gait.persistence.in(minute)*minutes);
        const Vec3 drift = static_cast<float>(speed * minutes) * drawn(world, gait, at, here);
        const Vec3 u = tissue::random_direction(box.dimensions, random);
        const Vec3 there = box.wrap(at + static_cast<float>(wander) * u + drift);
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
