#include "bench/packing.hpp"

#include <array>
#include <cmath>
#include <numbers>

#include "cells/mechanics.hpp"
#include "cells/order.hpp"
#include "core/parallel.hpp"
#include "core/random.hpp"
#include "core/registry.hpp"

namespace perforin::bench {

namespace {

using cells::Row;

constexpr std::array<Vec3, 4> unit_cell{{{0, 0, 0}, {.5f, .5f, 0}, {.5f, 0, .5f}, {0, .5f, .5f}}};

/// Sites of a face-centred lattice within a ball about 0, by planes.
std::vector<Vec3> sites_in_ball(float ball, float edge) {
    const int reach = static_cast<int>(ball / edge) + 1;
    return parallel::gather<Vec3>(
        2 * static_cast<std::size_t>(reach) + 1,
        [&](std::size_t plane, std::vector<Vec3>& found) {
            const int k = static_cast<int>(plane) - reach;
            for (int j = -reach; j <= reach; ++j) {
                for (int i = -reach; i <= reach; ++i) {
                    for (const Vec3& site : unit_cell) {
                        const Vec3 at = edge * (Vec3{static_cast<float>(i), static_cast<float>(j),
                                                     static_cast<float>(k)} +
                                                site);
                        if (dot(at, at) <= ball * ball) found.push_back(at);
                    }
                }
            }
        },
        1);
}

}  // namespace

std::unique_ptr<cells::Interaction> default_law() {
    config::Section defaults;
    return registry<cells::Interaction>().at("overlap_adhesion").make(defaults);
}

Packing::Packing(std::size_t about) {
    // √2 sites in a cube of the distance.
    const double volume = static_cast<double>(about) * std::pow(distance, 3) / std::numbers::sqrt2;
    const auto ball = static_cast<float>(std::cbrt(0.75 / std::numbers::pi * volume));
    const std::vector<Vec3> places = sites_in_ball(ball, std::numbers::sqrt2_v<float> * distance);
    const float edge = 2.0f * (ball + 4.0f * radius);
    box = {{edge, edge, edge}, {}, 3};
    settle(places);
}

Packing::Packing(Periodic cube) : box{{}, {true, true, true}, 3} {
    const float lattice = std::numbers::sqrt2_v<float> * distance;
    const float edge = lattice * static_cast<float>(cube.edges);
    box.size = {edge, edge, edge};
    std::vector<Vec3> places;
    for (int k = 0; k != cube.edges; ++k) {
        for (int j = 0; j != cube.edges; ++j) {
            for (int i = 0; i != cube.edges; ++i) {
                const Vec3 corner{static_cast<float>(i), static_cast<float>(j),
                                  static_cast<float>(k)};
                for (const Vec3& site : unit_cell) places.push_back(lattice * (corner + site));
            }
        }
    }
    for (Vec3& place : places) place += -0.5f * box.size;
    settle(places);
}

/// Cells at these sites about the middle, shaken.
void Packing::settle(const std::vector<Vec3>& places) {
    const auto strength = default_law()->standard();
    cells.resize(places.size());
    parallel::for_each(places.size(), [&](std::size_t i) {
        Stream random{1, "bench.packing"_draw, {i, 0}, 0};
        Vec3 at = places[i] + 0.5f * box.size;
        for (std::size_t axis = 0; axis != 3; ++axis) {
            at[axis] += shake * static_cast<float>(2.0 * uniform(random) - 1.0);
        }
        cells.id[i] = descend(1, i);
        cells.position[i] = box.wrap(at);
        cells.radius[i] = radius;
        cells.repulsion[i] = strength.repulsion;
        cells.adhesion[i] = strength.adhesion;
    });
    cells::Order order;
    cells.keep(order(cells.position.span(), cells.id.span()));
}

Bodies::Bodies(const Packing& packing) : packing_{&packing}, law_{default_law()} {
    const std::size_t n = packing.size();
    const cells::Population& from = packing.cells;
    const auto strength = law_->standard();
    half_reach_ = law_->half_reach(Packing::radius, strength.repulsion, strength.adhesion);
    const auto params = config::standard<cells::MechanicsParams>();
    const auto half_skin = static_cast<float>(0.5 * params.skin.in(um));
    for (std::size_t i = 0; i != n; ++i) {
        const Vec3 at = from.position[i];
        bodies_.push_back({at.x, at.y, at.z, Packing::radius});
        strength_roots_.push_back({std::sqrt(from.repulsion[i]), std::sqrt(from.adhesion[i])});
        reach_.push_back(half_reach_ + half_skin);
    }
    velocity_.resize(n);
    stiffness_.resize(n);
    crowding_.resize(n);
    list();
}

void Bodies::list() {
    neighbours_.build(bodies_, reach_, packing_->box);
    // Images are as strong as their sources, and all cells are alike; the filler has no strength.
    strength_roots_.resize(bodies_.size(), strength_roots_.front());
    strength_roots_.back() = {};
}

cells::Crowd Bodies::crowd() const {
    return {bodies_,      strength_roots_, packing_->cells.id.span(),
            &neighbours_, packing_->box,   cells::Walls::none()};
}

void Bodies::sweep() {
    law_->sweep(crowd(), velocity_);
}

cells::Measures Bodies::measure() {
    return law_->measure(crowd(), velocity_, stiffness_, crowding_);
}

double Bodies::listed() const {
    double entries = 0.0;
    for (std::size_t c = 0; c != parallel::chunks(size(), cells::Neighbours::chunk); ++c) {
        for (const cells::Slice& slice : neighbours_.slices(c)) {
            entries += static_cast<double>(cells::Slice::most) * slice.longest;
        }
    }
    return entries / static_cast<double>(size());
}

double Bodies::near() const {
    const std::size_t chunks = parallel::chunks(size(), cells::Neighbours::chunk);
    const double pairs = parallel::sum(
        chunks,
        [&](std::size_t c) {
            double found = 0.0;
            for (const cells::Slice& slice : neighbours_.slices(c)) {
                for (std::size_t k = 0; k != slice.size; ++k) {
                    const cells::Body& own = bodies_[slice.rows[k]];
                    const auto list = slice.list(k);
                    for (std::size_t n = 0; n != list.size; ++n) {
                        const cells::Body& other = bodies_[list[n]];
                        const Vec3 d{other.x - own.x, other.y - own.y, other.z - own.z};
                        found += norm(d) < 2.0f * half_reach_ ? 1.0 : 0.0;
                    }
                }
            }
            return found;
        },
        16);
    return pairs / static_cast<double>(size());
}

double Bodies::bytes() const {
    const double slice = static_cast<double>(sizeof(cells::Slice)) / cells::Slice::most;
    return sizeof(cells::Body) + sizeof(cells::Strength) + sizeof(Vec3) + slice +
           sizeof(std::uint32_t) * listed();
}

}  // namespace perforin::bench
