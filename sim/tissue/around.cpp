#include "tissue/around.hpp"

#include <algorithm>
#include <cmath>

#include "core/parallel.hpp"

namespace perforin::tissue {

namespace {

/// Voxels from `first` on along one axis, of which a periodic one may go round.
struct Window {
    std::size_t first, count;
};

Window window(std::size_t at, std::size_t n, std::size_t reach, bool periodic) {
    if (2 * reach + 1 >= n && periodic) return {0, n};
    if (periodic) return {(at + n - reach) % n, 2 * reach + 1};
    const std::size_t first = at > reach ? at - reach : 0;
    return {first, std::min(n - 1, at + reach) - first + 1};
}

}  // namespace

std::vector<float> means_around(const fields::Grid& grid, std::span<const float> values,
                                float reach) {
    std::vector<float> now(values.begin(), values.end()), along(values.size());
    std::size_t stride = 1;
    for (std::size_t axis = 0; axis != 3; ++axis) {
        const std::size_t n = grid.n[axis];
        const auto voxels =
            static_cast<std::size_t>(std::floor(reach / grid.spacing[axis] + 1e-3f));
        parallel::for_each(now.size(), [&](std::size_t v) {
            const std::size_t at = v / stride % n;
            const Window over = window(at, n, voxels, grid.periodic[axis]);
            float sum = 0.0f;
            for (std::size_t k = 0; k != over.count; ++k) {
                const std::size_t there = over.first + k;
                sum += now[v - at * stride + (there < n ? there : there - n) * stride];
            }
            along[v] = sum / static_cast<float>(over.count);
        });
        now.swap(along);
        stride *= n;
    }
    return now;
}

}  // namespace perforin::tissue
