#include "clinic/monitoring/scores.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

#include "core/maths.hpp"
#include "core/random.hpp"

namespace perforin::clinic {

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

double cd3_per_mm2(const Census& census, Zone zone) {
    return census.per_mm2(Lineage::cd8, zone) + census.per_mm2(Lineage::cd4, zone) +
           census.per_mm2(Lineage::foxp3, zone);
}

}  // namespace

/// Immune cells of a score are lymphocytes and macrophages at the tumour.
Pdl1Scores pdl1_scores(const Census& census, double enough) {
    const double viable = census.of(Lineage::tumour);
    if (!(viable > 0.0) || viable < enough) return {none, none};
    const double tumour = census.positive_of(Lineage::tumour);
    double all = tumour;
    for (const Lineage immune : {Lineage::cd8, Lineage::cd4, Lineage::foxp3, Lineage::myeloid}) {
        all += census.positive_of(immune);
    }
    return {100.0 * tumour / viable, std::min(100.0, 100.0 * all / viable)};
}

double read_score(double percent, double error) {
    if (!(percent > 0.0) || percent >= 100.0) return percent;
    const double odds = percent / (100.0 - percent) * maths::exp(error);
    const double read = 100.0 * odds / (1.0 + odds);
    if (read < 1.0) return 0.0;
    return read < 10.0 ? std::round(read) : 5.0 * std::round(read / 5.0);
}

double reading_error(const PathologistParams& params, const BiopsyKey& key, std::uint64_t reader) {
    const Who who{key.lesion, descend(key.examination, reader)};
    Stream lasting{key.seed, "pathologist.slide"_draw, who, 0};
    Stream passing{key.seed, "pathologist.reading"_draw, who, key.at};
    const double own = params.between * normal(lasting);
    return own + params.within * normal(passing);
}

Densities densities(const Census& census) {
    return {.cd8_core = census.per_mm2(Lineage::cd8, Zone::core),
            .cd8_margin = census.per_mm2(Lineage::cd8, Zone::margin),
            .cd3_core = cd3_per_mm2(census, Zone::core),
            .cd3_margin = cd3_per_mm2(census, Zone::margin)};
}

double immunoscore(const ScoreParams& limits, const Densities& found) {
    const std::array all{
        std::pair{found.cd8_core, limits.cd8_core}, std::pair{found.cd8_margin, limits.cd8_margin},
        std::pair{found.cd3_core, limits.cd3_core}, std::pair{found.cd3_margin, limits.cd3_margin}};
    double many = 0.0;
    for (const auto& [density, limit] : all) {
        if (std::isnan(density)) return none;
        if (density > limit.in(per_mm2)) many += 1.0;
    }
    return many;
}

double phenotype(const ScoreParams& limits, double cd8_core, double cd8_margin) {
    if (std::isnan(cd8_core) || std::isnan(cd8_margin)) return none;
    const double limit = limits.infiltrated.in(per_mm2);
    if (cd8_core >= limit) return 2.0;
    return cd8_margin >= limit ? 1.0 : 0.0;
}

}  // namespace perforin::clinic
