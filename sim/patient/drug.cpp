#include "patient/drug.hpp"

namespace perforin::patient {

double occupied(std::span<const Occupant> drugs) {
    double bound = 0.0;  // per free receptor
    for (const Occupant& drug : drugs) bound += drug.concentration / drug.half_occupancy;
    return bound / (1.0 + bound);
}

}  // namespace perforin::patient
