#pragma once
// One number of a result: what an `[[outcome]]` asks for.

#include <limits>
#include <string>
#include <vector>

#include "core/time.hpp"
#include "io/hdf5.hpp"
#include "study/settings.hpp"

namespace perforin::study {

/// A column of a series, by day.
struct Curve {
    std::vector<double> days, values;
    double reached = 0.0;  ///< day up to which there is everything
};

inline constexpr double no_value = std::numeric_limits<double>::quiet_NaN();

/// The value that is asked for; not a number where the curve does not hold it: no row in the days
/// asked for, or a day that the run did not come to.
double outcome(const OutcomeParams& asked, const Curve& curve);

struct Found {
    double value = no_value;
    std::string unit{}, doc{};
};
/// The same of open results: a patient's, and her twin's if there is one.
Found outcome(const OutcomeParams& asked, const io::Group& patient, const io::Group* twin);

/// The unit of its column, and what it means, in words.
std::string unit_of(const OutcomeParams& asked, const std::string& column_unit);
std::string meaning_of(const OutcomeParams& asked, const std::string& doc);

}  // namespace perforin::study
