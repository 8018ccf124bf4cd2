#pragma once
// Neutrophils under chemotherapy, and infections while there are few; nerves and stomach. Friberg
// 2002. METHODS.md.

#include <cstdint>

#include "cells/table.hpp"
#include "config/block.hpp"
#include "core/time.hpp"

namespace perforin::patient {

/// `[marrow]`
struct MarrowParams : config::Block {
    using Block::Block;
    double usual = param("usual", 5.05, fraction, {0.1, 50},
                         "Neutrophils in blood without therapy, 10⁹ per litre",
                         recalled(measured("Friberg 2002")));
    Time transit = param("transit", 88.7, hour, {10, 500},
                         "Mean time from a proliferating precursor to a neutrophil in blood",
                         recalled(measured("Friberg 2002: docetaxel 88.7 h, others 105–141 h")));
    double feedback = param("feedback", 0.161, fraction, {0, 2},
                            "Power of usual/now with which precursors divide faster",
                            recalled(measured("Friberg 2002: 0.161")));
    Rate infection = param("infection", 0.03, per_day, {0, 10},
                           "Hazard of an infection with fewer than 0.5·10⁹ neutrophils per litre",
                           recalled(fitted("febrile neutropenia in 10–20 % of courses of docetaxel "
                                           "with nadirs of a week")));
    double fatal = param("fatal", 0.05, fraction, {0, 1}, "Share of these that are fatal",
                         recalled(measured("5–10 % of febrile neutropenia in solid tumours")));
    double needed = param("needed", 1.5, fraction, {0, 50},
                          "Neutrophils (10⁹ per litre) below which chemotherapy is put off",
                          recalled(measured("labels: 1.5")));
    double neuropathy = param("neuropathy", 0.0025, fraction, {0, 1},
                              "Grade of neuropathy per cumulative dose (mg/m²) of chemotherapy",
                              recalled(fitted("docetaxel: grade 1–2 in most at 400–600 mg/m²")));
    Time nerves = param("nerves", 180, day, {1, 3650}, "Time constant with which nerves recover",
                        recalled(measured("months to a year")));
    double nausea =
        param("nausea", 0.4, fraction, {0, 1}, "Chance of nausea of grade 2 or more after a dose",
              recalled(measured("a third to a half without the strongest "
                                "antiemetics")));
};

/// Precursors and neutrophils relative to usual, and what came of their want.
struct MarrowState : cells::State {
    cells::Scalar<double> precursors =
        scalar<double>("precursors", "1", "Proliferating precursors, relative to usual", 1.0);
    cells::Scalar<double> first = scalar<double>("first", "1", "First stage of maturation", 1.0);
    cells::Scalar<double> second = scalar<double>("second", "1", "Second stage", 1.0);
    cells::Scalar<double> third = scalar<double>("third", "1", "Third stage", 1.0);
    cells::Scalar<double> neutrophils =
        scalar<double>("neutrophils", "1", "Neutrophils in blood, relative to usual", 1.0);
    cells::Scalar<double> lowest =
        scalar<double>("lowest", "1", "Fewest neutrophils so far, relative to usual", 1.0);
    cells::Scalar<double> risk =
        scalar<double>("risk", "1", "Integrated hazard of the next infection");
    cells::Scalar<std::int64_t> infections =
        scalar<std::int64_t>("infections", "1", "Infections so far");
    cells::Scalar<std::int64_t> dead =
        scalar<std::int64_t>("dead", "1", "1 once an infection was fatal");
    cells::Scalar<double> nerve_dose =
        scalar<double>("nerve_dose", "mg/m^2", "Dose that nerves have not recovered from");
    cells::Scalar<std::int64_t> doses = scalar<std::int64_t>("doses", "1", "Doses so far");
    cells::Scalar<std::int64_t> nauseous =
        scalar<std::int64_t>("nauseous", "1", "Doses after which there was nausea");
};

class Marrow {
public:
    Marrow(const config::Section& root, std::uint64_t seed)
        : params_{root.child("marrow")}, seed_{seed} {}

    const MarrowParams& params() const { return params_; }
    /// `inhibition`: share of the division of precursors that drugs take away; above 1 they die.
    void advance(const Tick& tick, double inhibition, double susceptibility = 1.0);
    /// A dose of chemotherapy, mg per m² of body surface.
    void dosed(double mg_per_m2, Seconds at);

    double neutrophils() const { return params_.usual * state_.neutrophils; }  ///< 10⁹ per litre
    bool too_few() const { return neutrophils() < params_.needed; }
    /// CTCAE grades, 0 to 4.
    std::int64_t neutropenia() const;
    std::int64_t neuropathy() const;
    bool fatal() const { return state_.dead != 0; }

    MarrowState& state() { return state_; }
    const MarrowState& state() const { return state_; }

private:
    MarrowParams params_;
    std::uint64_t seed_;
    MarrowState state_;
};

/// CTCAE grade of so many neutrophils, 10⁹ per litre.
std::int64_t neutropenia_grade(double neutrophils);

}  // namespace perforin::patient
