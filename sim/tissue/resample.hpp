#pragma once
// A nodule becomes a sample of itself: which of its cells a slab takes over, and where they go.
// Pure functions of cells and draws; the lesion does the rest (outgrow.cpp).

#include <cstdint>
#include <vector>

#include "core/geometry.hpp"
#include "core/random.hpp"
#include "tissue/surface.hpp"

namespace perforin::tissue {

/// How a ball (in 2-D a disc) is unrolled into a slab: what lies at a depth under the margin lies
/// at that depth again, as dense as it was.
struct Unrolling {
    Vec3 centre{};        ///< of the ball, µm
    double margin = 0.0;  ///< its radius, µm
    double depth = 0.0;   ///< of the tumour in the slab, µm
    Box slab{};

    double radius(Vec3 at) const;
    /// Height in the slab of a point of the ball, µm; negative: deeper than the slab reaches.
    double height(Vec3 at) const { return radius(at) - (margin - depth); }
    /// How many cells of the slab one cell of the ball becomes, on average: area of the slab over
    /// area of the sphere on which the cell lies (2-D: width over circumference); 0 beyond the
    /// slab.
    double copies(Vec3 at) const;
};

/// Ball that holds `share` of these cells, about their centre of mass. Radius 0 if there are none.
struct Ball {
    Vec3 centre{};
    double radius = 0.0;
};
Ball ball_of(const Surface&, const std::vector<Row>& rows, double share);

/// Cells that are alike where they are counted: in kind, condition, roles, clone and antigens.
struct CellClass {
    std::uint64_t key;  ///< the same for the same class, whatever its rows: for draws
    std::vector<Row> rows;
};
std::vector<CellClass> classes_of(const Surface&, const std::vector<Row>& rows);

/// How often each cell of one class is drawn, in the order of `rows`. Systematic sampling: along
/// the class in order of depth the expected copies add up, and a cell is drawn once for each whole
/// number (plus a keyed offset) that it passes. So each cell has its expected copies on average,
/// and neither the class nor any range of depths differs by more than one from what is expected.
std::vector<std::uint32_t> draw(const Surface&, const std::vector<Row>& rows, const Unrolling&,
                                double offset);

/// Gives cells places along the margin of a slab, one after another.
class Places {
public:
    explicit Places(const Box& slab);

    /// A place at this height: of a few random ones, that with the least overlap with those already
    /// given, so that cells need not push one another far. Draws from `random`.
    Vec3 give(double height, float radius, Stream& random);

private:
    struct Taken {
        Vec3 at;
        float radius;
    };
    std::size_t bin(std::size_t axis, float x) const;
    double overlap(Vec3 at, float radius) const;

    Box slab_;
    std::array<std::size_t, 3> count_{};
    std::vector<std::vector<Taken>> bins_;
};

/// Identity of the n-th further copy of a cell; no daughter has it.
constexpr CellId copy_of(CellId cell, std::uint64_t n) {
    constexpr std::uint64_t copies = 0x636F70696573ull;  // "copies"
    return descend(descend(cell, copies), n);
}

}  // namespace perforin::tissue
