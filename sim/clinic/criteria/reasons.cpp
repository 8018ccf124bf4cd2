#include "clinic/criteria/reasons.hpp"

#include <fmt/format.h>

namespace perforin::clinic {

std::string target_text(const TargetState& state, Response response) {
    if (response == Response::complete) return "all targets gone, nodes normal";
    return burden_text("targets", state.sum, state.nadir, response, mm_text);
}

std::string burden_text(const std::string& what, const Sum& now, std::optional<Tenths> nadir,
                        Response response, std::string (*text)(Tenths)) {
    const std::string size = text(now.measured);
    switch (response) {
        case Response::complete:
            return "all disease gone";
        case Response::progression:
            return fmt::format("{} grew from the nadir {} to {}{}", what, text(nadir.value_or(0)),
                               now.complete ? "" : "at least ", size);
        case Response::partial:
            return fmt::format("{} fell to {}, far enough below the baseline", what, size);
        case Response::stable:
            return fmt::format("{} {}, neither response nor progression", what, size);
        default:
            return what + " not fully measured";
    }
}

std::string nontarget_text(Response nontarget) {
    switch (nontarget) {
        case Response::progression:
            return "non-target disease progressed";
        case Response::neither:
            return "non-target disease is there";
        case Response::complete:
            return "non-target disease gone";
        default:
            return "non-target disease not judged";
    }
}

std::string new_lesion_text(const NewLesions& new_lesions) {
    const auto first = new_lesions.first_seen();
    if (!first) return {};
    return "new lesion " + new_lesions.name(new_lesions.known()[*first]);
}

}  // namespace perforin::clinic
