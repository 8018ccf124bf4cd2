#include "clinic/criteria/endpoints.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace perforin::clinic {

namespace {

bool is_response(Response response) {
    return response == Response::partial || response == Response::complete;
}

/// The first PR that any PR or CR confirms. If the last of them does not, none does.
std::optional<int> confirmed_partial(const Judgements& visits, Span span, std::int64_t days) {
    std::optional<int> first, last;
    for (std::size_t i = span.begin; i != span.end; ++i) {
        const Judgement& visit = visits[i];
        if (!first && visit.response == Response::partial) first = visit.day;
        if (is_response(visit.response)) last = visit.day;
    }
    return first && *last - *first >= days ? first : std::nullopt;
}

/// The first CR that a later CR confirms, with nothing between but CR and what cannot be judged.
std::optional<int> confirmed_complete(const Judgements& visits, Span span, std::int64_t days) {
    std::optional<int> first;
    for (std::size_t i = span.begin; i != span.end; ++i) {
        const Judgement& visit = visits[i];
        if (visit.response == Response::not_evaluable) continue;
        if (visit.response != Response::complete) {
            first.reset();
        } else if (!first) {
            first = visit.day;
        } else if (visit.day - *first >= days) {
            return first;
        }
    }
    return std::nullopt;
}

/// Stable disease, if anything at least as good was seen late enough.
Response stable_long_enough(const Judgements& visits, Span span, std::int64_t days) {
    for (std::size_t i = span.begin; i != span.end; ++i) {
        if (visits[i].response < Response::neither || visits[i].day < days) continue;
        return visits[i].target ? Response::stable : Response::neither;
    }
    return Response::not_evaluable;
}

std::optional<int> earlier(std::optional<int> a, std::optional<int> b) {
    return a && b ? std::min(*a, *b) : a ? a : b;
}

}  // namespace

void find_best(Outcome& outcome, const Judgements& visits, Span counted, Response otherwise,
               const ResponseParams& params) {
    const auto partial = confirmed_partial(visits, counted, params.confirmation_days);
    const auto complete = confirmed_complete(visits, counted, params.confirmation_days);
    const Response seen = best_of(visits, counted);
    const Response stable = stable_long_enough(visits, counted, params.stable_days);
    const Response at_least = std::max(stable, otherwise);
    for (std::size_t i = counted.begin; i != counted.end && !outcome.response_day; ++i) {
        if (is_response(visits[i].response)) outcome.response_day = visits[i].day;
    }
    outcome.confirmed_response_day = earlier(partial, complete);
    outcome.unconfirmed = is_response(seen) ? seen : at_least;
    outcome.best = complete ? Response::complete : partial ? Response::partial : at_least;
}

Response best_of(const Judgements& visits, Span span) {
    Response best = Response::not_evaluable;
    for (std::size_t i = span.begin; i < span.end; ++i) {
        if (visits[i].response >= Response::neither) best = std::max(best, visits[i].response);
    }
    return best;
}

namespace {

/// How many visits before this one were missed, one after the other.
std::int64_t missed_before(const Judgements& visits, std::size_t end) {
    std::int64_t missed = 0;
    while (end > 0 && visits[end - 1].response == Response::not_evaluable) {
        ++missed;
        --end;
    }
    return missed;
}

Endpoint censored(const Judgements& visits, std::size_t end, std::string reason) {
    while (end > 0 && visits[end - 1].response == Response::not_evaluable) --end;
    return {end > 0 ? visits[end - 1].day : 0, false, std::move(reason)};
}

}  // namespace

Endpoint progression_free(const Judgements& visits, std::optional<std::size_t> event,
                          const Record& record, const ResponseParams& params) {
    std::size_t before = event.value_or(visits.size());
    if (!event && record.death_day) {  // visits planned after it do not count as missed
        while (before > 0 && visits[before - 1].day > *record.death_day) --before;
    }
    if (!event && !record.death_day) {
        return censored(visits, before, "no progression and no death; last scan that was judged");
    }
    const std::string what = event ? "progression" : "death";
    const std::int64_t missed = missed_before(visits, before);
    if (missed >= params.missed_visits) {
        return censored(visits, before, fmt::format("{} after {} missed visits", what, missed));
    }
    return {event ? visits[before].day : *record.death_day, true, what};
}

void find_duration(Outcome& outcome) {
    const std::optional<int> begun = outcome.confirmed_response_day;
    if (begun && outcome.pfs.day >= *begun) outcome.response_duration = outcome.pfs.day - *begun;
}

std::optional<std::size_t> first_with(const Judgements& visits, Response response) {
    for (std::size_t i = 0; i != visits.size(); ++i) {
        if (visits[i].response == response) return i;
    }
    return std::nullopt;
}

std::vector<Doubt> weigh_progressions(const Judgements& visits, const ResponseParams& params) {
    std::vector<Doubt> doubts;
    for (std::size_t i = 0; i < visits.size(); ++i) {
        if (visits[i].response != Response::progression) continue;
        Doubt doubt{.visit = i};
        for (std::size_t j = i + 1; j != visits.size() && !doubt.verdict; ++j) {
            const bool late = visits[j].day - visits[i].day >= params.confirmation_days;
            if (late && visits[j].response != Response::not_evaluable) doubt.verdict = j;
        }
        doubt.confirmed = doubt.verdict && visits[*doubt.verdict].response == Response::progression;
        doubts.push_back(doubt);
        if (doubt.confirmed || !doubt.verdict) break;
        i = *doubt.verdict;
    }
    return doubts;
}

void note_progressions(Outcome& outcome, const Judgements& visits,
                       const std::vector<Doubt>& doubts) {
    if (doubts.empty()) return;
    outcome.progression_day = visits[doubts.front().visit].day;
    const Doubt& last = doubts.back();
    if (last.confirmed) outcome.confirmed_progression_day = visits[*last.verdict].day;
}

void explain_verdicts(Judgements& visits, const std::vector<Doubt>& doubts) {
    for (const Doubt& doubt : doubts) {
        if (!doubt.verdict) continue;
        add_reason(visits[*doubt.verdict].reason,
                   fmt::format("{} the progression of day {}",
                               doubt.confirmed ? "confirms" : "negates", visits[doubt.visit].day));
    }
}

void add_reason(std::string& reason, const std::string& more) {
    if (!reason.empty() && !more.empty()) reason += "; ";
    reason += more;
}

}  // namespace perforin::clinic
