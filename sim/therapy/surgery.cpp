// Surgery: lesions are taken out on a day. Tissue within the margin goes with them; tumour cells
// that are left behind live on in the minority pool, in the bed of the lesion.

#include "core/maths.hpp"
#include "core/registry.hpp"
#include "patient/body.hpp"
#include "patient/schedule.hpp"
#include "patient/targets.hpp"
#include "patient/therapy.hpp"

namespace perforin::therapy {

namespace {

using config::measured, config::recalled, config::setting;

struct SurgeryParams : config::Block {
    using Block::Block;
    double residual =
        param("residual", 0, fraction, {0, 1},
              "Share of the lesion's tumour cells that is left behind; 0: none (R0)",
              setting("R0; after R1, tumour at the margin under the microscope, 1e-6 to 1e-3"));
    Length margin =
        param("margin", 10, mm, {0, 100},
              "Depth of tissue beyond the lesion's edge that is taken with it",
              setting("1 cm; 0: shelled out, and what has grown beyond its edge stays"));
    double infiltration =
        param("infiltration", 0, fraction, {0, 1},
              "Share of its tumour cells that lie in the tissue around it, farther than a block "
              "shows",
              setting("none: how many there are is not known, only how far they reach"));
    Length extension =
        param("extension", 2.7, mm, {0.01, 100}, "Mean distance of these cells from the edge",
              recalled(measured("Giraud 2000: adenocarcinoma of the lung 2.69 mm, squamous 1.48; "
                                "8 and 6 mm hold 95 %, as of an exponential")));
};

/// Share of a lesion's tumour cells that stays though they do not lie in its block's tissue beyond
/// the margin: by chance, or because they have spread farther than that.
double residual(const SurgeryParams& p) {
    const double beyond = p.infiltration * maths::exp(-(p.margin / p.extension));
    return p.residual + (1.0 - p.residual) * beyond;
}

class Surgery final : public patient::Therapy {
public:
    explicit Surgery(config::Section& section)
        : params_{section},
          targets_{section},
          schedule_{section, {.every = 1, .number = 1, .evidence = setting("once"), .most = 100}} {}

    void prepare(patient::Body&) const override {}

    void administer(const Day& today, patient::Body& body) override {
        if (!schedule_.due(today)) return;
        for (const std::string& lesion : targets_.lesions) {
            body.resect(lesion, {residual(params_), params_.margin});
        }
        course_.given += 1;
    }
    patient::Administrations* state() override { return &course_; }

private:
    SurgeryParams params_;
    patient::Targets targets_;
    patient::Schedule schedule_;
    patient::Administrations course_;
};

const Registered<patient::Therapy> here{"surgery", "Lesions are taken out, whole or nearly so",
                                        make<patient::Therapy, Surgery>};

}  // namespace

}  // namespace perforin::therapy
