#include "clinic/imaging/selection.hpp"

#include <algorithm>
#include <map>
#include <numeric>

#include "clinic/criteria/targets.hpp"

namespace perforin::clinic {

namespace {

constexpr Tenths thick_slice = 5 * tenths_per_mm;

Tenths diameter(const Candidate& lesion) {
    return lesion.node ? lesion.short_axis : lesion.long_axis;
}

bool is_normal(const Candidate& lesion) {
    return diameter(lesion) <= 0 || (lesion.node && lesion.short_axis < normal_node);
}

}  // namespace

Measurable Measurable::in_slices(Tenths slice, Tenths mass, Tenths node) {
    return {slice > thick_slice ? std::max(mass, 2 * slice) : mass, node};
}

std::vector<BaselineRole> select_lesions(const std::vector<Candidate>& lesions) {
    std::vector<std::size_t> order(lesions.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return diameter(lesions[a]) > diameter(lesions[b]);
    });
    std::vector<BaselineRole> roles(lesions.size(), BaselineRole::nontarget);
    std::map<std::string_view, int> by_organ;
    int targets = 0;
    for (const std::size_t i : order) {
        const Candidate& lesion = lesions[i];
        if (is_normal(lesion)) roles[i] = BaselineRole::normal;
        if (lesion.treated || !lesion.measurable || roles[i] == BaselineRole::normal) continue;
        int& there = by_organ[lesion.node ? nodes_as_organ : std::string_view{lesion.organ}];
        if (targets == most_targets || there == most_targets_an_organ) continue;
        roles[i] = BaselineRole::target;
        ++targets;
        ++there;
    }
    return roles;
}

}  // namespace perforin::clinic
