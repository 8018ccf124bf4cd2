#include "engine/earlier.hpp"

#include <map>
#include <system_error>
#include <vector>

#include <fmt/format.h>

#include "core/error.hpp"
#include "core/printable.hpp"
#include "engine/provenance.hpp"
#include "io/files.hpp"
#include "io/recovery.hpp"

namespace perforin::engine {

namespace fs = std::filesystem;

namespace {

/// Path → value with its unit, of all that makes a result but for the days.
using Values = std::map<std::string, std::string>;

Values values_of(const io::Group& root) {
    const auto paths = root.dataset("parameters/path").read().text;
    const auto values = root.dataset("parameters/value").read().text;
    const auto units = root.dataset("parameters/unit").read().text;
    Values all;
    for (std::size_t i = 0; i != paths.size(); ++i) {
        if (makes_result(paths[i])) all[paths[i]] = with_unit(values[i], units[i]);
    }
    return all;
}

Values values_of(const std::vector<io::ParameterRow>& rows) {
    Values all;
    for (const io::ParameterRow& row : rows) {
        if (makes_result(row.path)) all[row.path] = with_unit(row.value, row.unit);
    }
    return all;
}

std::string shown(const Values& values, const std::string& path) {
    const auto found = values.find(path);
    if (found == values.end()) return "not there";
    return found->second.empty() ? "nothing" : printable(found->second);
}

}  // namespace

Earlier look_at(const fs::path& result) {
    std::error_code error;
    Earlier found{.there = fs::is_regular_file(result, error) && !fs::is_empty(result, error)};
    if (!found.there) return found;
    try {
        const io::File file = io::open_trajectory(result);
        const io::Group manifest = file.root().open("manifest");
        found.status = io::being_written(result) ? "" : manifest.text("status");
        found.died = manifest.has_attribute(death_note);
        if (manifest.has_attribute("reached_s")) {
            found.reached = static_cast<Seconds>(manifest.number("reached_s"));
        }
        const auto paths = file.root().dataset("parameters/path").read().text;
        const auto values = file.root().dataset("parameters/value").read().text;
        for (std::size_t i = 0; i != paths.size(); ++i) {
            if (paths[i] == "run.days") found.days_asked_for = values[i];
        }
    } catch (const Unavailable&) {  // no result of ours, or spoilt: its status stays empty
        found.status.clear();
    }
    return found;
}

std::string refusal(const fs::path& result, const Earlier& earlier, bool checkpoints) {
    const std::string name = printable(result.string());
    if (io::being_written(result)) {
        return fmt::format("{} is being written by another run.", name);
    }
    if (!earlier.readable() || earlier.completed()) {
        return fmt::format("{} exists already; choose another name, or --force to replace it.",
                           name);
    }
    return fmt::format(
        "{} holds a run that was interrupted ({}); it is complete up to day {} of {}. --resume "
        "goes "
        "on {}; --force begins anew and replaces it.",
        name, printable(earlier.status == "running" ? "killed" : earlier.status), earlier.days(),
        earlier.days_asked_for,
        checkpoints ? "from its last checkpoint"
                    : "from the start, since there is no checkpoint: the days are lived again");
}

void must_be_the_same(const fs::path& result, const io::Provenance& now) {
    const io::File file = io::open_trajectory(result);
    const io::Group manifest = file.root().open("manifest");
    const std::string name = printable(result.string());
    const std::string version = manifest.text("program_version"),
                      commit = manifest.text("git_commit");
    if (version != now.manifest.program_version || commit != now.manifest.git_commit) {
        throw Unavailable{fmt::format(
            "{} cannot be resumed: perforin {} (commit {}) began it, and this is {} (commit {}), "
            "which may compute something else. Go on with that program, or begin anew: --force.",
            name, version, commit, now.manifest.program_version, now.manifest.git_commit)};
    }
    const Values before = values_of(file.root()), here = values_of(now.parameters);
    for (const Values* values : {&before, &here}) {
        for (const auto& [path, value] : *values) {
            if (shown(before, path) == shown(here, path)) continue;
            throw Unavailable{fmt::format(
                "{} cannot be resumed: it was begun with another input. {} was {}, and is {} now. "
                "Give it the input that it had, or begin anew: --force.",
                name, path, shown(before, path), shown(here, path))};
        }
    }
}

}  // namespace perforin::engine
