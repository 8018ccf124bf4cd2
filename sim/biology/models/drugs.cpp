#include "biology/models/drugs.hpp"

namespace perforin::biology {

tissue::Pressure drug_pressure(const CytotoxicParams& cytotoxic, const GrowthSignalParams& signal,
                               double poisoned, double blocked, double resistance,
                               bool independent) {
    tissue::Pressure pressure;
    if (!cytotoxic.off) pressure.lethal = (1.0 - resistance) * cytotoxic.failed_mitosis * poisoned;
    if (signal.off || independent) return pressure;
    pressure.division = 1.0 - signal.dependence * blocked;
    pressure.death = blocked * signal.deprivation;
    return pressure;
}

}  // namespace perforin::biology
