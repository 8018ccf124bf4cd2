#pragma once
// How connective tissue parts a tumour into nests. Lengths are real ones, whatever the lesion's
// size.

#include <optional>

#include "config/block.hpp"

namespace perforin::tissue {

/// `[tissue.stroma]`
struct StromaParams : config::Block {
    using Block::Block;
    std::optional<Length> nest = optional(
        "nest", um, {20, 2000},
        "Edge of the nests that stroma parts a sample of a tumour into; if not given there "
        "is no stroma",
        recalled(measured("islets of 100–300 µm in carcinomas")));
    Length septum = param("septum", 40, um, {10, 1000}, "Thickness of the stroma between nests",
                          assumed("two to four cells; 20–100 µm in sections"));
};

}  // namespace perforin::tissue
