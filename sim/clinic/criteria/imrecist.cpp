// imRECIST (Hodi 2018).

#include "clinic/criteria/criteria.hpp"
#include "clinic/criteria/endpoints.hpp"
#include "clinic/criteria/new_lesions.hpp"
#include "clinic/criteria/reasons.hpp"
#include "clinic/criteria/targets.hpp"

namespace perforin::clinic {

namespace {

/// New target lesions are added to the targets; non-target disease and other new lesions only
/// preclude a complete response.
class Course {
public:
    explicit Course(const Record& record)
        : targets_{record}, new_lesions_{record}, has_nontarget_{record.has_nontarget()} {
        baseline_ = Targets{record}.see(record.visits.front()).sum.whole();
        if (baseline_) nadir_.see({*baseline_, true});
    }

    Judgement judge(const Visit& visit) {
        Judgement judgement{.day = visit.day};
        if (visit.missed) {
            judgement.reason = not_made;
            return judgement;
        }
        new_lesions_.see(visit);
        if (has_nontarget_) judgement.nontarget = nontarget_at(visit);
        judgement.new_lesion = new_lesions_.any_seen();
        const TargetState state = targets_.see(visit);
        Sum burden = state.sum;
        burden.add(new_lesions_.target_sum());
        judgement.burden = burden.whole();
        judgement.nadir = nadir_.least();
        judgement.response = response(state, burden, judgement);
        if (targets_.any()) judgement.target = judgement.response;
        judgement.reason =
            burden_text("burden", burden, judgement.nadir, judgement.response, mm_text);
        nadir_.see(burden);
        return judgement;
    }

private:
    Response response(const TargetState& state, const Sum& burden,
                      const Judgement& judgement) const {
        const bool rest_gone =
            judgement.nontarget.value_or(Response::complete) == Response::complete &&
            !judgement.new_lesion;
        const bool any = targets_.any() || has_nontarget_;
        if (any && state.gone && rest_gone) return Response::complete;
        if (nadir_.least() && rose(burden.measured, *nadir_.least())) return Response::progression;
        if (!burden.complete || !baseline_) return Response::not_evaluable;
        if (!targets_.any())
            return judgement.nontarget ? without_targets(*judgement.nontarget)
                                       : Response::not_evaluable;
        return fell(burden.measured, *baseline_) ? Response::partial : Response::stable;
    }

    /// Whatever non-target disease is short of gone, it is neither.
    static Response without_targets(Response nontarget) {
        return nontarget == Response::not_evaluable ? nontarget : Response::neither;
    }

    Targets targets_;
    NewLesions new_lesions_;
    bool has_nontarget_;
    std::optional<Tenths> baseline_;
    Nadir nadir_;
};

/// The first progression that is not negated; unlike irRC's it need not be confirmed.
std::optional<std::size_t> event_among(const std::vector<Doubt>& doubts) {
    if (doubts.empty()) return std::nullopt;
    const Doubt& last = doubts.back();
    const bool stands = last.confirmed || !last.verdict;
    return stands ? std::optional{last.visit} : std::nullopt;
}

Outcome outcome_of(const Judgements& visits, const std::vector<Doubt>& doubts, const Record& record,
                   const ResponseParams& params) {
    const auto event = event_among(doubts);
    Outcome outcome;
    note_progressions(outcome, visits, doubts);
    if (!doubts.empty() && !doubts.front().confirmed && doubts.front().verdict) {
        outcome.after_progression = best_of(visits, {*doubts.front().verdict, visits.size()});
    }
    // Responses after a progression count.
    find_best(outcome, visits, {0, visits.size()},
              event ? Response::progression : Response::not_evaluable, params);
    outcome.pfs = progression_free(visits, event, record, params);
    find_duration(outcome);
    return outcome;
}

}  // namespace

Assessment judge_imrecist(const Record& record, const ResponseParams& params) {
    Assessment assessment{.criterion = Criterion::imrecist,
                          .visits = judge_visits(Course{record}, record)};
    const std::vector<Doubt> doubts = weigh_progressions(assessment.visits, params);
    explain_verdicts(assessment.visits, doubts);
    assessment.outcome = outcome_of(assessment.visits, doubts, record, params);
    return assessment;
}

}  // namespace perforin::clinic
