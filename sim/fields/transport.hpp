#pragma once
// How one substance gets about in tissue. A registered substance makes it from its parameters, a
// drug from its own.

#include <string>

#include "core/units.hpp"
#include "fields/wall.hpp"

namespace perforin::fields {

/// Vessels are counted so that 1 is one capillary through a voxel of 20 µm: 2.5 mm of capillary per
/// mm² of section. Capillaries 100 µm apart, as in well-perfused tissue, then have a mean of 0.04.
inline constexpr double normal_vessels = 0.04;

/// Levels are numbers in `unit`.
struct Transport {
    std::string unit;  ///< "mmHg", "pM", "nM"
    Diffusivity diffusivity{};
    Rate decay{};               ///< by itself and by clearance other than vessels and cells
    Rate vessel_exchange{};     ///< with the vessels of a voxel whose vessel density is 1
    double vessel_level = 0.0;  ///< in the vessels, unless a drug's plasma says otherwise
    Wall host{};                ///< towards host tissue
    double initial = 0.0;
    double per_molecule = 0.0;  ///< level of one molecule in 1 µm³; 0: not counted in molecules
};

inline constexpr double avogadro = 6.02214076e23;
/// One molecule in 1 µm³, in pM and in nM.
inline constexpr double picomolar_per_molecule = 1e12 / (avogadro * 1e-15);
inline constexpr double nanomolar_per_molecule = 1e9 / (avogadro * 1e-15);

/// The wall towards host tissue without end, of the same D and decay λ, in steady state: there c
/// falls off as exp(−x √(λ/D)), so √(D λ) (far − c) comes through.
Wall endless_host(Diffusivity diffusivity, Rate decay, double far);

/// Exchange rate, at vessel density 1, of a capillary whose inside resists: flow per length
/// π Sh D (c_vessel − c), Sherwood number Sh, over a voxel of 20 µm.
Rate capillary_exchange(Diffusivity diffusivity, double sherwood);

/// A protein that signals between cells, levels in pM. Beyond the border lies host tissue without
/// end that makes none.
Transport signal(Diffusivity diffusivity, Rate decay, Rate vessel_exchange = {});

/// An antibody in tumour interstitium, levels in nM. Tissue forgets its level at the rate
/// `turnover` and, with normal vessels, settles at `ratio` × plasma: vessels bring ratio ×
/// turnover, lymph and catabolism take the rest, (1 − ratio) × turnover. Host tissue has vessels of
/// its own, so nothing crosses the border.
Transport antibody(Diffusivity diffusivity, Rate turnover, double ratio);

}  // namespace perforin::fields
