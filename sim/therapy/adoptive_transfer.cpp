// Adoptive transfer of T cells: those that grew out of a tumour (TIL), which see its antigens in
// some proportions, or cells with one engineered T-cell receptor (TCR-T: one named antigen).
// Lymphodepletion comes some days before, interleukin-2 after. In blood and tissue the cells are as
// the patient's own.

#include <cmath>

#include "core/registry.hpp"
#include "patient/antigen_targets.hpp"
#include "patient/body.hpp"
#include "patient/interleukin2_doses.hpp"
#include "patient/schedule.hpp"
#include "patient/therapy.hpp"

namespace perforin::therapy {

namespace {

using config::assumed, config::measured, config::recalled, config::setting;

struct TransferParams : config::Block {
    using Block::Block;
    double cells = param("cells", 5e10, fraction, {0, 1e12}, "T cells of an infusion",
                         recalled(measured("Rohaan 2022: 5e9–1.5e11")));
    double reactive =
        param("tumour_reactive", 0.1, fraction, {0, 1},
              "Share of them that sees the antigens named; 1 for an engineered receptor",
              recalled(measured("0.01–0.4 of CD8 TIL (Simoni 2018, Scheper 2019)")));
    std::vector<double> shares =
        list("shares", {}, fraction, {0, 1},
             "How the reactive cells share the antigens, in the order of `antigens`; adds up to 1; "
             "none given: equal parts",
             setting("not known of a product"));
    double memory =
        param("memory_share", 0.05, fraction, {0, 1}, "Share of the cells that are memory cells",
              recalled(assumed("expanded cells are mostly effectors; few are stem-like "
                               "(Krishna 2020)")));
    double surviving =
        param("surviving", 0.05, fraction, {0, 1},
              "Share of the body's lymphocytes that lymphodepletion leaves; 1: there is none",
              recalled(measured("cyclophosphamide 60 mg/kg × 2 and fludarabine 25 mg/m² × 5: "
                                "fewer than 100 lymphocytes per µL for a week")));
    Time rest = param("rest", 5, day, {0, 60}, "Days from lymphodepletion to infusion",
                      recalled(measured("Rohaan 2022: 7 d from its first dose")));
};

/// How far a course has come.
struct Course : patient::Administrations {
    cells::Scalar<double> cells = scalar<double>("cells", "cells", "Cells infused so far");
    cells::Scalar<std::int64_t> infusion =
        scalar<std::int64_t>("infusion", "d", "Day of the last infusion, once it is fixed", -1);
};

class AdoptiveTransfer final : public patient::Therapy {
public:
    explicit AdoptiveTransfer(config::Section& section)
        : params_{section},
          antigens_{section, {}},
          interleukin_{section, 6, recalled(measured("Rohaan 2022: 15 at most, 6 in the median"))},
          schedule_{section,
                    {.every = 52,
                     .number = 1,
                     .evidence = recalled(measured("Rohaan 2022: once")),
                     .most = 10}} {
        check(section);
    }

    void prepare(patient::Body&) const override {}

    void administer(const Day& today, patient::Body& body) override {
        if (schedule_.due(today)) {
            if (params_.surviving < 1.0) body.deplete_lymphocytes(params_.surviving);
            course_.infusion = today.index + std::llround(params_.rest.in(day));
        }
        if (course_.infusion < 0 || today.index < course_.infusion) return;
        if (today.index == course_.infusion) infuse(body);
        const std::int64_t nth = today.index - course_.infusion;
        if (nth < interleukin_.days()) interleukin_.give(nth, body);
    }
    patient::Administrations* state() override { return &course_; }

private:
    void check(const config::Section& section) const {
        if (params_.shares.empty()) return;
        double sum = 0.0;
        for (const double share : params_.shares) sum += share;
        if (params_.shares.size() != antigens_.numbers.size()) {
            section.problem("shares", "needs as many numbers as there are antigens: " +
                                          std::to_string(antigens_.numbers.size()));
        } else if (!(std::abs(sum - 1.0) < 1e-6)) {
            section.problem("shares", "must add up to 1");
        }
    }

    void infuse(patient::Body& body) {
        const double reactive = params_.reactive * params_.cells;
        const double equal = 1.0 / static_cast<double>(antigens_.numbers.size());
        for (std::size_t a = 0; a != antigens_.numbers.size(); ++a) {
            const double cells = reactive * (params_.shares.empty() ? equal : params_.shares[a]);
            const std::uint32_t number = antigens_.numbers[a];
            body.transfer("cytotoxic_t", number, "effector", (1.0 - params_.memory) * cells);
            body.transfer("cytotoxic_t", number, "memory", params_.memory * cells);
        }
        course_.given += 1;
        course_.cells += params_.cells;
    }

    TransferParams params_;
    patient::NamedAntigens antigens_;
    patient::Interleukin2Doses interleukin_;
    patient::Schedule schedule_;
    Course course_;
};

const Registered<patient::Therapy> here{
    "adoptive_transfer", "Infusion of tumour-specific T cells after lymphodepletion (TIL, TCR-T)",
    make<patient::Therapy, AdoptiveTransfer>};

}  // namespace

}  // namespace perforin::therapy
