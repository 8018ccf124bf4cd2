#pragma once
// Virtual patients without lesions: who they are, what a regimen becomes in their plasma, and what
// the figures of many are.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "config/input.hpp"
#include "core/random.hpp"
#include "core/registry.hpp"
#include "patient/drug.hpp"
#include "patient/pharmacokinetics.hpp"

namespace perforin::test {

/// Who takes part: body weights are lognormal, the rest is drawn independently.
struct Cohort {
    double weight_mean_kg, weight_sd_kg, women, ecog;  ///< shares of women, of ECOG 1 or more
    double unread = 0.0;  ///< ln of what published covariates that drugs do not read make of CL
};

inline patient::Person member(const Cohort& cohort, const std::string& drug, std::uint64_t i) {
    const double spread = cohort.weight_sd_kg / cohort.weight_mean_kg;
    const double variance = std::log1p(spread * spread);
    Stream random{i, "test.cohort"_draw, {}, 0};
    const double z = normal(random);
    const double sex = uniform(random);
    const double ecog = uniform(random);
    const double weight = cohort.weight_mean_kg * std::exp(std::sqrt(variance) * z - variance / 2);
    return {.weight = weight * kg,
            .sex = sex < cohort.women ? patient::Sex::female : patient::Sex::male,
            .ecog = ecog < cohort.ecog ? 1 : 0,
            .lot = patient::Lot{i, drug}};
}

struct Regimen {
    std::string drug;
    double mg = 0.0, mg_per_kg = 0.0;  ///< of which one is 0
    std::int64_t every_days = 21, doses = 1;
};

/// Over the last interval of a course, mg/L; clearance at its end.
struct Exposure {
    double mean = 0.0, trough = 0.0, peak = 0.0, ml_per_hour = 0.0;
};

inline Exposure expose(const patient::TwoCompartment& disposition, Mass dose, const Regimen& r) {
    patient::Plasma plasma{disposition, 146.0 * kilodalton};
    Exposure last;
    const std::int64_t days = r.every_days * r.doses;
    for (std::int64_t day = 0; day != days; ++day) {
        if (day % r.every_days == 0) {
            plasma.infuse(dose);
            last = {};
        }
        std::int64_t hour = 24 * day;
        for (const std::int64_t hours : {1, 2, 3, 6, 6, 6}) {
            const double before = plasma.level().in(mg_per_litre);
            plasma.advance({hour * seconds_per_hour, hours * seconds_per_hour});
            last.trough = plasma.level().in(mg_per_litre);
            last.peak = std::max(last.peak, last.trough);
            last.mean += 0.5 * (before + last.trough) * static_cast<double>(hours) /
                         static_cast<double>(24 * r.every_days);
            hour += hours;
        }
    }
    const Time end = static_cast<double>(days) * perforin::day;
    const Flow all = patient::clearance_at(disposition, end) +
                     patient::saturable_clearance(disposition, plasma.level());
    last.ml_per_hour = all.in(ml_per_minute)*60.0;
    return last;
}

/// The regimen in this many members.
inline std::vector<Exposure> trial(const Regimen& r, const Cohort& cohort, std::uint64_t members) {
    const config::Section none;
    config::Section section = none;
    const auto drug = registry<patient::Drug>().at(r.drug).make(section);
    std::vector<Exposure> seen;
    for (std::uint64_t i = 0; i != members; ++i) {
        const patient::Person person = member(cohort, r.drug, i);
        const Mass dose =
            r.mg > 0.0 ? r.mg * perforin::mg : r.mg_per_kg * mg_per_kg.factor * person.weight;
        auto disposition = drug->disposition(person);
        disposition.clearance = disposition.clearance * std::exp(cohort.unread);
        seen.push_back(expose(disposition, dose, r));
    }
    return seen;
}

/// Figures of many, of one of their exposures.
struct Summary {
    Summary(const std::vector<Exposure>& all, double Exposure::*which) {
        double sum = 0.0, squares = 0.0, logs = 0.0;
        for (const Exposure& one : all) {
            const double x = one.*which;
            sorted.push_back(x);
            sum += x;
            squares += x * x;
            logs += std::log(x);
        }
        std::sort(sorted.begin(), sorted.end());
        const auto n = static_cast<double>(all.size());
        mean = sum / n;
        geometric_mean = std::exp(logs / n);
        cv = std::sqrt(std::max(0.0, squares / n - mean * mean)) / mean;
    }
    double quantile(double p) const {
        return sorted[static_cast<std::size_t>(p * static_cast<double>(sorted.size() - 1) + 0.5)];
    }
    std::vector<double> sorted;
    double mean = 0.0, geometric_mean = 0.0, cv = 0.0;
};

}  // namespace perforin::test
