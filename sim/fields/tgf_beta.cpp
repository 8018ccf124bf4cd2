// Transforming growth factor beta, in its active form.

#include <numbers>

#include "fields/substance.hpp"

namespace perforin::fields {

namespace {

struct TgfBetaParams : config::Block {
    using Block::Block;
    Diffusivity diffusivity = param("diffusivity", 1500, um2_per_minute, {60, 6000},
                                    "Effective diffusivity of the active 25 kDa dimer",
                                    recalled(measured("Wakefield 1990; 2.6e-7 cm²/s in HCC_GPU")));
    Time half_life = param("half_life", 3, minute, {0.5, 600},
                           "Half-life; with the diffusivity a length of 81 µm",
                           recalled(measured("2–3 min active, 90 min latent (Wakefield 1990)")));

    Transport transport() const { return signal(diffusivity, std::numbers::ln2 / half_life); }
};

struct TgfBeta final : Substance {
    explicit TgfBeta(config::Section& section) : Substance{TgfBetaParams{section}.transport()} {}
};

const Registered<Substance> here{"tgf_beta", "Transforming growth factor β, active",
                                 make<Substance, TgfBeta>};

}  // namespace

}  // namespace perforin::fields
