// iRECIST (Seymour 2017).

#include <fmt/format.h>

#include "clinic/criteria/criteria.hpp"
#include "clinic/criteria/endpoints.hpp"
#include "clinic/criteria/irecist_run.hpp"
#include "clinic/criteria/reasons.hpp"

namespace perforin::clinic {

namespace {

class Course {
public:
    Course(const Record& record, const ResponseParams& params)
        : params_{params},
          targets_{record},
          new_lesions_{record},
          has_nontarget_{record.has_nontarget()},
          leading_{targets_.any() ? Response::stable : Response::neither} {}

    void see(const Visit& visit) {
        Judgement judgement{.day = visit.day};
        if (visit.missed) {
            judgement.reason = not_made;
        } else {
            new_lesions_.see(visit);
            const Look look = look_at(visit);
            judgement = described(look);
            judge(look, judgement);
            remember(look, judgement);
        }
        visits_.push_back(std::move(judgement));
    }

    Judgements& visits() { return visits_; }
    const std::vector<Run>& runs() const { return runs_; }

private:
    bool in_doubt() const { return !runs_.empty() && !runs_.back().reset_at; }

    Look look_at(const Visit& visit) {
        Look look{.visit = visit, .new_lesions = new_lesions_};
        const bool doubt = in_doubt();
        const bool after = doubt ? runs_.back().after_complete : was_complete_;
        if (targets_.any()) {
            look.targets = targets_.see(visit);
            const bool counts = after && (!doubt || runs_.back().triggers.target);
            look.target_returned = counts && look.targets->seen;
            look.target = look.target_returned ? Response::progression : look.targets->response;
        }
        if (has_nontarget_) {
            look.nontarget = nontarget_at(visit);
            const bool counts = after && (!doubt || runs_.back().triggers.nontarget);
            look.nontarget_returned = counts && (look.nontarget == Response::neither ||
                                                 look.nontarget == Response::progression);
            if (look.nontarget_returned) look.nontarget = Response::progression;
        }
        look.lesion_returned = !doubt && was_complete_ && new_lesions_.any_back();
        return look;
    }

    Judgement described(const Look& look) const {
        Judgement judgement{.day = look.visit.day};
        judgement.target = look.target;
        judgement.nontarget = look.nontarget;
        judgement.new_lesion = new_lesions_.any_seen();
        if (look.targets) {
            judgement.burden = look.targets->sum.whole();
            judgement.nadir = look.targets->nadir;
        }
        return judgement;
    }

    void judge(const Look& look, Judgement& judgement) {
        if (!in_doubt()) return judge_active(look, judgement);
        Run& run = runs_.back();
        judgement.response = Response::unconfirmed;
        if (run.confirmed_at) {
            judgement.response = Response::progression;
            judgement.reason = "progression is confirmed already";
        } else if (look.visit.day - run.day < params_.confirmation_days) {
            conclude(run, early_confirmation(run, look), judgement);
            if (!run.confirmed_at) judgement.reason = "too early to confirm or to take back";
        } else {
            conclude(run, confirmation(run, look), judgement);
            if (!run.confirmed_at) doubt_on(run, look, judgement);
        }
    }

    /// Disease that is not in doubt: a progression opens a run, else the usual classes.
    void judge_active(const Look& look, Judgement& judgement) {
        const Triggers triggers = triggers_of(look, new_lesions_.known_before());
        if (!triggers.any()) return judge_without_doubt(look, judgement);
        const auto now = look.leading();
        const bool known = now && *now != Response::not_evaluable;
        runs_.push_back({.visit = visits_.size(),
                         .day = look.visit.day,
                         .triggers = triggers,
                         .target_sum = look.targets ? look.targets->sum.whole() : std::nullopt,
                         .leading = known ? now : std::optional{leading_},
                         .lesions = new_lesions_.known(),
                         .after_complete = was_complete_});
        judgement.response = Response::unconfirmed;
        judgement.reason = "progression by " + triggers.text();
        if (look.target_returned) add_reason(judgement.reason, target_returned);
        if (look.nontarget_returned) add_reason(judgement.reason, nontarget_returned);
        if (look.lesion_returned) add_reason(judgement.reason, lesion_returned);
    }

