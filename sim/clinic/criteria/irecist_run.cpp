#include "clinic/criteria/irecist_run.hpp"

#include <fmt/format.h>

#include "clinic/criteria/endpoints.hpp"

namespace perforin::clinic {

std::string Triggers::text() const {
    std::string text;
    const auto add = [&](bool triggered, const char* what) {
        if (triggered) text += (text.empty() ? "" : ", ") + std::string{what};
    };
    add(target, "targets");
    add(nontarget, "non-target disease");
    add(lesion, "new lesions");
    return text;
}

Triggers triggers_of(const Look& look, std::size_t known_before) {
    return {.target = look.target == Response::progression,
            .nontarget = look.nontarget == Response::progression,
            .lesion = look.new_lesions.further(known_before) || look.new_lesions.progressed() ||
                      look.lesion_returned};
}

namespace {

/// Sum of the first `count` lesions that are new targets.
Sum target_sum(const std::vector<KnownLesion>& lesions, std::size_t count) {
    Sum sum;
    for (std::size_t i = 0; i != count; ++i) {
        if (lesions[i].is_target) sum.add(lesions[i].size);
    }
    return sum;
}

/// A new non-target lesion that is larger than at the run's first scan, or is said to be, or was
/// gone then.
std::string grown_lesion(const Run& run, const NewLesions& now) {
    for (std::size_t i = 0; i != run.lesions.size(); ++i) {
        const KnownLesion &before = run.lesions[i], &known = now.known()[i];
        const bool larger = before.size && known.size && *known.size > *before.size;
        const bool back = known.shown && !before.seen;
        if (!known.is_target && (larger || known.grown || back)) return now.name(known);
    }
    return {};
}

/// What confirms a progression that new lesions raised: 5 mm more of the new targets, any growth of
/// another, or a further one.
std::string more_of_new_lesions(const Run& run, const NewLesions& now) {
    if (const auto further = now.further(run.lesions.size())) {
        return "further new lesion " + now.name(now.known()[*further]);
    }
    const Sum before = target_sum(run.lesions, run.lesions.size());
    const Sum after = target_sum(now.known(), run.lesions.size());
    if (before.complete && after.measured - before.measured >= rise_that_counts) {
        return fmt::format("new target lesions grew from {} to {}", mm_text(before.measured),
                           mm_text(after.measured));
    }
    const std::string grown = grown_lesion(run, now);
    return grown.empty() ? "" : fmt::format("new lesion {} grew", grown);
}

/// What confirms in the categories that raised the suspicion.
std::string more_of_the_same(const Run& run, const Look& look) {
    const Tenths now = look.targets ? look.targets->sum.measured : 0;
    if (run.triggers.target && run.target_sum && now - *run.target_sum >= rise_that_counts) {
        return fmt::format("targets grew on, from {} to {}", mm_text(*run.target_sum),
                           mm_text(now));
    }
    if (run.triggers.nontarget && look.visit.nontarget_worse) {
        return "non-target disease grew on";
    }
    return run.triggers.lesion ? more_of_new_lesions(run, look.new_lesions) : "";
}

}  // namespace

std::string confirmation(const Run& run, const Look& look) {
    std::string same = more_of_the_same(run, look);
    if (!same.empty()) return same;
    const Triggers now = triggers_of(look, run.lesions.size());
    const Triggers fresh{.target = now.target && !run.triggers.target,
                         .nontarget = now.nontarget && !run.triggers.nontarget,
                         .lesion = now.lesion && !run.triggers.lesion};
    return fresh.any() ? "progression by another category: " + fresh.text() : "";
}

std::string early_confirmation(const Run& run, const Look& look) {
    const auto further = look.new_lesions.further(run.lesions.size());
    if (!look.visit.symptoms || !further) return {};
    return fmt::format("new symptoms and further new lesion {}",
                       look.new_lesions.name(look.new_lesions.known()[*further]));
}

std::string standing(const Run& run, const Look& look) {
    if (look.target == Response::progression) return "targets still stand above the threshold";
    if (look.nontarget == Response::progression) return "non-target disease still stands worse";
    const auto leading = look.leading();
    const bool better = leading && run.leading && *leading > *run.leading;
    if (run.triggers.lesion && look.new_lesions.any_seen() && !better) {
        return "new lesions are still there, and the other disease is no better";
    }
    return {};
}

bool cannot_tell(const Run& run, const Look& look) {
    return look.target == Response::not_evaluable ||
           (run.triggers.nontarget && look.nontarget == Response::not_evaluable) ||
           overall(look.target, look.nontarget) == Response::not_evaluable;
}

}  // namespace perforin::clinic
