// Interleukin-10: macrophages and regulatory T cells make it; it quiets T cells and macrophages.

#include <numbers>

#include "fields/substance.hpp"

namespace perforin::fields {

namespace {

struct Il10Params : config::Block {
    using Block::Block;
    Diffusivity diffusivity =
        param("diffusivity", 4000, um2_per_minute, {60, 6000}, "Effective diffusivity",
              recalled(assumed("1000–6000; 1.4e-8 cm²/s in HCC_GPU")));
    Time half_life =
        param("half_life", 3, hour, {0.1, 48}, "Half-life", recalled(measured("2–4 h in plasma")));

    Transport transport() const { return signal(diffusivity, std::numbers::ln2 / half_life); }
};

struct Il10 final : Substance {
    explicit Il10(config::Section& section) : Substance{Il10Params{section}.transport()} {}
};

const Registered<Substance> here{"il10", "Interleukin-10", make<Substance, Il10>};

}  // namespace

}  // namespace perforin::fields
