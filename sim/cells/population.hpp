#pragma once
// What every cell has as a body among bodies. Nothing biological.

#include "cells/table.hpp"
#include "core/geometry.hpp"

namespace perforin::cells {

struct Population : Table {
    Column<std::uint64_t> id =
        column<std::uint64_t>("id", "1", "Lineage identity, unique in the run");
    Column<Vec3> position = column<Vec3>("position", "um", "Centre, from the block's corner");
    Column<float> radius = column<float>("radius", "um", "Radius of the equivalent sphere");
    Column<float> swelling = column<float>(
        "swelling", "1", "Share by which fluid around it widens the room that it takes");
    /// A cell with neither repulsion nor adhesion takes no part in mechanics.
    Column<float> repulsion =
        column<float>("repulsion", "um/min", "Strength of its repulsion of overlapping cells");
    Column<float> adhesion =
        column<float>("adhesion", "um/min", "Strength of its adhesion to cells in reach");

    /// Radius of the room that a cell takes among others, µm: its own, and fluid's.
    float room(std::size_t row) const { return radius[row] * (1.0f + swelling[row]); }
};

}  // namespace perforin::cells
