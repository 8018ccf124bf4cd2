#pragma once
// Cells to measure with: a dense ball of equal cells, as mechanics sees them.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "cells/interaction.hpp"
#include "cells/neighbours.hpp"
#include "cells/population.hpp"
#include "core/geometry.hpp"

namespace perforin::bench {

/// The law that a lesion has unless it says otherwise, with its defaults.
std::unique_ptr<cells::Interaction> default_law();

/// A ball of cells of 8 µm, a little compressed, on a face-centred lattice whose sites are shaken,
/// so that each has about 13 others in reach; in canonical order. The block is open.
struct Packing {
    static constexpr float radius = 8.0f;     ///< µm
    static constexpr float distance = 15.0f;  ///< of neighbouring sites, µm
    static constexpr float shake = 1.5f;      ///< most along each axis, µm

    /// About so many cells.
    explicit Packing(std::size_t about);
    /// A periodic cube of so many unit cells of the lattice a side, four cells each, instead of the
    /// ball: few cells, yet all in the midst of others.
    struct Periodic {
        int edges;
    };
    explicit Packing(Periodic cube);

    std::size_t size() const { return cells.size(); }

    Box box;
    cells::Population cells;

private:
    void settle(const std::vector<Vec3>& places);
};

/// What a force kernel works on.
class Bodies {
public:
    /// `packing` outlives it.
    explicit Bodies(const Packing& packing);

    std::size_t size() const { return packing_->size(); }
    cells::Crowd crowd() const;
    /// Makes the neighbour lists anew.
    void list();
    void sweep();
    cells::Measures measure();

    double listed() const;  ///< neighbours in the lists of a cell, fillers included: mean
    double near() const;    ///< cells in reach of the interaction: mean
    /// Bytes that a sweep must read and write for a cell.
    double bytes() const;

private:
    const Packing* packing_;
    std::unique_ptr<cells::Interaction> law_;
    float half_reach_;  ///< of a cell, without skin, µm
    std::vector<cells::Body> bodies_;
    std::vector<cells::Strength> strength_roots_;
    std::vector<float> reach_;
    cells::Neighbours neighbours_;
    std::vector<Vec3> velocity_;
    std::vector<float> stiffness_, crowding_;
};

}  // namespace perforin::bench
