#pragma once
// A patient's endpoints, as a trial that follows her up to some day would have them.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "clinic/criteria/response.hpp"
#include "clinic/criteria/response_params.hpp"
#include "trial/course.hpp"

namespace perforin::trial {

/// Up to when a patient is observed, and why not longer. Days from the start of treatment.
struct FollowUp {
    std::int64_t days = 0;
    bool dropped_out = false;
};

/// What one criterion says in the end.
struct CriterionEndpoints {
    clinic::Response best = clinic::Response::not_evaluable;  ///< without confirmation
    clinic::Response confirmed = clinic::Response::not_evaluable;
    std::optional<double> change{};  ///< best relative change of what it sums up, %
    clinic::Endpoint pfs{};
    std::optional<std::int64_t> response{};  ///< day of the first
    std::optional<std::int64_t> duration{};  ///< of a confirmed one
};

/// What one visit comes to.
struct SeenVisit {
    std::int64_t day = 0;
    std::optional<double> sum{};     ///< of target diameters, mm
    std::optional<double> change{};  ///< against the baseline, %
    std::int64_t new_lesions = 0;
    std::array<std::optional<clinic::Response>, 4> responses{};  ///< none at the baseline
    std::optional<double> burden{};  ///< true volume, relative to that of the baseline's day
};

struct Endpoints {
    std::optional<std::array<CriterionEndpoints, 4>> criteria{};  ///< none: never measured
    std::int64_t survived = 0;                                    ///< days
    bool died = false;
    std::string cause{};
    FollowUp followed{};
    std::int64_t grade = 0;     ///< the highest of adverse events
    std::int64_t limiting = 0;  ///< that of the events and days that may limit a dose
    std::vector<SeenVisit> visits{};
    std::vector<Dose> doses{};
};

/// How long events may limit a dose, and intervals of the criteria.
struct Rules {
    clinic::ResponseParams response;
    std::int64_t limiting_days = 28;
};

/// Nothing after `upto.days` is known.
Endpoints endpoints_of(const Course& course, const FollowUp& upto, const Rules& rules);

/// Responses that count as such: CR and PR.
bool responded(const CriterionEndpoints& endpoints);

}  // namespace perforin::trial
