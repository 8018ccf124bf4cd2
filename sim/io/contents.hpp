#pragma once
// What counts as the result of a run: everything in its file outside /manifest, in one fixed order.

#include <cstdint>
#include <string>
#include <vector>

#include "io/hdf5.hpp"

namespace perforin::io {

struct Item {
    std::string path;  ///< without a leading slash; "" is the root
    bool is_group = true;
};

/// All groups and datasets outside /manifest, each group before what is in it, sorted by name.
std::vector<Item> contents(const Group& root);

/// How many rows of a dataset make about a megabyte: data are looked at piece by piece.
std::uint64_t rows_in_a_piece(const Dataset& dataset);

}  // namespace perforin::io
