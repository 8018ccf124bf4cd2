#include "clinic/monitoring/losses.hpp"

namespace perforin::clinic {

double hazard(const tissue::Lesion& lesion) {
    const tissue::PoolRates rates = lesion.rates();
    return (rates.death + rates.killing + rates.drug).in(per_minute);
}

bool of_start(const tissue::Clones& clones, std::uint32_t clone) {
    return clones.born[clone] == clones.born[0];
}

Losses losses(const patient::Patient& patient) {
    Losses sum;
    for (const auto& lesion : patient.lesions()) {
        const double live = lesion->live();
        sum.live += live;
        sum.dying += hazard(*lesion) * live;
        for (const double died : lesion->clones().died.span()) sum.died += died;
    }
    return sum;
}

}  // namespace perforin::clinic
