#pragma once
// Functional vessels: where capillaries cross a block, and how readily blood-borne cells leave
// them.

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
        param("adhesion_half", 10, picomolar, {1e-3, 1e7}, "IFN-γ at half induction of adhesion",
              assumed("as for PD-L1 and MHC-I"));
};

/// What makes T and NK cells stop: CXCR3 sees CXCL9 and CXCL10.
Lure cxcr3_lure(const VesselParams&);

/// Share of passing cells that can enter: 0…1, floor without chemokine, times adhesion.
double entry_share(const VesselParams&, const Lure&, Molarity chemokine, Molarity interferon);

/// Density of functional vessels in a voxel whose layer is `layer` along the depth axis, counted
/// from where the block was founded: 1 where a capillary crosses it, else 0. Capillaries of mean
/// spacing s cross a share (h/s)² of voxels of edge h. A function of place, so a block that is cut
/// in the core meets tissue that was always there.
float vessel_at(const VesselParams&, const fields::Grid&, std::size_t voxel, std::int64_t layer,
                std::uint64_t seed, std::uint64_t lesion);

}  // namespace perforin::tissue
