#include "biology/models/crowd.hpp"

#include <algorithm>

#include "tissue/geometry.hpp"

namespace perforin::biology {

namespace {

/// Share of a ball (in 2-D of a disc, nearly) of radius r that lies on this side of a wall whose
/// distance from its centre is d.
double within(double d, double r) {
    const double x = std::clamp(d / r, -1.0, 1.0);
    return 0.25 * (2.0 + x * (3.0 - x * x));
}

}  // namespace

PerVolume density_near(const tissue::World& world, Vec3 at, std::uint16_t roles, float reach) {
    const Box& box = world.box();
    double count = 0.0;
    world.for_any_near(at, 0.0f, roles, reach, [&](tissue::Row other, Vec3, float distance) {
        if (distance <= reach) count += world.surface().weight[other];
    });
    double share = 1.0;
    for (std::size_t axis = 0; axis != static_cast<std::size_t>(box.dimensions); ++axis) {
        if (box.periodic[axis]) continue;
        share *= within(static_cast<double>(at[axis]), reach) *
                 within(static_cast<double>(box.size[axis] - at[axis]), reach);
    }
    return count / (std::max(share, 0.1) * tissue::neighbourhood_um3(box, reach) * um3);
}

}  // namespace perforin::biology
