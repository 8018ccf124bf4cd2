#pragma once
// Immune cells around a cell, counted once a biology step by what they are to it.

#include "core/units.hpp"
#include "tissue/world.hpp"

namespace perforin::biology {

/// In real cells per volume within 50 µm: about what a cell that walks meets in an hour.
struct Company {
    PerVolume progenitors{}, regulatory{}, suppressive{}, presenting{};
    PerVolume helpers{};     ///< CD4 helper cells
    double antigenic = 0.0;  ///< tumour cells with neoantigens close by
    double pdl1 = 0.0;       ///< molecules on a tumour or presenting cell close by, mean
};

/// One search for all; where no kind with such roles has cells it costs nothing. The cell itself
/// counts with the others. `close_by`: whether tumour and presenting cells within 10 µm are looked
/// at too, in a search of their own; for slow cells, which have no synapse.
Company company(const tissue::World&, tissue::Row, bool close_by = false);

}  // namespace perforin::biology
