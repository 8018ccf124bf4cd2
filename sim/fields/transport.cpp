#include "fields/transport.hpp"

#include <cmath>
#include <numbers>

namespace perforin::fields {

Wall endless_host(Diffusivity diffusivity, Rate decay, double far) {
    const double speed = std::sqrt(diffusivity.in(um2_per_minute)*decay.in(per_minute));
    return Wall::exchange(speed * um_per_minute, far);
}

Rate capillary_exchange(Diffusivity diffusivity, double sherwood) {
    constexpr double voxel_edge = 20.0;
    return std::numbers::pi * sherwood * diffusivity / (voxel_edge * voxel_edge * um2);
}

Transport signal(Diffusivity diffusivity, Rate decay, Rate vessel_exchange) {
    Transport t;
    t.unit = picomolar.symbol;
    t.diffusivity = diffusivity;
    t.decay = decay;
    t.vessel_exchange = vessel_exchange;
    t.host = endless_host(diffusivity, decay, 0.0);
    t.per_molecule = picomolar_per_molecule;
    return t;
}

Transport antibody(Diffusivity diffusivity, Rate turnover, double ratio) {
    Transport t;
    t.unit = "nM";
    t.diffusivity = diffusivity;
    t.vessel_exchange = turnover * (ratio / normal_vessels);
    t.decay = turnover * (1.0 - ratio);
    t.per_molecule = nanomolar_per_molecule;
    return t;
}

}  // namespace perforin::fields
