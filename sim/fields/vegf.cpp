// Vascular endothelial growth factor A, which hypoxic cells secrete and vessels sprout towards.

#include "fields/substance.hpp"

namespace perforin::fields {

namespace {

struct VegfParams : config::Block {
    using Block::Block;
    Diffusivity diffusivity =
        param("diffusivity", 1740, um2_per_minute, {10, 9000},
              "Effective diffusivity: isoforms differ in how much matrix binds them",
              fitted("SPQSP's model of liver cancer, 2.9e-7 cm²/s"));
    Rate decay = param("decay", 0.0115, per_minute, {1e-5, 1},
                       "Decay, uptake by endothelium included; with the diffusivity a length of "
                       "389 µm",
                       fitted("SPQSP's model of liver cancer, 1.921e-4 1/s"));
    Rate vessel_exchange =
        param("vessel_exchange", 0, per_minute, {0, 1e4}, "Washout by a voxel's capillary",
              assumed("part of the decay rate"));

    Transport transport() const { return signal(diffusivity, decay, vessel_exchange); }
};

struct Vegf final : Substance {
    explicit Vegf(config::Section& section) : Substance{VegfParams{section}.transport()} {}
};

const Registered<Substance> here{"vegf", "Vascular endothelial growth factor A",
                                 make<Substance, Vegf>};

}  // namespace

}  // namespace perforin::fields
