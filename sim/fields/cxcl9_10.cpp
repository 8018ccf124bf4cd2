// CXCL9 and CXCL10 as one: the chemokines that interferon-gamma induces and T cells follow.

#include <numbers>

#include "fields/substance.hpp"

namespace perforin::fields {

namespace {

struct Cxcl9And10Params : config::Block {
    using Block::Block;
    Diffusivity diffusivity = param("diffusivity", 6000, um2_per_minute, {100, 9000},
                                    "Diffusivity; matrix binding lowers it",
                                    recalled(measured("free proteins of about 10 kDa, 1000–9000")));
    Time half_life = param("half_life", 60, minute, {1, 1440},
                           "Half-life; with the diffusivity a length of 721 µm",
                           recalled(assumed("20–180 min, weakly supported")));
    Rate vessel_exchange =
        param("vessel_exchange", 0, per_minute, {0, 1e4}, "Washout by a voxel's capillary",
              assumed("part of the half-life"));

    Transport transport() const {
        return signal(diffusivity, std::numbers::ln2 / half_life, vessel_exchange);
    }
};

struct Cxcl9And10 final : Substance {
    explicit Cxcl9And10(config::Section& section)
        : Substance{Cxcl9And10Params{section}.transport()} {}
};

const Registered<Substance> here{"cxcl9_10", "CXCL9 and CXCL10", make<Substance, Cxcl9And10>};

}  // namespace

}  // namespace perforin::fields
