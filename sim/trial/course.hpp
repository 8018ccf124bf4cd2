#pragma once
// What the result of one run says of a patient, as far as a trial sees it. Days count from the
// start of treatment, as in her measurements.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "clinic/measurements/measurements.hpp"
#include "io/hdf5.hpp"

namespace perforin::trial {

/// A dose that was given.
struct Dose {
    std::int64_t day = 0;
    std::string therapy;
};

/// A figure by day, in order.
struct Daily {
    std::vector<std::int64_t> days{};
    std::vector<double> values{};

    /// The last up to that day; nothing: there is none.
    std::optional<double> at(std::int64_t day) const;
    /// The greatest from one day to another, 0 if there is none.
    double most(std::int64_t from, std::int64_t to) const;
};

struct Course {
    std::optional<clinic::Record> record{};  ///< none: nothing was ever measured
    std::int64_t lived = 0;                  ///< the last day simulated
    std::optional<std::int64_t> death_day{};
    std::string cause{};  ///< disease, toxicity, infection, other
    Daily grade{};        ///< the worst adverse event of each day
    Daily limiting{};     ///< the same of those that may limit a dose
    Daily burden{};       ///< true volume of all lesions, mm^3
    std::vector<Dose> doses{};
};

/// What to look for in a result.
struct Sought {
    std::string examination = "ct";
    std::int64_t start = 0;              ///< simulated day on which treatment was to start
    std::vector<std::string> without{};  ///< adverse events that limit no dose
};

/// Of a result that is complete.
Course read_course(const io::Group& result, const Sought& sought);

/// What was measured and had happened by a day.
clinic::Record cut(const clinic::Record& record, std::int64_t day);

}  // namespace perforin::trial
