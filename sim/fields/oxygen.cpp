// Oxygen: diffuses far faster than cells change, so it is always at its steady state for them.

#include "fields/substance.hpp"

namespace perforin::fields {

namespace {

struct OxygenParams : config::Block {
    using Block::Block;
    Diffusivity diffusivity =
        param("diffusivity", 1e5, um2_per_minute, {1e4, 3e5}, "Diffusivity in tissue",
              measured("BioFVM's default (Ghaffarizadeh 2016)"));
    Rate decay = param("decay", 0.1, per_minute, {0, 10},
                       "Background uptake by tissue that is not simulated cell by cell; with the "
                       "diffusivity a length of 1 mm",
                       assumed("BioFVM's default (Ghaffarizadeh 2016)"));
    Pressure vessel_level = param("vessel_level", 38, mmhg, {0, 160}, "Tension in capillaries",
                                  measured("5 % physioxia, as PhysiCell's cancer-immune sample"));
    double sherwood = param("sherwood", 2.5, fraction, {0, 100},
                            "Sherwood number of a capillary: how readily oxygen leaves it",
                            recalled(measured("Hellums 1996")));
    Pressure host = param("host", 38, mmhg, {0, 160}, "Tension held where host tissue begins",
                          measured("5 % physioxia, as PhysiCell's cancer-immune sample"));
    Pressure initial = param("initial", 38, mmhg, {0, 160}, "Tension at the start",
                             assumed("forgotten within minutes"));

    Transport transport() const {
        Transport t;
        t.unit = mmhg.symbol;
        t.diffusivity = diffusivity;
        t.decay = decay;
        t.vessel_exchange = capillary_exchange(diffusivity, sherwood);
        t.vessel_level = vessel_level.in(mmhg);
        t.host = Wall::dirichlet(host.in(mmhg));
        t.initial = initial.in(mmhg);
        return t;
    }
};

struct Oxygen final : Substance {
    explicit Oxygen(config::Section& section) : Substance{OxygenParams{section}.transport()} {}
};

const Registered<Substance> here{"oxygen", "Oxygen tension", make<Substance, Oxygen>};

}  // namespace

}  // namespace perforin::fields
