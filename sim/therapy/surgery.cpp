// Surgery: lesions are taken out on a day. Tissue within the margin goes with them; tumour cells
// that are left behind live on in the minority pool, in the bed of the lesion.

#include "core/registry.hpp"
#include "patient/body.hpp"
#include "patient/schedule.hpp"
#include "patient/targets.hpp"
#include "patient/therapy.hpp"

namespace perforin::therapy {

namespace {

struct SurgeryParams : config::Block {
    using Block::Block;
    double residual =
        param("residual", 0, fraction, {0, 1},
              "Share of the lesion's tumour cells that is left behind; 0: none (R0)",
              setting("R0; after R1, tumour at the margin under the microscope, 1e-6 to 1e-3"));
};

class Surgery final : public patient::Therapy {
public:
    explicit Surgery(config::Section& section)
        : params_{section},
          targets_{section},
          schedule_{section,
                    {.every = 1, .number = 1, .evidence = config::setting("once"), .most = 100}} {}

    void prepare(patient::Body&) const override {}

    void administer(const Day& today, patient::Body& body) override {
        if (!schedule_.due(today)) return;
        for (const std::string& lesion : targets_.lesions) body.resect(lesion, params_.residual);
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
