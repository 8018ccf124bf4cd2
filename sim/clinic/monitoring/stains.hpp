#pragma once
// What stains tell of cells in a block of tissue: which of the usual markers a cell has.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "core/geometry.hpp"
#include "tissue/lesion.hpp"

namespace perforin::clinic {

/// What a cell is by its markers.
enum class Lineage : std::uint8_t { tumour, cd8, cd4, foxp3, myeloid, other };

/// A whole cell, or an agent that stands for a share of one or for several.
struct StainedCell {
    std::uint64_t id = 0;
    Vec3 at{};
    float radius = 0.0f;  ///< of the whole cell, µm
    float weight = 1.0f;  ///< cells it stands for, relative to an agent of the tumour
    double pdl1 = 0.0;    ///< molecules
    Lineage lineage = Lineage::other;
    bool dead = false;
};

/// What the stains of leukocytes that are not specific for the tumour show, by lineage.
struct BystanderShares {
    double cd8 = 0.0, cd4 = 0.0;
};

/// The cells of a lesion's block. Of bystander leukocytes each is CD8, CD4 or neither by a draw
/// that is its own, the same in each biopsy; myeloid cells carry `myeloid_pdl1` molecules of PD-L1
/// where they show none.
std::vector<StainedCell> stain(const tissue::Lesion&, const BystanderShares&, double myeloid_pdl1,
                               std::uint64_t seed);

}  // namespace perforin::clinic
