#pragma once
// `[design]`: what a trial decides on, and when.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "clinic/criteria/response.hpp"
#include "config/block.hpp"
#include "core/units.hpp"

namespace perforin::trial {

enum class Kind { fixed, three_plus_three, boin, simon, group_sequential };
enum class Compared { os, pfs };
enum class Boundary { obrien_fleming_spending, pocock_spending, obrien_fleming, pocock };

/// `[design]`. What is of some types only is optional or standard there, and refused elsewhere.
struct DesignParams : config::Block {
    explicit DesignParams(const config::Section& section);

    Kind kind = choice("type", Kind::fixed,
                       {{"fixed", Kind::fixed},
                        {"three_plus_three", Kind::three_plus_three},
                        {"boin", Kind::boin},
                        {"simon", Kind::simon},
                        {"group_sequential", Kind::group_sequential}},
                       "fixed: everybody is randomised and looked at once; three_plus_three, boin: "
                       "arms are dose levels, the lowest first; simon: one arm in two stages; "
                       "group_sequential: two arms, looked at as events come in",
                       setting("the simplest"));
    Compared compared =
        choice("endpoint", Compared::os, {{"os", Compared::os}, {"pfs", Compared::pfs}},
               "What arms are compared by (fixed, group_sequential)", setting("overall survival"));
    clinic::Criterion criterion = choice(
        "criterion", clinic::Criterion::recist,
        {{"recist", clinic::Criterion::recist},
         {"irecist", clinic::Criterion::irecist},
         {"irrc", clinic::Criterion::irrc},
         {"imrecist", clinic::Criterion::imrecist}},
        "By which responses and progressions are judged for a decision", setting("RECIST 1.1"));
    double alpha = param("alpha", 0.05, fraction, {1e-6, 0.5},
                         "Chance to see a difference, or worth, that is not there: two-sided of "
                         "fixed and group_sequential, one-sided of simon",
                         setting("convention"));

    std::vector<double> events =
        list("events", {}, fraction, {1, 1e6},
             "group_sequential: numbers of events at which is looked, rising; the last is the end",
             setting("none"));
    Boundary boundary =
        choice("boundary", Boundary::obrien_fleming_spending,
               {{"obrien_fleming_spending", Boundary::obrien_fleming_spending},
                {"pocock_spending", Boundary::pocock_spending},
                {"obrien_fleming", Boundary::obrien_fleming},
                {"pocock", Boundary::pocock}},
               "group_sequential: how alpha is spread over looks; by Lan and DeMets's spending, or "
               "O'Brien and Fleming's or Pocock's constants",
               setting("the usual one"));
    std::int64_t wave =
        count("wave", 20, {1, most_wave},
              "group_sequential: patients that are run at a time, until the next look can be had",
              setting("as many as machines do at once; decisions do not depend on it"));

    double poor = param("poor", 0.1, fraction, {0.001, 0.999},
                        "simon: rate of response that is not worth it", setting("an example"));
    double good = param("good", 0.3, fraction, {0.001, 0.999}, "simon: rate of response that is",
                        setting("an example"));
    double beta = param("beta", 0.2, fraction, {1e-6, 0.5},
                        "simon: chance to miss a rate that is worth it", setting("convention"));
    bool minimax = choice("optimal_for", "average", {"average", "maximum"},
                          "simon: fewest patients on average where the rate is poor, or at most",
                          setting("the optimal design")) == "maximum";
    Time assessed = param("assessed", 168, day, {1, 3650},
                          "simon: for how long the last patient of a stage is followed before it "
                          "is judged",
                          assumed("most responses come within half a year"));

    double target = param("target", 0.3, fraction, {0.01, 0.9},
                          "boin: rate of dose-limiting toxicity that is looked for",
                          recalled(setting("Liu & Yuan 2015")));
    std::int64_t cohort =
        count("cohort", 3, {1, 100}, "boin: patients at a time", setting("as in 3 + 3"));
    std::int64_t most =
        count("most", 30, {1, most_wave}, "boin: patients in all, at most", setting("ten cohorts"));
    std::int64_t enough = count("enough", 100, {1, most_wave},
                                "boin: patients at a level after which staying there ends it",
                                setting("no such rule"));
    std::int64_t start_level =
        count("start_level", 1, {1, 100}, "three_plus_three, boin: level of the first patients",
              setting("the lowest"));

    bool escalates() const { return kind == Kind::three_plus_three || kind == Kind::boin; }

private:
    static constexpr double most_wave = 100'000;
    void refuse_others(const config::Section& section) const;
};

}  // namespace perforin::trial
