#pragma once
// What a lesion's volume is made of.

#include "core/units.hpp"

namespace perforin::tissue {

/// Represented volumes within the margin; together they are the lesion's.
struct Parts {
    Volume tumour{};      ///< live tumour cells
    Volume infiltrate{};  ///< live leukocytes
    Volume debris{};      ///< corpses of whatever kind
    Volume stroma{};      ///< all other cells
    Volume fluid{};       ///< oedema

    Volume all() const { return tumour + infiltrate + debris + stroma + fluid; }
};

}  // namespace perforin::tissue
