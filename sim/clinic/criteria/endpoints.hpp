#pragma once
// From the judgements of all visits to best response and progression-free survival; the same for
// every criterion.

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "clinic/criteria/response.hpp"
#include "clinic/criteria/response_params.hpp"

namespace perforin::clinic {

using Judgements = std::vector<Judgement>;

/// The visits [begin, end) of a course.
struct Span {
    std::size_t begin = 0, end = 0;
};

/// Fills in best responses and their days from the visits that count. `otherwise` is the best
/// response of whoever neither responded nor was stable for long enough.
void find_best(Outcome& outcome, const Judgements& visits, Span counted, Response otherwise,
               const ResponseParams& params);

/// The best response that is neither a progression nor unknown; not_evaluable: none.
Response best_of(const Judgements& visits, Span span);

/// Progression-free survival. `event`: the visit whose day is the day of progression. An event
/// after too many visits missed in a row is none: time is censored at the last scan that could be
/// judged.
Endpoint progression_free(const Judgements& visits, std::optional<std::size_t> event,
                          const Record& record, const ResponseParams& params);

/// Sets the duration of a confirmed response from the other parts of the outcome.
void find_duration(Outcome& outcome);

/// The first visit with this response.
std::optional<std::size_t> first_with(const Judgements& visits, Response response);

/// A progression that a later scan must confirm.
struct Doubt {
    std::size_t visit = 0;
    std::optional<std::size_t> verdict{};  ///< the scan that decides; none: there was none
    bool confirmed = false;
};

/// Every progression in doubt, in order. The first scan that can be judged `confirmation_days`
/// later, or after that, decides; earlier ones are skipped. A confirmed one is the last.
std::vector<Doubt> weigh_progressions(const Judgements& visits, const ResponseParams& params);

/// All visits but the baseline, judged one after the other by what remembers the course.
template <class Course>
Judgements judge_visits(Course course, const Record& record) {
    Judgements visits;
    for (std::size_t i = 1; i < record.visits.size(); ++i) {
        visits.push_back(course.judge(record.visits[i]));
    }
    return visits;
}

/// Sets the days on which a progression was first seen, and confirmed.
void note_progressions(Outcome& outcome, const Judgements& visits,
                       const std::vector<Doubt>& doubts);

/// Adds to the reasons of visits what they decided.
void explain_verdicts(Judgements& visits, const std::vector<Doubt>& doubts);

/// Appends to a reason, after a semicolon.
void add_reason(std::string& reason, const std::string& more);

}  // namespace perforin::clinic
