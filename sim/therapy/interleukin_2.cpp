// High-dose interleukin-2 alone: cycles of boluses every 8 h. Effectors and regulatory T cells
// hear it, vessels leak.

#include <cmath>

#include "core/registry.hpp"
#include "patient/interleukin2_doses.hpp"
#include "patient/schedule.hpp"
#include "patient/therapy.hpp"
#include "tissue/effect.hpp"

namespace perforin::therapy {

namespace {

using config::measured, config::recalled;

/// pM in tissue that a therapy brings, beside what cells secrete.
const Registered<tissue::Exposure> given{"il2_given", "Interleukin-2 that was given, pM in tissue",
                                         make<tissue::Exposure, tissue::Exposure>};

/// How far a course has come.
struct Course : patient::Administrations {
    cells::Scalar<std::int64_t> began =
        scalar<std::int64_t>("began", "d", "Day on which the last cycle began", -1);
};

class Interleukin2Therapy final : public patient::Therapy {
public:
    explicit Interleukin2Therapy(config::Section& section)
        : doses_{section, 14, recalled(measured("label: 14 doses at most"))},
          schedule_{section,
                    {.every = 2,
                     .number = 2,
                     .evidence = recalled(measured("label: two cycles of five days, nine days "
                                                   "of rest between them")),
                     .most = 100}} {
        if (schedule_.every < static_cast<double>(doses_.days()) * day) {
            section.problem("every", "is shorter than a cycle: its doses take " +
                                         std::to_string(doses_.days()) + " days");
        }
    }

    void prepare(patient::Body&) const override {}

    void administer(const Day& today, patient::Body& body) override {
        if (schedule_.due(today)) {
            course_.given += 1;
            course_.began = today.index;
        }
        if (course_.began < 0) return;
        const std::int64_t nth = today.index - course_.began;
        if (nth < doses_.days()) doses_.give(nth, body);
    }
    patient::Administrations* state() override { return &course_; }

private:
    patient::Interleukin2Doses doses_;
    patient::Schedule schedule_;
    Course course_;
};

const Registered<patient::Therapy> here{
    "interleukin_2", "High-dose interleukin-2, two cycles of 14 doses of 600,000 IU/kg",
    make<patient::Therapy, Interleukin2Therapy>};

}  // namespace

}  // namespace perforin::therapy
