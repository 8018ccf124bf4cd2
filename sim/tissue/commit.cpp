// Intents come true, in row order: deaths, births, departures; synapses and hits. Part of Lesion.

#include <algorithm>

#include "tissue/geometry.hpp"
#include "tissue/lesion.hpp"

namespace perforin::tissue {

namespace {

EventKind event_of(Cause cause) {
    switch (cause) {
        case Cause::apoptosis:
            return EventKind::apoptosis;
        case Cause::necrosis:
            return EventKind::necrosis;
        case Cause::cytotoxicity:
            return EventKind::killed_by_t_cells;
        case Cause::radiation:
            return EventKind::killed_by_radiation;
        case Cause::failed_mitosis:
        case Cause::deprivation:
            return EventKind::killed_by_drug;
        case Cause::senescence:
            break;
    }
    return EventKind::senescence;
}

}  // namespace

void Lesion::commit_fates(const Intents& intents, const Tick& tick) {
    gone_.assign(cells_.size(), 0);
    for (const Move& move : intents.moves) cells_.position[move.row] = move.to;
    commit_deaths(intents, tick);
    for (const Engulf& engulf : intents.engulfed) {
        if (gone_[engulf.row] || rules_.tissue.clearance_off) continue;
        gone_[engulf.row] = 1;
        books_.cleared += cells_.weight[engulf.row] * books_.cells_per_agent;
    }
    for (const Emigrate& leave : intents.emigrants) {
        const Row row = leave.row;
        if (gone_[row]) continue;
        gone_[row] = 1;
        const Kind& kind = *rules_.kinds[cells_.kind[row]];
        const Population& population = *populations_[cells_.kind[row]];
        departures_.add({.id = cells_.id[row],
                         .kind = cells_.kind[row],
                         .clone = cells_.clone[row],
                         .phenotype = kind.phenotype(cells_.own[row], population),
                         .antigens = cells_.antigens[row],
                         .costimulation = kind.costimulation(cells_.own[row], population)});
        books_.departed += cells_.weight[row] * books_.cells_per_agent;
        record(EventKind::departure, row, tick.end());
    }
    commit_births(intents, tick);
    remove_gone();
}

void Lesion::commit_deaths(const Intents& intents, const Tick& tick) {
    for (const Die& death : intents.deaths) {
        const Row row = death.row;
        if (gone_[row] || !alive(cells_, row)) continue;
        const double cells = cells_.weight[row] * books_.cells_per_agent;
        if ((cells_.roles[row] & role::tumour) != 0) {
            count_loss(row, death.cause);
            book_of(death.cause) += cells;
            clones_.died[cells_.clone[row]] += cells;
        } else {
            books_.immune_died += cells;
        }
        const Kind& kind = *rules_.kinds[cells_.kind[row]];
        if (cells_.weight[row] > 0.0f) record(event_of(death.cause), row, tick.end());
        if (kind.leaves_corpse() && cells_.weight[row] > 0.0f) {
            kind.perish(row, death.cause, cells_, *populations_[cells_.kind[row]]);
        } else {
            gone_[row] = 1;
        }
    }
}

/// What a death says of the rates of the block. That of a cell whose signal a drug took away says
/// nothing: its hazard is known in every place.
void Lesion::count_loss(Row row, Cause cause) {
    if (!clonogenic(cells_, row) || cause == Cause::deprivation) return;
    (cause == Cause::failed_mitosis ? block_rates_.failed : block_rates_.deaths) += 1.0;
}

/// Where a tumour cell's death is booked.
cells::Scalar<double>& Lesion::book_of(Cause cause) {
    if (cause == Cause::necrosis) return books_.necrosis;
    if (cause == Cause::failed_mitosis || cause == Cause::deprivation) return books_.drugged;
    return cause == Cause::radiation ? books_.irradiated : books_.apoptosis;
}

void Lesion::commit_births(const Intents& intents, const Tick& tick) {
    std::uint64_t used = antigens_in_use();
    for (const Divide& divide : intents.divisions) {
        const Row row = divide.row;
        if (gone_[row] || !alive(cells_, row)) continue;
        const bool tumour = (cells_.roles[row] & role::tumour) != 0;
        if (tumour) block_rates_.births += 1.0;
        if ((cells_.roles[row] & role::probe) != 0) continue;  // it only shows the rate
        (tumour ? books_.born : books_.immune_born) += cells_.weight[row] * books_.cells_per_agent;
        const Row daughter = bear(row, divide.axis, tick);
        Event birth = event(EventKind::birth, row, tick.end());
        birth.whom = cells_.id[daughter];
        recorder_.add(birth);
        if (tumour) mutate(daughter, used, tick);
    }
    gone_.resize(cells_.size(), 0);
}

/// A row like another one in every column, private ones too.
Row Lesion::duplicate(Row row) {
    Population& population = *populations_[cells_.kind[row]];
    const std::array<Row, 1> one{row}, own{cells_.own[row]};
    const auto made = static_cast<Row>(cells_.append(cells_, one));
    const auto made_own = static_cast<Row>(population.append(population, own));
    cells_.own[made] = made_own;
    population.row[made_own] = made;
    return made;
}

/// Makes a daughter beside her mother; both get new identities, derived from the mother's.
Row Lesion::bear(Row mother, Vec3 axis, const Tick& tick) {
    const std::uint8_t kind = cells_.kind[mother];
    const Row daughter = duplicate(mother);
    const CellId before = cells_.id[mother];
    for (const Row cell : {mother, daughter}) {
        cells_.id[cell] = descend(before, cell == mother ? 0 : 1);
        cells_.parent[cell] = before;
        cells_.partner[cell] = 0;
        cells_.partner_row[cell] = no_row;
    }
    for (std::size_t w = 0; w != wounds_.size(); ++w) {
        if (wounds_.target[w] == before) wounds_.target[w] = cells_.id[mother];
    }
    const Vec3 apart = 0.5f * cells_.radius[mother] * axis;
    const Vec3 middle = cells_.position[mother];
    cells_.position[mother] = inside(middle - apart);
    cells_.position[daughter] = inside(middle + apart);
    Stream random{seed_, "lesion.part"_draw, {before, 0}, tick.start};
    rules_.kinds[kind]->part(mother, daughter, cells_, *populations_[kind], random);
    return daughter;
}

/// The same point within the block.
Vec3 Lesion::inside(Vec3 at) const {
    at = box_.wrap(at);
    for (std::size_t axis = 0; axis != 3; ++axis) {
        if (!box_.periodic[axis]) at[axis] = std::clamp(at[axis], 0.0f, box_.size[axis]);
    }
    return at;
}

void Lesion::remove_gone() {
    std::vector<Row> rows;
    rows.reserve(cells_.size());
    for (Row row = 0; row != cells_.size(); ++row) {
        if (!gone_[row]) rows.push_back(row);
    }
    rearrange(rows);
    gone_.clear();
}

/// Rows in this order, those left out are gone; private rows and synapses follow.
void Lesion::rearrange(std::span<const Row> order) {
    std::vector<Row> moved(cells_.size(), no_row);
    std::vector<std::vector<Row>> own(populations_.size());
    for (std::size_t k = 0; k != order.size(); ++k) {
        moved[order[k]] = static_cast<Row>(k);
        own[cells_.kind[order[k]]].push_back(cells_.own[order[k]]);
    }
    cells_.keep(order);
    std::vector<Row> next(populations_.size(), 0);
    for (std::size_t kind = 0; kind != populations_.size(); ++kind) {
        populations_[kind]->keep(own[kind]);
    }
    for (Row row = 0; row != cells_.size(); ++row) {
        const std::uint8_t kind = cells_.kind[row];
        cells_.own[row] = next[kind];
        populations_[kind]->row[next[kind]++] = row;
        if (cells_.partner[row] == 0) continue;
        const Row partner = moved[cells_.partner_row[row]];
        const bool there = partner != no_row && cells_.id[partner] == cells_.partner[row];
        cells_.partner_row[row] = there ? partner : no_row;
        if (!there) cells_.partner[row] = 0;
    }
}

void Lesion::commit_synapses(const Intents& intents) {
    for (const Release& release : intents.releases) {
        cells_.partner[release.row] = 0;
        cells_.partner_row[release.row] = no_row;
    }
    for (const Bind& bond : intents.bonds) {
        cells_.partner[bond.row] = cells_.id[bond.target];
        cells_.partner_row[bond.row] = bond.target;
        cells_.bound_at[bond.row] = bond.at;
    }
}

void Lesion::commit_hits(const Intents& intents, const Tick& moment) {
    std::vector<Hit> hits = intents.hits;
    std::sort(hits.begin(), hits.end(), [this](const Hit& a, const Hit& b) {
        if (a.target != b.target) return a.target < b.target;
        if (a.at != b.at) return a.at < b.at;
        return cells_.id[a.killer] < cells_.id[b.killer];
    });
    for (const Hit& hit : hits) strike(hit, moment);
}

/// A hit adds to those that have not healed; enough of them kill. Hits of a synapse between its
/// start and the end of that sub-step are delivered in the next: a death is dated when it comes
/// true.
void Lesion::strike(const Hit& hit, const Tick& moment) {
    const Row row = hit.target;
    if ((cells_.roles[row] & role::target) == 0) return;
    const CellId target = cells_.id[row];
    const Kind& kind = *rules_.kinds[cells_.kind[row]];
    const Tolerance tolerance = kind.tolerance();
    if (cells_.hits[row] > 0 && hit.at - cells_.hit_at[row] > tolerance.healing) heal(row);
    cells_.hits[row] = static_cast<std::uint8_t>(cells_.hits[row] + 1);
    cells_.hit_at[row] = std::max(cells_.hit_at[row], hit.at);
    const std::size_t wound = wounds_.size();
    wounds_.resize(wound + 1);
    wounds_.target[wound] = target;
    wounds_.killer[wound] = cells_.id[hit.killer];
    wounds_.at[wound] = hit.at;
    if (cells_.hits[row] < tolerance.hits) return;

    if (cells_.weight[row] > 0.0f) {
        const EventKind what = rules_.kinds[cells_.kind[hit.killer]]->kill();
        Event death = event(what, row, std::max(hit.at, moment.start), cells_.hits[row]);
        death.parties = killers_of(target);
        recorder_.add(death);
    }
    book_kill(row);
    heal(row);
    kind.perish(row, Cause::cytotoxicity, cells_, *populations_[cells_.kind[row]]);
}

void Lesion::book_kill(Row row) {
    const double cells = cells_.weight[row] * books_.cells_per_agent;
    if ((cells_.roles[row] & role::tumour) != 0) {
        books_.killed += cells;
        clones_.died[cells_.clone[row]] += cells;
        if (clonogenic(cells_, row)) block_rates_.kills += 1.0;
    } else if ((cells_.roles[row] & role::healthy) != 0) {
        books_.killed_healthy += cells;
    } else {
        books_.killed_immune += cells;
    }
}

/// Who hit a target, and how often, in order of identity.
std::vector<Party> Lesion::killers_of(CellId target) const {
    std::vector<Party> parties;
    for (std::size_t w = 0; w != wounds_.size(); ++w) {
        if (wounds_.target[w] != target) continue;
        const auto same = std::find_if(parties.begin(), parties.end(), [&](const Party& party) {
            return party.id == wounds_.killer[w];
        });
        if (same == parties.end()) {
            parties.push_back({wounds_.killer[w], 1});
        } else {
            ++same->amount;
        }
    }
    std::sort(parties.begin(), parties.end(),
              [](const Party& a, const Party& b) { return a.id < b.id; });
    return parties;
}

/// Forgets the hits of one target.
void Lesion::heal(Row row) {
    cells_.hits[row] = 0;
    const CellId target = cells_.id[row];
    std::vector<Row> open;
    for (Row w = 0; w != wounds_.size(); ++w) {
        if (wounds_.target[w] != target) open.push_back(w);
    }
    wounds_.keep(open);
}

/// Forgets the hits of targets that have healed, or are gone.
void Lesion::heal_all(Seconds now) {
    std::vector<CellId> open;
    for (Row row = 0; row != cells_.size(); ++row) {
        if (cells_.hits[row] == 0) continue;
        const Seconds healing = rules_.kinds[cells_.kind[row]]->tolerance().healing;
        if (now - cells_.hit_at[row] > healing) {
            cells_.hits[row] = 0;
        } else {
            open.push_back(cells_.id[row]);
        }
    }
    std::sort(open.begin(), open.end());
    std::vector<Row> keep;
    for (Row w = 0; w != wounds_.size(); ++w) {
        if (std::binary_search(open.begin(), open.end(), wounds_.target[w])) keep.push_back(w);
    }
    wounds_.keep(keep);
}

}  // namespace perforin::tissue
