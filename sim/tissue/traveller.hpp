#pragma once
// Cells on their way between blood and a lesion.

#include <cstdint>
#include <vector>

#include "cells/table.hpp"
#include "tissue/surface.hpp"

namespace perforin::tissue {

/// A cell that blood hands over, or takes back.
struct Traveller {
    CellId id = 0;
    std::uint16_t kind = 0;
    std::uint32_t clone = 0;
    std::uint8_t phenotype = 0;  ///< the kind's own numbering
    std::uint64_t antigens = 0;  ///< that it shows to others (bits)
    double costimulation = 0.0;  ///< CD80 and CD86, 0…1
};

/// Cells that left a lesion and are not in blood yet.
struct Departures : cells::Table {
    Column<std::uint64_t> id = column<std::uint64_t>("id", "1", "Lineage identity");
    Column<std::uint16_t> kind = column<std::uint16_t>("kind", "1", "Rank of the kind");
    Column<std::uint32_t> clone = column<std::uint32_t>("clone", "1", "Clone or specificity");
    Column<std::uint8_t> phenotype = column<std::uint8_t>("phenotype", "1", "Of its kind");

    Column<std::uint64_t> antigens =
        column<std::uint64_t>("antigens", "1", "Antigens that it shows to others (bits)");
    Column<double> costimulation =
        column<double>("costimulation", "1", "CD80 and CD86, relative to a newly mature cell");

    void add(const Traveller& traveller) {
        const std::size_t row = size();
        resize(row + 1);
        id[row] = traveller.id;
        kind[row] = traveller.kind;
        clone[row] = traveller.clone;
        phenotype[row] = traveller.phenotype;
        antigens[row] = traveller.antigens;
        costimulation[row] = traveller.costimulation;
    }

    /// All of them; then there are none.
    std::vector<Traveller> take() {
        std::vector<Traveller> all(size());
        for (std::size_t row = 0; row != all.size(); ++row) {
            all[row] = {id[row],        kind[row],     clone[row],
                        phenotype[row], antigens[row], costimulation[row]};
        }
        resize(0);
        return all;
    }
};

}  // namespace perforin::tissue
