#include "biology/models/leukocyte.hpp"

#include "core/maths.hpp"
#include "tissue/geometry.hpp"

namespace perforin::biology {

using tissue::Population, tissue::Row, tissue::Surface;

Gait gait_of(const LeukocyteParams& p, std::optional<tissue::Level> attractant) {
    return {.radius = p.radius,
            .speed = p.speed,
            .persistence = p.persistence,
            .chemotaxis = p.chemotaxis,
            .gradient_half = p.gradient_half,
            .attractant = attractant,
            .matrix_slowing = p.matrix_slowing,
            .matrix = tissue::known_substance("matrix")};
}

tissue::Recruitment recruitment_of(const LeukocyteParams& p, tissue::Lure lure) {
    return {.in_blood = p.in_blood,
            .loss = p.blood_loss,
            .extravasation = p.extravasation,
            .lure = std::move(lure)};
}

void found_leukocyte(const LeukocyteParams& p, Row row, Surface& cells) {
    cells.radius[row] = static_cast<float>(p.radius.in(um)*maths::cbrt(p.weight));
    cells.repulsion[row] = static_cast<float>(p.repulsion.in(um_per_minute));
    cells.adhesion[row] = 0.0f;
    cells.mhc1[row] = 1.0f;
}

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
