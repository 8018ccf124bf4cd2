#pragma once
// The series that a run will have, told before it begins. Internal to study.

#include <string>
#include <vector>

#include "engine/prepared.hpp"
#include "engine/scenario.hpp"

namespace perforin::study {

struct KnownColumn {
    std::string series, column, unit, doc;
};

/// What is written at the start of a run, by writing it once into a scratch file. Tables that come
/// later (visits, colonies) are not there yet.
std::vector<KnownColumn> known_series(const engine::Scenario& scenario, engine::Prepared& run);

/// Whether a series may yet come that is not there at the start.
bool may_come(const std::string& series);

}  // namespace perforin::study
