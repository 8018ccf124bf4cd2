// A patient as text: settings for one run, and a whole scenario's file.

#include <algorithm>

#include <fmt/format.h>

#include "core/error.hpp"
#include "core/unit_text.hpp"
#include "study/cohort/model.hpp"

namespace perforin::study {

namespace {

using Entries = std::vector<std::pair<std::string, std::string>>;

/// A value as TOML writes it: what is no number, flag, quoted text, list or table is a text.
std::string literal(const std::string& value) {
    const auto begin = value.find_first_not_of(' ');
    if (begin == std::string::npos) return "\"\"";
    std::string text = value.substr(begin);
    if (text == "true" || text == "false") return text;
    if (std::string{"\"'[{"}.find(text.front()) != std::string::npos) return text;
    try {
        static_cast<void>(parse_number(text));
        return text;
    } catch (const BadInput&) {
        return config::toml_text(text, "");
    }
}

/// Key and value of `key=value`, without spaces around the key.
std::pair<std::string, std::string> split(const std::string& setting) {
    const auto equals = setting.find('=');
    std::string key = setting.substr(0, equals);
    key.erase(0, std::min(key.find_first_not_of(' '), key.size()));
    key.erase(key.find_last_not_of(' ') + 1);
    return {key, equals == std::string::npos ? "\"\"" : literal(setting.substr(equals + 1))};
}

/// A later value of a key replaces an earlier one.
void put(Entries& entries, const std::string& key, const std::string& value) {
    const auto found = std::find_if(entries.begin(), entries.end(),
                                    [&](const auto& entry) { return entry.first == key; });
    if (found == entries.end()) {
        entries.emplace_back(key, value);
    } else {
        found->second = value;
    }
}

/// What stands in the table of one lesion.
Entries entries_of(const Cohort::Model& model, const DrawnLesion& lesion) {
    constexpr double um_per_mm = 1000.0;
    Entries entries{{"name", config::toml_text(lesion.name, "")}};
    if (!lesion.organ.empty()) entries.emplace_back("organ", config::toml_text(lesion.organ, ""));
    entries.emplace_back(
        "diameter", config::toml_text(static_cast<double>(lesion.diameter_um) / um_per_mm, "mm"));
    if (lesion.antigens) entries.emplace_back("antigens", std::to_string(*lesion.antigens));
    if (lesion.own_antigens) {
        entries.emplace_back("own_antigens", std::to_string(*lesion.own_antigens));
    }
    const auto add = [&](const config::PlacedText& setting) {
        const auto [key, value] = split(setting.text);
        put(entries, key, value);
    };
    for (const config::PlacedText& setting : model.lesions->settings) add(setting);
    if (lesion.at) {
        for (const config::PlacedText& setting : lesion.at->settings) add(setting);
    }
    for (const LesionTarget& target : model.lesion_targets) {
        const Variable& variable = model.lesions->variables[target.variable];
        add(target.target.setting(variable, lesion.values[target.variable], 0));
    }
    return entries;
}

}  // namespace

std::string lesions_setting(const Cohort::Model& model, const Draw& draw) {
    std::string text;
    for (const DrawnLesion& lesion : draw.lesions) {
        std::string inside;
        for (const auto& [key, value] : entries_of(model, lesion)) {
            inside += fmt::format("{}{} = {}", inside.empty() ? "" : ", ", key, value);
        }
        text += fmt::format("{}{{ {} }}", text.empty() ? "" : ", ", inside);
    }
    return "lesion=[" + text + ']';
}

std::string lesions_toml(const Cohort::Model& model, const Draw& draw) {
    std::string text;
    for (const DrawnLesion& lesion : draw.lesions) {
        text += "\n[[lesion]]\n";
        for (const auto& [key, value] : entries_of(model, lesion)) {
            text += fmt::format("{} = {}\n", key, value);
        }
    }
    return text;
}

std::string scenario_toml(const std::string& comment, const std::vector<std::string>& layers,
                          const std::vector<config::PlacedText>& settings,
                          const std::string& lesions) {
    std::string names;
    for (const std::string& layer : layers) {
        names += (names.empty() ? "" : ", ") + config::toml_text(layer, "");
    }
    Entries top;                                          // what stands in no table
    std::vector<std::pair<std::string, Entries>> tables;  // in order of their first key
    for (const config::PlacedText& setting : settings) {
        const auto [key, value] = split(setting.text);
        const auto dot = key.rfind('.');
        if (dot == std::string::npos || key.find_first_of("\"'") != std::string::npos) {
            put(top, key, value);
            continue;
        }
        const std::string table = key.substr(0, dot);
        auto at = std::find_if(tables.begin(), tables.end(),
                               [&](const auto& one) { return one.first == table; });
        if (at == tables.end()) at = tables.insert(at, {table, {}});
        put(at->second, key.substr(dot + 1), value);
    }
    std::string text = comment;
    if (!names.empty()) text += "base = [" + names + "]\n";
    for (const auto& [key, value] : top) text += fmt::format("{} = {}\n", key, value);
    for (const auto& [table, entries] : tables) {
        text += "\n[" + table + "]\n";
        for (const auto& [key, value] : entries) text += fmt::format("{} = {}\n", key, value);
    }
    return text + lesions;
}

}  // namespace perforin::study
