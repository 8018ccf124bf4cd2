#pragma once
// The canonical order of cells: by the Morton key of the position in whole µm, then by identity.
// It depends on nothing but where cells are and who they are, and keeps neighbours near in memory.

#include <cstdint>
#include <span>
#include <vector>

#include "cells/column.hpp"
#include "core/geometry.hpp"

namespace perforin::cells {

/// Interleaved bits of the position in whole µm, x in the lowest (Morton 1966). Positions between
/// −2^20 and 2^20 µm are told apart, others count to the border. In 2-D all z are equal, and the
/// order is that of the key without z.
std::uint64_t morton_key(Vec3 position);

/// Sorts rows. It keeps only what it returns: sorting is rare, and its buffers take 32 B a cell.
class Order {
public:
    /// Rows in canonical order, for Table::keep; valid until the next call. Identities are unique.
    std::span<const Row> operator()(std::span<const Vec3> positions,
                                    std::span<const std::uint64_t> ids);

private:
    struct Item {
        std::uint64_t key;
        Row row;
    };
    void sort_by_digit(int shift);

    std::vector<Item> items_, sorted_;
    std::vector<Row> counts_;  ///< of a block and a digit
    std::vector<Row> rows_;
};

}  // namespace perforin::cells
