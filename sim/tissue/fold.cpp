// How many cells an agent stands for where agents of its kind are many. Part of Lesion.

#include "tissue/fold.hpp"

#include <array>
#include <map>
#include <utility>

#include "core/maths.hpp"
#include "tissue/geometry.hpp"
#include "tissue/lesion.hpp"
#include "tissue/resample.hpp"

namespace perforin::tissue {

double Lesion::weight_of(std::uint16_t kind) const {
    return rules_.kinds[kind]->weight() * folds_.fold[kind];
}

void Lesion::fold(const Tick& tick) {
    const auto most = static_cast<std::size_t>(rules_.tissue.most_agents);
    for (std::uint16_t kind = 0; kind != rules_.kinds.size(); ++kind) {
        const double most_weight = rules_.kinds[kind]->most_weight();
        if (!(most_weight > 0.0)) continue;
        const std::size_t agents = populations_[kind]->size();
        const bool many = agents > most && 2.0 * weight_of(kind) <= most_weight,
                   few = agents < most / 4 && folds_.fold[kind] > 1.0;
        if (!many && !few) continue;
        const std::array<double, 3> had = stock();
        if (many) {
            thin(kind, tick);
        } else {
            split(kind, tick);
        }
        book_resampled(had);
    }
}

/// Of each two alike, neighbours in the order of rows, one stays and stands for both. One that is
/// left over stays with an even chance.
void Lesion::thin(std::uint16_t kind, const Tick& tick) {
    const Population& population = *populations_[kind];
    std::map<std::pair<std::uint8_t, std::uint32_t>, Row> waiting;
    gone_.assign(cells_.size(), 0);
    const auto stays = [&](Row row) {
        Stream random{seed_, "lesion.thin"_draw, {cells_.id[row], identity_}, tick.start};
        return uniform(random) < 0.5;
    };
    for (std::size_t own = 0; own != population.size(); ++own) {
        const Row row = population.row[own];
        const auto which = std::pair{
            rules_.kinds[kind]->phenotype(static_cast<Row>(own), population), cells_.clone[row]};
        const auto [first, alone] = waiting.emplace(which, row);
        if (alone) continue;
        gone_[stays(row) ? first->second : row] = 1;
        waiting.erase(first);
    }
    for (const auto& [which, row] : waiting) gone_[row] = stays(row) ? 0 : 1;
    rescale_agents(kind, 2.0);
    remove_gone();
}

/// Each gives half of its cells to a copy beside it, which is free.
void Lesion::split(std::uint16_t kind, const Tick& tick) {
    rescale_agents(kind, 0.5);
    const std::vector<Row> rows(populations_[kind]->row.span().begin(),
                                populations_[kind]->row.span().end());
    for (const Row row : rows) {
        const Row made = copy(row, static_cast<std::uint64_t>(tick.start));
        cells_.partner[made] = 0;
        cells_.partner_row[made] = no_row;
        Stream random{seed_, "lesion.split"_draw, {cells_.id[row], identity_}, tick.start};
        cells_.position[made] =
            inside(cells_.position[row] +
                   2.0f * cells_.radius[row] * random_direction(box_.dimensions, random));
    }
}

/// An agent takes room in proportion to the cells that it stands for.
void Lesion::rescale_agents(std::uint16_t kind, double factor) {
    folds_.fold[kind] *= factor;
    for (const Row row : populations_[kind]->row.span()) {
        cells_.weight[row] *= static_cast<float>(factor);
        cells_.radius[row] *= static_cast<float>(maths::cbrt(factor));
    }
}

}  // namespace perforin::tissue
