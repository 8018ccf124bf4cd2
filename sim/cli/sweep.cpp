// `sweep`: carries out a study.

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>

#include <fmt/format.h>

#include "cli/commands.hpp"
#include "cli/terminal.hpp"
#include "core/error.hpp"
#include "core/printable.hpp"
#include "engine/scenario.hpp"
#include "io/disk.hpp"
#include "study/local_executor.hpp"
#include "study/plan.hpp"
#include "study/store.hpp"
#include "study/sweep.hpp"
#include "study/table.hpp"

namespace perforin::cli {

namespace fs = std::filesystem;

namespace {

/// A sweep seen from a terminal.
class Onlooker final : public study::SweepWatch {
public:
    explicit Onlooker(Terminal& terminal) : terminal_{terminal} {}
    void see(const study::Progress& progress) override {
        terminal_.show(study::progress_text(progress));
    }
    bool stop() const override { return Interrupt::asked(); }
    void warn(const std::string& what) override { terminal_.warn(what); }

private:
    Terminal& terminal_;
};

/// The folder of runs: what is asked for, else $PERFORIN_RUNS, else beside the study.
fs::path runs_of(const SweepOptions& options, const fs::path& beside) {
    if (options.runs) return *options.runs;
    if (const char* said = std::getenv("PERFORIN_RUNS"); said && *said != '\0') return said;
    return beside / "runs";
}

/// Where tables go: two names that differ in their ends.
struct Tables {
    fs::path csv, h5;
};

Tables tables_of(const SweepOptions& options, const fs::path& beside, const std::string& title) {
    fs::path stem = options.output ? fs::path{*options.output} : beside / (title + ".results");
    if (stem.extension() == ".csv" || stem.extension() == ".h5") stem.replace_extension();
    return {stem.string() + ".csv", stem.string() + ".h5"};
}

/// What ends the checking.
struct StoppedEarly {};

/// Checking takes some hundredths of a second a point.
study::Checking checking(Terminal& terminal) {
    return [&terminal](std::size_t checked, std::size_t of) {
        constexpr std::size_t few = 50;
        if (of > few) terminal.show(fmt::format("checked {} of {} points", checked, of));
        if (Interrupt::asked()) throw StoppedEarly{};
    };
}

void print(const study::Plan& plan, const study::SweepReport& report, const Tables& tables) {
    fmt::print("{}: {}, {} begun now\n", plan.name, study::progress_text(report.progress),
               report.started);
    fmt::print("{}\n{}\n", printable(tables.csv.string()), printable(tables.h5.string()));
}

/// Nothing is run: how the runs stand.
study::SweepReport as_it_is(const study::Plan& plan, const study::Store& store) {
    study::SweepReport report;
    for (const auto& [hash, now] : study::look(plan, store)) {
        ++report.progress.runs;
        if (now.state == study::State::done) ++report.progress.done;
        if (now.state == study::State::failed) ++report.progress.failed;
        if (now.state == study::State::running) ++report.progress.elsewhere;
    }
    return report;
}

study::SweepReport carry_out(const study::Plan& plan, const study::Store& store,
                             const SweepOptions& options, Terminal& terminal) {
    study::LocalExecutor executor{study::share_out(
        study::different_runs(plan).size(), study::processors(), options.workers, options.threads)};
    study::SweepRequest request{.retry = options.retry};
    if (options.no_cache) request.options.emplace_back("--no-cache");
    if (options.cache) request.options = {"--cache", fs::absolute(*options.cache).string()};
    Onlooker onlooker{terminal};
    return study::sweep(plan, store, executor, request, onlooker);
}

int sweep(const SweepOptions& options, Terminal& terminal) {
    const engine::Scenario file = engine::find_scenario(options.study);
    const fs::path folder = fs::path{file.places.folder};
    const study::Plan plan = study::plan(file, checking(terminal));
    const Tables tables = tables_of(options, folder, plan.title);
    study::check_tables(tables.csv, tables.h5);
    const study::Store store{runs_of(options, folder)};
    const study::SweepReport report =
        options.no_run ? as_it_is(plan, store) : carry_out(plan, store, options, terminal);
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
    const Interrupt interrupt{options.quiet};
    Terminal terminal{options.quiet};
    try {
        return sweep(options, terminal);
    } catch (const StoppedEarly&) {
        terminal.warn("stopped before the first run");
        return stopped;
    }
}

}  // namespace perforin::cli
