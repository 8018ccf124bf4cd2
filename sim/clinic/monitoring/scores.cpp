#include "clinic/monitoring/scores.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "core/maths.hpp"
#include "core/random.hpp"

namespace perforin::clinic {

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

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

double cd3_per_mm2(const Census& census, Zone zone) {
    return census.per_mm2(Lineage::cd8, zone) + census.per_mm2(Lineage::cd4, zone) +
           census.per_mm2(Lineage::foxp3, zone);
}

double immunoscore(const ScoreParams& limits, const Census& census, double factor) {
    struct Density {
        double found, limit;
    };
    const std::array all{
        Density{cd3_per_mm2(census, Zone::core), limits.cd3_core.in(per_mm2)},
        Density{cd3_per_mm2(census, Zone::margin), limits.cd3_margin.in(per_mm2)},
        Density{census.per_mm2(Lineage::cd8, Zone::core), limits.cd8_core.in(per_mm2)},
        Density{census.per_mm2(Lineage::cd8, Zone::margin), limits.cd8_margin.in(per_mm2)}};
    double many = 0.0;
    for (const Density& one : all) {
        if (std::isnan(one.found)) return none;
        if (factor * one.found > one.limit) many += 1.0;
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
