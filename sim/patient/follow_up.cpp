#include "patient/follow_up.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/nearest.hpp"

namespace perforin::patient {

namespace {

const std::vector<std::string> reasons{"progression", "complete_response", "toxicity"};

}  // namespace

FollowUpParams::FollowUpParams(const config::Section& section) : Block{section} {
    if (std::abs(every.in(day)-std::round(every.in(day))) > 1e-6) {
        section.problem("every", "must be a whole number of days");
    }
}

StopParams::StopParams(const config::Section& therapy) : Block{therapy} {
    for (const std::string& reason : at) {
        if (std::find(reasons.begin(), reasons.end(), reason) != reasons.end()) continue;
        const std::string near = nearest(reason, reasons);
        therapy.problem(
            "stop_at",
            fmt::format("\"{}\" ends no therapy{}: write \"progression\", "
                        "\"complete_response\" or \"toxicity\"",
                        reason, near.empty() ? "" : fmt::format("; did you mean \"{}\"", near)));
    }
}

bool StopParams::has(const char* what) const {
    return std::find(at.begin(), at.end(), what) != at.end();
}

FollowUp::FollowUp(const config::Section& top) : params_{top.child("follow_up")} {}

void FollowUp::add(const config::Section& therapy) {
    stops_.emplace_back(therapy);
    const std::size_t row = responses_.size();
    responses_.resize(row + 1);
    responses_.begun[row] = -1;
    responses_.baseline[row] = responses_.nadir[row] = -1.0;
    responses_.progressed[row] = responses_.complete[row] = responses_.stopped[row] = -1;
}

bool FollowUp::due(const Day& today) const {
    return today.index % std::llround(params_.every.in(day)) == 0;
}

void FollowUp::begin(Seconds at, std::size_t therapy) {
    if (responses_.begun[therapy] < 0) responses_.begun[therapy] = at;
}

void FollowUp::visit(Seconds at, std::size_t therapy, const Seen& seen) {
    Responses& r = responses_;
    if (r.baseline[therapy] < 0.0) {
        r.baseline[therapy] = r.nadir[therapy] = seen.sum;
        return;
    }
    const double grown = seen.sum - r.nadir[therapy];
    const bool larger = grown >= params_.growth * r.nadir[therapy] && grown >= params_.least.in(mm);
    const double gone = params_.gone.in(mm);
    r.nadir[therapy] = std::min(r.nadir[therapy], seen.sum);
    if (params_.judged_by) return;
    note(at, {.therapy = therapy,
              .progression = larger || seen.newest >= params_.new_lesion.in(mm),
              .complete = seen.largest < gone && seen.newest < gone});
}

void FollowUp::note(Seconds at, const Verdict& verdict) {
    std::int64_t& progressed = responses_.progressed[verdict.therapy];
    std::int64_t& complete = responses_.complete[verdict.therapy];
    if (verdict.progression && progressed < 0) progressed = at;
    if (verdict.complete && complete < 0) complete = at;
}

bool FollowUp::goes_on(std::size_t therapy, Seconds at, std::int64_t grade) {
    Responses& r = responses_;
    const StopParams& stop = stops_[therapy];
    const bool ends = (stop.has("progression") && r.progressed[therapy] >= 0) ||
                      (stop.has("complete_response") && r.complete[therapy] >= 0) ||
                      (stop.has("toxicity") && r.baseline[therapy] >= 0.0 && grade >= 3);
    if (ends && r.stopped[therapy] < 0) r.stopped[therapy] = at;
    return r.stopped[therapy] < 0;
}

}  // namespace perforin::patient
