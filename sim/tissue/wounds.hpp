#pragma once
// Who hit whom: the unhealed hits of all targets of a lesion, kept until they heal or kill, so that
// every death by T cells can name its killers.

#include <cstdint>

#include "cells/table.hpp"
#include "tissue/surface.hpp"

namespace perforin::tissue {

struct Wounds : cells::Table {
    Column<std::uint64_t> target = column<std::uint64_t>("target", "1", "Cell that was hit");
    Column<std::uint64_t> killer = column<std::uint64_t>("killer", "1", "Cell that hit it");
    Column<std::int64_t> at = column<std::int64_t>("at", "s", "When");
};

}  // namespace perforin::tissue
