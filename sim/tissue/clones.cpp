#include "tissue/clones.hpp"

#include <algorithm>
#include <bit>

#include "core/maths.hpp"

namespace perforin::tissue {

bool same(const Traits& a, const Traits& b) {
    const auto bits = [](float value) { return std::bit_cast<std::uint32_t>(value); };
    return a.antigens == b.antigens && bits(a.mhc1) == bits(b.mhc1) &&
           a.interferon == b.interferon && bits(a.growth) == bits(b.growth) &&
           bits(a.drug_resistance) == bits(b.drug_resistance) &&
           a.target_independent == b.target_independent &&
           bits(a.radiation_resistance) == bits(b.radiation_resistance) &&
           bits(a.invasiveness) == bits(b.invasiveness);
}

std::uint32_t Clones::add(const Traits& traits, std::uint32_t from, Seconds at) {
    const auto row = static_cast<std::uint32_t>(size());
    resize(row + 1u);
    parent[row] = from;
    born[row] = at;
    antigens[row] = traits.antigens;
    mhc1[row] = traits.mhc1;
    interferon[row] = traits.interferon ? 1 : 0;
    growth[row] = traits.growth;
    drug_resistance[row] = traits.drug_resistance;
    target_independent[row] = traits.target_independent ? 1 : 0;
    radiation_resistance[row] = traits.radiation_resistance;
    invasiveness[row] = traits.invasiveness;
    return row;
}

std::uint32_t Clones::descendant(std::uint32_t from, const Traits& wanted, Seconds at) {
    for (std::uint32_t row = from + 1; row < size(); ++row) {
        if (parent[row] == from && same(traits(row), wanted)) return row;
    }
    return add(wanted, from, at);
}

Traits Clones::traits(std::uint32_t clone) const {
    return {.antigens = antigens[clone],
            .mhc1 = mhc1[clone],
            .interferon = interferon[clone] != 0,
            .growth = growth[clone],
            .drug_resistance = drug_resistance[clone],
            .target_independent = target_independent[clone] != 0,
            .radiation_resistance = radiation_resistance[clone],
            .invasiveness = invasiveness[clone]};
}

Diversity diversity(std::span<const double> cells) {
    double all = 0.0;
    for (const double n : cells) all += std::max(0.0, n);
    if (!(all > 0.0)) return {};
    Diversity found{.simpson = 1.0};
    for (const double n : cells) {
        if (!(n > 0.0)) continue;
        const double p = n / all;
        found.clones += 1.0;
        found.shannon -= p * maths::log(p);
        found.simpson -= p * p;
        found.dominant = std::max(found.dominant, p);
    }
    return found;
}

}  // namespace perforin::tissue
