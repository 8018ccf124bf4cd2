// Surgery: a lesion is taken out, and what a surgeon leaves behind. Part of Lesion.

#include <algorithm>

#include "core/binomial.hpp"
#include "tissue/geometry.hpp"
#include "tissue/lesion.hpp"
#include "tissue/resample.hpp"

namespace perforin::tissue {

/// Chance of each cell that it is left behind if it is a tumour cell: certain beyond the plane (of
/// a nodule the sphere) that lies `margin` outside the edge, the same for all others. The edge is
/// that of the lesion's volume.
std::vector<double> Lesion::left_behind(const Excision& excision) const {
    const double margin = excision.margin.in(um);
    const std::size_t axis = depth_axis(box_);
    const Ball ball = ball_of(cells_, tumour_agents(), 0.99);
    std::vector<double> chances(cells_.size(), excision.residual);
    for (Row row = 0; row != cells_.size(); ++row) {
        const Vec3 at = cells_.position[row];
        const double outside = sample() ? static_cast<double>(at[axis] - margin_)
                                        : static_cast<double>(norm(at - ball.centre)) - ball.radius;
        if (outside > margin) chances[row] = 1.0;
    }
    return chances;
}

/// A clone's cells in the pool live where its neighbours of the block do. Doomed cells and probes
/// count for nothing here: they have no offspring to grow from.
void Lesion::resect(const Excision& excision, const Tick& tick) {
    const double before = live();
    const std::vector<double> chances = left_behind(excision);
    double outside = 0.0, tumour = 0.0;
    for (Row row = 0; row != cells_.size(); ++row) {
        if (!clonogenic_agent(cells_, row)) continue;
        tumour += 1.0;
        outside += chances[row] > excision.residual ? 1.0 : 0.0;
    }
    const double beyond = tumour > 0.0 ? outside / tumour : 0.0;
    const double residual = excision.residual + (1.0 - excision.residual) * beyond;
    for (std::size_t i = 0; i != pool_.size(); ++i) {
        Stream random = pool_stream("surgery.pool"_draw, i, tick.start);
        const std::uint64_t left = binomial(pool_.cells[i], residual, random);
        books_.resected += static_cast<double>(pool_.cells[i] - left);
        pool_.cells[i] = left;
    }
    gone_.assign(cells_.size(), 1);
    for (Row row = 0; row != cells_.size(); ++row) {
        const double cells = cells_.weight[row] * books_.cells_per_agent;
        if (clonogenic_agent(cells_, row)) {
            gone_[row] = left_of(row, chances[row], tick) == 0 ? 1 : 0;
        } else if (tumour_agent(cells_, row)) {
            books_.resected += cells;
        } else {
            (cells_.roles[row] == role::debris ? books_.resected_corpses
                                               : books_.resected_others) += cells;
        }
    }
    remove_gone();
    pool_.tidy();
    recorder_.add({.at = tick.start, .kind = EventKind::resected, .value = before - live()});
    index();
    renew_entry();
}

/// Agents that stay of one: where it stands for many cells none does, and those left behind live
/// in the pool.
std::uint64_t Lesion::left_of(Row agent, double chance, const Tick& tick) {
    Stream random{seed_, "surgery.agent"_draw, {cells_.id[agent], identity_}, tick.start};
    if (books_.cells_per_agent < 2.0) {
        if (uniform(random) < chance) return 1;
        books_.resected += books_.cells_per_agent;
        return 0;
    }
    const std::uint32_t clone = cells_.clone[agent];
    const std::uint64_t there = give_up_agent(clone), left = binomial(there, chance, random);
    books_.resampled_tumour += static_cast<double>(there) - books_.cells_per_agent;
    books_.resected += static_cast<double>(there - left);
    if (left != 0) pool_.cells[pool_.entry(clone)] += left;
    return 0;
}

}  // namespace perforin::tissue
