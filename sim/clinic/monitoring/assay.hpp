#pragma once
// What all assays of a laboratory have: limits of detection and quantification, and errors within
// and between runs. METHODS.md.

#include <cstdint>
#include <string_view>

#include "clinic/examination.hpp"
#include "config/block.hpp"

namespace perforin::clinic {

/// One assay; limits are numbers in the unit of what it measures.
struct Assay {
    double detection = 0.0, quantification = 0.0;
    double within = 0.0, between = 0.0;  ///< coefficients of variation, within and between runs
};

/// Standard normal deviates of one measurement.
struct AssayDraws {
    double within = 0.0;   ///< of this measurement
    double between = 0.0;  ///< of the run, which all measurements of a visit share
    double blank = 0.0;    ///< of what is read where there is nothing
};

struct Measured {
    double value = 0.0;
    bool below_detection = true, below_quantification = true;
};

/// Things that a sample must hold, on average, to show one in 95 % (Poisson: 1 − exp(−3)), and to
/// be counted within 20 % (1/√25).
inline constexpr double detectable_count = 3.0, quantifiable_count = 25.0;

/// What both errors make of a true 1; its mean is 1.
double misread(const Assay&, const AssayDraws&);

/// A value against the limits of its assay.
Measured judged(const Assay&, double value);

/// What is read of a true value: errors in proportion to it, and the noise of a blank, of which
/// the limit of detection is 3.29 standard deviations. Never negative.
Measured measured(const Assay&, double truth, const AssayDraws&);

/// Draws of one assay at a visit; `item`: which of the things that it measures in one run.
AssayDraws draws(const Encounter&, std::string_view assay, std::uint64_t item = 0);

/// Adds to a row what was measured, and whether it is below the limits.
void report(tissue::Tally& row, const Label& what, const Measured& result);
/// The same, with the truth before it.
void report(tissue::Tally& row, const Label& what, double truth, const Measured& result);

/// What is usual for an assay.
template <Dim D>
struct AssayFacts {
    Unit<D> unit;
    double detection, quantification, most;  ///< `most`: of what may be set as a limit
    double within, between;
    config::Evidence limits, precision;
};

/// A table with the limits and errors of one assay.
template <Dim D>
struct AssayParams : config::Block {
    AssayParams(const config::Section& section, const AssayFacts<D>& usual)
        : Block{section}, usual_{usual} {}

private:
    AssayFacts<D> usual_;  // first: the lines below read it while the struct is being made

public:
    In<D> detection = param("detection", usual_.detection, usual_.unit, {0, usual_.most},
                            "Limit of detection: 3.29 times the noise of a blank", usual_.limits);
    In<D> quantification = param("quantification", usual_.quantification, usual_.unit,
                                 {0, usual_.most}, "Limit of quantification", usual_.limits);
    double within = param("within", usual_.within, fraction, {0, 2},
                          "Coefficient of variation within a run", usual_.precision);
    double between = param("between", usual_.between, fraction, {0, 2},
                           "Coefficient of variation from run to run", usual_.precision);

    /// In the unit of the standard values.
    Assay assay() const { return {in_unit(detection), in_unit(quantification), within, between}; }

private:
    double in_unit(In<D> limit) const {
        if constexpr (D == Dim{})
            return limit / usual_.unit.factor;
        else
            return limit.in(usual_.unit);
    }
};

}  // namespace perforin::clinic
