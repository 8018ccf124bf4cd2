#pragma once
// Where a tumour ends in a block, as a pathologist sees it: its border, and the depth below it.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "clinic/monitoring/stains.hpp"
#include "core/geometry.hpp"

namespace perforin::clinic {

/// What of a tumour a place is.
enum class Zone : std::uint8_t { host, margin, core };

/// Of a sample a height over each place, by columns; of a whole nodule a sphere (2-D: a circle).
class Border {
public:
    /// `cells`: of all lineages; those of the tumour make the border, dead ones too. `margin`: half
    /// the width of the invasive margin in µm; it takes a quarter of the tumour's depth at most.
    Border(std::span<const StainedCell> cells, const Box& box, bool sample, double margin);

    /// µm below the border, negative on the host side.
    double depth(Vec3) const;
    Zone zone(Vec3) const;
    /// Depth of the tumour: mean height of a sample, radius of a nodule (µm).
    double deepest() const { return deepest_; }
    /// Half the width of the margin (µm).
    double margin() const { return margin_; }
    Vec3 centre() const { return centre_; }  ///< of a nodule
    bool sample() const { return sample_; }

private:
    void find_surface(std::span<const StainedCell> tumour);
    void find_ball(std::span<const StainedCell> tumour);
    std::size_t column(Vec3) const;

    Box box_;
    bool sample_;
    double margin_ = 0.0, deepest_ = 0.0;
    Vec3 centre_{};
    std::array<std::size_t, 2> columns_{1, 1};
    std::vector<double> height_;  ///< by column
};

}  // namespace perforin::clinic
