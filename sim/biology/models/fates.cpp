#include "biology/models/fates.hpp"

#include "tissue/geometry.hpp"

namespace perforin::biology {

void meet_fate(const tissue::World& world, tissue::Row row, const Fates& fates, Purpose purpose,
               tissue::Intents& bag) {
    const Rate all = fates.divides + fates.dies + fates.leaves;
    Stream random = world.random(purpose, {world.surface().id[row]});
    if (!happens(all, world.now().dt(), random)) return;
    const double which = uniform(random) * all.in(per_minute);
    if (which < fates.divides.in(per_minute)) {
        bag.divisions.push_back({row, tissue::random_direction(world.box().dimensions, random)});
    } else if (which < (fates.divides + fates.dies).in(per_minute)) {
        bag.deaths.push_back({row, tissue::Cause::senescence});
    } else {
        bag.emigrants.push_back({row});
    }
}

}  // namespace perforin::biology
