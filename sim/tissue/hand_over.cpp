// Between agents and the minority pool, and between the block and the lesion it is a sample of.
// Part of Lesion.

#include <algorithm>
#include <cmath>
#include <map>

#include "tissue/geometry.hpp"
#include "tissue/lesion.hpp"

namespace perforin::tissue {

namespace {

/// Lymphocytes that see a cell, as far as its MHC-I shows its antigens.
double visible(const Traits& cell, const BlockMeans& means) {
    double sum = 0.0;
    for (const auto& [sees, lymphocytes] : means.lymphocytes) {
        sum += (sees & cell.antigens) != 0 ? lymphocytes : 0.0;
    }
    return sum * static_cast<double>(cell.mhc1);
}

}  // namespace

std::uint64_t Lesion::cells_of_an_agent() const {
    return static_cast<std::uint64_t>(std::llround(books_.cells_per_agent.value()));
}

/// Real cells of an agent of this clone that is given up. Its mutants, which it owes, live in the
/// pool already.
std::uint64_t Lesion::give_up_agent(std::uint32_t clone) {
    const std::uint64_t one = cells_of_an_agent();
    const auto owed = std::min(one, static_cast<std::uint64_t>(clones_.owed[clone]));
    clones_.owed[clone] -= static_cast<double>(owed);
    return one - owed;
}

/// What happens to the cells of a pool depends on what their clone is, not on the row.
Stream Lesion::pool_stream(Purpose purpose, std::size_t entry, Seconds at) const {
    const std::uint32_t clone = pool_.clone[entry];
    return {seed_, purpose, {identity_, descend(clone, clones_.antigens[clone])}, at};
}

/// Clones too small for an agent live in the pool; a pool large enough gives an agent.
void Lesion::hand_over(const Tick& tick) {
    heal_all(tick.end());
    count_exposure(tick);
    if (books_.cells_per_agent < 2.0) return;  // an agent is a cell: nothing is smaller
    pool_last_agents(tick);
    pool_step(tick);
    keep_probes(tick);
}

void Lesion::count_exposure(const Tick& tick) {
    std::size_t live = 0;
    for (std::size_t row = 0; row != cells_.size(); ++row) {
        live += clonogenic(cells_, row);
    }
    block_rates_.fade(tick.dt(), rules_.tissue.pool_memory);
    block_rates_.exposure += static_cast<double>(live) * tick.dt().in(minute);
}

/// A clone's last agent becomes so many cells of the pool, unless a full pool stands beside it.
void Lesion::pool_last_agents(const Tick& tick) {
    std::map<std::uint32_t, std::pair<std::size_t, Row>> agents;  // by clone: how many, the last
    for (Row row = 0; row != cells_.size(); ++row) {
        if (!clonogenic_agent(cells_, row)) continue;
        auto& entry = agents[cells_.clone[row]];
        ++entry.first;
        entry.second = row;
    }
    const std::uint64_t one = cells_of_an_agent();
    gone_.assign(cells_.size(), 0);
    bool any = false;
    for (const auto& [clone, entry] : agents) {
        if (entry.first != 1) continue;
        const Row row = entry.second;
        const std::size_t pool = pool_.entry(clone);
        if (pool_.cells[pool] >= one) continue;
        const std::uint64_t own = give_up_agent(clone);
        const auto cells = static_cast<double>(own);
        pool_.cells[pool] += own;
        books_.resampled_tumour += cells - books_.cells_per_agent;
        record(EventKind::to_pool, row, tick.end(), cells);
        gone_[row] = 1;
        any = true;
    }
    if (any) remove_gone();
    gone_.clear();
}

/// Lymphocytes by what they see, and how many of them see a tumour cell of the block: its clone's
/// antigens, as far as its MHC-I shows them.
BlockMeans Lesion::block_means(const World& world) const {
    BlockMeans means;
    std::map<std::uint32_t, double> tumour, dividing;  // cells by clone, and under drugs
    const bool drugs = !dissolved_->drugs().empty();
    const Kind& kind = *rules_.kinds[rules_.tumour];
    for (Row row = 0; row != cells_.size(); ++row) {
        if ((cells_.roles[row] & role::lymphocyte) != 0) {
            means.lymphocytes[cells_.antigens[row]] += cells_.weight[row];
        } else if (clonogenic(cells_, row)) {
            const std::uint32_t clone = cells_.clone[row];
            tumour[clone] += 1.0;
            dividing[clone] +=
                drugs ? kind.pressure(world, clones_.traits(clone), row).division : 1.0;
        }
    }
    double seen = 0.0, growth = 0.0, count = 0.0;
    for (const auto& [clone, cells] : tumour) {
        seen += cells * visible(clones_.traits(clone), means);
        growth += dividing.at(clone) * clones_.growth[clone];
        count += cells;
    }
    if (seen > 0.0) means.seen = seen / count;
    if (growth > 0.0) means.growth = growth / count;
    return means;
}

/// A pool grows and is killed like the block, as far as its clone is like the block's.
PoolRates Lesion::pool_rates(const World& world, std::uint32_t clone,
                             const BlockMeans& means) const {
    PoolRates rates = block_rates_.rates();
    const Traits traits = clones_.traits(clone);
    const Pressure drugs = pool_pressure(world, traits);
    const Rate begun = traits.growth * drugs.division / means.growth * rates.birth;
    rates.birth = (1.0 - drugs.lethal) * begun;
    rates.drug = drugs.lethal * begun + drugs.death;
    if (means.seen > 0.0) rates.killing = visible(traits, means) / means.seen * rates.killing;
    return rates;
}

/// Cells of a pool live where the block's clonogenic cells and probes do.
Pressure Lesion::pool_pressure(const World& world, const Traits& traits) const {
    Pressure mean;
    if (dissolved_->drugs().empty()) return mean;
    double cells = 0.0, begun = 0.0, failed = 0.0;
    Rate death{};
    for (Row row = 0; row != cells_.size(); ++row) {
        if (!clonogenic(cells_, row)) continue;
        const Pressure here = rules_.kinds[rules_.tumour]->pressure(world, traits, row);
        cells += 1.0;
        begun += here.division;
        failed += here.division * here.lethal;
        death = death + here.death;
    }
    if (!(cells > 0.0)) return mean;
    mean.division = begun / cells;
    mean.lethal = begun > 0.0 ? failed / begun : 0.0;
    mean.death = death / cells;
    return mean;
}

void Lesion::pool_step(const Tick& tick) {
    if (pool_.total() == 0) return;
    const std::uint64_t one = cells_of_an_agent();
    const World world = look(tick);
    const BlockMeans means = block_means(world);
    std::uint64_t used = antigens_in_use();
    const std::size_t entries = pool_.size();  // mutants come behind, and wait for the next step
    for (std::size_t i = 0; i != entries; ++i) {
        const std::uint32_t clone = pool_.clone[i];
        Stream random = pool_stream("pool.step"_draw, i, tick.start);
        const PoolRates rates = pool_rates(world, clone, means);
        const PoolStep step = step_pool(pool_.cells[i], rates, tick.dt(), random);
        pool_.cells[i] = pool_.cells[i] + step.births - step.deaths - step.kills - step.drugged;
        books_.born += static_cast<double>(step.births);
        books_.apoptosis += static_cast<double>(step.deaths);
        books_.killed += static_cast<double>(step.kills);
        books_.drugged += static_cast<double>(step.drugged);
        clones_.died[pool_.clone[i]] +=
            static_cast<double>(step.deaths + step.kills + step.drugged);
        mutate_pool(i, step.births, used, tick);
    }
    for (std::size_t i = 0; i != pool_.size(); ++i) {
        while (pool_.cells[i] >= 2 * one) raise_agent(i, tick);
    }
    pool_.tidy();
}

/// A pool gives one agent, placed in tumour tissue.
void Lesion::raise_agent(std::size_t entry, const Tick& tick) {
    const std::uint64_t one = cells_of_an_agent();
    pool_.cells[entry] -= one;
    books_.resampled_tumour += books_.cells_per_agent - static_cast<double>(one);
    Founder founder;
    founder.id = descend(identity_, books_.founders);
    books_.founders += 1;
    founder.clone = pool_.clone[entry];
    founder.position = place_in_tumour("pool.place"_draw, founder.id, tick.end());
    const Row row = add(rules_.tumour, founder);
    record(EventKind::from_pool, row, tick.end(), static_cast<double>(one));
}

std::vector<Row> Lesion::tumour_agents() const {
    std::vector<Row> agents;
    for (Row row = 0; row != cells_.size(); ++row) {
        if (tumour_agent(cells_, row)) agents.push_back(row);
    }
    return agents;
}

/// Beside a random tumour agent, or in bare tissue if there is none: anywhere the tumour was.
Vec3 Lesion::place_in_tumour(Purpose purpose, std::uint64_t number, Seconds at) const {
    Stream random{seed_, purpose, {identity_, number}, at};
    const std::vector<Row> agents = tumour_agents();
    if (!agents.empty()) {
        const auto pick =
            static_cast<std::size_t>(uniform(random) * static_cast<double>(agents.size()));
        const Row row = agents[std::min(pick, agents.size() - 1)];
        return inside(cells_.position[row] +
                      cells_.radius[row] * random_direction(box_.dimensions, random));
    }
    for (int attempt = 0; attempt != 1000; ++attempt) {
        Vec3 at_random{0, 0, 0.5f * box_.size.z};
        for (std::size_t axis = 0; axis != static_cast<std::size_t>(box_.dimensions); ++axis) {
            at_random[axis] = static_cast<float>(uniform(random)) * box_.size[axis];
        }
        if (layout_->in_tumour(at_random)) return at_random;
    }
    return 0.5f * box_.size;
}

/// While a pool lives and fewer tumour agents are left than `probes`, weightless probe cells make
/// up the number, so that the pool's rates are seen in the same tissue.
void Lesion::keep_probes(const Tick& tick) {
    std::size_t agents = 0;
    std::vector<Row> probes;
    gone_.assign(cells_.size(), 0);
    bool any = false;
    for (Row row = 0; row != cells_.size(); ++row) {
        if (clonogenic_agent(cells_, row)) ++agents;
        if (cells_.roles[row] == role::debris && !(cells_.weight[row] > 0.0f)) {
            gone_[row] = 1;  // a probe that was killed has shown it
            any = true;
        } else if ((cells_.roles[row] & role::probe) != 0) {
            probes.push_back(row);
        }
    }
    const auto wanted = static_cast<std::size_t>(rules_.tissue.probes);
    const std::size_t needed = pool_.total() == 0 || agents >= wanted ? 0 : wanted - agents;
    for (std::size_t k = needed; k < probes.size(); ++k) {
        gone_[probes[k]] = 1;
        any = true;
    }
    if (any) remove_gone();
    gone_.clear();
    for (std::size_t k = probes.size(); k < needed; ++k) add_probe(k, tick);
}

/// A probe of the pool's largest clone.
void Lesion::add_probe(std::size_t number, const Tick& tick) {
    std::size_t largest = 0;
    for (std::size_t i = 1; i != pool_.size(); ++i) {
        if (pool_.cells[i] > pool_.cells[largest]) largest = i;
    }
    Founder founder;
    founder.id =
        descend(descend(identity_, books_.founders), static_cast<std::uint64_t>(tick.end()));
    books_.founders += 1;
    founder.probe = true;
    founder.clone = pool_.clone[largest];
    founder.position = place_in_tumour("probe.place"_draw, number, tick.end());
    add(rules_.tumour, founder);
}

/// Height of the tumour part: 98 % of its cells lie below.
double Lesion::tumour_height() const {
    const std::size_t axis = depth_axis(box_);
    std::vector<float> heights;
    for (std::size_t row = 0; row != cells_.size(); ++row) {
        if (tumour_agent(cells_, row)) heights.push_back(cells_.position[row][axis]);
    }
    return static_cast<double>(at_share(std::move(heights), 0.98));
}

/// Real cells of the block: live tumour, corpses, others.
std::array<double, 3> Lesion::stock() const {
    std::array<double, 3> cells{};
    for (std::size_t row = 0; row != cells_.size(); ++row) {
        const std::size_t of = tumour_agent(cells_, row)           ? 0
                               : cells_.roles[row] == role::debris ? 1
                                                                   : 2;
        cells[of] += cells_.weight[row] * books_.cells_per_agent;
    }
    return cells;
}

/// What the stocks have gained since they were so.
void Lesion::book_resampled(const std::array<double, 3>& had) {
    const std::array<double, 3> has = stock();
    books_.resampled_tumour += has[0] - had[0];
    books_.resampled_corpses += has[1] - had[1];
    books_.resampled_others += has[2] - had[2];
}

/// Whether the block holds about as much as when it was founded: a tumour that was cleared but for
/// its margin is no sample of anything larger.
bool Lesion::full() const {
    const double founded = layout_->tumour_volume(static_cast<double>(box_.size.z));
    return solid().in(um3) / books_.cells_per_agent > 0.75 * founded;
}

/// When the tumour part outgrows its cap the deepest layer is cut away, the rest moves down, and
/// each agent stands for more cells, so that the lesion's volume does not jump. What the stocks
/// gain or lose is booked.
void Lesion::cut_core(const Tick& tick) {
    if (layout_->cut_above() <= 0.0 || tumour_height() <= layout_->cut_above()) return;
    if (!full()) return;
    const std::size_t axis = depth_axis(box_);
    const float voxel = dissolved_->grid().spacing[axis];
    const auto layers = static_cast<std::size_t>(
        std::max(1.0, std::round(layout_->cut_by() / static_cast<double>(voxel))));
    const float depth = static_cast<float>(layers) * voxel;

    const Volume before = volume();
    const std::array<double, 3> had = stock();
    gone_.assign(cells_.size(), 0);
    for (Row row = 0; row != cells_.size(); ++row) {
        if (cells_.position[row][axis] < depth) gone_[row] = 1;
    }
    remove_gone();
    for (Row row = 0; row != cells_.size(); ++row) cells_.position[row][axis] -= depth;
    margin_ -= depth;
    books_.cells_per_agent *= before / volume();
    books_.layers_cut += static_cast<std::int64_t>(layers);
    found_stroma(dissolved_->grid().n[axis] - layers);
    book_resampled(had);
    dissolved_->cut(layers);
    recorder_.add(
        {.at = tick.end(), .kind = EventKind::core_cut, .value = static_cast<double>(depth)});
    index();
}

}  // namespace perforin::tissue
