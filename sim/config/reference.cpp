#include "config/reference.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

namespace perforin::config {

namespace {

constexpr std::string_view ablations = "ablation.";

bool is_ablation(const Parameter& p) {
    return p.path.compare(0, ablations.size(), ablations) == 0;
}

/// Text for a cell of a Markdown table.
std::string cell(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '|') out += '\\';
        out += c == '\n' ? ' ' : c;
    }
    return out;
}

std::string unit_suffix(const Parameter& p) {
    return p.unit.empty() || p.unit == "1" ? "" : ' ' + p.unit;
}

/// The tables of TOML in which a key stands: "clone" of "clone[].name", "" of "dose".
std::string element_table(const std::string& key) {
    const auto mark = key.rfind("[]");
    return mark == std::string::npos ? "" : key.substr(0, mark);
}

std::string without_marks(std::string text) {
    for (auto at = text.find("[]"); at != std::string::npos; at = text.find("[]"))
        text.erase(at, 2);
    return text;
}

std::string template_line(const Parameter& p, const std::string& key, bool commented) {
    std::string value = toml_text(p.standard, p.unit);
    if (value.empty()) value = p.choices.empty() ? "…" : '"' + p.choices.front() + '"';
    const std::string range = range_text(p);
    return fmt::format("{}{} = {}  # {}{}\n", commented ? "# " : "", key, value, p.meaning,
                       range.empty() ? "" : "; " + range);
}

}  // namespace

Group group_of(const Section& made, std::string path, Shape shape, std::string doc,
               std::string type) {
    Group group{std::move(path), shape, std::move(type), std::move(doc), made.parameters()};
    group.parameters.insert(group.parameters.end(), made.documented().begin(),
                            made.documented().end());
    return group;
}

std::vector<Group> with_ablations_apart(const std::vector<Group>& groups) {
    Group apart{"ablation", Shape::table, "", "Mechanisms that can be switched off", {}};
    std::set<std::string> known;
    std::vector<Group> all;
    for (Group group : groups) {
        for (const Parameter& p : group.parameters) {
            if (is_ablation(p) && known.insert(p.path).second) apart.parameters.push_back(p);
        }
        group.parameters.erase(
            std::remove_if(group.parameters.begin(), group.parameters.end(), is_ablation),
            group.parameters.end());
        all.push_back(std::move(group));
    }
    std::sort(apart.parameters.begin(), apart.parameters.end(),
              [](const Parameter& a, const Parameter& b) { return a.path < b.path; });
    if (!apart.parameters.empty()) all.push_back(std::move(apart));
    return all;
}

std::string toml_header(const Group& group) {
    if (group.shape == Shape::command) return group.path + " --set";
    return group.shape == Shape::table ? '[' + group.path + ']' : "[[" + group.path + "]]";
}

std::string key_within(const Group& group, const Parameter& parameter) {
    const std::string stem = group.stem() + '.';
    const bool inside = parameter.path.compare(0, stem.size(), stem) == 0;
    return inside ? parameter.path.substr(stem.size()) : parameter.path;
}

std::string range_text(const Parameter& p) {
    if (!p.choices.empty()) {
        std::string all;
        for (const std::string& choice : p.choices) all += (all.empty() ? "" : ", ") + choice;
        return all;
    }
    return p.range.bounded() ? p.range.text() + unit_suffix(p) : "";
}

std::string standard_text(const Parameter& p) {
    if (p.presence == Presence::required) return "required";
    if (std::holds_alternative<std::monostate>(p.standard)) return "none";
    const std::string text = plain_text(p.standard);
    return text.empty() ? "empty" : text + unit_suffix(p);
}

std::string markdown(const std::vector<Group>& groups) {
    std::string text;
    for (const Group& group : with_ablations_apart(groups)) {
        const std::string type =
            group.type.empty() ? "" : fmt::format(" type = \"{}\"", group.type);
        text += fmt::format("### `{}`{}\n\n{}\n\n", toml_header(group),
                            type.empty() ? "" : " `" + type.substr(1) + '`', group.doc);
        if (group.parameters.empty()) {
            text += "No parameters.\n\n";
            continue;
        }
        text += "| key | default | unit | range | meaning | source | tag |\n";
        text += "|---|---|---|---|---|---|---|\n";
        for (const Parameter& p : group.parameters) {
            const bool number = p.presence == Presence::standard && !p.unit.empty();
            text += fmt::format(
                "| `{}` | {} | {} | {} | {} | {} | {} |\n", cell(key_within(group, p)),
                cell(number ? plain_text(p.standard) : standard_text(p)), p.unit,
                p.choices.empty() ? (p.range.bounded() ? p.range.text() : "") : cell(range_text(p)),
                cell(p.meaning), cell(p.evidence.source), p.evidence.tag());
        }
        text += '\n';
    }
    return text;
}

std::string toml_template(const Group& group) {
    std::string text = "# " + group.doc + '\n' + toml_header(group) + '\n';
    if (group.shape == Shape::typed) text += "type = \"" + group.type + "\"\n";
    std::string table;
    for (const Parameter& p : group.parameters) {
        if (is_ablation(p) || (group.shape == Shape::typed && p.key == "type")) continue;
        const std::string key = key_within(group, p), within = element_table(key);
        if (within != table) {
            text += fmt::format("# [[{}.{}]]\n", group.path, without_marks(within));
            table = within;
        }
        const std::string last = within.empty() ? key : key.substr(within.size() + 3);
        text += template_line(p, last, p.presence != Presence::required || !within.empty());
    }
    return text;
}

}  // namespace perforin::config
