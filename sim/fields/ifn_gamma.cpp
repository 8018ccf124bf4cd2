// Interferon-gamma. How far it reaches is disputed: niches of 30–40 µm around T cells against more
// than 800 µm, so diffusivity and decay are to be swept. See METHODS.md.

#include "fields/substance.hpp"

namespace perforin::fields {

namespace {

struct IfnGammaParams : config::Block {
    using Block::Block;
    Diffusivity diffusivity =
        param("diffusivity", 87, um2_per_minute, {1, 6000},
              "Effective diffusivity: bound to matrix and receptors. Free protein: about 6000",
              fitted("SPQSP, 1.45e-8 cm²/s"));
    Rate decay = param("decay", 0.0015, per_minute, {1e-5, 1},
                       "Decay, uptake by cells included; with the diffusivity a length of 241 µm",
                       fitted("SPQSP, 2.5e-5 1/s"));
    Rate vessel_exchange =
        param("vessel_exchange", 0, per_minute, {0, 1e4}, "Washout by a voxel's capillary",
              assumed("part of the decay rate"));

    Transport transport() const { return signal(diffusivity, decay, vessel_exchange); }
};

struct IfnGamma final : Substance {
    explicit IfnGamma(config::Section& section) : Substance{IfnGammaParams{section}.transport()} {}
};

const Registered<Substance> here{"ifn_gamma", "Interferon-gamma", make<Substance, IfnGamma>};

}  // namespace

}  // namespace perforin::fields
