#pragma once
// Vectors that grow with the number of cells.

#include <algorithm>
#include <cstddef>
#include <vector>

namespace perforin {

/// Resizes; where room is wanting, it grows by an eighth at least: enough to be quick, and memory
/// is not doubled for a few births.
template <class T>
void grow_to(std::vector<T>& values, std::size_t size) {
    const std::size_t room = values.capacity();
    if (size > room) values.reserve(std::max(size, room + room / 8));
    values.resize(size);
}

}  // namespace perforin
