#pragma once
// What surgery takes of a lesion, and what it leaves.

#include "core/units.hpp"

namespace perforin::tissue {

struct Excision {
    double residual = 0.0;  ///< share of the tumour cells taken out that stays after all
    Length margin{};        ///< depth of tissue beyond the lesion's edge that goes with it
};

}  // namespace perforin::tissue
