// Interferon alpha: injections thrice a week. Cells hear it as the type-I interferon that tissue
// makes: MHC-I and CXCL9/10 of tumour cells, maturation of dendritic cells.

#include <numbers>

#include "core/registry.hpp"
#include "patient/body.hpp"
#include "patient/schedule.hpp"
#include "patient/therapy.hpp"
#include "tissue/effect.hpp"

namespace perforin::therapy {

namespace {

using config::assumed, config::measured, config::recalled;

/// pM of type-I interferon in tissue that a therapy brings, beside what cells secrete.
const Registered<tissue::Exposure> given{"ifn_1_given",
                                         "Type-I interferon that was given, pM in tissue",
                                         make<tissue::Exposure, tissue::Exposure>};

struct InterferonParams : config::Block {
    using Block::Block;
    double units =
        param("dose", 1e7, fraction, {0, 1e9}, "International units of an injection under the skin",
              recalled(measured("label of alpha-2b in melanoma: 1e7 per m² thrice a "
                                "week, 3e6 to 2e7")));
    double specific_activity =
        param("activity", 2.6e8, fraction, {1e6, 1e10}, "International units in 1 mg",
              recalled(measured("label of alpha-2b")));
    double absorbed = param("absorbed", 0.9, fraction, {0, 1}, "Share of a dose that reaches blood",
                            recalled(measured("label of alpha-2a: over 80 %")));
    Flow clearance = param("clearance", 280, litre_per_day, {1, 5000}, "Clearance from blood",
                           recalled(measured("label of alpha-2a: 2.1–3.6 mL/min per kg")));
    Time half_life = param("half_life", 6, hour, {0.1, 1000}, "Half-life after injection",
                           recalled(measured("label: 2–3 h after infusion; absorption from the "
                                             "skin doubles it")));
    double tissue = param("tissue", 0.3, fraction, {0, 1}, "Level in tissue relative to serum",
                          recalled(assumed("0.05–0.6 for antibodies; it is smaller")));

    /// pM in tissue right after a dose, of which half is gone after `half_life`, with the area
    /// under the curve that clearance leaves; molar mass 19.3 kg/mol.
    double level() const {
        const Time mean_stay = half_life / std::numbers::ln2;
        const double litres = (clearance * mean_stay).in(litre);
        return tissue * absorbed * units / specific_activity / 19.3 / litres * 1e6;
    }
};

class InterferonAlpha final : public patient::Therapy {
public:
    explicit InterferonAlpha(config::Section& section)
        : params_{section},
          schedule_{section,
                    {.every = 2,
                     .number = 0,
                     .evidence = recalled(measured("label: thrice a week")),
                     .unit = day}} {}

    void prepare(patient::Body&) const override {}

    void administer(const Day& today, patient::Body& body) override {
        if (!schedule_.due(today)) return;
        body.deposit(
            {.exposure = "ifn_1_given", .level = params_.level(), .half_life = params_.half_life});
        course_.given += 1;
    }
    patient::Administrations* state() override { return &course_; }

private:
    InterferonParams params_;
    patient::Schedule schedule_;
    patient::Administrations course_;
};

const Registered<patient::Therapy> here{"interferon_alpha",
                                        "Interferon alpha, 10 million units every other day",
                                        make<patient::Therapy, InterferonAlpha>};

}  // namespace

}  // namespace perforin::therapy
