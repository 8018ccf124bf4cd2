#include "clinic/new_lesions.hpp"

#include <algorithm>
#include <utility>

#include "clinic/selection.hpp"

namespace perforin::clinic {

NewLesions::NewLesions(const Record& record) : record_{record} {
    for (std::size_t i = 0; i != record.lesions.size(); ++i) {
        if (record.lesions[i].role == Role::new_lesion) unknown_.push_back(i);
    }
}

const std::string& NewLesions::name(const KnownLesion& known) const {
    return record_.lesions[known.lesion].name;
}

void NewLesions::see(const Visit& visit) {
    known_before_ = known_.size();
    for (KnownLesion& known : known_) {
        update(known, visit.find(known.lesion), record_.lesions[known.lesion]);
    }
    for (const KnownLesion& lesion : first_seen(visit)) admit(lesion, visit);

    bool target_added = false, other_added = false, grown = false;
    for (std::size_t i = 0; i != known_.size(); ++i) {
        const KnownLesion& known = known_[i];
        if (i >= known_before_) (known.is_target ? target_added : other_added) |= known.had_size;
        grown = grown || (known.grown && !known.is_target && i < known_before_);
    }
    const bool targets_rose = follow(true, target_nadir_, target_added);
    const bool others_rose = follow(false, other_nadir_, other_added);
    progressed_ = targets_rose || others_rose || grown;
}

void NewLesions::update(KnownLesion& known, const Finding* finding, const Lesion& lesion) {
    known.size = finding ? finding->diameter(lesion) : std::nullopt;
    known.grown = finding && !known.size && finding->grown;
    if (known.size) {
        known.seen = *known.size > 0;
    } else if (finding && !known.had_size) {
        known.seen = true;  // an effusion has no size
    }
}

/// Those that are there for the first time, largest first; they are unknown no longer.
std::vector<KnownLesion> NewLesions::first_seen(const Visit& visit) {
    std::vector<KnownLesion> found;
    std::erase_if(unknown_, [&](std::size_t i) {
        const Finding* finding = visit.find(i);
        if (!finding) return false;
        const std::optional<Tenths> size = finding->diameter(record_.lesions[i]);
        // One that should be measurable and has no size could not be evaluated.
        const bool here = size ? *size > 0 : !finding->measurable;
        if (here) found.push_back({.lesion = i, .had_size = size.has_value(), .size = size});
        return here;
    });
    std::sort(found.begin(), found.end(), [&](const KnownLesion& a, const KnownLesion& b) {
        return a.size != b.size ? a.size > b.size : name(a) < name(b);
    });
    return found;
}

void NewLesions::admit(KnownLesion lesion, const Visit& visit) {
    const Lesion& what = record_.lesions[lesion.lesion];
    if (visit.find(lesion.lesion)->measurable && lesion.had_size) {
        int& there = by_organ_[what.node ? std::string{nodes_as_organ} : what.organ];
        lesion.is_target = targets_ < most_targets && there < most_targets_an_organ;
        targets_ += lesion.is_target ? 1 : 0;
        there += lesion.is_target ? 1 : 0;
    }
    known_.push_back(lesion);
}

bool NewLesions::any_seen() const {
    return std::any_of(known_.begin(), known_.end(), [](const KnownLesion& k) { return k.seen; });
}

std::optional<std::size_t> NewLesions::further(std::size_t known_before) const {
    for (std::size_t i = known_before; i < known_.size(); ++i) {
        if (known_[i].seen) return i;
    }
    return std::nullopt;
}

Sum NewLesions::sum(bool is_target) const {
    Sum sum;
    for (const KnownLesion& known : known_) {
        if (known.is_target == is_target && known.had_size) sum.add(known.size);
    }
    return sum;
}

bool NewLesions::follow(bool is_target, Nadir& nadir, bool added) const {
    const Sum now = sum(is_target);
    if (added) nadir = {};
    const bool risen = nadir.least() && rose(now.measured, *nadir.least());
    nadir.see(now);
    return risen;
}

}  // namespace perforin::clinic
