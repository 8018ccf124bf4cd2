#pragma once
// Why a visit was judged as it was, in plain words.

#include <string>

#include "clinic/criteria/new_lesions.hpp"
#include "clinic/criteria/response.hpp"
#include "clinic/criteria/targets.hpp"

namespace perforin::clinic {

inline constexpr const char* not_made = "the visit was not made";
inline constexpr const char* target_returned = "a target is seen again after a complete response";
inline constexpr const char* nontarget_returned =
    "non-target disease is seen again after a complete response";
inline constexpr const char* lesion_returned = "a new lesion is back after a complete response";

/// Of the targets' class; "" where the overall response says it all.
std::string target_text(const TargetState& state, Response response);
/// The same for a sum that a criterion makes of more than targets: "burden".
std::string burden_text(const std::string& what, const Sum& now, std::optional<Tenths> nadir,
                        Response response, std::string (*text)(Tenths));
std::string nontarget_text(Response nontarget);
/// Which new lesion is there.
std::string new_lesion_text(const NewLesions& new_lesions);

}  // namespace perforin::clinic
