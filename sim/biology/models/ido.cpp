#include "biology/models/ido.hpp"

#include "biology/models/hill.hpp"

namespace perforin::biology {

double ido_brake(const IdoParams& p, Molarity interferon, double kit) {
    if (p.off) return 0.0;
    const double induced = (1.0 - p.constitutive) * hill(interferon / p.half, 1.0);
    return p.most * (p.constitutive * (1.0 - kit) + induced);
}

double Ido::spares(const tissue::World& world, tissue::Row row) const {
    if (!(params_.most > 0.0)) return 1.0;
    return 1.0 - ido_brake(params_, world.level(interferon_, row) * picomolar,
                           world.occupancy(kit_, row));
}

}  // namespace perforin::biology
