// `run` and `check`.

#include "engine/run.hpp"

#include <cstdio>

#include <fmt/format.h>

#include "cli/commands.hpp"
#include "cli/terminal.hpp"
#include "core/error.hpp"
#include "core/printable.hpp"

namespace perforin::cli {

namespace {

/// The special options are --set on [run], after what --set itself says.
std::vector<std::string> settings_of(const RunOptions& options) {
    std::vector<std::string> settings = options.settings;
    const auto add = [&](const char* key, const std::optional<std::string>& value) {
        if (value) settings.push_back(std::string{key} + '=' + *value);
    };
    add("run.seed", options.seed);
    add("run.days", options.days);
    add("run.threads", options.threads);
    return settings;
}

void print(const engine::RunReport& report) {
    fmt::print("{}: {} of {} days in {}\n", report.result.string(), report.days, report.of,
               engine::duration_text(report.wall_seconds));
    fmt::print("burden {:.4g} mm^3 at the start, {:.4g} mm^3 at the end\n",
               report.burden_at_start.in(mm3), report.burden.in(mm3));
    fmt::print("{:.4g} tumour cells killed by T cells\n", report.killed);
}

}  // namespace

int run(const RunOptions& options) {
    const Interrupt interrupt{options.quiet};
    const engine::Scenario scenario = engine::find_scenario(options.scenario);
    engine::RunRequest request{.settings = settings_of(options),
                               .force = options.force,
                               .command_line = options.command_line};
    if (options.output) request.output = *options.output;
    Terminal terminal{options.quiet};
    const engine::RunReport report = engine::run(scenario, request, terminal);
    terminal.clear();
    if (!report.completed) {
        fmt::print(stderr, "perforin: stopped after day {} of {}; {} holds all of them\n",
                   report.days, report.of, printable(report.result.string()));
    }
    if (!options.quiet) print(report);
    if (options.profile) fmt::print(stderr, "{}", engine::profile_text(report));
    return report.completed ? done : stopped;
}

int check(const std::vector<std::string>& files) {
    int code = done;
    for (const std::string& file : files) {
        try {
            engine::check(engine::find_scenario(file));
            fmt::print("{}: ok\n", printable(file));
        } catch (const BadInput& bad) {
            std::fflush(stdout);
            fmt::print(stderr, "{}\n", bad.what());
            code = users_input;
        }
    }
    return code;
}

}  // namespace perforin::cli
