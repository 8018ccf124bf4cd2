// Diet: fasts, in which monocytes stay in marrow and fewer come by in tissue. Nothing here acts on
// killing, growth or priming.

#include <cmath>

#include "core/registry.hpp"
#include "patient/body.hpp"
#include "patient/schedule.hpp"
#include "patient/therapy.hpp"

namespace perforin::therapy {

namespace {

using config::assumed, config::measured, config::recalled, config::setting;

struct DietParams : config::Block {
    using Block::Block;
    Time hour_of_day =
        param("hour", 20, hour, {0, 23}, "When a fast begins, after the start of the day",
              setting("after the evening meal"));
    Time fast = param("fast", 19, hour, {0, 336}, "How long she eats nothing; 0: no fast",
                      recalled(measured("Jordan 2019: 19 h")));
    Time onset =
        param("onset", 12, hour, {0, 48}, "Fewer cells are in blood so long after it began",
              recalled(assumed("liver glycogen lasts 12–16 h; the liver's fasting signals "
                               "keep monocytes in marrow (Jordan 2019)")));
    Time refeeding =
        param("refeeding", 4, hour, {0, 48}, "How long they stay fewer after it has ended",
              recalled(assumed("mice had their monocytes back within hours of a meal")));
    double monocytes = param(
        "monocytes", 0.6, fraction, {0, 10},
        "Monocytes in blood then, which become macrophages of tissue, relative to usual",
        recalled(measured("Jordan 2019: fewer in healthy volunteers after 19 h, by a third to a "
                          "half; 0.5–0.75. After 12 h they fall in some people and rise in "
                          "others (Snodgrass 2024)")));
    double cytotoxic_t =
        param("cytotoxic_t", 1, fraction, {0, 10}, "CD8 T cells in blood then, relative to usual",
              setting("as usual: memory T cells of mice on half their food go to marrow (Collins "
                      "2019), of man nothing is known"));
};

class Diet final : public patient::Therapy {
public:
    explicit Diet(config::Section& section)
        : params_{section},
          schedule_{section,
                    {.every = 2,
                     .evidence = recalled(measured("trials of alternate-day fasting")),
                     .unit = day}} {
        if (params_.fast + params_.refeeding > schedule_.every) {
            section.problem("fast", "a fast and `refeeding` after it last longer than `every`");
        }
    }

    void prepare(patient::Body&) const override {}

    void administer(const Day& today, patient::Body& body) override {
        if (!schedule_.due(today)) return;
        course_.given += 1;
        if (!(params_.fast > params_.onset)) return;
        const Seconds begins = today.start() + whole(params_.hour_of_day);
        const Seconds from = begins + whole(params_.onset);
        const Seconds until = begins + whole(params_.fast + params_.refeeding);
        body.mobilise("macrophage", params_.monocytes, from, until);
        body.mobilise("cytotoxic_t", params_.cytotoxic_t, from, until);
    }
    patient::Administrations* state() override { return &course_; }

private:
    static Seconds whole(Time time) { return std::llround(time.in(second)); }

    DietParams params_;
    patient::Schedule schedule_;
    patient::Administrations course_;
};

const Registered<patient::Therapy> here{
    "diet", "Fasts of 19 hours every other day: fewer monocytes in blood towards their end",
    make<patient::Therapy, Diet>};

}  // namespace

}  // namespace perforin::therapy
