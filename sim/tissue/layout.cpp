#include "tissue/layout.hpp"

#include <cmath>

namespace perforin::tissue {

namespace {

/// Lattice constant along an axis, stretched so that a periodic box holds whole periods.
double fitted(double length, double period, bool periodic) {
    if (!periodic) return period;
    return length / std::max(1.0, std::round(length / period));
}

Vec3 jitter(double spacing, int dimensions, Stream& random) {
    Vec3 move;
    for (std::size_t axis = 0; axis != static_cast<std::size_t>(dimensions); ++axis) {
        const double u = uniform(random);
        move[axis] = static_cast<float>(0.1 * spacing * (2.0 * u - 1.0));
    }
    return move;
}

/// The sites of one cubic (3-D, four each) or rectangular (2-D, two each) cell of the lattice.
std::vector<Vec3> motif(int dimensions) {
    if (dimensions == 2) return {{0.25f, 0.25f, 0.0f}, {0.75f, 0.75f, 0.0f}};
    return {
        {0.25f, 0.25f, 0.25f}, {0.75f, 0.75f, 0.25f}, {0.75f, 0.25f, 0.75f}, {0.25f, 0.75f, 0.75f}};
}

}  // namespace

cells::Walls walls_of(const Layout& layout) {
    cells::Walls walls;
    for (std::size_t axis = 0; axis != 3; ++axis) {
        for (const bool high : {false, true}) {
            walls.closed[axis][high] = layout.side(axis, high) != Side::host;
        }
    }
    return walls;
}

std::vector<Vec3> Layout::sites(double spacing, std::uint64_t seed, std::uint64_t lesion) const {
    return packing(*this, spacing, seed, lesion);
}

std::vector<Vec3> packing(const Layout& layout, double spacing, std::uint64_t seed,
                          std::uint64_t lesion) {
    const Box box = layout.box();
    const bool flat = box.dimensions == 2;
    const double edge = flat ? spacing : spacing * std::sqrt(2.0);
    std::array<double, 3> period{};
    std::array<std::size_t, 3> count{};
    for (std::size_t axis = 0; axis != 3; ++axis) {
        const double wanted = flat && axis == 1 ? spacing * std::sqrt(3.0) : edge;
        period[axis] = fitted(box.size[axis], wanted, box.periodic[axis]);
        count[axis] = static_cast<std::size_t>(std::ceil(box.size[axis] / period[axis] - 1e-6));
    }
    if (flat) count[2] = 1;

    std::vector<Vec3> sites;
    std::uint64_t number = 0;
    for (std::size_t k = 0; k != count[2]; ++k) {
        for (std::size_t j = 0; j != count[1]; ++j) {
            for (std::size_t i = 0; i != count[0]; ++i) {
                for (const Vec3& m : motif(box.dimensions)) {
                    Stream random{seed, "layout.jitter"_draw, {lesion, number++}, 0};
                    Vec3 at{static_cast<float>((static_cast<double>(i) + m.x) * period[0]),
                            static_cast<float>((static_cast<double>(j) + m.y) * period[1]),
                            flat ? 0.5f * box.size.z
                                 : static_cast<float>((static_cast<double>(k) + m.z) * period[2])};
                    if (layout.region(at) != Region::nest) continue;
                    at += jitter(spacing, box.dimensions, random);
                    if (at = box.wrap(at); box.holds(at)) sites.push_back(at);
                }
            }
        }
    }
    return sites;
}

}  // namespace perforin::tissue
