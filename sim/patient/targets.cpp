#include "patient/targets.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/nearest.hpp"
#include "tissue/lesion.hpp"

namespace perforin::patient {

namespace {

struct Known {
    std::map<std::string, std::string> organs{};  ///< of each lesion
    std::string largest{};
};

Known known_to(const config::Section& top) {
    Known known;
    Length most{};
    for (const config::Section& lesion : top.elements("lesion")) {
        const tissue::LesionParams params{lesion};
        known.organs.emplace(params.name, params.organ);
        if (params.diameter > most) known.largest = params.name;
        most = std::max(most, params.diameter);
    }
    return known;
}

std::string unknown(const std::string& name, const std::vector<std::string>& known) {
    const std::string near = nearest(name, known);
    return fmt::format("names '{}', but no [[lesion]] is called so; {}", name,
                       near.empty() ? fmt::format("there are: {}", fmt::join(known, ", "))
                                    : fmt::format("did you mean '{}'?", near));
}

}  // namespace

Targets::Targets(const config::Section& therapy) : Block{therapy} {
    if (!therapy.has("lesions")) return;  // told already
    if (lesions.empty()) {
        therapy.problem("lesions", "is empty: a local therapy is for one lesion at least");
    }
    const auto [organ_of, largest] = known_to(therapy.top());
    std::vector<std::string> known;
    for (const auto& one : organ_of) known.push_back(one.first);
    std::set<std::string> named, lie_in;
    for (std::string& name : lesions) {
        if (name == "largest" && !organ_of.contains(name) && !largest.empty()) name = largest;
        if (std::find(known.begin(), known.end(), name) == known.end()) {
            therapy.problem("lesions", unknown(name, known));
        } else if (!named.insert(name).second) {
            therapy.problem("lesions", fmt::format("names '{}' twice", name));
        } else {
            lie_in.insert(organ_of.at(name));
        }
    }
    organs.assign(lie_in.begin(), lie_in.end());
}

}  // namespace perforin::patient
