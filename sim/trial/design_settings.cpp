#include "trial/design_settings.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include <fmt/format.h>

#include "trial/settings.hpp"

namespace perforin::trial {

namespace {

struct Belongs {
    const char* key;
    std::vector<Kind> to;
    std::string_view types;
};

const std::vector<Belongs>& keys() {
    using enum Kind;
    static const std::vector<Belongs> all{
        {"endpoint", {fixed, group_sequential}, "fixed and group_sequential"},
        {"criterion", {fixed, group_sequential, simon}, "fixed, group_sequential and simon"},
        {"alpha", {fixed, group_sequential, simon}, "fixed, group_sequential and simon"},
        {"events", {group_sequential}, "group_sequential"},
        {"boundary", {group_sequential}, "group_sequential"},
        {"wave", {group_sequential}, "group_sequential"},
        {"poor", {simon}, "simon"},
        {"good", {simon}, "simon"},
        {"beta", {simon}, "simon"},
        {"optimal_for", {simon}, "simon"},
        {"assessed", {simon}, "simon"},
        {"target", {boin}, "boin"},
        {"cohort", {boin}, "boin"},
        {"most", {boin}, "boin"},
        {"enough", {boin}, "boin"},
        {"start_level", {three_plus_three, boin}, "three_plus_three and boin"}};
    return all;
}

}  // namespace

DesignParams::DesignParams(const config::Section& section) : Block{section} {
    refuse_others(section);
    demand_whole_days(section, "assessed", assessed);
    if (kind == Kind::simon && poor >= good) {
        section.problem("good", "must be more than `poor`");
    }
    if (kind == Kind::group_sequential && events.empty() && section.given()) {
        section.problem("", "does not say after how many `events` is looked");
    }
    for (std::size_t i = 0; i != events.size(); ++i) {
        const bool whole = events[i] == std::trunc(events[i]);
        if (whole && (i == 0 || events[i - 1] < events[i])) continue;
        section.problem("events", "must be whole numbers, each more than the one before");
        break;
    }
}

void DesignParams::refuse_others(const config::Section& section) const {
    for (const Belongs& one : keys()) {
        const bool mine = std::find(one.to.begin(), one.to.end(), kind) != one.to.end();
        if (!mine && section.has(one.key)) {
            section.problem(one.key, fmt::format("is of {} only", one.types));
        }
    }
}

}  // namespace perforin::trial
