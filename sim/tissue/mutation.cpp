#include "tissue/mutation.hpp"

#include <bit>

#include "core/binomial.hpp"

namespace perforin::tissue {

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
