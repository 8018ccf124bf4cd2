#include "tissue/mutation.hpp"

#include <algorithm>
#include <bit>

#include "core/binomial.hpp"

namespace perforin::tissue {

namespace {

/// To what therapies do, and the reach of what it sheds.
template <class List>
void list_resistances(const MutationParams& p, const Traits& cell, const List& list) {
    Traits hardy = cell, free = cell, tough = cell, wandering = cell;
    hardy.drug_resistance =
        std::max(cell.drug_resistance, static_cast<float>(p.drug_resistance_gained));
    list(p.drug_resistance, hardy);
    free.target_independent = true;
    list(p.target_independence, free);
    tough.radiation_resistance =
        std::max(cell.radiation_resistance, static_cast<float>(p.radiation_resistance_gained));
    list(p.radiation_resistance, tough);
    wandering.invasiveness *= static_cast<float>(1.0 + p.invasion_gain);
    list(p.invasion, wandering);
}

}  // namespace

std::vector<Variant> variants(const MutationParams& p, const Traits& cell, std::uint64_t used) {
    std::vector<Variant> found;
    const auto list = [&](double chance, const Traits& mutant) {
        if (chance > 0.0 && !same(cell, mutant)) found.push_back({mutant, chance});
    };
    for (std::uint64_t left = p.antigen_loss > 0.0 ? cell.antigens : 0; left != 0;
         left &= left - 1) {
        Traits mutant = cell;
        mutant.antigens &= ~(left & (~left + 1));
        list(p.antigen_loss, mutant);
    }
    if (used != ~std::uint64_t{0}) {
        Traits mutant = cell;
        mutant.antigens |= std::bit_floor(~used);
        list(p.antigen_gain, mutant);
    }
    if (cell.mhc1 >= 1.0f) {
        Traits mutant = cell;
        mutant.mhc1 = static_cast<float>(p.mhc1_reduced);
        list(p.mhc1_reduction, mutant);
    }
    Traits invisible = cell, deaf = cell, faster = cell;
    invisible.mhc1 = 0.0f;
    list(p.mhc1_loss, invisible);
    deaf.interferon = false;
    list(p.interferon_loss, deaf);
    faster.growth *= static_cast<float>(1.0 + p.growth_gain);
    list(p.growth_change, faster);
    list_resistances(p, cell, list);
    return found;
}

std::vector<std::uint64_t> draw_mutants(std::uint64_t divisions, const std::vector<Variant>& list,
                                        Stream& random) {
    std::vector<std::uint64_t> mutants(list.size(), 0);
    double chance = 0.0;
    for (const Variant& variant : list) chance += variant.chance;
    std::uint64_t left = binomial(divisions, chance, random);
    for (std::size_t i = 0; left != 0; ++i) {
        const bool last = i + 1 == list.size();
        mutants[i] = last ? left : binomial(left, list[i].chance / chance, random);
        left -= mutants[i];
        chance -= list[i].chance;
    }
    return mutants;
}

}  // namespace perforin::tissue
