#pragma once
// What every cell shows to the others. One table a lesion holds the cells of every kind, in
// canonical order; what is not here is private to a kind.

#include <cstdint>

#include "cells/population.hpp"

namespace perforin::tissue {

using cells::Column;
using CellId = std::uint64_t;
using Row = std::uint32_t;

inline constexpr Row no_row = ~Row{0};

/// What a cell is to others; kinds set the bits, any kind may look for them.
namespace role {
enum : std::uint16_t {
    tumour = 1,          ///< a live malignant cell
    target = 2,          ///< live, can be recognised and hit by cytotoxic cells
    lymphocyte = 4,      ///< a live T, B or NK cell
    progenitor = 8,      ///< a live lymphocyte that renews its own pool
    debris = 16,         ///< a corpse, to be cleared
    probe = 32,          ///< stands for cells of a minority pool: seen and hit, weighs nothing
    healthy = 64,        ///< a live cell of the organ
    stroma = 128,        ///< a live cell of connective tissue
    leukocyte = 256,     ///< a live immune cell of any kind
    regulatory = 512,    ///< a live regulatory T cell
    suppressive = 1024,  ///< a live myeloid cell that suppresses T cells
    presenting = 2048,   ///< a live cell that shows antigen and costimulates
    helper = 4096,       ///< a live CD4 helper cell
    phagocyte = 8192,    ///< a live cell that engulfs corpses
    doomed = 16384,      ///< a live malignant cell that will leave no offspring
};
}  // namespace role

enum class Condition : std::uint8_t { alive, apoptotic, secondary_necrosis, necrotic };

struct Surface : cells::Population {
    Column<std::uint8_t> kind =
        column<std::uint8_t>("kind", "1", "Rank of the cell's kind among the registered kinds");
    Column<std::uint8_t> condition = column<std::uint8_t>(
        "condition", "1", "0 alive, 1 apoptotic, 2 secondary necrosis, 3 necrotic");
    Column<std::uint16_t> roles =
        column<std::uint16_t>("roles", "1", "What it is to others (bits)");
    Column<float> weight = column<float>(
        "weight", "1", "Cells it stands for, relative to the lesion's cells per agent");
    Column<std::uint64_t> parent = column<std::uint64_t>("parent", "1", "Identity of its mother");
    Column<std::uint32_t> clone =
        column<std::uint32_t>("clone", "1", "Clone, T cells: specificity");
    Column<std::uint64_t> antigens =
        column<std::uint64_t>("antigens", "1", "Neoantigens it makes (bit mask); T cells: sees");
    Column<float> mhc1 =
        column<float>("mhc1", "1", "Surface MHC-I, relative to an unstimulated cell");
    Column<float> pdl1 = column<float>("pdl1", "1", "PD-L1 molecules on the surface");
    Column<float> opsonised = column<float>(
        "opsonised", "1", "Share of its marked receptors that hold an antibody NK cells can grip");
    Column<std::uint8_t> hits =
        column<std::uint8_t>("hits", "1", "Sub-lethal hits that have not healed");
    Column<std::int64_t> hit_at = column<std::int64_t>("hit_at", "s", "When it was last hit");
    Column<std::uint64_t> partner = column<std::uint64_t>(
        "partner", "1", "Identity of the cell it holds in a synapse; 0: none");
    Column<Row> partner_row = column<Row>("partner_row", "1", "Row of that cell");
    Column<std::int64_t> bound_at =
        column<std::int64_t>("bound_at", "s", "When the synapse formed");
    Column<float> crowding = column<float>("crowding", "um/min", "Sum of repulsive speeds on it");
    Column<Row> own = column<Row>("own", "1", "Row in its kind's private table");
};

inline bool alive(const Surface& cells, std::size_t row) {
    return cells.condition[row] == static_cast<std::uint8_t>(Condition::alive);
}

/// A live tumour cell that counts: no probe.
inline bool tumour_agent(const Surface& cells, std::size_t row) {
    return (cells.roles[row] & role::tumour) != 0 && cells.weight[row] > 0.0f;
}

/// A live tumour cell, or a probe, that may have offspring.
inline bool clonogenic(const Surface& cells, std::size_t row) {
    return (cells.roles[row] & (role::tumour | role::doomed)) == role::tumour;
}

inline bool clonogenic_agent(const Surface& cells, std::size_t row) {
    return clonogenic(cells, row) && cells.weight[row] > 0.0f;
}

}  // namespace perforin::tissue
