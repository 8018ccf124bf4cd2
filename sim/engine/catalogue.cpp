#include "engine/catalogue.hpp"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "clinic/criteria/response_params.hpp"
#include "clinic/examination.hpp"
#include "config/input.hpp"
#include "config/plugins.hpp"
#include "engine/settings.hpp"
#include "patient/patient.hpp"

namespace perforin::engine {

namespace {

using config::Group;
using config::Parameter;
using config::Shape;

constexpr const char* example = "[[lesion]]\nname = \"example\"\n";
constexpr std::string_view example_path = "lesion.example.";

/// Without what a plug-in reads from tables that are not its own: every patient reads those.
void append(std::vector<Group>& groups, std::vector<Group> more) {
    for (Group& group : more) {
        std::erase_if(group.parameters,
                      [](const Parameter& p) { return p.path.starts_with("tissue."); });
        groups.push_back(std::move(group));
    }
}

/// A table for each plug-in of a family, still without parameters.
template <class Interface>
void add_tables(std::vector<Group>& groups, const std::string& path) {
    for (const auto& entry : registry<Interface>()) {
        groups.push_back({path + '.' + entry.first, Shape::table, "", entry.second.doc, {}});
    }
}

/// The tables of a scenario. Plug-ins of which a scenario chooses are asked here; what every
/// patient reads comes later.
std::vector<Group> tables() {
    std::vector<Group> groups{{"run", Shape::table, "", "The run: chance, duration, threads", {}},
                              {"burn_in", Shape::table, "", "Life before the first day", {}},
                              {"output", Shape::table, "", "What the result keeps, how often", {}},
                              {"patient", Shape::table, "", "The patient's body", {}},
                              {"patient.mortality", Shape::table, "", "What patients die of", {}},
                              {"lesion", Shape::elements, "", "A lesion; one or more", {}}};
    append(groups, config::reference<tissue::Layout>("lesion"));
    append(groups, config::reference<patient::Therapy>("therapy", Shape::typed));
    append(groups, config::reference<clinic::Examination>("examination", Shape::typed));
    add_tables<patient::Drug>(groups, "drug");
    groups.push_back({"blood", Shape::table, "", "Cells in blood", {}});
    groups.push_back({"node", Shape::table, "", "Lymph nodes: priming of T cells", {}});
    groups.push_back({"imprint", Shape::table, "", "Where T cells were primed, and go", {}});
    groups.push_back({"metastasis", Shape::table, "", "Colonies that lesions found elsewhere", {}});
    groups.push_back(
        {"follow_up", Shape::table, "", "Visits that decide whether therapies go on", {}});
    groups.push_back({"virus", Shape::table, "", "Oncolytic virus in tumour cells", {}});
    groups.push_back({"toxicity", Shape::table, "", "Immune-related adverse events", {}});
    groups.push_back({"marrow", Shape::table, "", "Neutrophils, infections, nerves", {}});
    groups.push_back({"tissue", Shape::table, "", "Tissue: steps in time and space", {}});
    groups.push_back(
        {"tissue.vessels", Shape::table, "", "Vessels, and how cells enter from blood", {}});
    groups.push_back(
        {"tissue.stroma", Shape::table, "", "Connective tissue in samples of tumours", {}});
    groups.push_back({"mutation", Shape::table, "", "Mutation of tumour cells at division", {}});
    groups.push_back({"mechanics", Shape::table, "", "How cells push and move each other", {}});
    append(groups, config::reference<cells::Interaction>("mechanics"));
    groups.push_back({"checkpoint", Shape::table, "", "PD-1 and its ligands in a synapse", {}});
    groups.push_back({"lag3", Shape::table, "", "LAG-3, the second checkpoint of T cells", {}});
    groups.push_back({"suppression", Shape::table, "", "What quiets T and NK cells", {}});
    groups.push_back({"search", Shape::table, "", "In what steps cells walk", {}});
    groups.push_back({"ido", Shape::table, "", "IDO, which keeps T cells from dividing", {}});
    groups.push_back(
        {"interleukin2", Shape::table, "", "Who hears interleukin-2, and its uptake", {}});
    groups.push_back({"corpse", Shape::table, "", "How dead cells of all kinds are cleared", {}});
    groups.push_back(
        {"radiation", Shape::table, "", "What ionising radiation does to tumour cells", {}});
    groups.push_back(
        {"cytotoxic", Shape::table, "", "What poisons of the spindle do to tumour cells", {}});
    groups.push_back({"growth_signal",
                      Shape::table,
                      "",
                      "What tumour cells do without a signal that targeted drugs block",
                      {}});
    groups.push_back(
        {"glucocorticoid", Shape::table, "", "What steroids do in blood and lymph nodes", {}});
    add_tables<tissue::Kind>(groups, "biology");
    add_tables<fields::Substance>(groups, "substance");
    add_tables<tissue::Effect>(groups, "effect");
    return groups;
}

/// The group with the longest path that holds the parameter; a new one if there is none. Ablations
/// may stand in any: config gathers them.
Group& home_of(std::vector<Group>& groups, const std::string& path) {
    if (path.starts_with("ablation.")) return groups.front();
    Group* home = nullptr;
    for (Group& group : groups) {
        if (!path.starts_with(group.stem() + '.')) continue;
        if (!home || group.stem().size() > home->stem().size()) home = &group;
    }
    if (home) return *home;
    groups.push_back({path.substr(0, path.rfind('.')), Shape::table, "", "", {}});
    return groups.back();
}

/// Puts parameters into their groups; those of the example are those of any lesion.
void add(std::vector<Group>& groups, const std::vector<Parameter>& parameters) {
    for (Parameter p : parameters) {
        if (p.path.starts_with(example_path)) {
            p.path = "lesion." + p.path.substr(example_path.size());
        }
        std::vector<Parameter>& home = home_of(groups, p.path).parameters;
        const bool known = std::any_of(
            home.begin(), home.end(), [&](const Parameter& other) { return other.path == p.path; });
        if (!known) home.push_back(std::move(p));
    }
}

/// Paths of the tables that only count if a choice is another than usual: "lesion.nodule".
std::set<std::string> unusual_tables(const std::vector<Group>& groups) {
    std::set<std::string> paths;
    for (const Group& group : groups) {
        for (const Parameter& p : group.parameters) {
            for (const std::string& choice : p.choices) {
                if (choice != config::plain_text(p.standard)) {
                    paths.insert(group.path + '.' + choice);
                }
            }
        }
    }
    return paths;
}

template <class Interface>
Listing listing(std::string title) {
    Listing all{std::move(title), {}};
    for (const auto& entry : registry<Interface>()) {
        all.entries.push_back({entry.first, entry.second.doc});
    }
    return all;
}

/// Every line as a comment.
std::string commented(const std::string& text) {
    std::string out;
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t end = std::min(text.find('\n', at), text.size() - 1) + 1;
        const std::string line = text.substr(at, end - at);
        out += (line.starts_with("#") ? "" : "# ") + line;
        at = end;
    }
    return out;
}

}  // namespace

