#pragma once
// Target lesions by RECIST 1.1, which iRECIST shares.

#include <optional>
#include <vector>

#include "clinic/criteria/burden.hpp"
#include "clinic/criteria/response.hpp"

namespace perforin::clinic {

/// Below this short axis a lymph node is normal (Eisenhauer 2009).
inline constexpr Tenths normal_node = 10 * tenths_per_mm;

/// The targets at one visit.
struct TargetState {
    Sum sum{};
    bool gone = false;              ///< all masses gone, all nodes of normal size
    bool seen = false;              ///< a mass of any size or a node that is not normal
    std::optional<Tenths> nadir{};  ///< of earlier visits, the baseline included
    Response response = Response::not_evaluable;
};

/// Follows the targets from visit to visit.
class Targets {
public:
    /// `record` outlives it; its baseline is seen.
    explicit Targets(const Record& record);

    bool any() const { return !lesions_.empty(); }
    TargetState see(const Visit& visit);

private:
    TargetState look(const Visit& visit) const;
    Response judge(const TargetState& state) const;

    const Record& record_;
    std::vector<std::size_t> lesions_;
    std::optional<Tenths> baseline_;
    Nadir nadir_;
};

/// The overall response without regard to new lesions (Eisenhauer 2009, tables 1 and 2). None:
/// there is no such disease.
Response overall(std::optional<Response> target, std::optional<Response> nontarget);

/// The class of non-target disease at a visit of a patient who has it.
Response nontarget_at(const Visit& visit);

/// "61.5 mm"
std::string mm_text(Tenths length);

}  // namespace perforin::clinic
