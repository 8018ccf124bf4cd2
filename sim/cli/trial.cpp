// `trial`: carries out a trial with virtual patients.

#include <cstdio>
#include <filesystem>

#include <fmt/format.h>

#include "cli/commands.hpp"
#include "cli/many.hpp"
#include "cli/terminal.hpp"
#include "core/error.hpp"
#include "core/printable.hpp"
#include "engine/scenario.hpp"
#include "study/store.hpp"
#include "trial/conduct.hpp"
#include "trial/site.hpp"
#include "trial/tables.hpp"

namespace perforin::cli {

namespace fs = std::filesystem;

namespace {

/// The folder of the tables: what is asked for, else results/TRIAL beside the trial.
fs::path folder_of(const SweepOptions& options, const engine::Scenario& file) {
    if (options.output) return *options.output;
    return fs::path{file.places.folder} / "results" / fs::path{file.name}.stem();
}

std::string standing_text(const trial::Sheets& sheets) {
    std::string text = fmt::format("{} of {} runs done", sheets.done, sheets.runs);
    if (sheets.failed != 0) text += fmt::format(", {} failed", sheets.failed);
    return text;
}

void print(const trial::Site& site, const trial::Conduct& course, const trial::Sheets& sheets,
           const fs::path& folder) {
    fmt::print("{}: {} patients, {}, {} begun now\n", site.trial().name, course.enrolled.size(),
               standing_text(sheets), site.report().started);
    for (const trial::Look& look : course.looks) {
        if (look.day) fmt::print("day {}: ", *look.day);
        fmt::print("{}\n", look.decision);
    }
    fmt::print("{}\n", printable(folder.string()));
}

int carry_out(const SweepOptions& options, Terminal& terminal) {
    const engine::Scenario file = engine::find_scenario(options.study);
    const trial::Files files{folder_of(options, file)};
    if (options.where) {
        fmt::print("{}\n", files.folder().string());
        return done;
    }
    const trial::Trial trial = trial::read_trial(file, checking(terminal, "patients"));
    files.prepare();
    const study::Store store{runs_of(options, fs::path{file.places.folder})};
    trial::Site site{trial, store, files.scenarios(), [&](const study::Plan& plan) {
                         return carry(plan, store, options, terminal);
                     }};
    const trial::Conduct course = trial::conduct(site);
    const trial::Sheets sheets = trial::sheets_of(site, course);
    files.write(trial, sheets, options.command_line);
    terminal.clear();
    if (!options.quiet) print(site, course, sheets, files.folder());
    if (site.report().stopped) {
        terminal.warn(
            fmt::format("stopped: {}; to go on: {}", standing_text(sheets), options.how_to_go_on));
        return stopped;
    }
    return course.complete || options.no_run ? done : our_fault;
}

}  // namespace

int trial(const SweepOptions& options) {
    return watched(options, carry_out);
}

}  // namespace perforin::cli
