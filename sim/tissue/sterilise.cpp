// What radiation leaves of the tumour cells' ability to divide. Part of Lesion.

#include <algorithm>
#include <map>
#include <utility>

#include "core/binomial.hpp"
#include "tissue/lesion.hpp"

namespace perforin::tissue {

/// At the beginning of a step in which a dose is given. Cells that lose it are doomed; those in the
/// pool count as lost at once.
void Lesion::sterilise(const Tick& tick) {
    if (!radiation_ || !(dissolved_->level(*radiation_, {}) > 0.0f)) return;
    const World world = look(tick);
    sterilise_pool(world);
    std::map<std::uint32_t, std::vector<Row>> clones;
    for (Row row = 0; row != cells_.size(); ++row) {
        if (clonogenic_agent(cells_, row)) clones[cells_.clone[row]].push_back(row);
    }
    for (const auto& [clone, agents] : clones) sterilise_clone(world, clone, agents);
}

/// Cells of a pool live where the block's tumour cells do.
void Lesion::sterilise_pool(const World& world) {
    const Seconds at = world.now().start;
    std::vector<Vec3> places;
    for (Row row = 0; row != cells_.size(); ++row) {
        if (clonogenic(cells_, row)) places.push_back(cells_.position[row]);
    }
    if (places.empty()) places.push_back(place_in_tumour("radiation.place"_draw, identity_, at));
    for (std::size_t i = 0; i != pool_.size(); ++i) {
        const Traits traits = clones_.traits(pool_.clone[i]);
        double survival = 0.0;
        for (const Vec3& place : places) {
            survival += rules_.kinds[rules_.tumour]->survival(world, traits, place);
        }
        Stream random = pool_stream("radiation.pool"_draw, i, at);
        const std::uint64_t left =
            binomial(pool_.cells[i], survival / static_cast<double>(places.size()), random);
        books_.irradiated += static_cast<double>(pool_.cells[i] - left);
        clones_.died[pool_.clone[i]] += static_cast<double>(pool_.cells[i] - left);
        pool_.cells[i] = left;
    }
    pool_.tidy();
}

/// Each agent survives as a whole, or not. Where too few would for that to be fair their real cells
/// are counted: as many agents survive as these fill, the remainder lives in the pool.
void Lesion::sterilise_clone(const World& world, std::uint32_t clone,
                             const std::vector<Row>& agents) {
    const Traits traits = clones_.traits(clone);
    std::vector<double> survival;
    double expected = 0.0;
    for (const Row row : agents) {
        const Kind& kind = *rules_.kinds[cells_.kind[row]];
        survival.push_back(kind.survival(world, traits, cells_.position[row]));
        expected += survival.back();
    }
    const auto enough = static_cast<double>(rules_.tissue.few_survivors);
    const bool whole = books_.cells_per_agent < 2.0 || expected >= enough;
    std::uint64_t fill = whole ? 0 : count_survivors(world, clone, agents, survival);
    std::vector<std::pair<double, Row>> waits;  // until a cell's first lethal event, in a way
    for (std::size_t i = 0; i != agents.size(); ++i) {
        Stream random = world.random("radiation.survival"_draw, {cells_.id[agents[i]]});
        const double u = uniform(random);
        if (!whole) {
            waits.emplace_back(u / std::max(survival[i], 1e-300), agents[i]);
        } else if (!(u < survival[i])) {
            doom(world, agents[i]);
        }
    }
    std::sort(waits.begin(), waits.end());
    for (const auto& [wait, row] : waits) {
        if (fill != 0) {
            --fill;
        } else {
            doom(world, row);
        }
    }
}

/// Whole agents among the real cells that survive of a clone's agents; what they do not fill goes
/// to the pool.
std::uint64_t Lesion::count_survivors(const World& world, std::uint32_t clone,
                                      const std::vector<Row>& agents,
                                      const std::vector<double>& survival) {
    const std::uint64_t one = cells_of_an_agent();
    std::uint64_t left = 0;
    for (std::size_t i = 0; i != agents.size(); ++i) {
        Stream random = world.random("radiation.survivors"_draw, {cells_.id[agents[i]]});
        left += binomial(give_up_agent(clone), survival[i], random);
    }
    const std::uint64_t rest = left % one;
    if (rest != 0) {
        pool_.cells[pool_.entry(clone)] += rest;
        books_.resampled_tumour += static_cast<double>(rest);
        record(EventKind::to_pool, agents.front(), world.now().start, static_cast<double>(rest));
    }
    return left / one;
}

void Lesion::doom(const World& world, Row row) {
    const std::uint8_t kind = cells_.kind[row];
    Stream random = world.random("radiation.doom"_draw, {cells_.id[row]});
    rules_.kinds[kind]->doom(row, cells_, *populations_[kind], random);
}

}  // namespace perforin::tissue
