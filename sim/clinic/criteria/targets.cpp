#include "clinic/criteria/targets.hpp"

#include <fmt/format.h>

namespace perforin::clinic {

Targets::Targets(const Record& record) : record_{record} {
    for (std::size_t i = 0; i != record.lesions.size(); ++i) {
        if (record.lesions[i].role == Role::target) lesions_.push_back(i);
    }
    const TargetState first = look(record.visits.front());
    baseline_ = first.sum.whole();
    nadir_.see(first.sum);
}

TargetState Targets::look(const Visit& visit) const {
    TargetState state;
    state.gone = true;
    for (const std::size_t i : lesions_) {
        const Lesion& lesion = record_.lesions[i];
        const Finding* finding = visit.find(i);
        const std::optional<Tenths> size = finding ? finding->diameter(lesion) : std::nullopt;
        state.sum.add(size);
        const bool here = size && (lesion.node ? *size >= normal_node : *size > 0);
        state.seen = state.seen || here;
        state.gone = state.gone && size && !here;
    }
    return state;
}

TargetState Targets::see(const Visit& visit) {
    TargetState state = look(visit);
    state.nadir = nadir_.least();
    state.response = judge(state);
    nadir_.see(state.sum);
    return state;
}

/// Complete response first, since its nodes may have grown within the normal; then progression
/// against the nadir, then response against the baseline. What was measured of an incomplete sum is
/// a lower bound of it, and may suffice for a progression.
Response Targets::judge(const TargetState& state) const {
    if (state.gone) return Response::complete;
    if (state.nadir && rose(state.sum.measured, *state.nadir)) return Response::progression;
    if (!state.sum.complete || !baseline_) return Response::not_evaluable;
    return fell(state.sum.measured, *baseline_) ? Response::partial : Response::stable;
}

Response overall(std::optional<Response> target, std::optional<Response> nontarget) {
    if (target == Response::progression || nontarget == Response::progression) {
        return Response::progression;
    }
    if (!target) return nontarget.value_or(Response::not_evaluable);
    if (target != Response::complete) return *target;
    const bool all = !nontarget || nontarget == Response::complete;
    return all ? Response::complete : Response::partial;
}

Response nontarget_at(const Visit& visit) {
    return response_of(visit.nontarget.value_or(NonTarget::not_evaluable));
}

std::string mm_text(Tenths length) {
    return fmt::format("{}.{} mm", length / tenths_per_mm, length % tenths_per_mm);
}

}  // namespace perforin::clinic
