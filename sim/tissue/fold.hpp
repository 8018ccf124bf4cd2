#pragma once
// Agents of fast kinds stand for few cells each, so that rare cells are not a lottery; those of
// kinds that only fill room are alike. Where many of them have come, that costs time and tells
// nothing: an agent then stands for twice as many cells, and again; and for fewer where they have
// become few.

#include "cells/table.hpp"

namespace perforin::tissue {

/// One row a kind, by rank.
struct Folds : cells::Table {
    cells::Column<double> fold =
        column<double>("fold", "1", "Cells an agent of the kind stands for, relative to usual");
};

}  // namespace perforin::tissue
