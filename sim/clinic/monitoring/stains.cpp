#include "clinic/monitoring/stains.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "core/maths.hpp"
#include "core/random.hpp"

namespace perforin::clinic {

namespace {

struct KindLineage {
    std::string_view kind;
    Lineage lineage;
};
constexpr std::array known{
    KindLineage{"cytotoxic_t", Lineage::cd8},        KindLineage{"car_t", Lineage::cd8},
    KindLineage{"helper_t", Lineage::cd4},           KindLineage{"regulatory_t", Lineage::foxp3},
    KindLineage{"macrophage", Lineage::myeloid},     KindLineage{"mdsc", Lineage::myeloid},
    KindLineage{"dendritic_cell", Lineage::myeloid},
};

std::vector<Lineage> lineages_of(const tissue::Rules& rules) {
    std::vector<Lineage> all;
    for (const std::string& kind : rules.kind_names) {
        const auto* const found = std::find_if(known.begin(), known.end(),
                                               [&](const auto& one) { return one.kind == kind; });
        all.push_back(found == known.end() ? Lineage::other : found->lineage);
    }
    all[rules.tumour] = Lineage::tumour;
    return all;
}

Lineage of_bystander(const BystanderShares& shares, std::uint64_t id, std::uint64_t seed) {
    Stream random{seed, "biopsy.bystander"_draw, {id}, 0};
    const double draw = uniform(random);
    if (draw < shares.cd8) return Lineage::cd8;
    return draw < shares.cd8 + shares.cd4 ? Lineage::cd4 : Lineage::other;
}

}  // namespace

std::vector<StainedCell> stain(const tissue::Lesion& lesion, const BystanderShares& shares,
                               double myeloid_pdl1, std::uint64_t seed) {
    const tissue::Surface& cells = lesion.cells();
    const std::vector<Lineage> lineages = lineages_of(lesion.rules());
    std::vector<StainedCell> stained;
    stained.reserve(cells.size());
    for (std::size_t row = 0; row != cells.size(); ++row) {
        if (cells.weight[row] <= 0.0f) continue;  // a probe
        StainedCell cell{.id = cells.id[row],
                         .at = lesion.box().wrap(cells.position[row]),
                         .radius = static_cast<float>(double{cells.radius[row]} /
                                                      maths::cbrt(double{cells.weight[row]})),
                         .weight = cells.weight[row],
                         .pdl1 = double{cells.pdl1[row]},
                         .lineage = lineages[cells.kind[row]],
                         .dead = !tissue::alive(cells, row)};
        if (lesion.rules().kind_names[cells.kind[row]] == "bystander") {
            cell.lineage = of_bystander(shares, cell.id, seed);
        }
        if (cell.lineage == Lineage::myeloid && cell.pdl1 == 0.0) cell.pdl1 = myeloid_pdl1;
        stained.push_back(cell);
    }
    return stained;
}

}  // namespace perforin::clinic
