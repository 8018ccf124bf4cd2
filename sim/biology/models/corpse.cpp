#include "biology/models/corpse.hpp"

#include <algorithm>
#include <numbers>

#include "core/maths.hpp"
#include "tissue/geometry.hpp"

namespace perforin::biology {

using tissue::Condition, tissue::Row, tissue::Surface, tissue::World;

namespace {

bool is(const Surface& cells, Row row, Condition condition) {
    return cells.condition[row] == static_cast<std::uint8_t>(condition);
}

/// Fresh corpses per volume within `earshot` of a corpse, itself included.
PerVolume fresh_around(const World& world, Row row) {
    constexpr float earshot = 40.0f;  // µm: two to three cells, a phagocyte's reach
    const Surface& cells = world.surface();
    double corpses = 0.0;
    world.for_near(
        cells.position[row], 0.0f, tissue::role::debris, earshot,
        [&](Row other, Vec3, float) { corpses += is(cells, other, Condition::apoptotic); });
    return corpses / (tissue::neighbourhood_um3(world.box(), earshot) * um3);
}

}  // namespace

Rate efferocytosis_hazard(const CorpseParams& p, PerVolume fresh) {
    return p.efferocytosis / (1.0 + fresh / p.capacity);
}

namespace {

enum Killed : std::uint8_t { by_itself, by_hits_or_rays, by_drugs };

Killed killed_by(tissue::Cause cause) {
    switch (cause) {
        case tissue::Cause::cytotoxicity:
        case tissue::Cause::radiation:
            return by_hits_or_rays;
        case tissue::Cause::failed_mitosis:
        case tissue::Cause::deprivation:
            return by_drugs;
        default:
            return by_itself;
    }
}

double leak_of_fresh(const CorpseParams& p, int killed) {
    if (killed == by_drugs) return p.immunogenic * p.immunogenic_drug;
    return killed == by_hits_or_rays ? p.immunogenic : 0.0;
}

}  // namespace

double damps_after(const CorpseParams& p, double held, Condition condition, int killed, Time dt) {
    const double leak = condition == Condition::alive       ? 0.0
                        : condition != Condition::apoptotic ? 1.0
                                                            : leak_of_fresh(p, killed);
    return leak > 0.0 ? held * maths::exp(-leak * (dt / p.spill)) : held;
}

void begin_life(std::size_t i, MortalCells& mine) {
    mine.damps[i] = 1.0f;
    mine.killed[i] = 0;
}

void become_corpse(const CorpseParams& p, Row row, tissue::Cause cause, double full_radius_um,
                   Surface& cells, MortalCells& mine) {
    mine.killed[cells.own[row]] = killed_by(cause);
    const bool necrotic = cause == tissue::Cause::necrosis;
    cells.condition[row] =
        static_cast<std::uint8_t>(necrotic ? Condition::necrotic : Condition::apoptotic);
    cells.roles[row] = tissue::role::debris;
    if (necrotic) return;
    const auto shrunken = static_cast<float>(full_radius_um * maths::cbrt(p.volume));
    cells.radius[row] = std::min(cells.radius[row], shrunken);
}

namespace {

/// What a corpse holds after the step that the world is in.
double damps_left(const CorpseParams& p, const World& world, std::size_t i,
                  const MortalCells& mine) {
    const auto condition = static_cast<Condition>(world.surface().condition[mine.row[i]]);
    return damps_after(p, static_cast<double>(mine.damps[i]), condition, mine.killed[i],
                       world.now().dt());
}

}  // namespace

void exude(const CorpseParams& p, const World& world, std::size_t i, const MortalCells& mine,
           tissue::Level damps, tissue::Exchange& with) {
    if (p.damps_off) return;
    const double spilt = static_cast<double>(mine.damps[i]) - damps_left(p, world, i, mine);
    if (!(spilt > 0.0)) return;
    with.secrete(damps, mine.row[i], p.damps * spilt / world.now().dt().in(minute));
}

void lie(const CorpseParams& p, const World& world, std::size_t i, MortalCells& mine,
         tissue::Intents& bag) {
    const Row row = mine.row[i];
    mine.damps[i] = static_cast<float>(damps_left(p, world, i, mine));
    const bool fresh = is(world.surface(), row, Condition::apoptotic);
    const Rate hazard =
        fresh ? efferocytosis_hazard(p, fresh_around(world, row)) : p.necrotic_clearance;
    Stream random = world.random("corpse.clearance"_draw, {world.surface().id[row]});
    if (happens(hazard, world.now().dt(), random)) bag.engulfed.push_back({row});
}

void turn(const CorpseParams& p, const World& world, Row row, Surface& cells) {
    if (!is(cells, row, Condition::apoptotic)) return;
    Stream random = world.random("corpse.secondary_necrosis"_draw, {cells.id[row]});
    if (happens(p.secondary_necrosis, world.now().dt(), random)) {
        cells.condition[row] = static_cast<std::uint8_t>(Condition::secondary_necrosis);
    }
}

}  // namespace perforin::biology
