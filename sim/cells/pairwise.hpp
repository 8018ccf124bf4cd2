#pragma once
// An interaction made from a law of pairs. The law is inlined into the loop over neighbours, four
// of them side by side; a new law is one file:
//
//     struct Hertz {
//         explicit Hertz(const config::Section&);
//         Strength standard() const;  // of cells whose kind says nothing
//         float half_reach(float radius, float repulsion, float adhesion) const;
//         template <class Real> Real speed(const Contact<Real>&) const;      // > 0: apart
//         template <class Real> Real stiffness(const Contact<Real>&) const;  // >= -d speed/d
//         distance float wall_reach(float radius) const; float wall_speed(float distance, float
//         radius) const;  // > 0: off the wall float wall_stiffness(float distance, float radius)
//         const;
//     };
//     const Registered<Interaction> here{"hertz", "…",
//                                        make<Interaction, PairwiseInteraction<Hertz>>};
//
// `speed` is finite everywhere, 0 beyond the reach and for strengths of 0.

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <type_traits>
#include <vector>

#include "cells/coincident.hpp"
#include "cells/interaction.hpp"
#include "cells/lanes.hpp"
#include "cells/pair_sums.hpp"
#include "core/parallel.hpp"
#include "core/registry.hpp"

namespace perforin::cells {

/// Two cells as a law sees them. Real: float or Lanes.
template <class Real>
struct Contact {
    Real distance;              ///< of the centres, µm
    Real radius, other_radius;  ///< µm
    Real inverse_sum;           ///< 1 / sum of radii, 1/µm
    Real relative;              ///< distance / sum of radii: 1 where cells just touch
    Real repulsion, adhesion;   ///< geometric means of both cells' strengths, µm/min
};

/// Four bodies and their strengths, turned from rows to lanes.
struct Others {
    Lanes x, y, z, radius, repulsion, adhesion;

    Others(const Crowd& crowd, const std::uint32_t* rows) {
        const Body* bodies = crowd.bodies.data();
        const Strength* strengths = crowd.strength_roots.data();
        const Lanes a = whole(bodies[rows[0]]), b = whole(bodies[rows[1]]),
                    c = whole(bodies[rows[2]]), d = whole(bodies[rows[3]]);
        const Lanes ab_xy = __builtin_shufflevector(a, b, 0, 4, 1, 5);
        const Lanes ab_zr = __builtin_shufflevector(a, b, 2, 6, 3, 7);
        const Lanes cd_xy = __builtin_shufflevector(c, d, 0, 4, 1, 5);
        const Lanes cd_zr = __builtin_shufflevector(c, d, 2, 6, 3, 7);
        x = __builtin_shufflevector(ab_xy, cd_xy, 0, 1, 4, 5);
        y = __builtin_shufflevector(ab_xy, cd_xy, 2, 3, 6, 7);
        z = __builtin_shufflevector(ab_zr, cd_zr, 0, 1, 4, 5);
        radius = __builtin_shufflevector(ab_zr, cd_zr, 2, 3, 6, 7);
        const Lanes ab = two(strengths[rows[0]], strengths[rows[1]]);
        const Lanes cd = two(strengths[rows[2]], strengths[rows[3]]);
        repulsion = __builtin_shufflevector(ab, cd, 0, 2, 4, 6);
        adhesion = __builtin_shufflevector(ab, cd, 1, 3, 5, 7);
    }

private:
    static Lanes whole(const Body& body) {
        Lanes four;
        std::memcpy(&four, &body, sizeof four);
        return four;
    }
    static Lanes two(const Strength& first, const Strength& second) {
        using Two = float __attribute__((vector_size(8)));
        Two a, b;
        std::memcpy(&a, &first, sizeof a);
        std::memcpy(&b, &second, sizeof b);
        return __builtin_shufflevector(a, b, 0, 1, 2, 3);
    }
};

template <class Law>
class PairwiseInteraction final : public Interaction {
public:
    explicit PairwiseInteraction(const Law& law) : law_{law} {}
    explicit PairwiseInteraction(const config::Section& section) : law_{section} {}

    Strength standard() const override { return law_.standard(); }
    float half_reach(float radius, float repulsion, float adhesion) const override {
        return law_.half_reach(radius, repulsion, adhesion);
    }

    void sweep(const Crowd& crowd, std::span<Vec3> velocity) const override {
        const Room room{crowd.box, crowd.walls};
        for_lists(crowd, [&](std::size_t, std::size_t i, List list) {
            const auto sums = sum_pairs<PushSums>(crowd, i, list);
            velocity[i] = sums.velocity();
            if (sums.coincident()) part(crowd, i, list, velocity[i]);
            push_off_walls(crowd, room, i, velocity[i], [](std::size_t, float, float) {});
        });
    }

