#include "engine/selection.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "core/nearest.hpp"
#include "core/printable.hpp"

namespace perforin::engine {

namespace {

constexpr std::string_view everything = "all";

}  // namespace

bool Selection::has(std::string_view name) const {
    return std::any_of(names_.begin(), names_.end(), [name](const std::string& chosen) {
        return chosen == name || chosen == everything;
    });
}

void Selection::check(const config::Section& section, std::string_view key,
                      const std::vector<std::string>& known) const {
    for (const std::string& name : names_) {
        if (name == everything || std::find(known.begin(), known.end(), name) != known.end()) {
            continue;
        }
        const std::string near = nearest(name, known);
        std::string names{everything};
        for (const std::string& other : known) names += ", " + other;
        section.problem(
            key, fmt::format("there is no '{}'; {}", printable(name),
                             near.empty() ? "there are " + names : "did you mean '" + near + "'?"));
    }
}

}  // namespace perforin::engine
