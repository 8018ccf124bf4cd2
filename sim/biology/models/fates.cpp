#include "biology/models/fates.hpp"

#include <algorithm>
#include <cmath>

#include "tissue/geometry.hpp"

namespace perforin::biology {

Chances chances(Rate divides, Rate lost, Time dt) {
    const double births = divides * dt, losses = lost * dt, net = births - losses,
                 times = std::abs(net) < 1e-9 ? 1.0 : maths::expm1(net) / net,
                 excess = std::max(1.0, (births + losses) * times);
    return {births * times / excess, losses * times / excess};
}

void meet_fate(const tissue::World& world, tissue::Row row, const Fates& fates, Purpose purpose,
               tissue::Intents& bag) {
    const Rate lost = fates.dies + fates.leaves;
    const Chances chance = chances(fates.divides, lost, world.now().dt());
    Stream random = world.random(purpose, {world.surface().id[row]});
    const double draw = uniform(random);
    if (draw < chance.divides) {
        bag.divisions.push_back({row, tissue::random_direction(world.box().dimensions, random)});
    } else if (draw < chance.divides + chance.lost) {
        const bool dies = uniform(random) * lost.in(per_minute) < fates.dies.in(per_minute);
        if (dies) {
            bag.deaths.push_back({row, tissue::Cause::senescence});
        } else {
            bag.emigrants.push_back({row});
        }
    }
}

}  // namespace perforin::biology
