// irRC (Wolchok 2009): products of two axes, new lesions added.

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

#include "clinic/criteria.hpp"
#include "clinic/endpoints.hpp"
#include "clinic/reasons.hpp"

namespace perforin::clinic {

namespace {

constexpr Tenths least_axis_of_new = 5 * tenths_per_mm;

std::string mm2_text(Tenths area) {
    return fmt::format("{}.{:02} mm2", area / hundredths_per_mm2, area % hundredths_per_mm2);
}

class Course {
public:
    explicit Course(const Record& record)
        : record_{record}, has_nontarget_{record.has_nontarget()} {
        for (std::size_t i = 0; i != record.lesions.size(); ++i) {
            if (record.lesions[i].role == Role::target) counted_.push_back(i);
            if (record.lesions[i].role == Role::new_lesion) new_lesions_.push_back({i});
        }
        has_targets_ = !counted_.empty();
        const Sum first = burden(record.visits.front());
        baseline_ = first.whole();
        nadir_.see(first);
    }

    Judgement judge(const Visit& visit) {
        Judgement judgement{.day = visit.day};
        if (visit.missed) {
            judgement.reason = not_made;
            return judgement;
        }
        judgement.new_lesion = see_new_lesions(visit);
        if (has_nontarget_) judgement.nontarget = nontarget_at(visit);
        const Sum now = burden(visit);
        judgement.burden = now.whole();
        judgement.nadir = nadir_.least();
        judgement.response = response(now, judgement);
        if (has_targets_) judgement.target = judgement.response;
        judgement.reason =
            burden_text("burden", now, judgement.nadir, judgement.response, mm2_text);
        nadir_.see(now);
        return judgement;
    }

private:
    struct NewLesion {
        std::size_t lesion = 0;
        bool counted = false, seen = false;
    };

    /// Adds those whose both axes are large enough, for good; whether any new lesion is there.
    bool see_new_lesions(const Visit& visit) {
        bool any = false;
        for (NewLesion& known : new_lesions_) {
            if (const Finding* finding = visit.find(known.lesion)) {
                const auto size = finding->product();
                const Tenths shorter =
                    std::min(finding->long_axis.value_or(0), finding->short_axis.value_or(0));
                if (!known.counted && shorter >= least_axis_of_new) {
                    known.counted = true;
                    counted_.push_back(known.lesion);
                }
                if (size) {
                    known.seen = *size > 0;
                } else {  // one axis, or a lesion that has no size
                    known.seen = known.seen || finding->long_axis || finding->short_axis ||
                                 !finding->measurable;
                }
            }
            any = any || known.seen;
        }
        return any;
    }

    Sum burden(const Visit& visit) const {
        Sum sum;
        for (const std::size_t i : counted_) {
            const Finding* finding = visit.find(i);
            sum.add(finding ? finding->product() : std::nullopt);
        }
        return sum;
    }

    Response response(const Sum& now, const Judgement& judgement) const {
        const bool rest_gone =
            judgement.nontarget.value_or(Response::complete) == Response::complete &&
            !judgement.new_lesion;
        const bool any = has_targets_ || has_nontarget_;
        if (any && now.whole() == 0 && rest_gone) return Response::complete;
        if (nadir_.least() && grew(now.measured, *nadir_.least())) return Response::progression;
        if (!now.complete || !baseline_) return Response::not_evaluable;
        if (!has_targets_) return without_targets(judgement.nontarget);
        return 2 * now.measured <= *baseline_ ? Response::partial : Response::stable;
    }

    /// At least 25 % above the nadir; from nothing, any growth.
    static bool grew(Tenths now, Tenths nadir) { return 4 * now >= 5 * nadir && now > nadir; }

    static Response without_targets(std::optional<Response> nontarget) {
        const bool unknown = !nontarget || nontarget == Response::not_evaluable;
        return unknown ? Response::not_evaluable : Response::neither;
    }

    const Record& record_;
    bool has_targets_ = false, has_nontarget_ = false;
    std::vector<std::size_t> counted_;  // lesions in the burden
    std::vector<NewLesion> new_lesions_;
    std::optional<Tenths> baseline_;
    Nadir nadir_;
};

Outcome outcome_of(const Judgements& visits, const std::vector<Doubt>& doubts, const Record& record,
                   const ResponseParams& params) {
    Outcome outcome;
    std::optional<std::size_t> event;
    Response otherwise = Response::not_evaluable;
    if (!doubts.empty()) {
        const Doubt &first = doubts.front(), &last = doubts.back();
        outcome.progression_day = visits[first.visit].day;
        if (last.confirmed) {
            event = last.visit;
            outcome.confirmed_progression_day = visits[*last.verdict].day;
        }
        // A lone one that nothing confirms or negates is still the best response.
        if (last.confirmed || !last.verdict) otherwise = Response::progression;
        if (first.verdict && !first.confirmed) {
            outcome.after_progression =
                best_of(visits, {*first.verdict, event.value_or(visits.size())});
        }
    }
    find_best(outcome, visits, {0, event.value_or(visits.size())}, otherwise, params);
    outcome.pfs = progression_free(visits, event, record, params);
    find_duration(outcome);
    return outcome;
}

}  // namespace

Assessment judge_irrc(const Record& record, const ResponseParams& params) {
    Assessment assessment{.criterion = Criterion::irrc};
    Course course{record};
    for (std::size_t i = 1; i < record.visits.size(); ++i) {
        assessment.visits.push_back(course.judge(record.visits[i]));
    }
    const std::vector<Doubt> doubts = weigh_progressions(assessment.visits, params);
    explain_verdicts(assessment.visits, doubts);
    assessment.outcome = outcome_of(assessment.visits, doubts, record, params);
    return assessment;
}

}  // namespace perforin::clinic
