#pragma once
// Lengths of lesions as they were measured, the rows that criteria of response are fed with.

#include <cstdint>
#include <string>
#include <vector>

#include "cells/table.hpp"

namespace perforin::clinic {

/// Who knows the true sizes of the lesions that readers have noticed, and judges them as they do.
inline constexpr std::uint8_t who_knows = 255;

/// One row a lesion, reader and visit, in the order of visits; from the visit on at which the
/// lesion was noticed.
struct Readings : cells::Table {
    cells::Column<std::int64_t> day =
        column<std::int64_t>("day", "d", "Simulated day of the visit");
    cells::Column<std::uint64_t> lesion =
        column<std::uint64_t>("lesion", "1", "Number of the lesion among the patient's");
    cells::Column<std::uint8_t> reader =
        column<std::uint8_t>("reader", "1", "Who measured it, from 0; 255: the truth");
    cells::Column<std::uint8_t> node = column<std::uint8_t>("node", "1", "1: a lymph node");
    cells::Column<std::uint8_t> later = column<std::uint8_t>(
        "later", "1", "1: it was first noticed after the baseline, a new lesion");
    cells::Column<double> longest =
        column<double>("longest", "mm", "Long axis; 0: nothing is seen");
    cells::Column<double> shortest = column<double>("shortest", "mm", "Short axis");
    cells::Column<std::uint8_t> measurable =
        column<std::uint8_t>("measurable", "1", "1: large enough for a target");
    cells::Column<std::uint8_t> treated =
        column<std::uint8_t>("treated", "1", "1: it has been irradiated or operated on");
    cells::Column<std::uint8_t> excised =
        column<std::uint8_t>("excised", "1", "1: it has been operated on");
};

/// One row a planned visit that has come, made or not.
struct Visits : cells::Table {
    cells::Column<std::int64_t> day =
        column<std::int64_t>("day", "d", "Simulated day of the visit");
    cells::Column<std::int64_t> planned =
        column<std::int64_t>("planned", "d", "Day that it was planned for");
    cells::Column<std::uint8_t> baseline =
        column<std::uint8_t>("baseline", "1", "1: before treatment");
    cells::Column<std::uint8_t> missed = column<std::uint8_t>("missed", "1", "1: it was not made");
};

/// What is known of a patient beside her readings.
struct Chart {
    std::string patient;
    std::int64_t treated = -1;                     ///< day of the first dose; negative: none yet
    std::int64_t died = -1;                        ///< negative: she lives
    std::vector<std::string> lesions{}, organs{};  ///< by number of the lesion
};

}  // namespace perforin::clinic
