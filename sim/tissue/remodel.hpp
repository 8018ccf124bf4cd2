#pragma once
// The tissue between the cells changes over days: vessels sprout and collapse, fluid comes and
// goes.

#include <span>

#include "core/units.hpp"
#include "fields/grid.hpp"
#include "tissue/dissolved_state.hpp"
#include "tissue/oedema.hpp"
#include "tissue/vessels.hpp"

namespace perforin::tissue {

/// What acts on the tissue during a step, by voxel.
struct Surroundings {
    std::span<const float> vegf{};        ///< pM; empty: there is none
    std::span<const float> interferon{};  ///< pM; empty: there is none
    std::span<const float> pressure{};    ///< µm/min, on cells, local mean; empty: none
    Molarity il2_given{};                 ///< interleukin-2 of a therapy
};

/// One step of vessels and fluid, each by the exact solution of its linear equation for what is
/// around at the step's start.
void remodel(const fields::Grid&, const VesselParams&, const OedemaParams&, const Surroundings&,
             Time dt, Interstitium&);

}  // namespace perforin::tissue
