// Clones of a lesion: the first ones, mutants at division, their sizes. Part of Lesion.

#include <algorithm>
#include <bit>
#include <cmath>

#include "tissue/lesion.hpp"

namespace perforin::tissue {

namespace {

/// The mask without its first antigens, so many of them.
std::uint64_t without_first(std::uint64_t mask, std::int64_t count) {
    for (; count > 0; --count) mask &= mask - 1;
    return mask;
}

}  // namespace

/// The clone that all others come from, then those of [[lesion.clone]].
void Lesion::found_clones() {
    clones_.add(seedling_ ? seedling_->traits : Traits{.antigens = antigens_.clonal}, no_clone, 0);
    for (std::size_t i = 0; i != first_.size(); ++i) {
        const CloneParams& clone = first_[i];
        const std::uint64_t kept = without_first(antigens_.clonal, clone.antigens_lost);
        clones_.add({.antigens = kept | antigens_.gained[i],
                     .mhc1 = static_cast<float>(clone.mhc1),
                     .interferon = clone.interferon,
                     .growth = static_cast<float>(clone.growth),
                     .drug_resistance = static_cast<float>(clone.drug_resistance),
                     .target_independent = clone.target_independent,
                     .radiation_resistance = static_cast<float>(clone.radiation_resistance),
                     .invasiveness = static_cast<float>(clone.invasiveness)},
                    0, 0);
    }
}

/// To which clone the n-th founder belongs, so that each has its share of them.
std::uint32_t Lesion::first_clone(std::uint64_t founder, std::size_t founders) const {
    if (first_.empty()) return 0;
    Stream random{seed_, "lesion.clone"_draw, {identity_, founder}, 0};
    double mark = uniform(random);
    for (std::size_t i = 0; i != first_.size(); ++i) {
        if (in_pool(first_[i], founders)) continue;
        mark -= first_[i].share;
        if (mark < 0.0) return static_cast<std::uint32_t>(i + 1);
    }
    return 0;
}

/// Whether a first clone is smaller than one agent.
bool Lesion::in_pool(const CloneParams& clone, std::size_t founders) const {
    return books_.cells_per_agent >= 2.0 && clone.share * static_cast<double>(founders) < 1.0;
}

void Lesion::found_pool(std::size_t founders) {
    const double all = books_.cells_per_agent * static_cast<double>(founders);
    for (std::size_t i = 0; i != first_.size(); ++i) {
        if (!in_pool(first_[i], founders)) continue;
        const auto cells = static_cast<std::uint64_t>(std::llround(first_[i].share * all));
        pool_.cells[pool_.entry(static_cast<std::uint32_t>(i + 1))] += cells;
    }
}

/// A tumour cell shows what its clone is.
void Lesion::express(Row row) {
    const Traits traits = clones_.traits(cells_.clone[row]);
    cells_.antigens[row] = traits.antigens;
    const std::uint8_t kind = cells_.kind[row];
    rules_.kinds[kind]->express(traits, row, cells_, *populations_[kind]);
}

/// Neoantigens that no mutant may come to have: those of a live cell of the lesion, and of others.
/// Looked up only where new ones may come.
std::uint64_t Lesion::antigens_in_use() const {
    if (!(rules_.mutation.antigen_gain > 0.0)) return 0;
    std::uint64_t used = ~antigens_.free;
    for (std::size_t row = 0; row != cells_.size(); ++row) {
        if ((cells_.roles[row] & role::tumour) != 0) used |= cells_.antigens[row];
    }
    for (std::size_t i = 0; i != pool_.size(); ++i) used |= clones_.antigens[pool_.clone[i]];
    return used;
}

/// Calls born(clone, how many) for the mutants that so many divisions of a clone give. `used`:
/// antigens in use, to which new ones are added.
template <class Born>
void Lesion::draw_clones(std::uint32_t clone, std::uint64_t divisions, std::uint64_t& used,
                         Stream random, Seconds at, Born&& born) {
    const auto possible = variants(rules_.mutation, clones_.traits(clone), used);
    if (possible.empty()) return;
    const auto mutants = draw_mutants(divisions, possible, random);
    for (std::size_t i = 0; i != possible.size(); ++i) {
        if (mutants[i] == 0) continue;
        used |= possible[i].traits.antigens;
        born(clones_.descendant(clone, possible[i].traits, at), mutants[i]);
    }
}

/// At a division of an agent as many real cells divide as it stands for. Each mutant is one cell
/// of the minority pool, and its clone's agents owe one; where an agent is a cell the daughter is
/// the mutant.
void Lesion::mutate(Row daughter, std::uint64_t& used, const Tick& tick) {
    const std::uint32_t clone = cells_.clone[daughter];
    const Stream random{seed_, "tumour.mutation"_draw, {cells_.id[daughter], 0}, tick.start};
    if (books_.cells_per_agent < 2.0) {
        draw_clones(clone, 1, used, random, tick.end(), [&](std::uint32_t made, std::uint64_t) {
            cells_.clone[daughter] = made;
            express(daughter);
        });
        return;
    }
    draw_clones(clone, cells_of_an_agent(), used, random, tick.end(),
                [&](std::uint32_t made, std::uint64_t mutants) {
                    pool_.cells[pool_.entry(made)] += mutants;
                    clones_.owed[clone] += static_cast<double>(mutants);
                    books_.resampled_tumour += static_cast<double>(mutants);
                });
    settle_debt(daughter, tick);
}

/// Once the mutants of a clone's agents make up an agent, one is taken away.
void Lesion::settle_debt(Row agent, const Tick& tick) {
    double& owed = clones_.owed[cells_.clone[agent]];
    if (owed < books_.cells_per_agent) return;
    owed -= books_.cells_per_agent;
    books_.resampled_tumour -= books_.cells_per_agent;
    record(EventKind::to_pool, agent, tick.end(), books_.cells_per_agent);
    gone_.resize(cells_.size(), 0);
    gone_[agent] = 1;
}

/// Mutants among so many divisions in a pool; they stay in it, as cells of another clone.
void Lesion::mutate_pool(std::size_t entry, std::uint64_t divisions, std::uint64_t& used,
                         const Tick& tick) {
    const std::uint32_t clone = pool_.clone[entry];
    draw_clones(clone, divisions, used,
                {seed_, "pool.mutation"_draw, {identity_, clone}, tick.start}, tick.end(),
                [&](std::uint32_t made, std::uint64_t mutants) {
                    pool_.cells[entry] -= mutants;
                    pool_.cells[pool_.entry(made)] += mutants;
                });
}

std::vector<double> Lesion::clone_sizes() const {
    std::vector<double> cells(clones_.size(), 0.0);
    for (std::size_t row = 0; row != cells_.size(); ++row) {
        if (tumour_agent(cells_, row)) {
            cells[cells_.clone[row]] += cells_.weight[row] * books_.cells_per_agent;
        }
    }
    for (std::size_t clone = 0; clone != cells.size(); ++clone) {
        cells[clone] = std::max(0.0, cells[clone] - clones_.owed[clone]);
    }
    for (std::size_t i = 0; i != pool_.size(); ++i) {
        cells[pool_.clone[i]] += static_cast<double>(pool_.cells[i]);
    }
    return cells;
}

void Lesion::tally_clones(Tally& tally) const {
    const std::vector<double> cells = clone_sizes();
    const Diversity found = diversity(cells);
    double all = 0.0, antigens = 0.0, negative = 0.0;
    for (std::uint32_t clone = 0; clone != cells.size(); ++clone) {
        const Traits traits = clones_.traits(clone);
        all += cells[clone];
        antigens += cells[clone] * std::popcount(traits.antigens);
        if (!(traits.mhc1 > 0.0f)) negative += cells[clone];
    }
    const double live = std::max(all, 1e-300);
    tally.add({"clones", "1", "Clones with live cells, minority pool included"}, found.clones);
    tally.add({"clone_shannon", "1", "Diversity of clones: -sum p ln p"}, found.shannon);
    tally.add({"clone_simpson", "1", "Chance that two cells are of different clones"},
              found.simpson);
    tally.add({"clone_dominant", "1", "Share of the largest clone"}, found.dominant);
    tally.add({"neoantigens", "1", "Neoantigens of a live tumour cell, mean"}, antigens / live);
    tally.add({"mhc1_negative", "1", "Share of live tumour cells whose clone has lost MHC-I"},
              negative / live);
}

void Lesion::write_clones(double least, Sink& sink) const {
    const std::vector<double> cells = clone_sizes();
    double all = 0.0;
    for (const double n : cells) all += n;
    std::vector<std::uint8_t> shown(cells.size(), 0);
    for (std::size_t clone = cells.size(); clone-- != 0;) {  // a child has a higher number
        if (cells[clone] > 0.0 && cells[clone] >= least * all) shown[clone] = 1;
        if (shown[clone] && clones_.parent[clone] != no_clone) shown[clones_.parent[clone]] = 1;
    }
    std::vector<std::uint32_t> numbers;
    std::vector<double> sizes;
    for (std::uint32_t clone = 0; clone != cells.size(); ++clone) {
        if (!shown[clone]) continue;
        numbers.push_back(clone);
        sizes.push_back(cells[clone]);
    }
    Clones rows;
    rows.append(clones_, numbers);
    sink.put({"clone", "1", "Number of the clone"}, Rows{numbers});
    sink.put({"cells", "cells", "Its live cells, minority pool included"}, Rows{sizes});
    rows.write(sink);
}

}  // namespace perforin::tissue
