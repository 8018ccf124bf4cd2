// Interleukin-2: T cells that meet antigen make it, regulatory T cells take most of it.

#include "fields/substance.hpp"

namespace perforin::fields {

namespace {

struct Il2Params : config::Block {
    using Block::Block;
    Diffusivity diffusivity =
        param("diffusivity", 600, um2_per_minute, {10, 6000},
              "Effective diffusivity: receptors hold it. Free protein: about 6000",
              fitted("SPQSP, 1e-7 cm²/s; 2.4e-6 to 6e-5 cm²/min in others"));
    Rate decay = param("decay", 0.00167, per_minute, {1e-05, 1}, "Decay apart from uptake by cells",
                       fitted("SPQSP, 2.78e-5 1/s; qspio 0.2 1/min in nodes"));

    Transport transport() const { return signal(diffusivity, decay); }
};

struct Il2 final : Substance {
    explicit Il2(config::Section& section) : Substance{Il2Params{section}.transport()} {}
};

const Registered<Substance> here{"il2", "Interleukin-2", make<Substance, Il2>};

}  // namespace

}  // namespace perforin::fields
