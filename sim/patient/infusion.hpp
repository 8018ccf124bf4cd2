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

/// How a drug is given unless the user says otherwise: a flat dose, or one by body weight or
/// surface.
struct UsualRegimen {
    std::string drug;  ///< name of a registered Drug
    std::optional<double> dose_mg = std::nullopt, dose_mg_per_kg = std::nullopt;
    UsualSchedule schedule;
    std::optional<double> dose_mg_per_m2 = std::nullopt;  ///< by body surface
};

/// 0.1173 weight^0.6466 m², weight in kg (Livingston & Lee 2001; recalled).
Area body_surface(Mass weight);

struct DoseParams : config::Block {
    DoseParams(const config::Section& section, const UsualRegimen& usual);

    std::optional<Mass> flat;
    std::optional<double> per_weight;
    std::optional<MassPerArea> per_surface;

    Mass in(Mass weight) const;

private:
    void by_surface(const config::Section& section, const UsualRegimen& usual);
};

/// How far a course has come.
struct Course : Administrations {
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
    Administrations* state() override { return &course_; }

    const Course& course() const { return course_; }
    const Schedule& schedule() const { return schedule_; }

protected:
    /// What is given each time.
    Mass dose(const Body& body) const;
    /// An administration is left out for adverse events.
    void hold() { course_.held += 1; }

private:
    std::string drug_;
    DoseParams dose_;
    Schedule schedule_;
    Course course_;
};

}  // namespace perforin::patient
