#include "clinic/criteria/new_lesions.hpp"

#include <algorithm>
#include <utility>

#include "clinic/imaging/selection.hpp"

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
    const auto grew = [](const KnownLesion& known) {
        return !known.is_target && !known.size && (known.grown || known.back);
    };
    const bool unmeasured_grew = std::any_of(known_.begin(), known_.end(), grew);
    for (const KnownLesion& lesion : found_at(visit)) admit(lesion, visit);
    const bool targets_rose = follow(true, target_nadir_);
    const bool others_rose = follow(false, other_nadir_);
    progressed_ = targets_rose || others_rose || unmeasured_grew;
}

void NewLesions::update(KnownLesion& known, const Finding* finding, const Lesion& lesion) {
    const std::optional<bool> seen = finding ? finding->seen() : std::nullopt;
    known.size = finding ? finding->diameter(lesion) : std::nullopt;
    known.grown = finding && !known.size && finding->grown.value_or(false);
    known.shown = seen.value_or(false);
    known.back = known.shown && !known.seen;
    known.seen = seen.value_or(known.seen);
}

/// Those that are there for the first time, largest first; they are unknown no longer.
std::vector<KnownLesion> NewLesions::found_at(const Visit& visit) {
    std::vector<KnownLesion> found;
    std::erase_if(unknown_, [&](std::size_t i) {
        const Finding* finding = visit.find(i);
        if (!finding || !finding->seen().value_or(false)) return false;
        found.push_back({.lesion = i, .size = finding->diameter(record_.lesions[i])});
        return true;
    });
    std::sort(found.begin(), found.end(), [&](const KnownLesion& a, const KnownLesion& b) {
        return a.size != b.size ? a.size > b.size : name(a) < name(b);
    });
    return found;
}

void NewLesions::admit(KnownLesion lesion, const Visit& visit) {
    const Lesion& what = record_.lesions[lesion.lesion];
    if (visit.find(lesion.lesion)->measurable && lesion.size) {
        int& there = by_organ_[what.node ? std::string{nodes_as_organ} : what.organ];
        lesion.is_target = targets_ < most_targets && there < most_targets_an_organ;
        targets_ += lesion.is_target ? 1 : 0;
        there += lesion.is_target ? 1 : 0;
    }
    known_.push_back(lesion);
}

bool NewLesions::any_seen() const {
    return first_seen().has_value();
}

bool NewLesions::any_back() const {
    return std::any_of(known_.begin(), known_.end(), [](const KnownLesion& k) { return k.back; });
}

std::optional<std::size_t> NewLesions::first_seen() const {
    for (std::size_t i = 0; i != known_.size(); ++i) {
        if (known_[i].seen) return i;
    }
    return std::nullopt;
}

std::optional<std::size_t> NewLesions::further(std::size_t known_before) const {
    for (std::size_t i = known_before; i < known_.size(); ++i) {
        if (known_[i].shown) return i;
    }
    return std::nullopt;
}

Sum NewLesions::sum(bool is_target) const {
    Sum sum;
    for (const KnownLesion& known : known_) {
        if (known.is_target == is_target && known.in_sum) sum.add(known.size);
    }
    return sum;
}

bool NewLesions::follow(bool is_target, Nadir& nadir) {
    for (KnownLesion& known : known_) {
        if (known.is_target != is_target || known.in_sum || known.size.value_or(0) == 0) continue;
        known.in_sum = true;
        nadir = {};
    }
    const Sum now = sum(is_target);
    const bool risen = nadir.least() && rose(now.measured, *nadir.least());
    nadir.see(now);
    return risen;
}

}  // namespace perforin::clinic
