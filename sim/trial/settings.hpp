#pragma once
// The tables of a trial: `[trial]`, `[[arm]]`, `[randomisation]`, `[visits]`, `[dropout]`,
// `[twins]`, `[dlt]`, `[design]` (design_settings.hpp), `[[published]]`.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "config/block.hpp"
#include "config/reference.hpp"
#include "core/units.hpp"

namespace perforin::trial {

/// Runs of one trial, at most, as of one study.
inline constexpr double most_runs = 100'000;
inline constexpr double largest_seed = 9007199254740992.0;

/// `[trial]`
struct TrialParams : config::Block {
    explicit TrialParams(const config::Section& section);

    std::optional<std::string> cohort = optional_text(
        "cohort",
        "Whose patients take part: a cohort (.toml), relative to the project's root, then to the "
        "trial's folder");
    std::optional<std::string> scenario = optional_text(
        "scenario",
        "Without a cohort: the one scenario that all patients are, found as the cohort is; they "
        "differ by run.seed, which counts on from the scenario's");
    std::optional<std::int64_t> patients = optional_count(
        "patients", {1, most_runs},
        "How many may take part; if not given, all of the cohort. Of a scenario it must be given");
    std::vector<std::string> settings = texts(
        "settings", {},
        "What is otherwise in all patients, whatever their arm: [\"run.fidelity=trial\", …], as "
        "--set");
    Time follow_up = param("follow_up", 365, day, {1, 36500},
                           "For how long a patient is followed from the start of treatment, at "
                           "most",
                           setting("a year"));
    Time accrual = param("accrual", 0, day, {0, 36500},
                         "Over how long patients come: each on any day of these, as often",
                         setting("all come on the first day"));
    std::optional<Time> data_cut =
        optional("data_cut", day, {1, 36500},
                 "Calendar day on which the data are cut: who came late is followed less long; if "
                 "not given, everybody is followed to the end");
    std::int64_t seed = count("seed", 1, {0, largest_seed},
                              "Seed of randomisation, arrival and dropout, not of the patients",
                              setting("any number will do"));
    std::optional<std::string> control =
        optional_text("control", "The arm that others are compared with; if not given, the first");
    std::vector<std::string> ends_treatment =
        texts("ends_treatment", {},
              "What ends the therapies of every arm, where one says no stop_at of its own: "
              "\"progression\", \"complete_response\", \"toxicity\"");
};

/// `[[arm]]`
struct ArmParams : config::Block {
    using Block::Block;

    std::string name = required_text("name", "docetaxel", "What it is called");
    std::int64_t share = count("share", 1, {1, 100}, "Its part of the patients, 2 : 1 being 2",
                               setting("equal shares"));
    std::optional<std::string> config = optional_text(
        "config",
        "A file that is laid over each of its patients ([[therapy]] and the like), found as the "
        "cohort is");
    std::vector<std::string> settings =
        texts("settings", {},
              "What its patients have: ['therapy=[{type=\"pembrolizumab\"}]', …], as --set");
};

enum class Method { permuted_blocks, simple };

/// `[randomisation]`
struct RandomisationParams : config::Block {
    using Block::Block;

    Method method =
        choice("method", Method::permuted_blocks,
               {{"permuted_blocks", Method::permuted_blocks}, {"simple", Method::simple}},
               "permuted_blocks: within each stratum arms balance after every block; "
               "simple: each patient by a draw of her own",
               setting("as most trials do"));
    std::vector<std::string> strata = texts(
        "strata", {},
        "Covariates of the cohort within which arms are balanced: [\"histology\", \"tps: 1, 50\"], "
        "with limits where numbers are put into classes (below 1, 1 to 50, from 50 on)");
    std::optional<std::int64_t> block = optional_count(
        "block", {1, 10000},
        "Patients of a block, a multiple of the sum of shares; if not given, twice that sum");
};

/// `[visits]`: goes into the calendar of the examination that measures lesions.
struct VisitParams : config::Block {
    using Block::Block;

    std::string examination = text(
        "examination", "ct",
        "The examination whose measurements are judged, by name; it is a CT of the trial's own "
        "if patients have no examinations");
    std::optional<Time> start =
        optional("start", day, {0, 36500},
                 "Simulated day on which treatment is to start; the rest is as in "
                 "[[examination]], and as there if not given");
    std::optional<Time> first = optional("first", day, {1, 36500}, "The first scan on treatment");
    std::optional<Time> every = optional("every", day, {1, 36500}, "Interval between scans");
    std::optional<Time> until =
        optional("until", day, {0, 36500}, "Up to when that interval holds");
    std::optional<Time> later = optional("later", day, {1, 36500}, "Interval after that");
    std::optional<Time> jitter =
        optional("jitter", day, {0, 60}, "By how much a scan may be early or late, at most");
    std::optional<double> missed =
        optional("missed", fraction, {0, 1}, "Share of scans that are not made");
};

/// `[dropout]`
struct DropoutParams : config::Block {
    using Block::Block;

    Rate hazard = param("hazard", 0, per_day, {0, 1},
                        "Hazard to drop out of all observation, from the start of treatment on",
                        setting("nobody does"));
};

/// `[twins]`
struct TwinParams : config::Block {
    using Block::Block;

    bool on = flag("on", false,
                   "Whether each patient is also run in the arms that she was not assigned to",
                   setting("one run a patient"));
};

/// `[dlt]`: which adverse events are dose-limiting.
struct DltParams : config::Block {
    using Block::Block;

    Time window = param("window", 28, day, {1, 3650},
                        "From the start of treatment on, how long such events count",
                        recalled(measured("usual in phase 1: the first cycle, 3 to 4 weeks")));
    std::int64_t grade = count("grade", 3, {1, 5}, "Grade from which an event is dose-limiting",
                               recalled(measured("usual in phase 1: grade 3")));
    std::vector<std::string> without =
        texts("without", {},
              "Events that are not dose-limiting whatever their grade: organs, \"neutropenia\", "
              "\"neuropathy\"");
};

/// `[[published]]`: what a trial that was carried out came to, for the report.
struct PublishedParams : config::Block {
    explicit PublishedParams(const config::Section& section);

    std::string arm = required_text("arm", "docetaxel", "Arm");
    std::optional<std::string> against =
        optional_text("against", "Arm that it is compared with, of ratios and differences");
    std::string endpoint = required_text(
        "endpoint", "os.median",
        "What was found, as the report calls it: recist.orr, recist.confirmed_orr, recist.cr, "
        "recist.dcr, recist.pfs.median, os.median, os.at_12_months, grade_3_or_more, …");
    std::string value = required_text("value", "9.6 months", "Figure, with its unit");
    std::optional<std::string> low = optional_text("low", "Lower end of its interval");
    std::optional<std::string> high = optional_text("high", "Upper end of its interval");
    std::string source = required_text("source", "Rittmeyer 2017", "Where it stands");
};

/// What a trial can say, for the reference.
std::vector<config::Group> reference();
/// The same as a chapter of sim/PARAMETERS.md.
std::string parameters_page();

/// A time as whole days.
std::int64_t days_of(Time time);
/// Notes a problem where a time is no whole number of days.
void demand_whole_days(const config::Section& section, const char* key, Time time);

}  // namespace perforin::trial
