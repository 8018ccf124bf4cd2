#include "tissue/minority_pool.hpp"

#include <vector>

#include "core/binomial.hpp"
#include "core/maths.hpp"

namespace perforin::tissue {

PoolStep step_pool(std::uint64_t cells, const PoolRates& rates, Time dt, Stream& random) {
    const Rate loss = rates.death + rates.killing + rates.drug;
    const Rate all = rates.birth + loss;
    if (cells == 0 || all.raw() <= 0.0) return {};
    PoolStep step;
    const std::uint64_t events = binomial(cells, chance(all, dt), random);
    step.births = binomial(events, rates.birth / all, random);
    const std::uint64_t losses = events - step.births;
    step.kills = loss.raw() > 0.0 ? binomial(losses, rates.killing / loss, random) : 0;
    const Rate others = rates.death + rates.drug;
    step.drugged =
        rates.drug > Rate{} ? binomial(losses - step.kills, rates.drug / others, random) : 0;
    step.deaths = losses - step.kills - step.drugged;
    return step;
}

std::size_t MinorityPool::entry(std::uint32_t of_clone) {
    for (std::size_t i = 0; i != size(); ++i) {
        if (clone[i] == of_clone) return i;
    }
    const std::size_t row = size();
    resize(row + 1);
    clone[row] = of_clone;
    cells[row] = 0;
    return row;
}

void MinorityPool::tidy() {
    std::vector<perforin::cells::Row> peopled;
    for (perforin::cells::Row row = 0; row != size(); ++row) {
        if (cells[row] != 0) peopled.push_back(row);
    }
    if (peopled.size() != size()) keep(peopled);
}

std::uint64_t MinorityPool::total() const {
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i != size(); ++i) sum += cells[i];
    return sum;
}

void BlockRates::fade(Time dt, Time memory) {
    const double keep = maths::exp(-(dt / memory));
    births = births * keep;
    deaths = deaths * keep;
    kills = kills * keep;
    failed = failed * keep;
    exposure = exposure * keep;
}

PoolRates BlockRates::rates() const {
    if (!(exposure > 0.0)) return {};
    const double per_minute_each = 1.0 / exposure;
    return {.birth = (births + failed) * per_minute_each * per_minute,
            .death = deaths * per_minute_each * per_minute,
            .killing = kills * per_minute_each * per_minute};
}

}  // namespace perforin::tissue
