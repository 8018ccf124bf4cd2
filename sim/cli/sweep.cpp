// `sweep`: carries out a study.

#include <cstdio>
#include <filesystem>
#include <optional>
#include <string>

#include <fmt/format.h>

#include "cli/commands.hpp"
#include "cli/many.hpp"
#include "cli/terminal.hpp"
#include "core/error.hpp"
#include "core/printable.hpp"
#include "engine/scenario.hpp"
#include "io/disk.hpp"
#include "study/plan.hpp"
#include "study/store.hpp"
#include "study/sweep.hpp"
#include "study/table.hpp"

namespace perforin::cli {

namespace fs = std::filesystem;

namespace {

/// Where tables go: two names that differ in their ends.
struct Tables {
    fs::path csv, h5;
};

Tables tables_of(const SweepOptions& options, const fs::path& beside, const std::string& title) {
    fs::path stem = options.output ? fs::path{*options.output} : beside / (title + ".results");
    if (stem.extension() == ".csv" || stem.extension() == ".h5") stem.replace_extension();
    return {stem.string() + ".csv", stem.string() + ".h5"};
}

void print(const study::Plan& plan, const study::SweepReport& report, const Tables& tables) {
    fmt::print("{}: {}, {} begun now\n", plan.name, study::progress_text(report.progress),
               report.started);
    fmt::print("{}\n{}\n", printable(tables.csv.string()), printable(tables.h5.string()));
}

int carry_out(const SweepOptions& options, Terminal& terminal) {
    const engine::Scenario file = engine::find_scenario(options.study);
    const fs::path folder = fs::path{file.places.folder};
    const study::Plan plan = study::plan(file, checking(terminal, "points"));
    const Tables tables = tables_of(options, folder, plan.title);
    study::check_tables(tables.csv, tables.h5);
    const study::Store store{runs_of(options, folder)};
    const study::SweepReport report = carry(plan, store, options, terminal);
    const study::Table table = study::collect(plan, store);
    io::write_whole(tables.csv, study::csv(plan, table));
    study::write_h5(tables.h5, plan, table, options.command_line);
    terminal.clear();
    for (const std::string& what : table.missing) terminal.warn(what);
    if (!options.quiet) print(plan, report, tables);
    if (report.stopped) {
        terminal.warn(fmt::format("stopped: {}; to go on: {}",
                                  study::progress_text(report.progress), options.how_to_go_on));
        return stopped;
    }
    return report.complete() || options.no_run ? done : our_fault;
}

}  // namespace

int sweep(const SweepOptions& options) {
    return watched(options, carry_out);
}

}  // namespace perforin::cli
