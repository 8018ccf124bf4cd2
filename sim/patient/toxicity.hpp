#pragma once
// Immune-related adverse events: when checkpoint blockade inflames an organ, how bad it becomes,
// when it is noticed, and what is done. METHODS.md.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "cells/table.hpp"
#include "config/block.hpp"
#include "core/time.hpp"

namespace perforin::patient {

/// What is usual for an organ; numbers as in OrganParams.
struct OrganFacts {
    std::string_view name;
    double pd1, ctla4, both, median;
    bool replaced = false;  ///< its hormone is replaced: no steroids, no dose is left out
};
/// In the order of the rows of OrganStates.
const std::vector<OrganFacts>& organs();

/// `[toxicity.<organ>]`
struct OrganParams : config::Block {
    OrganParams(const config::Section& section, const OrganFacts& usual)
        : Block{section}, usual_{&usual} {}

private:
    const OrganFacts* usual_;  // first: the lines below read it while the struct is being made

public:
    Rate pd1 = rate("pd1", usual_->pd1, "Onset hazard with PD-1 blocked, of a usual patient");
    Rate ctla4 = rate("ctla4", usual_->ctla4, "The same with CTLA-4 blocked");
    Rate both = rate("both", usual_->both, "What both together add to it");
    double median = param("median", usual_->median, fraction, {0, 5},
                          "Grade that an untreated event comes to, median over events",
                          fitted("shares of grade 3 and more of CheckMate 067"));

private:
    Rate rate(std::string_view key, double standard, std::string_view meaning) const {
        return param(key, standard, per_day, {0, 10}, meaning,
                     recalled(fitted("rates of organs in pooled trials and onset times, lagged "
                                     "(Tang 2021, Hodi 2010)")));
    }
};

/// `[toxicity]`
struct ToxicityParams : config::Block {
    using Block::Block;
    Time pd1_lag =
        param("pd1_lag", 30, day, {0.1, 1000}, "Time over which blockade of PD-1 tells on organs",
              fitted("grade 3 and more after 27.5 weeks (Tang 2021; here 26); any grade after 8.4, "
                     "which this does not reach (here 17)"));
    Time ctla4_lag = param("ctla4_lag", 14, day, {0.1, 1000},
                           "Time over which blockade of CTLA-4 tells on organs",
                           fitted("median onset 6.1 weeks (Hindawi 2013)"));
    MassDensity pd1_half = param("pd1_half", 1, mg_per_litre, {1e-4, 1e4},
                                 "Plasma level of anti-PD-(L)1 at half of its effect",
                                 fitted("compartment model: flat in dose"));
    MassDensity ctla4_half = param("ctla4_half", 14, mg_per_litre, {1e-4, 1e4},
                                   "Plasma level of anti-CTLA-4 at half of its effect",
                                   fitted("compartment model: 10 mg/kg is worse than 3"));
    double frailty =
        param("frailty", 1, fraction, {0, 3}, "Spread of patients' susceptibility (sd of ln)",
              assumed("a third of patients has most events"));
    double spread = param("spread", 0.45, fraction, {0, 3}, "Spread of the grade events come to",
                          fitted("grade 3–4 in 15–23 % with nivolumab, 15–28 % with ipilimumab, "
                                 "59 % with both (CheckMate 067, MDX010-20)"));
    Time worsening = param("worsening", 10, day, {0.1, 365},
                           "Time constant with which an untreated event comes to its grade",
                           assumed("days to weeks"));
    Time resolution = param("resolution", 21, day, {0.1, 1000},
                            "Time constant with which a treated event resolves",
                            fitted("6.9 weeks to resolution (Hindawi 2013)"));
    Time detection = param("detection", 7, day, {0, 365},
                           "How long an event of grade 2 goes on before it is treated",
                           assumed("a matter of care; late detection raises the grade"));
    double recurrence = param("recurrence", 1, fraction, {0, 100},
                              "Onset hazard of an organ that was inflamed before, relative",
                              recalled(assumed("a quarter to a half recur on rechallenge")));
    std::int64_t hold_at = count("hold_at", 2, {1, 6}, "Grade from which doses are left out",
                                 recalled(measured("guidelines: hold at grade 2")));
    std::int64_t stop_at =
        count("stop_at", 4, {1, 6}, "Grade at which blockade ends for good",
              recalled(measured("guidelines: stop at grade 4, anti-CTLA-4 at grade 3")));
    std::int64_t stop_ctla4_at =
        count("stop_ctla4_at", 3, {1, 6}, "Grade at which blockade of CTLA-4 ends for good",
              recalled(measured("guidelines")));
    bool rechallenge = flag("rechallenge", true, "Whether doses go on once an event has resolved",
                            setting("as guidelines allow"));
    double steroid_mild =
        param("steroid_mild", 0.5, mg_per_kg, {0, 5}, "Prednisone for grade 2, a day",
              recalled(measured("guidelines: 0.5–1")));
    double steroid_severe =
        param("steroid_severe", 1.5, mg_per_kg, {0, 5}, "Prednisone for grade 3 and more, a day",
              recalled(measured("guidelines: 1–2")));
    Time taper = param("taper", 28, day, {1, 365},
                       "Over which prednisone is withdrawn once grade 1 is reached",
                       recalled(measured("guidelines: at least 4 weeks")));
    bool off = ablation("toxicity", "Blockade inflames no organ");
};

/// One row an organ.
struct OrganStates : cells::Table {
    cells::Column<double> passed =
        column<double>("passed", "1", "Integrated onset hazard of the next event");
    cells::Column<std::int64_t> events = column<std::int64_t>("events", "1", "Events so far");
    cells::Column<double> ceiling =
        column<double>("ceiling", "1", "Grade that the event comes to untreated; 0: no event");
    cells::Column<double> severity =
        column<double>("severity", "1", "Grade, between whole ones; its whole part is CTCAE's");
    cells::Column<double> noticed =
        column<double>("noticed", "min", "How long it has been of grade 2 or more");
    cells::Column<std::uint8_t> treated =
        column<std::uint8_t>("treated", "1", "1 from its detection until it is over");
    cells::Column<double> worst = column<double>("worst", "1", "Worst severity of the event");
    cells::Column<double> worst_ever =
        column<double>("worst_ever", "1", "Worst severity of all events so far");
};

struct ToxicityState : cells::State {
    cells::Scalar<double> pd1 = scalar<double>("pd1", "1", "Lagged effect of PD-1 blockade");
    cells::Scalar<double> ctla4 = scalar<double>("ctla4", "1", "Lagged effect of CTLA-4 blockade");
    cells::Scalar<double> steroid =
        scalar<double>("steroid", "mg/d", "Prednisone that is given for events");
    cells::Scalar<double> before_taper =
        scalar<double>("before_taper", "mg/d", "Prednisone when its withdrawal began");
    cells::Scalar<std::int64_t> held = scalar<std::int64_t>("held", "1", "1 while doses are held");
    cells::Scalar<std::int64_t> stopped =
        scalar<std::int64_t>("stopped", "1", "1 once blockade has ended for good");
    cells::Scalar<std::int64_t> stopped_ctla4 =
        scalar<std::int64_t>("stopped_ctla4", "1", "1 once that of CTLA-4 has");
    cells::Scalar<std::int64_t> dead =
        scalar<std::int64_t>("dead", "1", "1 once an event was of grade 5");
};

/// Effect of drugs in plasma, 0…1.
struct Blockade {
    double pd1 = 0.0, ctla4 = 0.0;
};

/// What a patient brings along: factors on onset hazards, and her weight.
struct Predisposition {
    double all = 1.0, liver = 1.0;
    Mass weight = 78.0 * kg;
};

class Toxicity {
public:
    Toxicity(const config::Section& root, std::uint64_t seed);

    const ToxicityParams& params() const { return params_; }
    void advance(const Tick& tick, const Blockade&, const Predisposition&);

    bool holds(bool ctla4) const {
        return state_.held != 0 || state_.stopped != 0 || (ctla4 && state_.stopped_ctla4 != 0);
    }
    double steroid() const { return state_.steroid; }  ///< prednisone, mg a day
    bool fatal() const { return state_.dead != 0; }
    std::int64_t grade(std::size_t organ) const;
    std::int64_t worst_grade(std::size_t organ) const;
    std::int64_t grade() const;  ///< the worst of all organs now

    OrganStates& organ_states() { return organs_; }
    const OrganStates& organ_states() const { return organs_; }
    ToxicityState& state() { return state_; }
    const ToxicityState& state() const { return state_; }

private:
    void begin_events(const Tick&, const Predisposition&);
    void run_events(const Tick&);
    void decide(const Tick&, Mass weight);

    ToxicityParams params_;
    std::vector<OrganParams> organ_params_;
    std::uint64_t seed_;
    double frailty_;
    OrganStates organs_;
    ToxicityState state_;
};

}  // namespace perforin::patient