    Measures measure(const Crowd& crowd, std::span<Vec3> velocity,
                     std::span<float> crowding) const override {
        const Room room{crowd.box, crowd.walls};
        std::vector<Measures> parts(parallel::chunks(crowd.size(), Neighbours::chunk));
        for_lists(crowd, [&](std::size_t c, std::size_t i, List list) {
            const auto sums = sum_pairs<MeasuredSums>(crowd, i, list);
            velocity[i] = sums.velocity();
            crowding[i] = sum(sums.crowding);
            Tensor tensor = sums.tensor();
            if (sums.coincident()) {
                const double extra = part(crowd, i, list, velocity[i]);
                tensor.xx += extra, tensor.yy += extra, tensor.zz += extra;
            }
            push_off_walls(crowd, room, i, velocity[i],
                           [&](std::size_t axis, float speed, float stiffness) {
                               crowding[i] += speed;
                               // Half: a wall does not move, so it does not count twice below.
                               tensor.diagonal(axis) += 0.5 * stiffness;
                           });
            Measures& here = parts[c];
            // −J = D − W with a cell's own block D_i and pair blocks W. D + W is positive
            // semidefinite too, so W >= −D and the spectrum of −J lies below 2 max λ(D_i).
            here.stiffness =
                std::max(here.stiffness, 2.0 * tensor.largest_eigenvalue(crowd.box.dimensions));
            const float speed = norm(velocity[i]);
            here.fastest = std::isfinite(speed) ? std::max(here.fastest, double{speed})
                                                : std::numeric_limits<double>::infinity();
            here.overlap = std::max(here.overlap, double{sums.overlap()});
        });
        return joined(parts);
    }

private:
    struct List {
        const std::uint32_t *begin, *end;
    };

    /// Calls visit(chunk, i, its list) for all cells.
    template <class Visit>
    static void for_lists(const Crowd& crowd, Visit&& visit) {
        parallel::for_chunks(
            crowd.size(),
            [&](std::size_t c, std::size_t first, std::size_t last) {
                const Neighbours::Lists lists = crowd.neighbours->lists(c);
                for (std::size_t i = first; i != last; ++i) {
                    const std::uint32_t* bounds = lists.offsets + (i - first);
                    visit(c, i, List{lists.entries + bounds[0], lists.entries + bounds[1]});
                }
            },
            Neighbours::chunk);
    }

    template <class Sums>
    Sums sum_pairs(const Crowd& crowd, std::size_t i, List list) const {
        const Body body = crowd.bodies[i];
        const Strength own = crowd.strength_roots[i];
        Sums sums;
        for (; list.begin != list.end; list.begin += lane_count) {
            const Others other{crowd, list.begin};
            const Lanes x = other.x - body.x, y = other.y - body.y, z = other.z - body.z;
            const Lanes distance = root(x * x + y * y + z * z);
            const Lanes inverse_sum = 1.0f / (body.radius + other.radius);
            const Contact<Lanes> contact{distance,
                                         lanes(body.radius),
                                         other.radius,
                                         inverse_sum,
                                         distance * inverse_sum,
                                         own.repulsion * other.repulsion,
                                         own.adhesion * other.adhesion};
            const PairGeometry pair{x, y, z, contact.relative,
                                    1.0f / larger(distance, lanes(1e-18f))};
            const Lanes speed = law_.speed(contact), rate = speed * pair.inverse_distance;
            sums.push(pair, rate);
            if constexpr (std::is_same_v<Sums, MeasuredSums>) {
                sums.measure(pair, speed, rate, law_.stiffness(contact));
            }
        }
        return sums;
    }

    /// Cells whose centres coincide have no line of centres: they part along a direction drawn from
    /// both identities, opposite for the two. Returns their stiffness.
    double part(const Crowd& crowd, std::size_t i, List list, Vec3& velocity) const {
        const Body& body = crowd.bodies[i];
        double stiffness = 0.0;
        for (const std::uint32_t* j = list.begin; j != list.end; ++j) {
            const Body& other = crowd.bodies[*j];
            const Vec3 d{other.x - body.x, other.y - body.y, other.z - body.z};
            if (dot(d, d) != 0.0f) continue;
            const Contact<float> contact{
                0.0f,
                body.radius,
                other.radius,
                1.0f / (body.radius + other.radius),
                0.0f,
                crowd.strength_roots[i].repulsion * crowd.strength_roots[*j].repulsion,
                crowd.strength_roots[i].adhesion * crowd.strength_roots[*j].adhesion};
            const Vec3 away = parting_direction(crowd.ids[i], crowd.id(*j), crowd.box.dimensions);
            velocity += law_.speed(contact) * away;
            stiffness += std::max(0.0f, law_.stiffness(contact));
        }
        return stiffness;
    }

    /// Calls note(axis, speed, stiffness) for every wall in reach.
    template <class Note>
    void push_off_walls(const Crowd& crowd, const Room& room, std::size_t i, Vec3& velocity,
                        Note&& note) const {
        const Body& body = crowd.bodies[i];
        const float reach = law_.wall_reach(body.radius);
        if (room.distance(body) >= reach || !crowd.takes_part(i)) return;
        room.for_near(body, reach, [&](std::size_t axis, float direction, float distance) {
            const float speed = law_.wall_speed(distance, body.radius);
            velocity[axis] += direction * speed;
            note(axis, speed, law_.wall_stiffness(distance, body.radius));
        });
    }

    static Measures joined(const std::vector<Measures>& parts) {
        Measures all;
        for (const Measures& part : parts) {
            all.stiffness = std::max(all.stiffness, part.stiffness);
            all.fastest = std::max(all.fastest, part.fastest);
            all.overlap = std::max(all.overlap, part.overlap);
        }
        return all;
    }

    Law law_;
};

}  // namespace perforin::cells