    void conclude(Run& run, const std::string& why, Judgement& judgement) const {
        if (why.empty()) return;
        run.confirmed_at = visits_.size();
        judgement.response = Response::progression;
        judgement.reason = fmt::format("confirms the progression of day {}: {}", run.day, why);
    }

    /// Not confirmed: the doubt stands, stays open, or the bar is reset.
    void doubt_on(Run& run, const Look& look, Judgement& judgement) {
        const std::string why = standing(run, look);
        if (!why.empty()) {
            judgement.reason = "not confirmed, not taken back: " + why;
        } else if (cannot_tell(run, look)) {
            judgement.response = Response::not_evaluable;
            judgement.reason =
                fmt::format("the progression of day {} cannot be judged today", run.day);
        } else {
            run.reset_at = visits_.size();
            judge_without_doubt(look, judgement);
            add_reason(
                judgement.reason,
                fmt::format("the progression of day {} is taken back, the bar reset", run.day));
        }
    }

    /// Known new lesions only preclude a complete response.
    void judge_without_doubt(const Look& look, Judgement& judgement) const {
        judgement.response = overall(look.target, look.nontarget);
        if (look.targets) judgement.reason = target_text(*look.targets, *look.target);
        if (look.nontarget) add_reason(judgement.reason, nontarget_text(*look.nontarget));
        if (judgement.response == Response::complete && new_lesions_.any_seen()) {
            judgement.response = look.target ? Response::partial : Response::neither;
            add_reason(judgement.reason, new_lesion_text(new_lesions_) + " is still there");
        }
    }

    void remember(const Look& look, const Judgement& judgement) {
        const auto leading = look.leading();
        if (leading && *leading != Response::not_evaluable) leading_ = *leading;
        if (judgement.response != Response::not_evaluable) {
            was_complete_ = judgement.response == Response::complete;
        }
    }

    const ResponseParams& params_;
    Targets targets_;
    NewLesions new_lesions_;
    bool has_nontarget_;
    Response leading_;           // the last known class; at the baseline nothing has changed
    bool was_complete_ = false;  // the last overall response that could be judged
    std::vector<Run> runs_;
    Judgements visits_;
};

Outcome outcome_of(const Judgements& visits, const std::vector<Run>& runs, const Record& record,
                   const ResponseParams& params) {
    Outcome outcome;
    std::optional<std::size_t> event, confirmed;
    if (!runs.empty()) {
        outcome.progression_day = runs.front().day;
        const Run& last = runs.back();  // those before it were reset
        if (!last.reset_at) event = last.visit;
        confirmed = last.confirmed_at;
    }
    if (confirmed) outcome.confirmed_progression_day = visits[*confirmed].day;
    const std::size_t end = confirmed.value_or(visits.size());
    const Response otherwise = confirmed      ? Response::progression
                               : runs.empty() ? Response::not_evaluable
                                              : Response::unconfirmed;
    find_best(outcome, visits, {0, end}, otherwise, params);
    outcome.best = outcome.unconfirmed;  // iRECIST asks for no confirmation
    outcome.pfs = progression_free(visits, event, record, params);
    find_duration(outcome);
    if (!runs.empty() && runs.front().reset_at) {
        outcome.after_progression = best_of(visits, {*runs.front().reset_at, end});
    }
    return outcome;
}

}  // namespace

Assessment judge_irecist(const Record& record, const ResponseParams& params) {
    Assessment assessment{.criterion = Criterion::irecist};
    Course course{record, params};
    for (std::size_t i = 1; i < record.visits.size(); ++i) course.see(record.visits[i]);
    assessment.visits = std::move(course.visits());
    assessment.outcome = outcome_of(assessment.visits, course.runs(), record, params);
    return assessment;
}

}  // namespace perforin::clinic
