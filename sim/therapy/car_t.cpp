// CAR T cells: lymphodepletion, infusion, and what they do in blood and marrow, where targets with
// their antigen (leukaemia, B cells) make them multiply. In lesions: biology/car_t.cpp.

#include <array>
#include <cmath>

#include "core/registry.hpp"
#include "patient/body.hpp"
#include "patient/ode.hpp"
#include "patient/schedule.hpp"
#include "patient/therapy.hpp"

namespace perforin::therapy {

namespace {

using config::assumed, config::fitted, config::measured, config::recalled, config::setting;

constexpr const char* kind = "car_t";

struct CarTTherapyParams : config::Block {
    using Block::Block;
    double cells = param("cells", 1e8, fraction, {0, 1e12}, "CAR T cells of an infusion",
                         recalled(measured("labels: 0.2–6e8")));
    double surviving =
        param("surviving", 0.1, fraction, {0, 1},
              "Share of the body's lymphocytes that lymphodepletion leaves; 1: there is none",
              recalled(assumed("fludarabine 30 mg/m² × 3–4 and cyclophosphamide 500 mg/m² × 2–3; "
                               "milder than before TIL")));
    Time rest = param("rest", 3, day, {0, 60}, "Days from lymphodepletion to infusion",
                      recalled(measured("labels: 2–14 d")));

    // antigen in blood and marrow
    double targets = param("targets", 0, fraction, {0, 1e13},
                           "Cells with the antigen in blood and marrow at the first infusion",
                           setting("none: a solid tumour's antigen; leukaemia 1e10–1e12, "
                                   "B cells 1e11"));
    double half = param("targets_half", 2e9, fraction, {1, 1e13},
                        "Such cells at which CAR T cells multiply and kill half as fast as they "
                        "can",
                        fitted("kinetics of Stein 2019, with a compartment model"));
    Rate expansion = param("expansion", 0.9, per_day, {0, 10},
                           "Net rate of multiplication with ample antigen and the most surplus of "
                           "interleukins 7 and 15",
                           fitted("fold 3,900 in 9.3 d (Stein 2019): ln 3900 / 9.3 d = 0.89 1/d"));
    Rate kills = param("kills", 1, per_day, {0, 100},
                       "Such cells that one CAR T cell kills, with ample antigen",
                       recalled(assumed("1–20 a day in vivo; with `targets` 4e11 it gives Stein's "
                                        "fold and time of peak")));
    Rate memory = param("memory_formation", 0.00105, per_day, {0, 10},
                        "Hazard that an effector in blood becomes a memory cell",
                        fitted("memory share 0.0079 (Stein 2019)"));
};

/// How far a course has come.
struct Course : patient::Administrations {
    cells::Scalar<std::int64_t> infusion =
        scalar<std::int64_t>("infusion", "d", "Day of the last infusion, once it is fixed", -1);
    cells::Scalar<double> targets =
        scalar<double>("targets", "cells", "Cells with the antigen in blood and marrow");
};

class CarTTherapy final : public patient::Therapy {
public:
    explicit CarTTherapy(config::Section& section)
        : params_{section},
          schedule_{section,
                    {.every = 52,
                     .number = 1,
                     .evidence = recalled(measured("labels: once")),
                     .most = 10}} {
        course_.targets = params_.targets;
    }

    void prepare(patient::Body& body) const override { body.await(kind); }

    void administer(const Day& today, patient::Body& body) override {
        if (schedule_.due(today)) {
            if (params_.surviving < 1.0) body.deplete_lymphocytes(params_.surviving);
            course_.infusion = today.index + std::llround(params_.rest.in(day));
        }
        if (today.index != course_.infusion) return;
        body.transfer(kind, 0, "effector", params_.cells);
        course_.given += 1;
    }

    /// Beside what blood does (loss, homing): E' = (g + loss·s) E − m E, M' = m E, A' = −k s E,
    /// with s = A/(A + half) and g = expansion × s × surplus/most: antigen ends contraction.
    void go_on(const Tick& tick, patient::Body& body) override {
        if (course_.given == 0) return;
        const patient::Blood& blood = body.blood();
        const std::size_t row = blood.find(kind, 0, "effector");
        const double effectors = blood.cells(row);
        if (!(effectors > 0.0)) return;
        const patient::NodeParams& node = body.nodes().params();
        const double surplus =
            patient::surplus(node, body.nodes().lymphocytes(), 0.0) / node.most_surplus;
        const double gain = (surplus * params_.expansion + blood.cell_class(row).loss).raw(),
                     memory = params_.memory.raw(), kills = params_.kills.raw();
        std::array<double, 3> x{effectors, 0.0, course_.targets};
        const auto slope = [&](const std::array<double, 3>& now, std::array<double, 3>& change,
                               double) {
            const double seen = now[2] > 0.0 ? now[2] / (now[2] + params_.half) : 0.0;
            change[1] = memory * now[0];
            change[0] = gain * seen * now[0] - change[1];
            change[2] = -kills * seen * now[0];
        };
        // Few targets among many effectors vanish at the rate kills × effectors / half.
        const double fastest = gain + kills * effectors / (params_.half + x[2]);
        const double dt = tick.dt().raw();
        patient::integrate(slope, x, 0.0, dt, patient::steps_for(fastest, dt));
        body.transfer(kind, 0, "effector", x[0] - effectors);
        body.transfer(kind, 0, "memory", x[1]);
        course_.targets = std::max(0.0, x[2]);
    }
    patient::Administrations* state() override { return &course_; }

private:
    CarTTherapyParams params_;
    patient::Schedule schedule_;
    Course course_;
};

const Registered<patient::Therapy> here{"car_t", "CAR T cells, once, after lymphodepletion",
                                        make<patient::Therapy, CarTTherapy>};

}  // namespace

}  // namespace perforin::therapy
