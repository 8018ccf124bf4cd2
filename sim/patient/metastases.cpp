#include "patient/metastases.hpp"

#include <algorithm>
#include <cmath>

#include "core/binomial.hpp"
#include "core/maths.hpp"
#include "core/random.hpp"
#include "tissue/minority_pool.hpp"

namespace perforin::patient {

Metastases::Metastases(const config::Section& top, std::uint64_t seed)
    : params_{top.child("metastasis")}, seed_{seed} {}

void Metastases::begin(const tissue::Traits& traits) {
    for (std::int64_t k = 0; k != params_.sleeping; ++k) {
        found(traits, descend(0x6D657461ull, static_cast<std::uint64_t>(k)), 0,
              static_cast<std::uint64_t>(std::llround(params_.sleeping_cells)), 0);
    }
}

void Metastases::found(const tissue::Traits& traits, std::uint64_t id, std::uint64_t from,
                       std::uint64_t cells, Seconds at) {
    const std::size_t row = colonies_.size();
    colonies_.resize(row + 1);
    colonies_.id[row] = id;
    colonies_.from[row] = from;
    colonies_.founded[row] = at;
    colonies_.cells[row] = cells;
    clones_.add(traits, tissue::no_clone, at);
}

/// Settlers of each clone are a Poisson process: the k-th comes when the sum of the first k
/// exponentials of the step's stream is passed.
void Metastases::spread(const tissue::Lesion& lesion, const Tick& tick) {
    if (!(params_.founding > Rate{})) return;
    const std::vector<double> cells = lesion.clone_sizes();
    for (std::uint32_t clone = 0; clone != cells.size(); ++clone) {
        if (!(cells[clone] > 0.0)) continue;
        const tissue::Traits traits = lesion.clones().traits(clone);
        const double expected = static_cast<double>(traits.invasiveness) * cells[clone] / 1e9 *
                                (params_.founding * tick.dt());
        Stream random{seed_, "metastasis.settles"_draw, {lesion.identity(), clone}, tick.start};
        double passed = exponential(random);
        for (std::uint64_t k = 0; passed < expected; ++k) {
            const std::uint64_t id = descend(
                descend(descend(lesion.identity(), clone), static_cast<std::uint64_t>(tick.start)),
                k);
            found(traits, id, lesion.identity(), 1, tick.end());
            passed += exponential(random);
        }
    }
}

Molarity level_after(Molarity level, const Penetration& way, Molarity plasma, Time dt) {
    const Molarity even = way.ratio * plasma;
    return even + maths::exp(-(way.exchange * dt)) * (level - even);
}

void Metastases::perfuse(std::size_t drug, const Penetration& way, Molarity plasma,
                         const Tick& tick) {
    drugs_.level[drug] = level_after(level(drug), way, plasma, tick.dt()).in(nanomolar);
}

cells::Tables Metastases::tables() {
    cells::Tables all{{"colonies", &colonies_}, {"clones", &clones_}};
    if (wanted()) all.push_back({"drugs", &drugs_});
    return all;
}

/// Drugs act as on a clone of the minority pool: a share of the divisions that a cell sets out for
/// ends in its death, others it does not set out for, and it dies between them.
void Metastases::step(std::size_t row, double seen, const tissue::Pressure& drugs,
                      const Tick& tick) {
    const tissue::Traits mine = traits(row);
    const Rate begun = static_cast<double>(mine.growth) * drugs.division * params_.birth;
    const tissue::PoolRates rates{
        .birth = (1.0 - drugs.lethal) * begun,
        .death = params_.death,
        .killing = static_cast<double>(mine.mhc1) * (std::max(0.0, seen) / 1e7) * params_.patrol,
        .drug = drugs.lethal * begun + drugs.death};
    Stream random{seed_, "metastasis.step"_draw, {colonies_.id[row], 0}, tick.start};
    const tissue::PoolStep step = tissue::step_pool(colonies_.cells[row], rates, tick.dt(), random);
    colonies_.cells[row] += step.births - step.deaths - step.kills - step.drugged;
}

void Metastases::sterilise(std::size_t row, double survival, const Tick& tick) {
    if (!(survival < 1.0)) return;
    Stream random{seed_, "metastasis.radiation"_draw, {colonies_.id[row], 0}, tick.start};
    colonies_.cells[row] = binomial(colonies_.cells[row], survival, random);
}

std::vector<std::size_t> Metastases::ripe(std::uint64_t cells) const {
    std::vector<std::size_t> rows;
    for (std::size_t row = 0; row != colonies_.size(); ++row) {
        if (colonies_.cells[row] >= cells) rows.push_back(row);
    }
    const std::size_t room = static_cast<std::size_t>(params_.most) - laid_out().size();
    if (rows.size() > room) rows.resize(room);
    return rows;
}

void Metastases::lay_out(std::size_t row) {
    colonies_.lesion[row] = static_cast<std::uint32_t>(laid_out().size() + 1);
    colonies_.cells[row] = 0;
}

std::vector<std::size_t> Metastases::laid_out() const {
    std::vector<std::size_t> rows;
    for (std::size_t row = 0; row != colonies_.size(); ++row) {
        if (colonies_.lesion[row] != 0) rows.push_back(row);
    }
    std::sort(rows.begin(), rows.end(), [&](std::size_t a, std::size_t b) {
        return colonies_.lesion[a] < colonies_.lesion[b];
    });
    return rows;
}

}  // namespace perforin::patient
