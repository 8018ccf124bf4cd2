#pragma once
// Numbers are rounded before they are written: digits nobody can measure do not compress.

#include <cstddef>
#include <map>
#include <string>

#include "core/sink.hpp"

namespace perforin::io {

/// To multiples of `step` (in the column's unit), or to `bits` significant binary digits; all zero:
/// as it is. Half a step goes to the even neighbour.
struct Precision {
    double step = 0;
    int bits = 0;
};

/// Precision of a column or a field by its name; others are written as they are.
using Precisions = std::map<std::string, Precision>;

/// 1/32 µm for positions: a five-hundredth of a cell.
inline Precisions standard_precisions() {
    return {{"position", {.step = 1.0 / 32, .bits = 0}}};
}

/// Rounds `count` numbers of a type in place; whole numbers stay as they are.
void round_to(const Precision& precision, Scalar type, void* data, std::size_t count);

}  // namespace perforin::io
