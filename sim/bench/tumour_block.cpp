#include "bench/tumour_block.hpp"

#include <algorithm>

#include "config/section.hpp"
#include "core/parallel.hpp"
#include "core/registry.hpp"
#include "fields/substance.hpp"

namespace perforin::bench {

fields::Transport oxygen_transport() {
    config::Section defaults;
    return registry<fields::Substance>().at("oxygen").make(defaults)->transport();
}

fields::Grid cube_of(std::size_t n) {
    return {.n = {n, n, n}, .spacing = {20.0f, 20.0f, 20.0f}, .periodic = {}};
}

TumourBlock::TumourBlock(std::size_t n)
    : grid_{cube_of(n)},
      oxygen_{grid_, oxygen_transport(), fields::all_faces(oxygen_transport().host)},
      solver_{grid_} {
    fill(0.5f * half_edge());
}

void TumourBlock::fill(float radius) {
    constexpr float uptake = 10.0f;  // 1/min, where cells fill a voxel
    const Vec3 middle{half_edge(), half_edge(), half_edge()};
    const std::size_t plane = grid_.n[0] * grid_.n[1];
    parallel::for_each(
        grid_.size(),
        [&](std::size_t voxel) {
            const float inside = radius - norm(grid_.centre(voxel) - middle);
            oxygen_.uptake()[voxel] = uptake * std::clamp(inside / 20.0f + 0.5f, 0.0f, 1.0f);
        },
        plane);
}

fields::Solved TumourBlock::cycle(int cycles) {
    return oxygen_.settle(solver_, {}, {.tolerance = 0.0, .most_cycles = cycles});
}

void TumourBlock::forget() {
    std::fill(oxygen_.levels().begin(), oxygen_.levels().end(),
              static_cast<float>(oxygen_.transport().initial));
}

fields::Solved TumourBlock::relax() {
    return oxygen_.relax(solver_, 1.0 * hour);
}

}  // namespace perforin::bench
