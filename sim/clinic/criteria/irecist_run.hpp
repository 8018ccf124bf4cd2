#pragma once
// A progression in doubt by iRECIST: from the scan that raised it (iUPD) until it is confirmed
// (iCPD) or taken back (the bar is reset).

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "clinic/criteria/new_lesions.hpp"
#include "clinic/criteria/response.hpp"
#include "clinic/criteria/targets.hpp"

namespace perforin::clinic {

/// What one visit shows.
struct Look {
    const Visit& visit;
    const NewLesions& new_lesions;
    std::optional<TargetState> targets{};           ///< none: there are none
    std::optional<Response> target{}, nontarget{};  ///< with what returned after a CR as PD
    bool target_returned = false, nontarget_returned = false;  ///< after a complete response
    bool lesion_returned = false;  ///< a known new one, after a complete response

    /// The class by which patients get better: of the targets, else of non-target disease.
    std::optional<Response> leading() const { return target ? target : nontarget; }
};

/// By which of the three categories disease progressed.
struct Triggers {
    bool target = false, nontarget = false, lesion = false;
    bool any() const { return target || nontarget || lesion; }
    std::string text() const;
};

/// New lesions beyond the first `known_before` are further ones; known ones count by their own
/// progression only, unless they returned after a complete response.
Triggers triggers_of(const Look& look, std::size_t known_before);

/// All comparisons refer to the scan that opened the run, so that small rises add up.
struct Run {
    std::size_t visit = 0;  ///< its place among the judgements
    int day = 0;
    Triggers triggers{};
    std::optional<Tenths> target_sum{};  ///< none: it was incomplete
    std::optional<Response> leading{};   ///< the last known class, if it was unknown at the scan
    std::vector<KnownLesion> lesions{};  ///< all that were known then
    bool after_complete = false;         ///< after a complete response
    std::optional<std::size_t> confirmed_at{}, reset_at{};
};

/// Why the look confirms the run's progression; "" if it does not.
std::string confirmation(const Run& run, const Look& look);
/// The same for a scan too early to confirm but for a further lesion found for new symptoms.
std::string early_confirmation(const Run& run, const Look& look);
/// Why the progression still stands, unconfirmed; "" if it does not.
std::string standing(const Run& run, const Look& look);
/// Whether the look does not tell if it stands.
bool cannot_tell(const Run& run, const Look& look);

}  // namespace perforin::clinic
