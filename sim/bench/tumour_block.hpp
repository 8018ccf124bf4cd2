#pragma once
// A dissolved substance to measure with: oxygen in a block with a ball of cells that use it up.

#include <cstddef>
#include <vector>

#include "fields/diffusion.hpp"
#include "fields/grid.hpp"
#include "fields/multigrid.hpp"

namespace perforin::bench {

/// A cube of `n` voxels a side, 20 µm each; its sides are held as host tissue holds them.
class TumourBlock {
public:
    explicit TumourBlock(std::size_t n);

    /// Cells fill a ball of this radius (µm) about the middle; 10 voxels are 200 µm.
    void fill(float radius);
    /// So many V-cycles from what the levels are, whatever that gains.
    fields::Solved cycle(int cycles);
    /// The levels as they were at first.
    void forget();
    /// What a step of an hour does, to the tissue's tolerance.
    fields::Solved relax();

    double voxels() const { return static_cast<double>(grid_.size()); }
    float half_edge() const { return 0.5f * grid_.length(0); }

private:
    fields::Grid grid_;
    fields::Diffusion oxygen_;
    fields::Multigrid solver_;
};

/// The transport that oxygen has unless a scenario says otherwise.
fields::Transport oxygen_transport();

/// A cube of voxels, 20 µm each.
fields::Grid cube_of(std::size_t n);

}  // namespace perforin::bench
