// CXCL12: fibroblasts make it; it draws regulatory and suppressive cells, and holds T cells in
// stroma.

#include <numbers>

#include "fields/substance.hpp"

namespace perforin::fields {

namespace {

struct Cxcl12Params : config::Block {
    using Block::Block;
    Diffusivity diffusivity =
        param("diffusivity", 150, um2_per_minute, {60, 9000},
              "Effective diffusivity: heparan sulphate binds it. Free protein of 8 kDa: about 9000",
              assumed("sixty times slower than free, as IFN-γ in SPQSP"));
    Time half_life =
        param("half_life", 30, minute, {1, 1440},
              "Half-life in tissue; with the diffusivity a length of 81 µm",
              recalled(assumed("cut within minutes in serum by CD26, slower in tissue")));

    Transport transport() const { return signal(diffusivity, std::numbers::ln2 / half_life); }
};

struct Cxcl12 final : Substance {
    explicit Cxcl12(config::Section& section) : Substance{Cxcl12Params{section}.transport()} {}
};

const Registered<Substance> here{"cxcl12", "CXCL12 (SDF-1)", make<Substance, Cxcl12>};

}  // namespace

}  // namespace perforin::fields
