// The layout of the case: a ball of cells on a lattice in the middle of a cube of medium.

#include <cmath>

#include "cases/cancer_immune/sources.hpp"
#include "core/registry.hpp"
#include "tissue/geometry.hpp"
#include "tissue/layout.hpp"

namespace perforin::cases::cancer_immune {

namespace {

struct BallParams : config::Block {
    using Block::Block;
    Length radius = param("radius", 250, um, {10, 5000}, "Radius of the tumour", peer());
    Length extent = param("extent", 1500, um, {40, 20000}, "Edge of the cube", peer());
};

class Ball final : public tissue::Layout {
public:
    explicit Ball(config::Section& section) : params_{section} {}

    Box box() const override {
        const auto edge = static_cast<float>(params_.extent.in(um));
        return {.size = {edge, edge, edge}};
    }
    tissue::LayoutKey size_key() const override { return {"ball", "extent"}; }
    tissue::Side side(std::size_t, bool) const override { return tissue::Side::medium; }
    bool in_tumour(Vec3 at) const override {
        return norm(at - 0.5f * box().size) < static_cast<float>(params_.radius.in(um));
    }
    double tumour_volume(double) const override {
        return tissue::sphere_um3(params_.radius.in(um));
    }
    bool sample() const override { return false; }

    /// With r half the spacing: √3 r along x and z, 2 r along y. Every second plane is shifted by
    /// r/2 along x; rows along y are shifted by r in turn, counted on from plane to plane.
    std::vector<Vec3> sites(double spacing, std::uint64_t, std::uint64_t) const override {
        const double r = 0.5 * spacing, radius = params_.radius.in(um), step = std::sqrt(3.0) * r;
        const double middle = 0.5 * params_.extent.in(um);
        std::vector<Vec3> sites;
        std::size_t planes = 0, rows = 0;
        for (double z = -radius; z < radius; z += step, ++planes) {
            for (double x = -radius; x < radius; x += step, ++rows) {
                for (double y = -radius; y < radius; y += 2.0 * r) {
                    const double sx = x + (planes % 2 == 1 ? 0.5 * r : 0.0);
                    const double sy = y + (rows % 2 == 1 ? r : 0.0);
                    if (sx * sx + sy * sy + z * z >= radius * radius) continue;
                    sites.push_back({static_cast<float>(middle + sx),
                                     static_cast<float>(middle + sy),
                                     static_cast<float>(middle + z)});
                }
            }
        }
        return sites;
    }

private:
    BallParams params_;
};

const Registered<tissue::Layout> here{"ball", "A ball of cells in a cube of medium",
                                      make<tissue::Layout, Ball>, model};

}  // namespace

}  // namespace perforin::cases::cancer_immune
