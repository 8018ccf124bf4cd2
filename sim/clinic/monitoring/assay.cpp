#include "clinic/monitoring/assay.hpp"

#include <algorithm>
#include <cmath>

#include "core/maths.hpp"
#include "core/random.hpp"
#include "tissue/lesion.hpp"

namespace perforin::clinic {

namespace {

/// EP17: a blank is below 1.645 standard deviations in 95 %, and a sample at the limit of
/// detection above that in 95 %.
constexpr double blanks_at_detection = 2.0 * 1.645;

/// A log-normal factor of mean 1 with this coefficient of variation.
double factor(double variation, double deviate) {
    const double variance = maths::log1p(variation * variation);
    return maths::exp(std::sqrt(variance) * deviate - 0.5 * variance);
}

}  // namespace

double misread(const Assay& assay, const AssayDraws& draws) {
    return factor(assay.within, draws.within) * factor(assay.between, draws.between);
}

Measured judged(const Assay& assay, double value) {
    return {value, value < assay.detection || !(value > 0.0),
            value < assay.quantification || !(value > 0.0)};
}

Measured measured(const Assay& assay, double truth, const AssayDraws& draws) {
    const double noise = assay.detection / blanks_at_detection * draws.blank;
    return judged(assay, std::max(0.0, truth * misread(assay, draws) + noise));
}

AssayDraws draws(const Encounter& look, std::string_view assay, std::uint64_t item) {
    const std::uint64_t run = descend(look.examination, tissue::identity_of(assay));
    Stream one{look.seed, "assay.within"_draw, {run, item}, look.visit.at()};
    Stream all{look.seed, "assay.between"_draw, {run}, look.visit.at()};
    AssayDraws found;
    found.within = normal(one);
    found.blank = normal(one);
    found.between = normal(all);
    return found;
}

void report(tissue::Tally& row, const Label& what, const Measured& result) {
    row.add(what, result.value);
    row.add({what.name + "_below_detection", "1", "1: that is below the limit of detection"},
            result.below_detection ? 1.0 : 0.0);
    row.add({what.name + "_below_quantification", "1", "1: below the limit of quantification"},
            result.below_quantification ? 1.0 : 0.0);
}

void report(tissue::Tally& row, const Label& what, double truth, const Measured& result) {
    row.add({what.name + "_true", what.unit, what.doc + ", in truth"}, truth);
    report(row, {what.name, what.unit, what.doc + ", as measured"}, result);
}

}  // namespace perforin::clinic
