#pragma once
// A drug into a vein on a schedule: what most therapies are. A therapy's file adds the drug, the
// usual dose and the usual interval.

#include <cstdint>
#include <optional>
#include <string>

#include "cells/table.hpp"
#include "config/block.hpp"
#include "patient/schedule.hpp"
#include "patient/therapy.hpp"

namespace perforin::patient {

/// How a drug is given unless the user says otherwise: a flat dose, or one by body weight.
struct UsualRegimen {
    std::string drug;  ///< name of a registered Drug
    std::optional<double> dose_mg = std::nullopt, dose_mg_per_kg = std::nullopt;
    UsualSchedule schedule;
};

struct DoseParams : config::Block {
    DoseParams(const config::Section& section, const UsualRegimen& usual);

    std::optional<Mass> flat;
    std::optional<double> per_weight;

    Mass in(Mass weight) const { return flat ? *flat : *per_weight * weight; }
};

/// How far a course has come.
struct Course : cells::State {
    cells::Scalar<std::int64_t> given =
        scalar<std::int64_t>("given", "1", "Administrations so far");
    cells::Scalar<std::int64_t> held =
        scalar<std::int64_t>("held", "1", "Administrations left out for adverse events so far");
    cells::Scalar<double> mass = scalar<double>("mass", "mg", "Drug given so far");
};

class Infusion : public Therapy {
public:
    Infusion(const config::Section& section, const UsualRegimen& usual)
        : drug_{usual.drug}, dose_{section, usual}, schedule_{section, usual.schedule} {}

    void prepare(Body& body) const override;
    void administer(const Day& today, Body& body) override;
    cells::Table* state() override { return &course_; }
    bool begun() const override { return course_.given > 0; }

    const Course& course() const { return course_; }
    const Schedule& schedule() const { return schedule_; }

private:
    std::string drug_;
    DoseParams dose_;
    Schedule schedule_;
    Course course_;
};

}  // namespace perforin::patient
