#pragma once
// PhysiCell's cancer-immune sample in this engine: the case that everyone in the field knows, to
// compare with its curves and its cost. README.md describes it.

#include <cstdint>
#include <memory>

#include "config/input.hpp"
#include "core/units.hpp"
#include "patient/patient.hpp"

namespace perforin::cases::cancer_immune {

struct Setup {
    Length radius = 250 * um;   ///< of the tumour at the start
    Length extent = 1500 * um;  ///< edge of the cube
    std::int64_t immune = 0;    ///< immune cells
    Time immune_at = 0 * hour;  ///< when they appear
    Time settle = 6 * minute;   ///< between steps of the mechanics, if there are immune cells
    /// Experiment: cells see the oxygen that is left after so long an uptake (tumour.cpp).
    Time splitting{};
    std::uint64_t seed = 0;
};

/// What the peer's curves tell, at one moment.
struct Counts {
    double hour = 0;
    double live = 0, dead = 0, immune = 0, attached = 0;  ///< cells
    double live_volume = 0;                               ///< µm³
    double radius_p90 = 0;                                ///< µm from the middle: of live cells
    double oxygen = 0, factor = 0;                        ///< in the middle: mmHg, 1
    double sweeps = 0;                                    ///< force sweeps so far
};

class Case {
public:
    explicit Case(const Setup&);

    /// One simulated hour.
    void advance();
    Counts counts() const;
    const tissue::Lesion& lesion() const { return *patient_->lesions().front(); }

private:
    config::Input input_;
    std::unique_ptr<patient::Patient> patient_;
    Seconds now_ = 0;
};

}  // namespace perforin::cases::cancer_immune
