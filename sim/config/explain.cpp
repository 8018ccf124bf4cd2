// `explain KEY`: everything that is known about a parameter, found by any end of its path.

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "config/reference.hpp"
#include "core/error.hpp"
#include "core/nearest.hpp"
#include "core/printable.hpp"

namespace perforin::config {

namespace {

constexpr std::size_t most_suggestions = 3;

/// A path as people write it: without the marks of arrays.
std::string spoken(std::string_view path) {
    std::string out;
    for (std::size_t i = 0; i != path.size(); ++i) {
        if (path.substr(i, 2) == "[]") {
            ++i;
        } else {
            out += path[i];
        }
    }
    return out;
}

bool ends_with_path(const std::string& path, std::string_view key) {
    if (path == key) return true;
    return path.size() > key.size() && path[path.size() - key.size() - 1] == '.' &&
           path.compare(path.size() - key.size(), key.size(), key) == 0;
}

std::string row(std::string_view title, std::string_view text) {
    return text.empty() ? "" : fmt::format("  {:<9}{}\n", title, text);
}

std::string write_it(const Group& group, const Parameter& p) {
    std::string value = toml_text(p.standard, p.unit);
    if (value.empty()) value = p.choices.empty() ? "…" : '"' + p.choices.front() + '"';
    const std::string key = spoken(key_within(group, p));
    if (group.shape == Shape::command) {
        return row("write", fmt::format("perforin {} {}={}", toml_header(group), key, value));
    }
    const std::string type =
        group.shape == Shape::typed ? row(" ", "type = \"" + group.type + '"') : "";
    return row("write", toml_header(group)) + type + row(" ", key + " = " + value);
}

std::string about(const Group& group, const Parameter& p) {
    const std::string source =
        p.evidence.source.empty() ? p.evidence.tag() : p.evidence.tag() + ": " + p.evidence.source;
    return spoken(p.path) + "\n  " + p.meaning + '\n' + row("default", standard_text(p)) +
           row("unit", p.unit == "1" ? "" : p.unit) +
           row(p.choices.empty() ? "range" : "choices", range_text(p)) + row("source", source) +
           write_it(group, p);
}

std::string about(const Group& group) {
    std::string text =
        fmt::format("{}{}\n  {}\n", toml_header(group),
                    group.type.empty() ? "" : " type = \"" + group.type + '"', group.doc);
    for (const Parameter& p : group.parameters) {
        text += fmt::format("  {:<24} {}\n", spoken(key_within(group, p)), p.meaning);
    }
    return text;
}

/// Up to three keys that the asked one may have meant, the nearest first.
std::string suggestions(const std::vector<Group>& groups, std::string_view key) {
    std::vector<std::pair<std::size_t, std::string>> ranked;
    const auto add = [&](const std::string& path) {
        const std::string last = path.substr(path.rfind('.') + 1);
        const auto distance = std::min(edit_distance(key, path), edit_distance(key, last));
        if (distance <= std::max<std::size_t>(2, key.size() / 3))
            ranked.emplace_back(distance, path);
    };
    for (const Group& group : groups) {
        add(group.stem());
        for (const Parameter& p : group.parameters) add(spoken(p.path));
    }
    std::sort(ranked.begin(), ranked.end());
    std::string text;
    for (std::size_t i = 0; i != std::min(most_suggestions, ranked.size()); ++i) {
        text += (text.empty() ? "; did you mean " : ", ") + ranked[i].second;
    }
    return text.empty() ? text : text + '?';
}

}  // namespace

std::string explain(const std::vector<Group>& groups, std::string_view key) {
    constexpr std::size_t longest = 200;
    const std::string asked = spoken(key.substr(0, longest));
    const std::vector<Group> all = with_ablations_apart(groups);
    std::string text;
    for (const Group& group : all) {
        if (!asked.empty() && ends_with_path(group.stem(), asked)) {
            text += (text.empty() ? "" : "\n") + about(group);
        }
        for (const Parameter& p : group.parameters) {
            if (asked.empty() || !ends_with_path(spoken(p.path), asked)) continue;
            text += (text.empty() ? "" : "\n") + about(group, p);
        }
    }
    if (text.empty()) {
        throw BadInput{"no parameter is called '" + printable(asked) + "'" +
                       suggestions(all, asked)};
    }
    return text;
}

}  // namespace perforin::config
