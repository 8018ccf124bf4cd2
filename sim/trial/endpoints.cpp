#include "trial/endpoints.hpp"

#include <algorithm>
#include <cmath>

#include "clinic/criteria/burden.hpp"
#include "clinic/criteria/criteria.hpp"

namespace perforin::trial {

namespace {

using clinic::Assessment, clinic::Record, clinic::Response, clinic::Tenths;

constexpr double percent = 100.0;

/// By how much, in %, one sum is above another; nothing where that says nothing.
std::optional<double> change(std::optional<Tenths> from, std::optional<Tenths> to) {
    if (!from || !to || *from == 0) return std::nullopt;
    return percent * (static_cast<double>(*to) / static_cast<double>(*from) - 1.0);
}

/// Of the least complete sum after the baseline.
std::optional<double> best_change(const Assessment& assessment) {
    if (assessment.visits.empty()) return std::nullopt;
    std::optional<Tenths> least;
    for (const clinic::Judgement& visit : assessment.visits) {
        if (visit.burden && (!least || *visit.burden < *least)) least = visit.burden;
    }
    return change(assessment.visits.front().nadir, least);
}

CriterionEndpoints endpoints_by(const Assessment& assessment) {
    const clinic::Outcome& o = assessment.outcome;
    CriterionEndpoints e{.best = o.unconfirmed,
                         .confirmed = o.best,
                         .change = best_change(assessment),
                         .pfs = o.pfs};
    if (o.response_day) e.response = *o.response_day;
    if (o.response_duration) e.duration = *o.response_duration;
    return e;
}

/// The sum of target diameters; nothing: incomplete, or there are none.
std::optional<Tenths> target_sum(const Record& record, const clinic::Visit& visit) {
    clinic::Sum sum;
    if (!record.has_targets() || visit.missed) return std::nullopt;
    for (std::size_t l = 0; l != record.lesions.size(); ++l) {
        if (record.lesions[l].role != clinic::Role::target) continue;
        const clinic::Finding* finding = visit.find(l);
        sum.add(finding ? finding->diameter(record.lesions[l]) : std::nullopt);
    }
    return sum.whole();
}

std::int64_t new_lesions(const Record& record, const clinic::Visit& visit) {
    return std::count_if(
        visit.findings.begin(), visit.findings.end(), [&](const clinic::Finding& finding) {
            return record.lesions[finding.lesion].role == clinic::Role::new_lesion &&
                   finding.seen().value_or(false);
        });
}

std::vector<SeenVisit> visits_of(const Course& course, const Record& record,
                                 const std::array<Assessment, 4>& assessments) {
    std::vector<SeenVisit> all;
    const auto before = target_sum(record, record.visits.front());
    const auto burden = course.burden.at(record.visits.front().day);
    for (std::size_t v = 0; v != record.visits.size(); ++v) {
        const clinic::Visit& visit = record.visits[v];
        const auto sum = target_sum(record, visit);
        SeenVisit seen{.day = visit.day,
                       .change = change(before, sum),
                       .new_lesions = new_lesions(record, visit)};
        if (sum) seen.sum = static_cast<double>(*sum) / double{clinic::tenths_per_mm};
        const auto now = course.burden.at(visit.day);
        if (now && burden.value_or(0.0) > 0.0) seen.burden = *now / *burden;
        for (std::size_t c = 0; c != assessments.size() && v != 0; ++c) {
            seen.responses[c] = assessments[c].visits[v - 1].response;
        }
        all.push_back(seen);
    }
    return all;
}

std::int64_t highest(const Daily& grades, std::int64_t upto) {
    return std::llround(grades.most(1, upto + 1));  // a day's grade stands in the row after it
}

}  // namespace

Endpoints endpoints_of(const Course& course, const FollowUp& upto, const Rules& rules) {
    Endpoints e{.followed = upto};
    e.followed.days = std::min(upto.days, course.lived);
    e.died = course.death_day && *course.death_day <= e.followed.days;
    if (e.died) {
        e.followed = {*course.death_day, false};
        e.cause = course.cause;
    }
    // Who dies before her treatment starts was enrolled, and has no time on it.
    e.followed.days = std::max<std::int64_t>(e.followed.days, 0);
    const std::int64_t days = e.followed.days;
    e.survived = days;
    if (course.record) {
        const Record record = cut(*course.record, days);
        const std::array<Assessment, 4> assessments = clinic::judge(record, rules.response);
        e.criteria.emplace();
        for (std::size_t c = 0; c != assessments.size(); ++c) {
            (*e.criteria)[c] = endpoints_by(assessments[c]);
        }
        e.visits = visits_of(course, record, assessments);
    }
    e.grade = highest(course.grade, days);
    e.limiting = highest(course.limiting, std::min(days, rules.limiting_days));
    for (const Dose& dose : course.doses) {
        if (dose.day <= days) e.doses.push_back(dose);
    }
    return e;
}

bool responded(const CriterionEndpoints& endpoints) {
    return endpoints.confirmed == Response::partial || endpoints.confirmed == Response::complete;
}

}  // namespace perforin::trial
