#include "study/cohort/draw.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "core/maths.hpp"
#include "core/random.hpp"

namespace perforin::study {

namespace {

constexpr double um_per_mm = 1000.0;

std::int64_t whole_um(double mm) {
    return std::llround(mm * um_per_mm);
}

/// Shares a sum among so many lesions, none below `least`.
std::vector<std::int64_t> split(std::int64_t sum, std::int64_t number, std::int64_t least,
                                double spread, Stream& random) {
    if (number == 1) return {sum};
    std::vector<double> weights;
    double all = 0.0;
    for (std::int64_t i = 0; i != number; ++i) {
        const double z = normal(random);
        weights.push_back(maths::exp(z * maths::log(spread)));
        all += weights.back();
    }
    const std::int64_t rest = sum - number * least;
    std::vector<std::int64_t> parts;
    std::int64_t given = 0;
    for (const double w : weights) {
        parts.push_back(least + static_cast<std::int64_t>(static_cast<double>(rest) * w / all));
        given += parts.back();
    }
    *std::max_element(parts.begin(), parts.end()) += sum - given;
    return parts;
}

/// An organ by its share, of those for which `free` holds; null if there is none.
template <class Free>
const Organ* any_organ(const std::vector<Organ>& organs, Stream& random, Free&& free) {
    double all = 0.0;
    for (const Organ& organ : organs) all += free(organ) ? organ.params.share : 0.0;
    double left = uniform(random) * all;
    const Organ* found = nullptr;
    for (const Organ& organ : organs) {
        if (!free(organ) || !(organ.params.share > 0.0)) continue;
        found = &organ;
        left -= organ.params.share;
        if (left < 0.0) break;
    }
    return found;
}

/// Target lesions are in different organs as long as there are some.
void place_targets(const LesionPlan& plan, std::vector<DrawnLesion>& lesions, Stream& random) {
    std::vector<std::string> taken;
    for (std::size_t i = 0; i != lesions.size(); ++i) {
        DrawnLesion& lesion = lesions[i];
        const auto fresh = [&](const Organ& organ) {
            return std::find(taken.begin(), taken.end(), organ.params.name) == taken.end();
        };
        const Organ* organ = any_organ(plan.organs, random, fresh);
        if (!organ) organ = any_organ(plan.organs, random, [](const Organ&) { return true; });
        if (i == 0 && plan.params.first) {
            const auto first = std::find_if(
                plan.organs.begin(), plan.organs.end(),
                [&](const Organ& one) { return one.params.name == *plan.params.first; });
            organ = first == plan.organs.end() ? nullptr : &*first;
            lesion.organ = *plan.params.first;
        }
        lesion.at = organ;
        if (organ) lesion.organ = organ->params.name;
        const std::string stem = lesion.organ.empty() ? "lesion" : lesion.organ;
        const auto before = std::count(taken.begin(), taken.end(), lesion.organ);
        lesion.name = before == 0 ? stem : fmt::format("{}_{}", stem, before + 1);
        taken.push_back(lesion.organ);
    }
}

std::vector<DrawnLesion> draw_targets(const LesionPlan& plan, const std::vector<double>& values,
                                      const Candidate& who) {
    Stream random{who.seed, "cohort.targets"_draw, {who.number, who.attempt}, 0};
    const std::int64_t sum = whole_um(values[plan.sum] * plan.mm_per_unit);
    const std::int64_t least = whole_um(plan.params.least.in(mm));
    const std::int64_t asked = plan.number ? std::llround(values[*plan.number]) : 1;
    const std::int64_t most = std::min(plan.params.most, sum / least);
    const std::int64_t number = std::max<std::int64_t>(1, std::min(asked, most));
    std::vector<DrawnLesion> lesions;
    for (const std::int64_t part : split(sum, number, least, plan.params.spread, random)) {
        lesions.push_back({.name = {}, .organ = {}, .diameter_um = part});
    }
    place_targets(plan, lesions, random);
    return lesions;
}

/// The largest of those that there are: the others would cost time and hardly be seen.
std::vector<DrawnLesion> draw_small_ones(const LesionPlan& plan, const std::vector<double>& values,
                                         const Candidate& who) {
    std::vector<DrawnLesion> lesions;
    if (!plan.micrometastases) return lesions;
    const auto number = static_cast<std::size_t>(std::max(0.0, values[*plan.micrometastases]));
    const double low = plan.params.micro_from.in(mm), high = plan.params.micro_to.in(mm);
    for (std::size_t i = 0; i != number; ++i) {
        Stream random{who.seed,
                      "cohort.micrometastasis"_draw,
                      {who.number, who.attempt},
                      static_cast<std::int64_t>(i)};
        const double mm_across = low * maths::exp(uniform(random) * maths::log(high / low));
        const Organ* organ = any_organ(plan.organs, random, [](const Organ&) { return true; });
        lesions.push_back({.name = {},
                           .organ = organ ? organ->params.name : "",
                           .diameter_um = whole_um(mm_across),
                           .at = organ,
                           .target = false});
    }
    std::stable_sort(lesions.begin(), lesions.end(),
                     [](const auto& a, const auto& b) { return a.diameter_um > b.diameter_um; });
    lesions.resize(std::min(number, static_cast<std::size_t>(plan.params.most_micrometastases)));
    for (std::size_t i = 0; i != lesions.size(); ++i) {
        lesions[i].name = fmt::format("micrometastasis_{}", i + 1);
    }
    return lesions;
}

/// What `antigens` and `own_antigens` of a lesion are.
void give_antigens(const LesionPlan& plan, const std::vector<double>& values, DrawnLesion& lesion) {
    if (!plan.antigens) return;
    const std::int64_t all = std::max<std::int64_t>(0, std::llround(values[*plan.antigens]));
    const double share = plan.shared ? std::clamp(values[*plan.shared], 0.0, 1.0) : 1.0;
    lesion.antigens = std::llround(share * static_cast<double>(all));
    lesion.own_antigens = all - *lesion.antigens;
}

}  // namespace

std::int64_t key_of(const std::string& text) {
    std::uint64_t hash = 0xcbf29ce484222325ull;  // FNV-1a
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ull;
    return static_cast<std::int64_t>(hash);
}

std::vector<DrawnLesion> draw_lesions(const LesionPlan& plan, const std::vector<double>& values,
                                      const Candidate& who) {
    std::vector<DrawnLesion> lesions = draw_targets(plan, values, who);
    for (DrawnLesion& lesion : draw_small_ones(plan, values, who)) {
        lesions.push_back(std::move(lesion));
    }
    for (std::size_t i = 0; i != lesions.size(); ++i) {
        give_antigens(plan, values, lesions[i]);
        for (const Variable& variable : plan.variables) {
            const std::uint64_t key = descend(static_cast<std::uint64_t>(variable.key), i);
            Stream random{who.seed,
                          "cohort.lesion"_draw,
                          {who.number, who.attempt},
                          static_cast<std::int64_t>(key)};
            lesions[i].values.push_back(variable.at(normal(random)));
        }
    }
    return lesions;
}

std::vector<CovariateColumn> lesion_columns() {
    return {
        {"targets", "", "Target lesions", true},
        {"largest", "mm", "Diameter of the largest target lesion", true},
        {"lesions", "", "Lesions that are simulated, those too small to be seen included", true}};
}

Draw draw(const std::vector<Variable>& variables, const SquareMatrix& lower,
          const std::optional<LesionPlan>& lesions, const Candidate& who) {
    std::vector<double> independent;
    for (const Variable& variable : variables) {
        Stream random{who.seed, "cohort.covariate"_draw, {who.number, who.attempt}, variable.key};
        independent.push_back(normal(random));
    }
    const std::vector<double> z = correlated(lower, independent);
    Draw drawn;
    for (std::size_t i = 0; i != z.size(); ++i) drawn.values.push_back(variables[i].at(z[i]));
    if (!lesions) return drawn;
    double& sum = drawn.values[lesions->sum];
    sum = static_cast<double>(whole_um(sum * lesions->mm_per_unit)) / um_per_mm /
          lesions->mm_per_unit;
    drawn.lesions = draw_lesions(*lesions, drawn.values, who);
    std::int64_t targets = 0, largest = 0;
    for (const DrawnLesion& lesion : drawn.lesions) {
        if (!lesion.target) continue;
        ++targets;
        largest = std::max(largest, lesion.diameter_um);
    }
    drawn.values.push_back(static_cast<double>(targets));
    drawn.values.push_back(static_cast<double>(largest) / um_per_mm);
    drawn.values.push_back(static_cast<double>(drawn.lesions.size()));
    return drawn;
}

}  // namespace perforin::study
