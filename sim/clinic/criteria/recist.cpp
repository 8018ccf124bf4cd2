// RECIST 1.1 (Eisenhauer 2009).

#include <fmt/format.h>

#include "clinic/criteria/criteria.hpp"
#include "clinic/criteria/endpoints.hpp"
#include "clinic/criteria/new_lesions.hpp"
#include "clinic/criteria/reasons.hpp"
#include "clinic/criteria/targets.hpp"

namespace perforin::clinic {

namespace {

class Course {
public:
    explicit Course(const Record& record)
        : targets_{record}, new_lesions_{record}, has_nontarget_{record.has_nontarget()} {}

    Judgement judge(const Visit& visit) {
        Judgement judgement{.day = visit.day};
        if (visit.missed) {
            judgement.reason = not_made;
            return judgement;
        }
        new_lesions_.see(visit);
        judge_targets(visit, judgement);
        judge_nontarget(visit, judgement);
        judgement.response = overall(judgement.target, judgement.nontarget);
        judgement.new_lesion = new_lesions_.any_seen();
        if (judgement.new_lesion) {
            judgement.response = Response::progression;
            add_reason(judgement.reason, new_lesion_text(new_lesions_));
        }
        if (judgement.response != Response::not_evaluable) {
            was_complete_ = judgement.response == Response::complete;
        }
        return judgement;
    }

private:
    void judge_targets(const Visit& visit, Judgement& judgement) {
        if (!targets_.any()) return;
        const TargetState state = targets_.see(visit);
        judgement.burden = state.sum.whole();
        judgement.nadir = state.nadir;
        judgement.target = state.response;
        judgement.reason = target_text(state, state.response);
        if (was_complete_ && state.seen) {
            judgement.target = Response::progression;
            judgement.reason = target_returned;
        }
    }

    void judge_nontarget(const Visit& visit, Judgement& judgement) const {
        if (!has_nontarget_) return;
        judgement.nontarget = nontarget_at(visit);
        const bool returned = was_complete_ && judgement.nontarget == Response::neither;
        add_reason(judgement.reason,
                   returned ? nontarget_returned : nontarget_text(*judgement.nontarget));
        if (returned) judgement.nontarget = Response::progression;
    }

    Targets targets_;
    NewLesions new_lesions_;
    bool has_nontarget_;
    bool was_complete_ = false;  // the last overall response that could be judged
};

Outcome outcome_of(const Judgements& visits, const Record& record, const ResponseParams& params) {
    const auto progression = first_with(visits, Response::progression);
    Outcome outcome;
    if (progression) outcome.progression_day = visits[*progression].day;
    find_best(outcome, visits, {0, progression.value_or(visits.size())},
              progression ? Response::progression : Response::not_evaluable, params);
    outcome.pfs = progression_free(visits, progression, record, params);
    find_duration(outcome);
    return outcome;
}

}  // namespace

Assessment judge_recist(const Record& record, const ResponseParams& params) {
    Assessment assessment{.criterion = Criterion::recist,
                          .visits = judge_visits(Course{record}, record)};
    assessment.outcome = outcome_of(assessment.visits, record, params);
    return assessment;
}

}  // namespace perforin::clinic
