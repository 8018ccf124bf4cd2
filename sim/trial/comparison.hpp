#pragma once
// One arm against another at a look. Internal to trial.

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "trial/conduct.hpp"
#include "trial/log_rank.hpp"

namespace perforin::trial {

/// Times to the event that the design compares arms by, of the patients of two arms.
std::vector<Survival> survivals(const Site& site, const std::vector<Enrolled>& patients,
                                std::size_t first, std::size_t second, std::int64_t cut);

/// A time to an event.
struct TimeTo {
    std::int64_t days = 0;
    bool event = false;
};
TimeTo compared(const Site& site, const Enrolled& patient, std::int64_t cut);

/// A row of the table for a comparison of two arms.
Look look_at(const Site& site, const std::vector<Enrolled>& patients, std::size_t second,
             std::int64_t cut);

/// "docetaxel against placebo: better", or worse, or no difference shown.
std::string verdict(const Trial& trial, std::size_t second, const Look& look);

/// Who comes before a day.
std::vector<Enrolled> before(const std::vector<Enrolled>& all, std::int64_t day);

/// The day on which the data are cut, if that was asked for.
std::int64_t cut_of(const Trial& trial);

/// The last day on which anybody is observed, or that of the cut.
std::int64_t last_day(const Trial& trial, const std::vector<Enrolled>& patients, std::int64_t cut);

}  // namespace perforin::trial
