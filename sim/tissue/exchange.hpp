#pragma once
// What cells secrete and take up, gathered by voxel for the fields' next step. Amounts add up in
// row order, so the sums do not depend on threads.

#include <vector>

#include "core/parallel.hpp"
#include "tissue/dissolved.hpp"
#include "tissue/surface.hpp"

namespace perforin::tissue {

class Exchange {
public:
    Exchange(Dissolved& dissolved, const Surface& cells) : dissolved_{dissolved}, cells_{cells} {
        voxel_.resize(cells.size());
        parallel::for_each(cells.size(), [&](std::size_t row) {
            voxel_[row] = static_cast<std::uint32_t>(dissolved.grid().voxel(cells.position[row]));
        });
    }

    /// Molecules per minute of one cell; an agent's weight multiplies it.
    void secrete(Level what, Row row, double molecules_per_minute) {
        auto& field = dissolved_.field(what);
        field.source()[voxel_[row]] +=
            static_cast<float>(molecules_per_minute * cells_.weight[row] * field.per_molecule());
    }

    /// Volume that one cell clears of the substance, µm³ per minute.
    void take(Level what, Row row, double um3_per_minute) {
        auto& field = dissolved_.field(what);
        field.uptake()[voxel_[row]] += static_cast<float>(um3_per_minute * cells_.weight[row] /
                                                          dissolved_.grid().voxel_volume());
    }

private:
    Dissolved& dissolved_;
    const Surface& cells_;
    std::vector<std::uint32_t> voxel_;
};

}  // namespace perforin::tissue
