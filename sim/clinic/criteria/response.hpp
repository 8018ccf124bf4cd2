#pragma once
// The words that all response criteria share, and what each of them says of a patient.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "clinic/measurements/measurements.hpp"

namespace perforin::clinic {

/// In order of worth as a best response. Whoever never had a target lesion has `neither` (non-CR/
/// non-PD) in place of `partial` and `stable`.
enum class Response { not_evaluable, unconfirmed, progression, neither, stable, partial, complete };

enum class Criterion { recist, irecist, irrc, imrecist };

/// "RECIST 1.1"
std::string_view title_of(Criterion criterion);
/// The response as the criterion writes it: "PD", "iUPD", "irPD". The classes of targets and
/// non-target disease are written as RECIST 1.1 does.
std::string_view text_of(Response response, Criterion criterion = Criterion::recist);

/// Response of non-target disease.
Response response_of(NonTarget nontarget);

/// What one criterion says of one visit.
struct Judgement {
    int day = 0;
    Response response = Response::not_evaluable;
    std::optional<Response> target{};     ///< of what the criterion sums up; none: no targets
    std::optional<Response> nontarget{};  ///< none: there is no such disease
    bool new_lesion = false;              ///< a new lesion is there
    std::optional<Tenths> burden{};       ///< what the criterion sums up; none: incomplete
    std::optional<Tenths> nadir{};        ///< the least complete one of earlier visits
    std::string reason{};
};

/// How a time to an event ended.
struct Endpoint {
    int day = 0;
    bool event = false;
    std::string reason{};
};

/// What one criterion says of the patient in the end.
struct Outcome {
    Response best = Response::not_evaluable;         ///< confirmed where the criterion asks for it
    Response unconfirmed = Response::not_evaluable;  ///< the best that was seen at all
    std::optional<int> response_day{};               ///< first PR or CR
    std::optional<int> confirmed_response_day{};     ///< first that was confirmed
    std::optional<int> progression_day{};            ///< first PD (iUPD) seen, whatever came of it
    std::optional<int> confirmed_progression_day{};  ///< the scan that confirmed a progression
    Endpoint pfs{};                                  ///< progression-free survival
    std::optional<int> response_duration{};          ///< days; ends as `pfs` does
    Response after_progression = Response::not_evaluable;  ///< the best after a first PD (iUPD)
                                                           ///< that was taken back
};

struct Assessment {
    Criterion criterion = Criterion::recist;
    std::vector<Judgement> visits{};  ///< all but the baseline
    Outcome outcome{};
};

}  // namespace perforin::clinic
