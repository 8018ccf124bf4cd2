#pragma once
// The reference writes itself: construct everything once without input, and print what it asked
// for. `params`, `explain`, `schema` and `new` come from here; nothing is listed by hand.

#include <string>
#include <string_view>
#include <vector>

#include "config/section.hpp"
#include "core/registry.hpp"

namespace perforin::config {

/// How a group is written: `[path]`, `[[path]]`, or `[[path]]` with `type = "…"`. What a command
/// takes by `--set` stands in no scenario.
enum class Shape { table, elements, typed, command };

/// The parameters of one table.
struct Group {
    std::string path;  ///< as in the TOML header: "biology.cytotoxic_t", "lesion", "therapy"
    Shape shape = Shape::table;
    std::string type;  ///< of Shape::typed; its parameters' paths begin with `path.type`
    std::string doc;
    std::vector<Parameter> parameters;

    /// What the parameters' paths begin with.
    std::string stem() const { return shape == Shape::typed ? path + '.' + type : path; }
};

/// What `made`, a section without input, was asked for.
Group group_of(const Section& made, std::string path, Shape shape, std::string doc,
               std::string type = {});

/// The group of one parameter struct.
template <class Params>
Group reference_of(std::string path, std::string doc, Shape shape = Shape::table) {
    const Section none{path};
    static_cast<void>(Params{none});
    return group_of(none, std::move(path), shape, std::move(doc));
}

/// A group for every registered plug-in: `[path.name]`, or `[[path]]` of that type.
template <class Interface>
std::vector<Group> reference(const std::string& path, Shape shape = Shape::table) {
    std::vector<Group> groups;
    for (const auto& [name, entry] : registry<Interface>()) {
        std::string stem = path;
        stem.append(".").append(name);
        Section none{stem};
        static_cast<void>(entry.make(none));
        groups.push_back(shape == Shape::typed ? group_of(none, path, shape, entry.doc, name)
                                               : group_of(none, stem, shape, entry.doc));
    }
    return groups;
}

/// Markdown: a heading and a table per group; the ablations of all groups come last.
std::string markdown(const std::vector<Group>& groups);

/// All there is to know about a parameter or a group. `key` may be the end of a path: `hit_rate`.
/// Throws BadInput naming the nearest keys if there is none.
std::string explain(const std::vector<Group>& groups, std::string_view key);

/// JSON schema (draft 2020-12) of a file with these groups, for editors.
std::string json_schema(const std::vector<Group>& groups,
                        std::string_view title = "perforin scenario");

/// The lines of a scenario that set a group: what is required stands, all else is commented out.
std::string toml_template(const Group& group);

/// The same groups with the ablations taken out and gathered in a group of their own, the last.
std::vector<Group> with_ablations_apart(const std::vector<Group>& groups);

/// The header of a group in TOML: "[biology.tumour]", "[[therapy]]"; of a command "respond --set".
std::string toml_header(const Group& group);
/// A parameter's path from its group's table on: "dose", "cycle.length", "clone[].name".
std::string key_within(const Group& group, const Parameter& parameter);
/// Its range or choices for people: "[0, 10] 1/h", "slab, nodule"; "" if anything goes.
std::string range_text(const Parameter& parameter);
/// Its default for people: "0.04 1/min", "required", "none".
std::string standard_text(const Parameter& parameter);

}  // namespace perforin::config
