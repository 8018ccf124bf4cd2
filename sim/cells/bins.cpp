#include "cells/bins.hpp"

#include <algorithm>

#include "core/grow.hpp"

namespace perforin::cells {

void Bins::count() {
    const std::size_t n = bin_of_.size();
    grow_to(order_, n + padding);
    starts_.assign(size() + 1, 0);
    for (const std::uint32_t bin : bin_of_) ++starts_[bin];
    std::uint32_t end = 0;
    for (std::uint32_t& start : starts_) start = end += start;
    for (std::size_t i = n; i-- != 0;) {  // backwards: each bin's end falls to its start
        order_[--starts_[bin_of_[i]]] = static_cast<std::uint32_t>(i);
    }
}

float Bins::fitting_width(float width, Vec3 extent, std::size_t limit) {
    const auto bins = [&] {
        double product = 1.0;
        for (std::size_t axis = 0; axis != 3; ++axis) {
            product *= std::max(1.0, std::floor(double{extent[axis]} / width) + 1.0);
        }
        return product;
    };
    while (bins() > static_cast<double>(limit)) width *= 1.25f;
    return width;
}

}  // namespace perforin::cells
