#pragma once
// New lesions, measured apart from the targets (Seymour 2017): up to five new target lesions (NLT),
// two an organ; all others are new non-target lesions (NLNT).

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "clinic/criteria/burden.hpp"

namespace perforin::clinic {

/// A new lesion since it was first seen, as it was at the latest visit.
struct KnownLesion {
    std::size_t lesion = 0;
    bool is_target = false;        ///< NLT, for good; else NLNT
    bool in_sum = false;           ///< it had a size once
    bool seen = true;              ///< there; if it could not be evaluated, whether it was before
    bool shown = true;             ///< there at this very visit
    bool back = false;             ///< shown, and gone before
    bool grown = false;            ///< said to have grown, without a size
    std::optional<Tenths> size{};  ///< 0: gone
};

class NewLesions {
public:
    /// `record` outlives it.
    explicit NewLesions(const Record& record);

    void see(const Visit& visit);

    /// In the order in which they were first seen: what is known once keeps its place.
    const std::vector<KnownLesion>& known() const { return known_; }
    bool any_seen() const;
    /// The first of those that are there.
    std::optional<std::size_t> first_seen() const;
    /// The first of those beyond the first `known_before` that this visit shows; none: no further
    /// one.
    std::optional<std::size_t> further(std::size_t known_before) const;
    /// Whether one that was gone is there again.
    bool any_back() const;
    /// How many were known before the latest visit.
    std::size_t known_before() const { return known_before_; }
    /// Progression of those known: the sum of NLT, or of NLNT, rose from its nadir since the last
    /// addition to it, or an NLNT without a size is said to have grown, or is back.
    bool progressed() const { return progressed_; }
    /// Sum of the new target lesions.
    Sum target_sum() const { return sum(true); }
    const std::string& name(const KnownLesion& known) const;

private:
    static void update(KnownLesion& known, const Finding* finding, const Lesion& lesion);
    std::vector<KnownLesion> found_at(const Visit& visit);
    void admit(KnownLesion lesion, const Visit& visit);
    Sum sum(bool is_target) const;
    /// Takes those into a sum that have their first size, and the sum into its nadir; whether it
    /// progressed.
    bool follow(bool is_target, Nadir& nadir);

    const Record& record_;
    std::vector<std::size_t> unknown_;  // new lesions not seen yet
    std::vector<KnownLesion> known_;
    std::size_t known_before_ = 0;
    int targets_ = 0;
    std::map<std::string, int> by_organ_;  // of the targets
    Nadir target_nadir_, other_nadir_;
    bool progressed_ = false;
};

}  // namespace perforin::clinic
