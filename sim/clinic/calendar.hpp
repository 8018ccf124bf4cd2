#pragma once
// On which days a patient is seen: a trial's plan, and what becomes of it.

#include <cstdint>
#include <optional>
#include <vector>

#include "config/block.hpp"
#include "core/time.hpp"

namespace perforin::clinic {

/// One visit, made or missed.
struct DueVisit {
    std::int64_t day = 0;      ///< simulated; she is seen as she is when it begins
    std::int64_t planned = 0;  ///< the day it was planned for
    std::int64_t number = 0;   ///< of those after the baseline, from 0; of the baseline, from 0
    bool baseline = false, missed = false;

    Seconds at() const { return Day{day}.start(); }
};

/// How much a visit is off its day.
enum class Jitter { uniform, normal };

/// Every examination reads one from its own table.
struct Calendar : config::Block {
    explicit Calendar(const config::Section& section);

    Time start = param("start", 0, day, {0, 36500},
                       "Day on which treatment is to start; the days below count from it",
                       setting("the first simulated day"));
    std::vector<Time> baseline =
        list("baseline", {0}, day, {-3650, 0},
             "Examinations before treatment, in order; two of them tell how fast lesions grew",
             setting("one; trials allow 28 days before the start"));
    Time first =
        param("first", 42, day, {1, 36500}, "The first one on treatment",
              measured("Laleh 2022, S1: 41 days (10 to 90 %: 36 to 43) in OAK and its like"));
    Time every = param("every", 42, day, {1, 36500}, "Interval between them",
                       recalled(measured("OAK: every 6 weeks until week 36")));
    Time until = param("until", 252, day, {0, 36500}, "Up to when that interval holds",
                       recalled(measured("OAK: week 36")));
    Time later = param("later", 63, day, {1, 36500}, "Interval after that",
                       recalled(measured("OAK: every 9 weeks")));
    std::int64_t number =
        count("number", 0, {0, 10000}, "Examinations on treatment at most; 0: no limit",
              setting("as long as the run lasts"));
    Time last = param("last", 36500, day, {0, 36500}, "None is planned after this day",
                      setting("no last day"));
    Time jitter = param("jitter", 4, day, {0, 60},
                        "By how much a visit on treatment may be early or late, at most",
                        measured("Laleh 2022, S1: 10 to 90 % of first scans in OAK and its like "
                                 "within 36 to 43 days"));
    Jitter shape = choice<Jitter>("jitter_shape", Jitter::uniform,
                                  {{"uniform", Jitter::uniform}, {"normal", Jitter::normal}},
                                  "How visits scatter: any day as often, or normally with half of "
                                  "`jitter` as standard deviation, cut off there",
                                  assumed("the shape is not known"));
    double missed =
        param("missed", 0, fraction, {0, 1}, "Chance that a visit on treatment is not made",
              setting("none is missed"));

    /// The visit that falls on a day, if one does. `whose`: the examination's identity; visits of
    /// one are early or late, or missed, apart from those of another.
    std::optional<DueVisit> on(std::int64_t day, std::uint64_t seed, std::uint64_t whose) const;

    /// Days after the start for which the visits on treatment are planned, up to `day`.
    std::vector<std::int64_t> planned(std::int64_t day) const;

private:
    void check(const config::Section& section) const;
    std::int64_t shift(std::int64_t visit, std::uint64_t seed, std::uint64_t whose) const;
};

}  // namespace perforin::clinic
