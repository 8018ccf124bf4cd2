// Danger signals with antigen: what corpses spill when nobody clears them in time, and when T cells
// or drugs kill immunogenically. Dendritic cells take it up and mature.

#include <numbers>

#include "fields/substance.hpp"

namespace perforin::fields {

namespace {

struct DampsParams : config::Block {
    using Block::Block;
    Diffusivity diffusivity =
        param("diffusivity", 600, um2_per_minute, {10, 6000},
              "Effective diffusivity: HMGB1, nucleosomes and vesicles among debris",
              assumed("as for an antibody in tumour interstitium"));
    Time half_life = param("half_life", 2, hour, {0.1, 72}, "Half-life in tissue",
                           assumed("HMGB1 is oxidised within hours"));

    Transport transport() const { return signal(diffusivity, std::numbers::ln2 / half_life); }
};

struct Damps final : Substance {
    explicit Damps(config::Section& section) : Substance{DampsParams{section}.transport()} {}
};

const Registered<Substance> here{"damps", "Danger signals and antigen debris",
                                 make<Substance, Damps>};

}  // namespace

}  // namespace perforin::fields
