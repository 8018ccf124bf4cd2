// Type-I interferon (mainly interferon-beta): what cells make that find DNA in their cytosol, such
// as tumour cells after radiation.

#include "fields/substance.hpp"

namespace perforin::fields {

namespace {

struct Ifn1Params : config::Block {
    using Block::Block;
    Diffusivity diffusivity =
        param("diffusivity", 3000, um2_per_minute, {10, 9000},
              "Diffusivity; heparan sulphates of the matrix hold some of it back",
              recalled(assumed("half of a free protein of 20 kDa, about 6000")));
    Rate decay = param("decay", 4, per_day, {0.01, 1000},
                       "Decay in tissue; what cells take up is theirs to say",
                       recalled(assumed("half-life of 2 to 10 h in serum")));

    Transport transport() const { return signal(diffusivity, decay); }
};

struct Ifn1 final : Substance {
    explicit Ifn1(config::Section& section) : Substance{Ifn1Params{section}.transport()} {}
};

const Registered<Substance> here{"ifn_1", "Type-I interferon", make<Substance, Ifn1>};

}  // namespace

}  // namespace perforin::fields
