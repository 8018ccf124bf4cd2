#pragma once
// Volumes of the case's cells: fluid follows the total, solids follow their targets. Linear
// equations with constant coefficients, so any step is exact.

namespace perforin::cases::cancer_immune {

/// µm³.
struct Volumes {
    double fluid = 0, nucleus = 0, cytoplasm = 0;  ///< the latter two solid
    double total() const { return fluid + nucleus + cytoplasm; }
    Volumes halved() const { return {0.5 * fluid, 0.5 * nucleus, 0.5 * cytoplasm}; }
};

/// Of a grown cell: 2494 µm³, three quarters fluid, 540 of it the nucleus.
inline constexpr double fluid_share = 0.75;
inline constexpr Volumes grown{fluid_share * 2494.0, (1.0 - fluid_share) * 540.0,
                               (1.0 - fluid_share) * (2494.0 - 540.0)};

/// Rates (1/min) and what they lead to.
struct VolumeChange {
    double fluid_rate, nucleus_rate, cytoplasm_rate;
    double fluid_share;                 ///< of the total volume that fluid strives for, below 1
    double nucleus = 0, cytoplasm = 0;  ///< targets of the solids, µm³
};

inline constexpr VolumeChange growth{0.05,        0.0055,        0.0045,
                                     fluid_share, grown.nucleus, grown.cytoplasm};
inline constexpr VolumeChange apoptosis{3.0 / 60, 0.35 / 60, 1.0 / 60, 0.0};
/// Before it bursts at twice its volume, and after.
inline constexpr VolumeChange swelling{0.0111667, 0.013 / 60, 0.0032 / 60, 1.0};
inline constexpr VolumeChange lysis{0.05 / 60, 0.013 / 60, 0.0032 / 60, 0.0};

/// After so many minutes.
Volumes after(const Volumes&, const VolumeChange&, double minutes);

/// Radius of the sphere of this volume, µm.
double radius(const Volumes&);

}  // namespace perforin::cases::cancer_immune
