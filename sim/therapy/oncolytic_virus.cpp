// Oncolytic virus injected into lesions. It infects tumour cells, which make more of it and burst
// (biology/models/virus.hpp); antibodies rise after the first injection and neutralise it
// everywhere. It may bring GM-CSF.

#include "core/maths.hpp"
#include "core/registry.hpp"
#include "patient/body.hpp"
#include "patient/schedule.hpp"
#include "patient/targets.hpp"
#include "patient/therapy.hpp"
#include "tissue/effect.hpp"

namespace perforin::therapy {

namespace {

using config::assumed, config::fitted, config::measured, config::recalled, config::setting;

const Registered<tissue::Exposure> given{"virus_given", "Virions that were injected, pM",
                                         make<tissue::Exposure, tissue::Exposure>};
const Registered<tissue::Exposure> neutralised{
    "virus_antibody", "Antibodies against the virus; 1: they halve infection",
    make<tissue::Exposure, tissue::Exposure>};

struct OncolyticParams : config::Block {
    using Block::Block;
    Molarity level =
        param("level", 1, picomolar, {0, 1e6}, "Virions in the lesion right after an injection",
              recalled(assumed("T-VEC: 1e8 infectious units per mL of fluid, up to 4 mL by size of "
                               "the lesion, some virions each: 6e8 per mL of tissue")));
    Time half_life = param("half_life", 28, hour, {0.1, 1000}, "Their half-life there",
                           recalled(measured("Friedman 2006: cleared at 0.025 1/h")));
    double antibody =
        param("antibody", 10, fraction, {0, 1e6}, "Antibodies at last; 1: they halve infection",
              assumed("nearly all patients seroconvert; injections go on to work, "
                      "spread does not"));
    Rate antibody_rise = param("antibody_rise", 0.08, per_day, {0, 10},
                               "Rate at which they come to that level after the first injection",
                               fitted("compartment model of several lesions"));
    bool gm_csf = flag("gm_csf", false, "Whether the virus brings GM-CSF into injected lesions",
                       setting("the plain virus; T-VEC brings it"));
    double gm_csf_level =
        param("gm_csf_level", 3, fraction, {0, 1e6},
              "GM-CSF in the lesion after an injection, in half-effective concentrations",
              assumed("well above what acts"));
    Time gm_csf_half_life = param("gm_csf_half_life", 3, day, {0.01, 60}, "How long it stays",
                                  assumed("as long as infected cells make it"));
};

/// How far a course has come.
struct Course : patient::Administrations {
    cells::Scalar<double> antibody =
        scalar<double>("antibody", "1", "Antibodies; 1: they halve infection");
};

class OncolyticVirus final : public patient::Therapy {
public:
    explicit OncolyticVirus(config::Section& section)
        : params_{section},
          targets_{section},
          schedule_{section,
                    {.every = 2,
                     .number = 12,
                     .evidence = recalled(measured("T-VEC: every 2 weeks for 24 weeks")),
                     .most = 1000}} {}

    void prepare(patient::Body&) const override {}

    void administer(const Day& today, patient::Body& body) override {
        if (!schedule_.due(today)) return;
        for (const std::string& lesion : targets_.lesions) {
            body.deposit({.exposure = "virus_given",
                          .lesion = lesion,
                          .level = params_.level.in(picomolar),
                          .half_life = params_.half_life});
            if (!params_.gm_csf || !(params_.level > Molarity{})) continue;
            body.deposit({.exposure = "gm_csf",
                          .lesion = lesion,
                          .level = params_.gm_csf_level,
                          .half_life = params_.gm_csf_half_life});
        }
        course_.given += 1;
    }

    /// A' = rise (most − A) from the first injection on.
    void go_on(const Tick& tick, patient::Body& body) override {
        if (course_.given == 0) return;
        const double keep = maths::exp(-(tick.dt() * params_.antibody_rise));
        course_.antibody = params_.antibody + (course_.antibody - params_.antibody) * keep;
        body.expose("virus_antibody", {}, course_.antibody);
    }
    patient::Administrations* state() override { return &course_; }

private:
    OncolyticParams params_;
    patient::Targets targets_;
    patient::Schedule schedule_;
    Course course_;
};

const Registered<patient::Therapy> here{
    "oncolytic_virus", "Oncolytic virus injected into lesions, every 2 weeks, twelve times",
    make<patient::Therapy, OncolyticVirus>};

}  // namespace

}  // namespace perforin::therapy
