// Virions of an oncolytic virus, which infected tumour cells make.

#include "fields/substance.hpp"

namespace perforin::fields {

namespace {

struct VirusFieldParams : config::Block {
    using Block::Block;
    Diffusivity diffusivity =
        param("diffusivity", 2, um2_per_minute, {0.1, 1000}, "Diffusivity of a virion in tissue",
              recalled(assumed("particles of 100–200 nm; matrix hinders them; 0.5–30")));
    Rate decay = param("decay", 0.025, per_hour, {1e-4, 100},
                       "Clearance, apart from uptake by cells and from antibodies",
                       recalled(measured("Friedman 2006; 0.01–0.2")));

    Transport transport() const { return signal(diffusivity, decay); }
};

struct Virus final : Substance {
    explicit Virus(config::Section& section) : Substance{VirusFieldParams{section}.transport()} {}
};

const Registered<Substance> here{"virus", "Virions of an oncolytic virus", make<Substance, Virus>};

}  // namespace

}  // namespace perforin::fields
