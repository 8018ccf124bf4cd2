#include "biology/models/lag3.hpp"

#include "biology/models/hill.hpp"

namespace perforin::biology {

double lag3_ligand(const Lag3Params& p, bool tumour, PerVolume presenting) {
    return (tumour ? p.tumour_ligand : 0.0) + hill(presenting / p.presenting_half, 1.0);
}

double lag3_inhibition(const Lag3Params& p, double receptor, double ligand, double occupancy) {
    return p.most * hill(receptor * ligand * (1.0 - occupancy), p.half);
}

}  // namespace perforin::biology
