// `run` and `check`.

#include <algorithm>
#include <cstdio>

#include <fmt/format.h>

#include "cli/commands.hpp"
#include "cli/terminal.hpp"
#include "core/error.hpp"
#include "core/printable.hpp"
#include "core/time.hpp"
#include "engine/burn_in_cache.hpp"
#include "engine/twins.hpp"
#include "study/cohort/cohort.hpp"
#include "study/plan.hpp"
#include "study/sweep.hpp"
#include "trial/trial.hpp"

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

/// How far a run came that was stopped, what there is of it, and how it goes on.
std::string stopped_text(const engine::RunReport& report, const std::string& how_to_resume) {
    const auto day = [](Seconds at) { return static_cast<double>(at) / seconds_per_day; };
    std::string text =
        fmt::format("stopped at day {:.6g} of {}; {} holds {} whole days", day(report.lived),
                    report.of, printable(report.result.string()), report.days);
    text += report.saved ? fmt::format(", {} day {:.6g}", printable(report.checkpoint.string()),
                                       day(*report.saved))
                         : ", and there is no checkpoint";
    return text + "; to go on: " + how_to_resume;
}

/// Of a run that was stopped before its first day.
std::string stopped_early_text(const engine::RunReport& report, const std::string& how_to_resume) {
    return fmt::format(
        "stopped in the burn-in, after day {} of at most {}; nothing is lost but that burn-in, "
        "which "
        "begins anew with: {}",
        report.days, report.of, how_to_resume);
}

/// Where burn-ins are kept, if anywhere.
std::optional<std::filesystem::path> cache_of(const RunOptions& options) {
    if (options.no_cache) return std::nullopt;
    if (options.cache) return *options.cache;
    return engine::usual_cache();
}

void print(const engine::RunReport& report) {
    fmt::print("{}: {} of {} days in {}{}\n", report.result.string(), report.days, report.of,
               engine::duration_text(report.wall_seconds), report.died ? "; the patient died" : "");
    fmt::print("burden {:.4g} mm^3 at the start, {:.4g} mm^3 at the end\n",
               report.burden_at_start.in(mm3), report.burden.in(mm3));
    fmt::print("{:.4g} tumour cells killed by T and NK cells\n", report.killed);
}

/// Says how a run ended.
void conclude(const engine::RunReport& report, const RunOptions& options, Terminal& terminal) {
    if (report.in_burn_in) {
        return terminal.warn(stopped_early_text(report, options.how_to_resume));
    }
    if (report.was_complete) {
        return terminal.tell(
            fmt::format("{} is complete, day {} of {}{}; there is nothing to resume",
                        printable(report.result.string()), report.days, report.of,
                        report.died ? ", on which the patient died" : ""));
    }
    if (!report.completed) terminal.warn(stopped_text(report, options.how_to_resume));
    if (!options.quiet) print(report);
    if (options.profile) fmt::print(stderr, "{}", engine::profile_text(report));
}

/// Each patient takes some hundredths of a second: of a large cohort the first few are prepared.
std::string check_cohort(const engine::Scenario& file) {
    constexpr std::size_t enough = 20;
    const study::Cohort cohort{file};
    const std::size_t prepared = std::min(cohort.size(), enough);
    for (std::size_t k = 1; k <= prepared; ++k) cohort.check(cohort.patient(k));
    return fmt::format("ok, {} patients, {} of them prepared", cohort.size(), prepared);
}

/// Throws BadInput with every problem; else what there is to say.
std::string check_one(const engine::Scenario& file) {
    if (trial::is_trial(file)) {
        const trial::Trial trial = trial::read_trial(file);
        return fmt::format("ok, {} runs at most", trial::most_runs_of(trial));
    }
    if (study::is_study(file)) {
        const study::Plan plan = study::plan(file);
        return fmt::format("ok, {} runs", study::different_runs(plan).size());
    }
    if (study::is_cohort(file)) return check_cohort(file);
    engine::check(file);
    return "ok";
}

}  // namespace

int run(const RunOptions& options) {
    const Interrupt interrupt{options.quiet};
    const engine::Scenario scenario = engine::find_scenario(options.scenario);
    engine::RunRequest request{.settings = settings_of(options),
                               .force = options.force,
                               .resume = options.resume,
                               .command_line = options.command_line,
                               .cache = cache_of(options)};
    if (options.output) request.output = *options.output;
    Terminal terminal{options.quiet};
    const engine::TwinsReport report = engine::run_with_twin(scenario, request, terminal);
    terminal.clear();
    conclude(report.patient, options, terminal);
    if (report.twin) conclude(*report.twin, options, terminal);
    if (report.effect && !options.quiet) fmt::print("{}", report.effect->text());
    return report.last().completed ? done : stopped;
}

int check(const std::vector<std::string>& files) {
    int code = done;
    for (const std::string& file : files) {
        try {
            fmt::print("{}: {}\n", printable(file), check_one(engine::find_scenario(file)));
        } catch (const BadInput& bad) {
            std::fflush(stdout);
            fmt::print(stderr, "{}\n", bad.what());
            code = users_input;
        }
    }
    return code;
}

}  // namespace perforin::cli
