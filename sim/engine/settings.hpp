#pragma once
// `[run]`, `[burn_in]` and `[output]`: what a run is asked for, apart from the patient.

#include <cmath>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "config/block.hpp"
#include "core/time.hpp"
#include "engine/twin_changes.hpp"

namespace perforin::engine {

/// Days are lived whole: a fraction of one would be moved without a word.
inline void demand_whole_days(const config::Section& table, const std::string& key, Time interval) {
    if (std::abs(interval.in(day)-std::round(interval.in(day))) > 1e-6) {
        table.problem(key, "must be a whole number of days");
    }
}

/// `[run]`
struct RunParams : config::Block {
    explicit RunParams(const config::Section& section) : Block{section} {
        check_changes(section, twin);
    }

    std::int64_t seed =
        count("seed", 1, {0, 9007199254740992.0},
              "Seed of all chance: the same seed and input give the same result to the last bit",
              setting("any number will do"));
    std::int64_t days = count("days", 180, {1, 36500}, "Days simulated",
                              setting("long enough for the first scans on treatment"));
    std::optional<std::int64_t> threads =
        optional_count("threads", {1, 1024}, "Threads to compute with; results do not depend on it",
                       setting("all processors, or OMP_NUM_THREADS"));
    Time checkpoint = param(
        "checkpoint", 10, minute, {0, 10080},
        "Time on the clock between two checkpoints, from which an interrupted run goes on; "
        "0: one after each biology step",
        setting("Young 1974: least is lost at sqrt(2 × time to save × time between failures), "
                "7 min for a second and a day"));
    std::string fidelity =
        text("fidelity", "standard",
             "How exactly time is resolved: standard, or the name of a file in configs/fidelity, "
             "which lies under all that is written; trial: the longest steps that leave a trial's "
             "endpoints as they are");
    std::vector<std::string> twin =
        texts("twin", {},
              "What is otherwise for a twin, who is run after the patient with the same luck: "
              "\"untreated\", or settings: [\"therapy.0.dose=0 mg\", "
              "\"ablation.ctl_killing=true\"]; if not given, there is none");
};

/// `[burn_in]`: how long a patient lives without therapy before the first day.
struct BurnInParams : config::Block {
    explicit BurnInParams(const config::Section& section) : Block{section} {
        demand_whole_days(section, "longest", longest);
        demand_whole_days(section, "shortest", shortest);
        demand_whole_days(section, "window", window);
        if (!wanted()) return;
        if (longest < shortest) section.problem("longest", "is less than `shortest`");
        if (longest < 2.0 * window) {
            section.problem("longest", "is less than two windows, which are compared");
        }
    }

    Time longest = param("longest", 0, day, {0, 720},
                         "Days before the first, at most, until the tissue is at rest; 0: none",
                         setting("none: the lesion is as it was founded"));
    Time shortest = param("shortest", 14, day, {0, 720}, "Days before the first, at least",
                          setting("two windows"));
    Time window = param("window", 7, day, {1, 360},
                        "Two successive windows of this length are compared, a sample a day",
                        setting("long against the memory of T cells, a day"));
    double tolerance =
        param("tolerance", 0.05, fraction, {0.001, 1},
              "Relative difference of the windows' means up to which a figure is at rest",
              setting("below what patients of one input differ by"));

    bool wanted() const { return longest > Time{}; }
    static std::int64_t days(Time time) { return std::llround(time.in(day)); }
};

/// Which events are kept.
enum class EventChoice { none, notable, all };

/// `[output]`
struct OutputParams : config::Block {
    explicit OutputParams(const config::Section& section) : Block{section} {
        demand_whole_days(section, "series", series);
        demand_whole_days(section, "frames", frames);
        demand_whole_days(section, "fields", fields);
        demand_whole_days(section, "commit", commit);
        const config::Section each = section.child("fields_each");
        for (const auto& [name, interval] : fields_each) demand_whole_days(each, name, interval);
        const config::Section bits = section.child("significant_bits");
        for (const auto& [name, count] : significant_bits) {
            if (count != std::trunc(count)) bits.problem(name, "must be a whole number");
        }
    }

    std::optional<std::string> file = optional_text(
        "file",
        "Where the result goes, relative to the working directory; if not given, the scenario's "
        "name and .h5");
    Time series = param("series", 1, day, {1, 36500}, "Interval between rows of the series",
                        setting("whole days"));
    Time frames = param("frames", 7, day, {1, 36500}, "Interval between frames of all cells",
                        setting("whole days; cells fill most of the file"));
    Time fields = param("fields", 28, day, {1, 36500}, "Interval between moments of the fields",
                        setting("whole days"));
    Time commit = param("commit", 1, day, {1, 36500},
                        "Interval after which all that was written is safe, whatever happens to "
                        "the program",
                        setting("whole days"));
    std::map<std::string, Time> fields_each = by_name(
        "fields_each", {}, day, {1, 36500},
        "The same for a field of its own, by name: { oxygen = \"7 d\" }", setting("whole days"));
    std::vector<std::string> kinds =
        texts("kinds", {"all"}, "Kinds of cells in the frames, by name; or all");
    std::vector<std::string> columns =
        texts("columns", {"all"}, "Columns of the cells, by name; or all");
    std::vector<std::string> substances =
        texts("substances", {"all"},
              "Fields that are kept: substances, drugs and vessels by name; or all");
    EventChoice events = choice<EventChoice>(
        "events", EventChoice::notable,
        {{"none", EventChoice::none}, {"notable", EventChoice::notable}, {"all", EventChoice::all}},
        "Events that are kept; notable: kills by T cells, arrivals, departures, "
        "pools and core; all: births and other deaths too",
        setting("births and deaths are many"));
    double least_clone = param(
        "least_clone", 0.001, fraction, {0, 1},
        "Clones are written with each row of the series if they hold at least this share of a "
        "lesion's live tumour cells; those that they descend from are written too",
        setting("at most a thousand clones and their ancestors"));
    std::int64_t compression = count("compression", 2, {0, 4}, "Level of gzip; 0: none",
                                     setting("more costs time and gains little"));
    Length position_step =
        param("position_step", 0.03125, um, {0, 10},
              "Positions are rounded to multiples of this; 0: they are kept as they are",
              setting("a five-hundredth of a cell; other digits do not compress"));

    std::map<std::string, double> significant_bits =
        by_name("significant_bits", {}, fraction, {1, 53},
                "Columns of cells and fields, by name, are rounded to so many significant binary "
                "digits: { oxygen = 10, radius = 12 }; the others are kept as they are",
                setting("three binary digits and a third are one decimal digit"));

    /// How often a field is kept.
    Time interval_of(const std::string& field) const {
        const auto own = fields_each.find(field);
        return own == fields_each.end() ? fields : own->second;
    }
};

/// Whether something that comes every so many whole days, from the start on, comes now.
inline bool due(Time every, Seconds at) {
    return at % (std::llround(every.in(day)) * seconds_per_day) == 0;
}

}  // namespace perforin::engine
