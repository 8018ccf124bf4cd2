#pragma once
// A study, read and checked: every run that it is made of, known before the first begins.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "engine/scenario.hpp"
#include "io/manifest.hpp"
#include "study/settings.hpp"

namespace perforin::study {

/// What a varied parameter is in one run.
struct Cell {
    std::string text;     ///< in the column's unit
    double number = 0.0;  ///< of a column of numbers
};

/// A varied parameter.
struct Varied {
    std::string key, unit, meaning;
    bool number = false;
};

struct PlannedRun {
    std::size_t point = 0, replicate = 0;  ///< from 0
    std::uint64_t seed = 0;
    std::vector<std::string> settings{};  ///< of --set
    std::vector<Cell> varied{};
    std::string hash{};  ///< of the input in force and the program: 32 hexadecimal digits
    bool twin = false;
    std::string scenario{};  ///< the file to give to `run`, if it is another than the plan's
};

struct Plan {
    std::string name, title;             ///< of the study's file
    std::vector<io::InputLayer> layers;  ///< the study, word for word
    std::string scenario;                ///< the file to give to `run`
    std::vector<Varied> varied;
    std::vector<OutcomeParams> outcomes;
    std::vector<std::string> outcome_units, outcome_docs;  ///< as far as known before any run
    std::vector<PlannedRun> runs;                          ///< point by point
};

/// Told how many of the runs have been checked.
using Checking = std::function<void(std::size_t done, std::size_t of)>;

/// Whether a file is a study (else it is meant as a scenario).
bool is_study(const engine::Scenario& file);

/// Reads a study and checks each of its runs as `run` would. Throws BadInput with every problem.
Plan plan(const engine::Scenario& file, const Checking& checking = {});

}  // namespace perforin::study
