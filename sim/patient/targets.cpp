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

/// Organ of each lesion.
std::map<std::string, std::string> organs_of(const config::Section& top) {
    std::map<std::string, std::string> organs;
    for (const config::Section& lesion : top.elements("lesion")) {
        const tissue::LesionParams params{lesion};
        organs.emplace(params.name, params.organ);
    }
    return organs;
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
    const std::map<std::string, std::string> organ_of = organs_of(therapy.top());
    std::vector<std::string> known;
    for (const auto& one : organ_of) known.push_back(one.first);
    std::set<std::string> named, lie_in;
    for (const std::string& name : lesions) {
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
