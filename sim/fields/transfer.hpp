#pragma once
// Between two levels of the multigrid. Coarse cells tile the same block with half as many cells,
// rounded up, all of one size: they need not be unions of fine ones, so any count can be halved.

#include <array>
#include <cstddef>
#include <vector>

#include "fields/level.hpp"

namespace perforin::fields {

class Transfer {
public:
    Transfer(const Level& fine, const Level& coarse);

    /// What a change of c is just behind each wall, per unit before it: −1 at a Dirichlet wall …
    /// 1 without flux; by face, on the coarse level.
    void set_walls(const std::array<float, 6>& mirror);

    /// `to` = mean of `from` over each coarse cell, in one plane of the coarse level.
    void average(const Level& fine, const Level::Values& from, const Level& coarse,
                 Level::Values& to, std::size_t plane);
    /// Fine c += θ × (coarse c, interpolated linearly along each axis), in one plane of the fine
    /// level.
    void correct(const Level& coarse, Level& fine, std::size_t plane);

private:
    /// A weighted sum of up to three values along one axis.
    struct Mix {
        std::array<std::size_t, 3> from{};
        std::array<float, 3> weight{};
        std::size_t count = 0;

        void add(std::size_t source, float share);
        void of_rows(float* out, const float* first, std::size_t stride, std::size_t length) const;
    };
    struct Axis {
        std::size_t fine, coarse;
        bool periodic;
        std::vector<Mix> down;  ///< each coarse cell: its overlaps with fine ones, sum 1
        std::vector<Mix> up;    ///< each fine cell: linear between coarse centres, or to the wall
    };
    using ByLane = std::array<std::vector<float>, 3>;

    static std::array<float, 3> overlap(const Axis& axis, std::size_t cell);
    static std::array<float, 3> hat(const Axis& axis, std::size_t cell);
    static void mix_planes(const Level& level, const Level::Values& values, const Mix& mix,
                           float* out);
    static void mix_rows(const float* planes, const Level& level, const Mix& mix, float* out);

    std::array<Axis, 3> axes_;
    std::array<float, 2> mirror_{};  ///< along x
    ByLane overlap_;                 ///< of coarse cell i with fine 2i − 1, 2i, 2i + 1
    std::array<ByLane, 2> hat_;      ///< of fine 2m, and of 2m + 1, from coarse m − 1, m, m + 1
    std::size_t room_;               ///< floats of scratch for a fine plane
    std::vector<float> scratch_;
};

}  // namespace perforin::fields
