#pragma once
// When something is given. Every therapy reads one from its own table, next to its dose.

#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "config/block.hpp"
#include "core/time.hpp"

namespace perforin::patient {

/// What a therapy's schedule is unless the user says otherwise.
struct UsualSchedule {
    double every = 3;
    std::int64_t number = 0;  ///< administrations; 0: no limit
    config::Evidence evidence{};
    Unit<dim::time> unit = week;  ///< of `every`
    std::int64_t most = 0;  ///< administrations that may be asked for; 0: any number, or no limit
};

/// What ends a therapy for good, read beside its schedule.
struct StopParams : config::Block {
    explicit StopParams(const config::Section& therapy);

    std::vector<std::string> at = texts(
        "stop_at", {},
        "What ends it: \"progression\", \"complete_response\", \"toxicity\" (grade 3 or more); "
        "a fixed duration is `last` or `number`");
    bool has(const char* what) const;
};

struct Schedule : config::Block {
    Schedule(const config::Section& section, const UsualSchedule& usual)
        : Block{section},
          every{param("every", usual.every, usual.unit,
                      {day.factor / usual.unit.factor, 5200.0 * week.factor / usual.unit.factor},
                      "Interval between administrations, whole days", usual.evidence)},
          number{usual.most == 0
                     ? count("number", usual.number, {0, 1e6},
                             "Administrations at most; 0: no limit", usual.evidence)
                     : count("number", usual.number, {1, static_cast<double>(usual.most)},
                             "Administrations at most", usual.evidence)},
          stops{section} {
        demand_whole_days(section);
    }

    std::optional<std::string> name =
        optional_text("name", "What it is called in results; if not given, its type");
    Time first = param("first", 0, day, {0, 36500}, "Day of the first administration",
                       setting("the first simulated day"));
    Time every;
    std::int64_t number;
    Time last = param("last", 36500, day, {0, 36500}, "None is given after this day",
                      setting("no last day"));
    StopParams stops;  ///< for the reference; FollowUp acts on them

    /// Which administration is today's, from 0; nothing if none is due.
    std::optional<std::int64_t> nth(const Day& today) const {
        const std::int64_t since = today.index - days(first);
        if (since < 0 || today.index > days(last) || since % days(every) != 0) return std::nullopt;
        const std::int64_t n = since / days(every);
        if (number != 0 && n >= number) return std::nullopt;
        return n;
    }
    bool due(const Day& today) const { return nth(today).has_value(); }

private:
    static std::int64_t days(Time time) { return std::llround(time.in(day)); }

    /// Therapy is given once a day at most: a fraction of a day would be moved without a word.
    void demand_whole_days(const config::Section& section) const {
        const auto check = [&section](const char* key, Time time) {
            if (std::abs(time.in(day)-std::round(time.in(day))) > 1e-6) {
                section.problem(key, "must be a whole number of days");
            }
        };
        check("first", first);
        check("every", every);
        check("last", last);
    }
};

}  // namespace perforin::patient
