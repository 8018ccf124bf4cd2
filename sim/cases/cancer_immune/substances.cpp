// What is dissolved in the case: oxygen, and the factor by which immune cells find the tumour.

#include "cases/cancer_immune/sources.hpp"
#include "fields/substance.hpp"

namespace perforin::cases::cancer_immune {

namespace {

struct OxygenParams : config::Block {
    using Block::Block;
    Diffusivity diffusivity =
        param("diffusivity", 1e5, um2_per_minute, {1e4, 3e5}, "Diffusivity", peer());
    Rate decay = param("decay", 0.1, per_minute, {0, 10}, "Decay", peer());
    Pressure medium =
        param("medium", 38, mmhg, {0, 160}, "Tension at the faces and at the start", peer());

    fields::Transport transport() const {
        fields::Transport t;
        t.unit = mmhg.symbol;
        t.diffusivity = diffusivity;
        t.decay = decay;
        t.host = fields::Wall::dirichlet(medium.in(mmhg));
        t.initial = medium.in(mmhg);
        return t;
    }
};

struct FactorParams : config::Block {
    using Block::Block;
    Diffusivity diffusivity =
        param("diffusivity", 1e3, um2_per_minute, {1, 1e5}, "Diffusivity", peer());
    Rate decay = param("decay", 0.016, per_minute, {0, 10}, "Decay", peer());

    /// The level is relative to what producers strive for, so one "molecule" makes 1 in 1 µm³.
    fields::Transport transport() const {
        fields::Transport t;
        t.unit = "1";
        t.diffusivity = diffusivity;
        t.decay = decay;
        t.per_molecule = 1.0;
        return t;
    }
};

struct Oxygen final : fields::Substance {
    explicit Oxygen(config::Section& section) : Substance{OxygenParams{section}.transport()} {}
};
struct Factor final : fields::Substance {
    explicit Factor(config::Section& section) : Substance{FactorParams{section}.transport()} {}
};

const Registered<fields::Substance> oxygen{"oxygen", "Oxygen tension",
                                           make<fields::Substance, Oxygen>, model};
const Registered<fields::Substance> factor{"factor", "Immunostimulatory factor",
                                           make<fields::Substance, Factor>, model};

}  // namespace

}  // namespace perforin::cases::cancer_immune
