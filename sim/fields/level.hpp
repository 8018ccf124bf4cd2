#pragma once
// One level of the multigrid: the seven-point operator, kept by colour of the red-black sweep, so
// that every pass runs over plain arrays.

#include <array>
#include <cstddef>
#include <vector>

namespace perforin::fields {

/// Unknowns and operator of one level:  s c − Σ k (c_neighbour − c) = b.
/// Voxel (i, j, plane) has colour (i + j + plane) mod 2. Each plane keeps colour 0, then colour 1:
/// rows −1 … n1 of `lanes` floats, voxel i in lane i / 2. Lanes past a row's end are zeros for
/// ever; rows −1 and n1 are what lies beyond the plane, set before each pass.
struct Level {
    using Values = std::vector<float>;

    std::array<std::size_t, 3> n;
    std::array<bool, 3> periodic;
    std::size_t lanes;         ///< of one colour of a row: one zero at least, and 4 divides it
    std::array<float, 3> k{};  ///< D / h² along each axis, 1/min; 0 along an axis of one voxel
    Values c, b, s, r;         ///< unknown, right-hand side, loss rate, residual
    Values inverse;            ///< ω / (s + Σ k over the neighbours there are)
    Values freedom;            ///< θ, see soften()
    bool stiff = false;        ///< θ differs from 1

    Level(std::array<std::size_t, 3> shape, std::array<bool, 3> wraps);

    std::size_t evens() const { return (n[0] + 1) / 2; }
    std::size_t odds() const { return n[0] / 2; }
    std::size_t voxels() const { return n[0] * n[1] * n[2]; }
    /// Start of the lanes of voxels 0, 2, 4 … (odd: 1, 3, 5 …) of a row.
    std::size_t half_row(std::size_t j, std::size_t plane, bool odd) const {
        return block((j + plane + (odd ? 1 : 0)) % 2, plane) + j * lanes;
    }
    std::size_t at(std::size_t i, std::size_t j, std::size_t plane) const {
        return half_row(j, plane, i % 2 == 1) + i / 2;
    }

    /// Sets k for this diffusivity (µm²/min) and these edges (µm).
    void set_coupling(double diffusivity, std::array<double, 3> edge);
    /// Adds each wall's value to the voxels at that wall (in a corner: the sum), in a plane.
    void add_at_walls(Values& values, std::size_t plane, const std::array<float, 6>& by_face) const;
    /// Fills `inverse` in a plane.
    void invert(std::size_t plane);
    /// Least and greatest s of a plane.
    std::array<float, 2> range_of_loss(std::size_t plane) const;

    /// Σ values² of a plane, in double.
    double squares(const Values& values, std::size_t plane) const;
    /// Σ (inverse × r)² of a plane: the step that relax() would take next, an error of short
    /// waves.
    double squares_of_step(std::size_t plane) const;

    /// One colour of a plane: c → (1 − ω) c + ω (b + Σ k c_neighbour) / (s + Σ k).
    void relax(std::size_t plane, std::size_t colour);
    /// r = b − s c + Σ k (c_neighbour − c) in a plane. Differences of neighbours are exact, or
    /// nearly so, in float: no digits are lost to the large D / h².
    void residual(std::size_t plane);

    /// θ = K / (K + s − least), K = 2 Σ k + least: how far a smooth change can move a voxel that
    /// its own uptake pins (one Jacobi step from 1 on the operator without sources).
    void soften(std::size_t plane, float least);
    /// r = least + (s − least) θ² + ½ Σ k (θ − θ_neighbour)²: the energy of θ, by voxel. Its mean
    /// over a coarse cell is the s that Galerkin's product has for a constant on the coarse level.
    void weigh(std::size_t plane, float least);
    void damp_residual(std::size_t plane);  ///< r → θ r in a plane

    /// Where a periodic axis has an odd count, voxels of one colour meet. They then see each other
    /// as they were before the pass, or, along z, when this was called: so neither the order of
    /// planes nor the number of threads matters.
    void remember_seam();

private:
    std::size_t sheet() const { return 2 * (n[1] + 2) * lanes; }
    std::size_t block(std::size_t colour, std::size_t plane) const {
        return plane * sheet() + (colour * (n[1] + 2) + 1) * lanes;
    }
    bool ring(std::size_t axis) const { return periodic[axis] && n[axis] > 1; }
    bool seam(std::size_t axis) const { return ring(axis) && n[axis] % 2 == 1; }
    void look_beyond(Values& values, std::size_t plane, std::size_t colour, bool mirror) const;
    void wrap_rows(std::size_t plane, std::size_t colour);
    template <class Pair, class Centre>
    void couple(Values& values, std::size_t plane, Pair pair, Centre centre);

    Values mid_;                  ///< k towards the x neighbour in the same lane; 0 at walls
    std::array<Values, 2> side_;  ///< towards the other one: even voxels' west, odd voxels' east
    Values nothing_;              ///< a colour of a plane, all zeros
    std::array<Values, 2> seam_;  ///< c of the first and the last plane, remembered
    Values ends_;                 ///< c of each row's first and last voxel, before a pass
};

}  // namespace perforin::fields
