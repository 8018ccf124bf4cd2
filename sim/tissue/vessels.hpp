#pragma once
// Functional vessels: where capillaries cross a block, how they sprout and collapse, and how
// readily blood-borne cells leave them.

#include <cstdint>
#include <vector>

#include "config/block.hpp"
#include "core/units.hpp"
#include "fields/grid.hpp"
#include "tissue/lure.hpp"

namespace perforin::tissue {

struct VesselParams : config::Block {
    using Block::Block;
    Length spacing = param("spacing", 100, um, {20, 5000}, "Mean distance between capillaries",
                           recalled(measured("50–200 µm in tumours")));
    double entry_floor =
        param("entry_floor", 0.03, fraction, {0, 1}, "Entry of T cells without chemokine",
              fitted("compartment model of distant lesions"));
    Molarity chemokine_half =
        param("chemokine_half", 100, picomolar, {1e-3, 1e7},
              "CXCL9/10 at which half of the rolling T cells stop", assumed("CXCR3 Kd 0.1–1 nM"));
    double adhesion_floor = param("adhesion_floor", 0.3, fraction, {0, 1},
                                  "Adhesion of resting against inflamed endothelium",
                                  assumed("ICAM-1 is constitutive and induced about threefold"));
    Molarity adhesion_half =
        param("adhesion_half", 60, picomolar, {1e-3, 1e7}, "IFN-γ at half induction of adhesion",
              assumed("as for CXCL9/10 of tumour cells"));

    double perfused_infiltrate =
        param("perfused_infiltrate", 0.5, fraction, {0, 0.99},
              "Leukocytes, as a share of a lesion's cells by volume, that tissue has "
              "vessels for; more of them bring no more blood",
              assumed("as many as may come to a place; without a bound they call for "
                      "more of themselves when the tumour is gone"));

    // sprouting
    Rate sprouting = param(
        "sprouting", 0.15, per_day, {0, 10}, "Rate at which vessels multiply at saturating VEGF",
        measured("Hobson & Denekamp 1984: endothelium of tumours doubles in 2.4–13 d"));
    Molarity vegf_half = param("vegf_half", 100, picomolar, {1e-2, 1e6},
                               "VEGF at which vessels sprout half as fast as they can",
                               recalled(measured("dissociation from VEGFR2: 75–770 pM")));
    Length sprout =
        param("sprout", 100, um, {0, 1000}, "How far from a vessel its sprouts come",
              fitted("tips advance 5–11 µm/h (Qutub & Popel 2009) and must find another "
                     "vessel within 50 h (Welter & Rieger)"));
    double densest = param("densest", 3, fraction, {1, 100},
                           "Density, mean over a sprout's reach, at which sprouting ends, relative "
                           "to capillaries at `spacing`",
                           recalled(fitted("rims of tumours have two to three times the vessels of "
                                           "normal tissue")));
    bool angiogenesis_off = ablation("angiogenesis", "Vessels do not sprout");

    // collapse
    Rate collapse =
        param("collapse", 0.3, per_day, {0, 100}, "Rate at which vessels under full pressure close",
              fitted("Welter & Rieger: walls of 4 µm lose 0.05 µm/h"));
    Speed collapse_begins =
        param("collapse_begins", 1, um_per_minute, {0, 1000},
              "Pressure above which vessels close: sum of repulsive speeds on a cell, local mean",
              assumed("five times what cells of freely growing tumours bear; centres 9 % nearer"));
    Speed collapse_full = param("collapse_full", 4, um_per_minute, {0, 1000},
                                "Pressure above which they close fastest",
                                assumed("half of what stops division; centres 18 % nearer"));
    bool collapse_off = ablation("vessel_collapse", "Pressure closes no vessels");
};

/// What makes T and NK cells stop: CXCR3 sees CXCL9 and CXCL10.
Lure cxcr3_lure(const VesselParams&);

/// Share of passing cells that can enter: 0…1, floor without chemokine, times adhesion.
double entry_share(const VesselParams&, const Lure&, Molarity chemokine, Molarity interferon);

/// Rate at which vessels appear in a voxel: they sprout from those around it (`around`: their mean
/// density within a sprout's reach, relative to normal tissue) by VEGF, while there is room.
Rate sprouting(const VesselParams&, Molarity vegf, double around, double normal);

/// Rate at which vessels close under a pressure.
Rate collapse(const VesselParams&, Speed pressure);

/// Density after dt: ρ' = sprouting (1 − ρ) − collapse ρ. Stays within 0 … 1.
double vessels_after(double density, Rate sprouting, Rate collapse, Time dt);

/// Mean density of capillaries at `spacing`, by the voxel's count: see vessel_at.
double normal_density(const VesselParams&, const fields::Grid&);

/// Density of functional vessels in a voxel of host tissue whose layer is `layer` along the depth
/// axis, counted from where the block was founded: 1 where a capillary crosses it, else 0.
/// Capillaries of mean spacing s cross a share (h/s)² of voxels of edge h. A function of place, so
/// a block that is cut in the core meets tissue that was always there.
/// `relative`: times so many where they are not spread evenly.
float vessel_at(const VesselParams&, const fields::Grid&, std::size_t voxel, std::int64_t layer,
                std::uint64_t seed, std::uint64_t lesion, double relative = 1.0);

}  // namespace perforin::tissue