std::vector<Group> catalogue() {
    const config::Input input{"example.toml", example};
    const config::Section top = input.root();
    static_cast<void>(RunParams{top.child("run")});
    static_cast<void>(BurnInParams{top.child("burn_in")});
    static_cast<void>(OutputParams{top.child("output")});
    static_cast<void>(patient::Patient{top, 1});
    std::vector<Group> groups = tables();
    add(groups, input.parameters());
    add(groups, top.documented());
    return groups;
}

std::vector<Group> command_settings() {
    return {config::reference_of<clinic::ResponseParams>(
        "respond", "Intervals of response criteria, which protocols of trials set",
        Shape::command)};
}

std::string parameters_page() {
    return "# Parameters\n\n"
           "Everything that a scenario can set. Written by the program: `./perforin params >"
           " sim/PARAMETERS.md` renews it.\n\n"
           "Quantities are written with a unit, `diameter = \"28 mm\"`; any unit of the same"
           " dimension will do. The tag says how a default is known: *measured*, *fitted* or"
           " *assumed*; *recalled*: the number was remembered, not read in its source; a *setting*"
           " is no claim about nature.\n\n" +
           config::markdown(catalogue()) +
           "## Settings of commands\n\nNot of a scenario: what commands other than `run` take by"
           " `--set`.\n\n" +
           config::markdown(command_settings());
}

std::string scenario_template(const std::string& title) {
    std::string text = "# " + title +
                       ": a scenario to start from. Whatever is commented out has the value that"
                       " stands there.\n# Check it: perforin check, run it: perforin run\n\n";
    const std::vector<Group> groups = config::with_ablations_apart(catalogue());
    const std::set<std::string> unusual = unusual_tables(groups);
    for (const Group& group : groups) {
        const std::string lines = config::toml_template(group);
        const bool chosen = group.shape != Shape::typed && unusual.count(group.path) == 0;
        text += (chosen ? lines : commented(lines)) + '\n';
    }
    return text;
}

std::vector<Listing> listings() {
    std::vector<Listing> all{
        listing<tissue::Kind>("cells"),         listing<fields::Substance>("substances"),
        listing<patient::Therapy>("therapies"), listing<patient::Drug>("drugs"),
        listing<tissue::Layout>("layouts"),     listing<clinic::Examination>("examinations")};
    Listing ablations{"ablations", {}};
    for (const Group& group : config::with_ablations_apart(catalogue())) {
        if (group.path != "ablation") continue;
        for (const Parameter& p : group.parameters) ablations.entries.push_back({p.key, p.meaning});
    }
    all.push_back(std::move(ablations));
    return all;
}

}  // namespace perforin::engine
