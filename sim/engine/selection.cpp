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
    std::vector<std::string> words{std::string{everything}};
    words.insert(words.end(), known.begin(), known.end());
    for (const std::string& name : names_) check_name(section, key, name, words);
}

void check_name(const config::Section& section, std::string_view key, const std::string& name,
                const std::vector<std::string>& known) {
    if (std::find(known.begin(), known.end(), name) != known.end()) return;
    const std::string near = nearest(name, known);
    section.problem(key,
                    fmt::format("there is no '{}'; {}", printable(name),
                                near.empty() ? fmt::format("there are {}", fmt::join(known, ", "))
                                             : "did you mean '" + near + "'?"));
}

}  // namespace perforin::engine
