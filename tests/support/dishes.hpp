#pragma once
// Dishes: small dense blocks of tumour cells that neither grow nor die by themselves, and immune
// cells that neither come nor go, one agent a cell. What a test asks about it switches on.

#include <memory>
#include <string>
#include <vector>

#include "patients.hpp"

namespace perforin::test {

inline constexpr const char* dish = R"([[lesion]]
name = 'dish'
diameter = '1 mm'
[lesion.slab]
width = '80 um'
depth = '80 um'
cap = '120 um'
host = '20 um'
[tissue]
sub_step = '5 min'
[blood]
specific_cd8 = 0
[checkpoint]
Emax = 0
[biology.tumour]
growth_fraction = 0
apoptosis = '0 1/d'
necrosis = '0 1/min'
[biology.cytotoxic_t]
weight = 1
density = '0 1/mL'
progenitors = 0
exhausted = 0
egress = '0 1/d'
effector_death = '0 1/d'
burst_from_blood = 0
[biology.natural_killer]
weight = 1
egress = '0 1/d'
death = '0 1/d'
division = '0 1/d'
[biology.regulatory_t]
weight = 1
egress = '0 1/d'
death = '0 1/d'
division = '0 1/d'
[biology.helper_t]
weight = 1
egress = '0 1/d'
death = '0 1/d'
division = '0 1/d'
[ablation]
exhaustion = true
)";

/// Hits so frequent that there are many kills to count.
inline const std::string hits_often = "biology.cytotoxic_t.hit_rate='0.04 1/min'";

/// `biology.<kind>.density='…'` that gives about one cell of the kind per `per` tumour cells.
inline std::string one_per(double per, const std::string& kind) {
    constexpr double tumour_per_ml = 2.0e8;
    return "biology." + kind + ".density='" + std::to_string(tumour_per_ml / per) + " 1/mL'";
}

inline std::unique_ptr<patient::Patient> make_dish(const std::vector<std::string>& settings,
                                                   const std::string& more = {},
                                                   std::uint64_t seed = 1) {
    return make_patient(dish + more, seed, settings);
}

inline void live_hours(patient::Patient& patient, std::int64_t hours, std::int64_t from = 0) {
    for (std::int64_t hour = from; hour != from + hours; ++hour) {
        if (hour % 24 == 0) patient.treat(Day{hour / 24});
        patient.pass(Tick{hour * seconds_per_hour, seconds_per_hour});
    }
}

/// Agents of a kind.
inline double agents(const patient::Patient& patient, const std::string& kind) {
    const tissue::Lesion& lesion = *patient.lesions().front();
    double count = 0.0;
    for (std::size_t row = 0; row != lesion.cells().size(); ++row) {
        count += lesion.rules().kind_names[lesion.cells().kind[row]] == kind ? 1.0 : 0.0;
    }
    return count;
}

inline std::map<std::string, double> figures(const patient::Patient& patient) {
    return figures(*patient.lesions().front());
}

/// Tumour agents killed so far.
inline double kills(const patient::Patient& patient) {
    const auto f = figures(patient);
    return f.at("killed") / f.at("cells_per_agent");
}

}  // namespace perforin::test
