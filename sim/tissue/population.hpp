#pragma once
// The private columns of one kind in one lesion. Rows follow the Surface's order; `row` leads back.

#include "cells/table.hpp"
#include "tissue/surface.hpp"

namespace perforin::tissue {

struct Population : cells::Table {
    Column<Row> row = column<Row>("row", "1", "Row in the lesion's table of all cells");
};

}  // namespace perforin::tissue
