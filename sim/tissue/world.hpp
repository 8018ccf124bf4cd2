#pragma once
// The frozen world that a rule may read, and nothing else. New concepts come as columns of the
// Surface or as named levels, never as further members here (a test pins the list).

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "cells/spatial_grid.hpp"
#include "core/geometry.hpp"
#include "core/random.hpp"
#include "core/time.hpp"
#include "tissue/dissolved.hpp"
#include "tissue/handles.hpp"
#include "tissue/surface.hpp"

namespace perforin::tissue {

/// Cells in bins, and what tells a search that none of them can be meant.
struct Indexed {
    cells::SpatialGrid grid;
    std::uint16_t roles = 0;      ///< that any of them may have
    float largest_radius = 0.0f;  ///< µm
};

class World {
public:
    /// What a lesion lends to its world; all of it outlives the world.
    struct Parts {
        std::uint64_t seed;
        const Box* box;
        const Surface* surface;
        const Dissolved* dissolved;
        std::array<const Indexed*, 3> near;  ///< all cells; those without the role are skipped
    };

    World(const Parts& parts, const Tick& now) : parts_{parts}, now_{now} {}

    const Surface& surface() const { return *parts_.surface; }
    const Box& box() const { return *parts_.box; }
    const Tick& now() const { return now_; }

    /// Level at a cell's place, in the unit of its substance or exposure.
    float level(Level what, Row row) const {
        return parts_.dissolved->level(what, surface().position[row]);
    }

    /// The same anywhere else.
    float level_at(Level what, Vec3 place) const { return parts_.dissolved->level(what, place); }

    /// Its gradient, per µm.
    Vec3 gradient(Level what, Row row) const {
        return parts_.dissolved->gradient(what, surface().position[row]);
    }

    /// The same anywhere else.
    Vec3 gradient_at(Level what, Vec3 place) const {
        return parts_.dissolved->gradient(what, place);
    }

    /// Share of a receptor's binding sites that all drugs together occupy at a cell's place, 0…1.
    double occupancy(ReceptorHandle receptor, Row row) const {
        return parts_.dissolved->occupancy(receptor, surface().position[row]);
    }

    /// Visits every cell that has all of `roles` and whose membrane is within `gap` µm of a sphere:
    /// visit(row, displacement from `at`, distance of centres). The order is canonical.
    template <class Visitor>
    void for_near(Vec3 at, float radius, std::uint16_t roles, float gap, Visitor&& visit) const {
        visit_near(
            at, radius, gap, [roles](std::uint16_t has) { return (has & roles) == roles; }, visit);
    }

    /// The same for cells that have any of `roles`.
    template <class Visitor>
    void for_any_near(Vec3 at, float radius, std::uint16_t roles, float gap,
                      Visitor&& visit) const {
        visit_near(
            at, radius, gap, [roles](std::uint16_t has) { return (has & roles) != 0; }, visit);
    }

    /// A stream for this purpose at the present second, or at one that both twins would know.
    Stream random(Purpose purpose, Who who) const { return random_at(purpose, who, now_.start); }
    Stream random_at(Purpose purpose, Who who, Seconds at) const {
        return {parts_.seed, purpose, who, at};
    }

private:
    template <class Wanted, class Visitor>
    void visit_near(Vec3 at, float radius, float gap, const Wanted& wanted, Visitor&& visit) const {
        const auto consider = [&](std::uint32_t row, Vec3 d, float distance2) {
            if (!wanted(surface().roles[row])) return;
            const float limit = radius + gap + surface().radius[row];
            if (distance2 > limit * limit) return;
            visit(static_cast<Row>(row), d, std::sqrt(distance2));
        };
        for (const Indexed* some : parts_.near) {
            if (!wanted(some->roles)) continue;
            some->grid.for_near(at, radius + gap + some->largest_radius, consider);
        }
    }

    Parts parts_;
    Tick now_;
};

}  // namespace perforin::tissue
