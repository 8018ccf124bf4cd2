// irRC (Wolchok 2009): products of two axes, new lesions added.

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "clinic/criteria/criteria.hpp"
#include "clinic/criteria/endpoints.hpp"
#include "clinic/criteria/new_lesions.hpp"
#include "clinic/criteria/reasons.hpp"
#include "clinic/imaging/selection.hpp"

namespace perforin::clinic {

namespace {

constexpr Tenths least_axis_of_new = 5 * tenths_per_mm;
constexpr int most_of_organ = 5, most_visceral = 10;
constexpr std::string_view skin = "skin";  // an organ, and not visceral; lymph nodes are not of it

std::string mm2_text(Tenths area) {
    return fmt::format("{}.{:02} mm2", area / hundredths_per_mm2, area % hundredths_per_mm2);
}

/// Whose products make the burden: the targets, and the new lesions that found a place.
class Counted {
public:
    explicit Counted(const Record& record) : record_{record} {
        for (std::size_t i = 0; i != record.lesions.size(); ++i) {
            if (record.lesions[i].role == Role::target) lesions_.push_back(i);
            if (record.lesions[i].role == Role::new_lesion) waiting_.push_back(i);
        }
    }

    /// New lesions that are large enough take the places that are left, for good, largest first.
    void see(const Visit& visit) {
        std::vector<const Finding*> large;
        for (const std::size_t i : waiting_) {
            const Finding* finding = visit.find(i);
            if (finding && least_axis(*finding) >= least_axis_of_new) large.push_back(finding);
        }
        std::sort(large.begin(), large.end(), [&](const Finding* a, const Finding* b) {
            if (a->product() != b->product()) return a->product() > b->product();
            return record_.lesions[a->lesion].name < record_.lesions[b->lesion].name;
        });
        for (const Finding* finding : large) admit(finding->lesion);
    }

    Sum burden(const Visit& visit) const {
        Sum sum;
        for (const std::size_t i : lesions_) {
            const Finding* finding = visit.find(i);
            sum.add(finding ? finding->product() : std::nullopt);
        }
        return sum;
    }

private:
    static Tenths least_axis(const Finding& finding) {
        return std::min(finding.long_axis.value_or(0), finding.short_axis.value_or(0));
    }

    void admit(std::size_t i) {
        const Lesion& lesion = record_.lesions[i];
        const bool on_skin = !lesion.node && lesion.organ == skin;
        int& of_organ = by_organ_[lesion.node ? nodes_as_organ : std::string_view{lesion.organ}];
        if (of_organ == most_of_organ || (!on_skin && visceral_ == most_visceral)) return;
        ++of_organ;
        visceral_ += on_skin ? 0 : 1;
        lesions_.push_back(i);
        std::erase(waiting_, i);
    }

    const Record& record_;
    std::vector<std::size_t> lesions_, waiting_;  // by their place in the record
    std::map<std::string_view, int> by_organ_;    // of the new ones
    int visceral_ = 0;
};

class Course {
public:
    explicit Course(const Record& record)
        : counted_{record},
          new_lesions_{record},
          has_targets_{record.has_targets()},
          has_nontarget_{record.has_nontarget()} {
        const Sum first = counted_.burden(record.visits.front());
        baseline_ = first.whole();
        nadir_.see(first);
    }

    Judgement judge(const Visit& visit) {
        Judgement judgement{.day = visit.day};
        if (visit.missed) {
            judgement.reason = not_made;
            return judgement;
        }
        new_lesions_.see(visit);
        judgement.new_lesion = new_lesions_.any_seen();
        if (has_nontarget_) judgement.nontarget = nontarget_at(visit);
        counted_.see(visit);
        const Sum now = counted_.burden(visit);
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

    Counted counted_;
    NewLesions new_lesions_;
    bool has_targets_, has_nontarget_;
    std::optional<Tenths> baseline_;
    Nadir nadir_;
};

Outcome outcome_of(const Judgements& visits, const std::vector<Doubt>& doubts, const Record& record,
                   const ResponseParams& params) {
    Outcome outcome;
    note_progressions(outcome, visits, doubts);
    std::optional<std::size_t> event;
    Response otherwise = Response::not_evaluable;
    if (!doubts.empty()) {
        const Doubt &first = doubts.front(), &last = doubts.back();
        if (last.confirmed) event = last.visit;
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
    Assessment assessment{.criterion = Criterion::irrc,
                          .visits = judge_visits(Course{record}, record)};
    const std::vector<Doubt> doubts = weigh_progressions(assessment.visits, params);
    explain_verdicts(assessment.visits, doubts);
    assessment.outcome = outcome_of(assessment.visits, doubts, record, params);
    return assessment;
}

}  // namespace perforin::clinic
