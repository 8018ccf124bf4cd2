#pragma once
// Sums over lesions, their nadir, and the changes that count.

#include <optional>

#include "clinic/measurements/measurements.hpp"

namespace perforin::clinic {

/// A sum over lesions of which some may not be evaluable.
struct Sum {
    Tenths measured = 0;  ///< what could be measured
    bool complete = true;

    void add(std::optional<Tenths> size) {
        complete = complete && size.has_value();
        measured += size.value_or(0);
    }
    void add(const Sum& other) {
        complete = complete && other.complete;
        measured += other.measured;
    }
    std::optional<Tenths> whole() const {
        return complete ? std::optional<Tenths>{measured} : std::nullopt;
    }
};

/// The least of the complete sums seen.
class Nadir {
public:
    void see(const Sum& sum) {
        if (sum.complete && (!least_ || sum.measured < *least_)) least_ = sum.measured;
    }
    std::optional<Tenths> least() const { return least_; }

private:
    std::optional<Tenths> least_;
};

/// What rises of a sum of diameters must reach, in full (Eisenhauer 2009).
inline constexpr Tenths rise_that_counts = 5 * tenths_per_mm;

/// Progression of a sum of diameters: at least 20 % and at least 5 mm above its nadir.
inline bool rose(Tenths now, Tenths nadir) {
    return 5 * now >= 6 * nadir && now - nadir >= rise_that_counts;
}
/// Partial response of a sum of diameters: at least 30 % below the baseline.
inline bool fell(Tenths now, Tenths baseline) {
    return 10 * now <= 7 * baseline;
}

}  // namespace perforin::clinic
