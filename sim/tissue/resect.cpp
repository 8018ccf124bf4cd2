// Surgery: a lesion is taken out, and what a surgeon leaves behind. Part of Lesion.

#include <algorithm>

#include "core/binomial.hpp"
#include "tissue/lesion.hpp"

namespace perforin::tissue {

/// Each tumour cell is left behind with the same chance, in agents and in the pool alike. Doomed
/// ones and probes count for nothing here: they have no offspring to grow from.
void Lesion::resect(double residual, const Tick& tick) {
    const double before = live();
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
            gone_[row] = left_of(row, residual, tick) == 0 ? 1 : 0;
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
std::uint64_t Lesion::left_of(Row agent, double residual, const Tick& tick) {
    Stream random{seed_, "surgery.agent"_draw, {cells_.id[agent], identity_}, tick.start};
    if (books_.cells_per_agent < 2.0) {
        if (uniform(random) < residual) return 1;
        books_.resected += books_.cells_per_agent;
        return 0;
    }
    const std::uint32_t clone = cells_.clone[agent];
    const std::uint64_t there = give_up_agent(clone), left = binomial(there, residual, random);
    books_.resampled_tumour += static_cast<double>(there) - books_.cells_per_agent;
    books_.resected += static_cast<double>(there - left);
    if (left != 0) pool_.cells[pool_.entry(clone)] += left;
    return 0;
}

}  // namespace perforin::tissue
