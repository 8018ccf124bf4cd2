// `list`, `explain`, `params`, `schema`: what there is.

#include "config/reference.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "cli/commands.hpp"
#include "core/error.hpp"
#include "core/nearest.hpp"
#include "core/printable.hpp"
#include "engine/catalogue.hpp"
#include "engine/scenario.hpp"
#include "study/cohort/params.hpp"
#include "study/settings.hpp"
#include "trial/settings.hpp"

namespace perforin::cli {

namespace {

engine::Listing scenarios() {
    engine::Listing all{"scenarios", {}};
    for (auto& known : engine::known_scenarios(engine::project_root("."))) {
        all.entries.push_back({std::move(known.name), std::move(known.doc)});
    }
    return all;
}

void print(const engine::Listing& family, const char* indent) {
    std::size_t width = 0;
    for (const auto& entry : family.entries) width = std::max(width, entry.name.size());
    for (const auto& entry : family.entries) {
        fmt::print("{}{:<{}}  {}\n", indent, entry.name, width, entry.doc);
    }
    if (family.entries.empty()) fmt::print("{}none\n", indent);
}

std::vector<engine::Listing> everything() {
    std::vector<engine::Listing> all = engine::listings();
    all.insert(all.begin(), scenarios());
    return all;
}

}  // namespace

int list(const std::optional<std::string>& family) {
    const std::vector<engine::Listing> all = everything();
    if (!family) {
        for (const engine::Listing& one : all) {
            fmt::print("{}\n", one.title);
            print(one, "  ");
        }
        return done;
    }
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.title == *family; });
    if (found == all.end()) {
        std::string names;
        for (const auto& one : all) names += (names.empty() ? "" : ", ") + one.title;
        throw BadInput{
            fmt::format("there are no '{}' to list; there are {}", printable(*family), names)};
    }
    print(*found, "");
    return done;
}

int explain(const std::string& key) {
    std::vector<config::Group> groups = engine::catalogue();
    for (config::Group& group : engine::command_settings()) groups.push_back(std::move(group));
    for (config::Group& group : study::reference()) groups.push_back(std::move(group));
    for (config::Group& group : study::cohort_reference()) groups.push_back(std::move(group));
    for (config::Group& group : trial::reference()) groups.push_back(std::move(group));
    fmt::print("{}", config::explain(groups, key));
    return done;
}

int params() {
    fmt::print("{}{}{}\n{}", engine::parameters_page(), study::parameters_page(),
               study::cohort_parameters_page(), trial::parameters_page());
    return done;
}

int schema(const std::string& of) {
    const std::string text =
        of == "study"    ? config::json_schema(study::reference(), "perforin study")
        : of == "cohort" ? config::json_schema(study::cohort_reference(), "perforin cohort")
        : of == "trial"  ? config::json_schema(trial::reference(), "perforin trial")
                         : config::json_schema(engine::catalogue());
    fmt::print("{}", text);
    return done;
}

}  // namespace perforin::cli
