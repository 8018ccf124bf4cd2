#include "patient/targets.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/nearest.hpp"
#include "tissue/lesion.hpp"

namespace perforin::patient {

namespace {

std::vector<std::string> lesions_of(const config::Section& top) {
    std::vector<std::string> names;
    for (const config::Section& lesion : top.elements("lesion")) {
        names.push_back(tissue::LesionParams{lesion}.name);
    }
    return names;
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
    const std::vector<std::string> known = lesions_of(therapy.top());
    std::set<std::string> named;
    for (const std::string& name : lesions) {
        if (std::find(known.begin(), known.end(), name) == known.end()) {
            therapy.problem("lesions", unknown(name, known));
        } else if (!named.insert(name).second) {
            therapy.problem("lesions", fmt::format("names '{}' twice", name));
        }
    }
}

}  // namespace perforin::patient
