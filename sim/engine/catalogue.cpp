#include "engine/catalogue.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "config/input.hpp"
#include "config/plugins.hpp"
#include "engine/settings.hpp"
#include "patient/patient.hpp"

namespace perforin::engine {

namespace {

using config::Group;
using config::Parameter;
using config::Shape;

/// A scenario with a lesion of every layout, called after it, and every therapy, in order of names.
std::string everything() {
    std::string text;
    for (const std::string& layout : config::registered_names<tissue::Layout>()) {
        text += fmt::format("[[lesion]]\nname = \"{0}\"\nlayout = \"{0}\"\n", layout);
    }
    for (const std::string& therapy : config::registered_names<patient::Therapy>()) {
        text += fmt::format("[[therapy]]\ntype = \"{}\"\n", therapy);
    }
    return text;
}

template <class Interface>
void add_plugins(std::vector<Group>& groups, const std::string& path, const std::string& prefix) {
    for (const auto& entry : registry<Interface>()) {
        groups.push_back(
            {path + '.' + entry.first, Shape::table, "", prefix + entry.second.doc, {}});
    }
}

/// The tables of a scenario, still without parameters.
std::vector<Group> tables() {
    std::vector<Group> groups{
        {"run", Shape::table, "", "The run: chance, duration, threads", {}},
        {"output", Shape::table, "", "What the result keeps, and how often", {}},
        {"patient", Shape::table, "", "The patient's body", {}},
        {"blood", Shape::table, "", "Cells in blood", {}},
        {"tissue", Shape::table, "", "Tissue: steps in time and space, founding", {}},
        {"tissue.vessels", Shape::table, "", "Vessels, and how cells enter from blood", {}},
        {"lesion", Shape::elements, "", "A lesion; one or more", {}}};
    for (const auto& entry : registry<tissue::Layout>()) {
        groups.push_back({"lesion." + entry.first, Shape::table, "",
                          fmt::format("Of a lesion with layout = \"{}\": {}", entry.first,
                                      entry.second.doc),
                          {}});
    }
    add_plugins<tissue::Kind>(groups, "biology", "");
    add_plugins<fields::Substance>(groups, "substance", "");
    add_plugins<tissue::Effect>(groups, "effect", "");
    add_plugins<patient::Drug>(groups, "drug", "");
    for (const auto& entry : registry<patient::Therapy>()) {
        groups.push_back({"therapy", Shape::typed, entry.first, entry.second.doc, {}});
    }
    return groups;
}

bool begins_with(std::string_view text, std::string_view front) {
    return text.substr(0, front.size()) == front;
}

/// The path as the reference has it: "lesion.slab.slab.width" of the example is "lesion.slab.width",
/// "lesion.slab.diameter" is "lesion.diameter", "therapy[1].dose" is "therapy.<its type>.dose".
std::string general_path(const std::string& path) {
    for (const std::string& layout : config::registered_names<tissue::Layout>()) {
        const std::string own = "lesion." + layout + '.';
        if (begins_with(path, own)) return "lesion." + path.substr(own.size());
    }
    const std::vector<std::string> therapies = config::registered_names<patient::Therapy>();
    for (std::size_t i = 0; i != therapies.size(); ++i) {
        const std::string own = fmt::format("therapy[{}].", i);
        if (begins_with(path, own)) return "therapy." + therapies[i] + '.' + path.substr(own.size());
    }
    return path;
}

/// The group with the longest path that holds the parameter; a new one if there is none.
Group& home_of(std::vector<Group>& groups, const std::string& path) {
    Group* home = nullptr;
    for (Group& group : groups) {
        if (!begins_with(path, group.stem() + '.')) continue;
        if (!home || group.stem().size() > home->stem().size()) home = &group;
    }
    if (home) return *home;
    groups.push_back({path.substr(0, path.rfind('.')), Shape::table, "", "", {}});
    return groups.back();
}

void add(std::vector<Group>& groups, const std::vector<Parameter>& parameters) {
    for (Parameter p : parameters) {
        p.path = general_path(p.path);
        Group& home = home_of(groups, p.path);
        if (home.shape == Shape::typed && p.key == "type") continue;  // the group says it
        const bool known =
            std::any_of(home.parameters.begin(), home.parameters.end(),
                        [&](const Parameter& other) { return other.path == p.path; });
        if (!known) home.parameters.push_back(std::move(p));
    }
}

template <class Interface>
Listing listing(std::string title) {
    Listing all{std::move(title), {}};
    for (const auto& entry : registry<Interface>()) {
        all.entries.push_back({entry.first, entry.second.doc});
    }
    return all;
}

/// The path of the layout that a lesion has if it says nothing.
std::string usual_layout(const std::vector<Group>& groups) {
    for (const Group& group : groups) {
        for (const Parameter& p : group.parameters) {
            if (p.path == "lesion.layout") return "lesion." + config::plain_text(p.standard);
        }
    }
    return {};
}

/// Every line as a comment.
std::string commented(const std::string& text) {
    std::string out;
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t end = std::min(text.find('\n', at), text.size() - 1) + 1;
        const std::string line = text.substr(at, end - at);
        out += (begins_with(line, "#") ? "" : "# ") + line;
        at = end;
    }
    return out;
}

}  // namespace

std::vector<Group> catalogue() {
    const config::Input input{"everything.toml", everything()};
    const config::Section top = input.root();
    static_cast<void>(RunParams{top.child("run")});
    static_cast<void>(OutputParams{top.child("output")});
    static_cast<void>(patient::Patient{top, 1});
    std::vector<Group> groups = tables();
    add(groups, input.parameters());
    add(groups, top.documented());
    return groups;
}

std::string parameters_page() {
    return "# Parameters\n\n"
           "Everything that a scenario can set. Written by the program: `./perforin params >"
           " sim/PARAMETERS.md` renews it.\n\n"
           "Quantities are written with a unit, `diameter = \"28 mm\"`; any unit of the same"
           " dimension will do. The tag says how a default is known: *measured*, *fitted* or"
           " *assumed*; *recalled*: the number was remembered, not read in its source; a *setting*"
           " is no claim about nature.\n\n" +
           config::markdown(catalogue());
}

std::string scenario_template(const std::string& title) {
    std::string text = "# " + title +
                       ": a scenario to start from. Whatever is commented out has the value that"
                       " stands there.\n# Check it: perforin check, run it: perforin run\n\n";
    const std::vector<Group> groups = config::with_ablations_apart(catalogue());
    const std::string usual = usual_layout(groups);
    for (const Group& group : groups) {
        const std::string lines = config::toml_template(group);
        const bool other_layout = begins_with(group.path, "lesion.") && group.path != usual;
        text += (group.shape == Shape::typed || other_layout ? commented(lines) : lines) + '\n';
    }
    return text;
}

std::vector<Listing> listings() {
    std::vector<Listing> all{
        listing<tissue::Kind>("cells"), listing<fields::Substance>("substances"),
        listing<patient::Therapy>("therapies"), listing<patient::Drug>("drugs"),
        listing<tissue::Layout>("layouts"), {"examinations", {}}};
    Listing ablations{"ablations", {}};
    for (const Group& group : config::with_ablations_apart(catalogue())) {
        if (group.path != "ablation") continue;
        for (const Parameter& p : group.parameters) ablations.entries.push_back({p.key, p.meaning});
    }
    all.push_back(std::move(ablations));
    return all;
}

}  // namespace perforin::engine
