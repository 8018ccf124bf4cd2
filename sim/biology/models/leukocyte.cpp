#include "biology/models/leukocyte.hpp"

#include "tissue/geometry.hpp"

namespace perforin::biology {

using tissue::Population, tissue::Surface;

double cell_um3(const LeukocyteParams& p) {
    return tissue::sphere_um3(p.radius.in(um));
}

void breathe(const LeukocyteParams& p, const Population& mine, tissue::Level oxygen,
             tissue::Exchange& with) {
    const double cleared = p.oxygen_uptake.in(per_minute)*cell_um3(p);
    for (std::size_t i = 0; i != mine.size(); ++i) with.take(oxygen, mine.row[i], cleared);
}

double cells_of(const Surface& cells, const Population& mine, double cells_per_agent) {
    double count = 0.0;
    for (std::size_t i = 0; i != mine.size(); ++i) count += cells.weight[mine.row[i]];
    return count * cells_per_agent;
}

}  // namespace perforin::biology
