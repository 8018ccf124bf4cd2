// Exercise: sessions that bring NK and T cells into blood for an hour, and a course that lets more
// blood through tumours. Both only let more cells come by: nothing here acts on killing or growth.

#include <algorithm>
#include <cmath>

#include "core/registry.hpp"
#include "patient/body.hpp"
#include "patient/schedule.hpp"
#include "patient/therapy.hpp"

namespace perforin::therapy {

namespace {

using config::assumed, config::measured, config::recalled, config::setting;

struct ExerciseParams : config::Block {
    using Block::Block;
    Time hour_of_day =
        param("hour", 10, hour, {0, 23}, "When a session begins, after the start of the day",
              setting("in the morning"));
    Time session =
        param("session", 1, hour, {0, 12}, "How long more cells are in blood after its start",
              recalled(measured("cells come within minutes and leave within an hour of its end; "
                                "0.5–2 h")));
    double natural_killer =
        param("natural_killer", 4, fraction, {0, 20}, "NK cells in blood then, relative to usual",
              recalled(measured("2–10-fold, by intensity (Simpson 2020)")));
    double cytotoxic_t =
        param("cytotoxic_t", 2, fraction, {0, 20}, "CD8 T cells in blood then, relative to usual",
              recalled(measured("1.5–3-fold, by intensity (Simpson 2020)")));
    double perfusion =
        param("perfusion", 0.1, fraction, {0, 2},
              "More blood through lesions, from the first session to a week after the last",
              recalled(assumed("0 to 0.4: rodents with more perfused vessels (Betof 2015), no "
                               "solid figure in man")));
};

/// How far a course has come.
struct Course : patient::Administrations {
    cells::Scalar<std::int64_t> trained_until = scalar<std::int64_t>(
        "trained_until", "s", "Up to when more blood flows for sessions so far");
};

class Exercise final : public patient::Therapy {
public:
    explicit Exercise(config::Section& section)
        : params_{section},
          schedule_{section,
                    {.every = 2,
                     .evidence = recalled(measured("trials: three sessions a week")),
                     .unit = day}} {}

    void prepare(patient::Body&) const override {}

    void administer(const Day& today, patient::Body& body) override {
        if (!schedule_.due(today)) return;
        const Seconds start = today.start();
        const Seconds from = start + whole(params_.hour_of_day);
        const Seconds until = from + whole(params_.session);
        body.mobilise("natural_killer", params_.natural_killer, from, until);
        body.mobilise("cytotoxic_t", params_.cytotoxic_t, from, until);
        const Seconds trained = start + 7 * seconds_per_day;
        const Seconds already = std::max<Seconds>(start, course_.trained_until);
        body.mobilise(std::nullopt, 1.0 + params_.perfusion, already, trained);
        course_.trained_until = trained;
        course_.given += 1;
    }
    patient::Administrations* state() override { return &course_; }

private:
    static Seconds whole(Time time) { return std::llround(time.in(second)); }

    ExerciseParams params_;
    patient::Schedule schedule_;
    Course course_;
};

const Registered<patient::Therapy> here{
    "exercise",
    "Sessions every other day: more NK and T cells in blood for an hour, more perfusion",
    make<patient::Therapy, Exercise>};

}  // namespace

}  // namespace perforin::therapy
