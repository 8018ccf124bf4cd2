#include "clinic/endpoints/growth.hpp"

#include <algorithm>

#include "clinic/criteria/burden.hpp"
#include "core/maths.hpp"

namespace perforin::clinic {

namespace {

constexpr double days_a_month = 365.25 / 12.0;
constexpr int least_days = 14;  ///< between the two scans before treatment

/// The sum of target diameters at a visit; none: incomplete, or no targets.
std::optional<Tenths> sum_at(const Record& record, const Visit& visit) {
    if (!record.has_targets()) return std::nullopt;
    Sum sum;
    for (std::size_t i = 0; i != record.lesions.size(); ++i) {
        if (record.lesions[i].role != Role::target) continue;
        const Finding* finding = visit.find(i);
        sum.add(finding ? finding->diameter(record.lesions[i]) : std::nullopt);
    }
    return sum.whole();
}

/// Of what begins with a size.
std::optional<double> rate_between(const Record& record, const Visit& from, const Visit& to) {
    const auto first = sum_at(record, from), then = sum_at(record, to);
    if (!first || !then || *first == 0 || to.day <= from.day) return std::nullopt;
    return growth_rate(*first, *then, to.day - from.day);
}

/// The last scan before the baseline that is early enough and shows all targets.
std::optional<double> rate_before(const Record& record) {
    const Visit& baseline = record.visits.front();
    for (auto scan = record.earlier.rbegin(); scan != record.earlier.rend(); ++scan) {
        if (baseline.day - scan->day < least_days) continue;
        if (const auto rate = rate_between(record, *scan, baseline)) return rate;
    }
    return std::nullopt;
}

std::optional<Tenths> size_at(const Record& record, const Visit& visit, std::size_t lesion) {
    const Finding* finding = visit.find(lesion);
    return finding ? finding->diameter(record.lesions[lesion]) : std::nullopt;
}

bool dissociated_at(const Record& record, const Visit& visit) {
    bool shrinking = false, growing = false;
    for (std::size_t i = 0; i != record.lesions.size(); ++i) {
        if (record.lesions[i].role == Role::new_lesion) {
            const Finding* finding = visit.find(i);
            growing = growing || (finding && finding->seen().value_or(false));
        }
        if (record.lesions[i].role != Role::target) continue;
        const auto now = size_at(record, visit, i),
                   before = size_at(record, record.visits.front(), i);
        if (!now || !before) continue;
        shrinking = shrinking || fell(*now, *before);
        growing = growing || rose(*now, *before);
    }
    return shrinking && growing;
}

}  // namespace

/// V ~ D³, so TG = 3 ln(D₂/D₁)/t and TGR = 100 (exp(TG) − 1).
double growth_rate(Tenths from, Tenths to, int days) {
    if (to == 0) return -100.0;
    const double fold = static_cast<double>(to) / static_cast<double>(from);
    return 100.0 * maths::expm1(3.0 * maths::log(fold) * days_a_month / days);
}

TumourGrowth growth_of(const Record& record, const Assessment& recist) {
    TumourGrowth growth;
    if (record.visits.empty()) return growth;
    growth.before = rate_before(record);
    const auto first = std::find_if(record.visits.begin() + 1, record.visits.end(),
                                    [](const Visit& visit) { return !visit.missed; });
    if (first == record.visits.end()) return growth;
    growth.after = rate_between(record, record.visits.front(), *first);
    if (!growth.before || !growth.after) return growth;
    growth.difference = *growth.after - *growth.before;
    const auto place = static_cast<std::size_t>(first - record.visits.begin() - 1);
    const bool progressed = recist.visits.at(place).response == Response::progression;
    growth.ferrara = progressed && *growth.difference > 50.0;
    if (!(*growth.before > 0.0)) return growth;
    growth.ratio = *growth.after / *growth.before;
    growth.champiat = progressed && *growth.ratio >= 2.0;
    return growth;
}

std::optional<double> depth_of(const Record& record) {
    if (record.visits.empty()) return std::nullopt;
    const auto baseline = sum_at(record, record.visits.front());
    if (!baseline || *baseline == 0) return std::nullopt;
    std::optional<Tenths> least;
    for (auto visit = record.visits.begin() + 1; visit != record.visits.end(); ++visit) {
        const auto sum = sum_at(record, *visit);
        if (sum && (!least || *sum < *least)) least = sum;
    }
    if (!least) return std::nullopt;
    return 100.0 * static_cast<double>(*least - *baseline) / static_cast<double>(*baseline);
}

std::optional<int> dissociated_on(const Record& record) {
    for (std::size_t i = 1; i < record.visits.size(); ++i) {
        if (dissociated_at(record, record.visits[i])) return record.visits[i].day;
    }
    return std::nullopt;
}

Endpoint survival_of(const Record& record) {
    if (record.death_day) return {*record.death_day, true, "death"};
    int seen = 0;
    for (const Visit& visit : record.visits) {
        if (!visit.missed) seen = std::max(seen, visit.day);
    }
    return {seen, false, "alive at the last visit"};
}

PatientEndpoints endpoints_of(const Record& record, const Assessment& recist) {
    return {.growth = growth_of(record, recist),
            .depth = depth_of(record),
            .dissociated_day = dissociated_on(record),
            .survival = survival_of(record)};
}

}  // namespace perforin::clinic
