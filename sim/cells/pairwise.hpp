#pragma once
// An interaction made from a law of pairs. The law is inlined into the loop over neighbours,
// which takes eight cells side by side; a new law is one file:
//
//     struct Hertz {
//         explicit Hertz(const config::Section&);
//         Strength standard() const;  // of cells whose kind says nothing
//         float half_reach(float radius, float repulsion, float adhesion) const;
//         // Speed at which two cells move apart, and a bound of −d speed/d distance:
//         template <class Real> Real speed(const Contact<Real>&) const;
//         template <class Real> Real stiffness(const Contact<Real>&) const;
//
//         // The same for a cell and a wall:
//         float wall_reach(float radius) const;
//         float wall_speed(float distance, float radius) const;
//         float wall_stiffness(float distance, float radius) const;
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
#include "core/instructions.hpp"
#include "core/parallel.hpp"
#include "core/registry.hpp"

namespace perforin::cells {

/// Two cells as a law sees them. Real: float, Four or Eight.
template <class Real>
struct Contact {
    Real distance;              ///< of the centres, µm
    Real radius, other_radius;  ///< µm
    Real inverse_sum;           ///< 1 / sum of radii, 1/µm
    Real relative;              ///< distance / sum of radii: 1 where cells just touch
    Real repulsion, adhesion;   ///< geometric means of both cells' strengths, µm/min
};

/// Bodies and their strengths, turned from rows to lanes.
template <class Real>
struct BodyLanes {
    Real x, y, z, radius, repulsion, adhesion;

    PERFORIN_INLINE BodyLanes(const Crowd& crowd, const std::uint32_t* rows) {
        if constexpr (std::is_same_v<Real, Four>) {
            read_four(crowd, rows);
        } else {
            read_eight(crowd, rows);
        }
    }

private:
    using Two = float __attribute__((vector_size(8)));

    template <class Row, class From>
    PERFORIN_INLINE static Row whole(const From& from) {
        static_assert(sizeof(Row) == sizeof(From));
        Row row;
        std::memcpy(&row, &from, sizeof row);
        return row;
    }
    PERFORIN_INLINE static Four pair_of(const Strength& first, const Strength& second) {
        return __builtin_shufflevector(whole<Two>(first), whole<Two>(second), 0, 1, 2, 3);
    }

    PERFORIN_INLINE void read_four(const Crowd& crowd, const std::uint32_t* rows) {
        const Body* bodies = crowd.bodies.data();
        const Strength* strengths = crowd.strength_roots.data();
        const Four a = whole<Four>(bodies[rows[0]]), b = whole<Four>(bodies[rows[1]]),
                   c = whole<Four>(bodies[rows[2]]), d = whole<Four>(bodies[rows[3]]);
        const Four ab_xy = __builtin_shufflevector(a, b, 0, 4, 1, 5);
        const Four ab_zr = __builtin_shufflevector(a, b, 2, 6, 3, 7);
        const Four cd_xy = __builtin_shufflevector(c, d, 0, 4, 1, 5);
        const Four cd_zr = __builtin_shufflevector(c, d, 2, 6, 3, 7);
        x = __builtin_shufflevector(ab_xy, cd_xy, 0, 1, 4, 5);
        y = __builtin_shufflevector(ab_xy, cd_xy, 2, 3, 6, 7);
        z = __builtin_shufflevector(ab_zr, cd_zr, 0, 1, 4, 5);
        radius = __builtin_shufflevector(ab_zr, cd_zr, 2, 3, 6, 7);
        const Four ab = pair_of(strengths[rows[0]], strengths[rows[1]]);
        const Four cd = pair_of(strengths[rows[2]], strengths[rows[3]]);
        repulsion = __builtin_shufflevector(ab, cd, 0, 2, 4, 6);
        adhesion = __builtin_shufflevector(ab, cd, 1, 3, 5, 7);
    }

    /// The same in both halves of wide registers, without a move between halves.
    PERFORIN_INLINE void read_eight(const Crowd& crowd, const std::uint32_t* rows) {
        const Body* bodies = crowd.bodies.data();
        const Strength* strengths = crowd.strength_roots.data();
        const auto body = [&](std::size_t k) {
            return joined(whole<Four>(bodies[rows[k]]), whole<Four>(bodies[rows[k + 4]]));
        };
        const Eight a = body(0), b = body(1), c = body(2), d = body(3);
        const Eight ab_xy = __builtin_shufflevector(a, b, 0, 8, 1, 9, 4, 12, 5, 13);
        const Eight ab_zr = __builtin_shufflevector(a, b, 2, 10, 3, 11, 6, 14, 7, 15);
        const Eight cd_xy = __builtin_shufflevector(c, d, 0, 8, 1, 9, 4, 12, 5, 13);
        const Eight cd_zr = __builtin_shufflevector(c, d, 2, 10, 3, 11, 6, 14, 7, 15);
        x = __builtin_shufflevector(ab_xy, cd_xy, 0, 1, 8, 9, 4, 5, 12, 13);
        y = __builtin_shufflevector(ab_xy, cd_xy, 2, 3, 10, 11, 6, 7, 14, 15);
        z = __builtin_shufflevector(ab_zr, cd_zr, 0, 1, 8, 9, 4, 5, 12, 13);
        radius = __builtin_shufflevector(ab_zr, cd_zr, 2, 3, 10, 11, 6, 7, 14, 15);
        const auto strength = [&](std::size_t k) {
            return joined(pair_of(strengths[rows[k]], strengths[rows[k + 1]]),
                          pair_of(strengths[rows[k + 4]], strengths[rows[k + 5]]));
        };
        const Eight ab = strength(0), cd = strength(2);
        repulsion = __builtin_shufflevector(ab, cd, 0, 2, 8, 10, 4, 6, 12, 14);
        adhesion = __builtin_shufflevector(ab, cd, 1, 3, 9, 11, 5, 7, 13, 15);
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
        for_cells<PushSums>(crowd, [&](std::size_t, std::size_t i, const auto& sums,
                                       std::size_t lane, const Slice::List& list) {
            velocity[i] = sums.velocity(lane);
            if (sums.coincident(lane)) part(crowd, i, list, velocity[i]);
            push_off_walls(crowd, room, i, velocity[i], [](std::size_t, float, float) {});
        });
    }

    Push push(const Crowd& crowd, std::size_t first, std::size_t second,
              Vec3 apart) const override {
        const float distance = norm(apart);
        const Contact<float> contact = touch(crowd, first, second, distance);
        const float speed = law_.speed(contact), stiffness = larger(0.0f, law_.stiffness(contact)),
                    overlap = 1.0f - contact.relative;
        if (distance > 0.0f) {
            const float rate = speed / distance;
            // Where it attracts, also across the line of centres.
            return {rate * apart, speed, 2.0f * larger(stiffness, -rate), overlap};
        }
        const Vec3 away =
            parting_direction(crowd.ids[second], crowd.ids[first], crowd.box.dimensions);
        return {speed * away, speed, 2.0f * stiffness, overlap};
    }

    Measures measure(const Crowd& crowd, std::span<Vec3> velocity, std::span<float> stiffness,
                     std::span<float> crowding) const override {
        const Room room{crowd.box, crowd.walls};
        std::vector<Measures> parts(parallel::chunks(crowd.size(), Neighbours::chunk));
        for_cells<MeasuredSums>(crowd, [&](std::size_t c, std::size_t i, const auto& sums,
                                           std::size_t lane, const Slice::List& list) {
            velocity[i] = sums.velocity(lane);
            crowding[i] = sums.crowding[lane];
            Tensor tensor = sums.tensor(lane);
            if (sums.coincident(lane)) {
                const double extra = part(crowd, i, list, velocity[i]);
                tensor.xx += extra, tensor.yy += extra, tensor.zz += extra;
            }
            push_off_walls(crowd, room, i, velocity[i],
                           [&](std::size_t axis, float speed, float spring) {
                               crowding[i] += speed;
                               // Half: a wall does not move, so it does not count twice below.
                               tensor.diagonal(axis) += 0.5 * spring;
                           });
            Measures& here = parts[c];
            // −J = D − W with a cell's own block D_i and pair blocks W. D + W is positive
            // semidefinite too, so W >= −D and the spectrum of −J lies below 2 max λ(D_i).
            stiffness[i] =
                static_cast<float>(2.0 * tensor.largest_eigenvalue(crowd.box.dimensions));
            here.stiffness = std::max(here.stiffness, double{stiffness[i]});
            const float speed = norm(velocity[i]);
            here.fastest = std::isfinite(speed) ? std::max(here.fastest, double{speed})
                                                : std::numeric_limits<double>::infinity();
            here.overlap = std::max(here.overlap, double{sums.overlap(lane)});
        });
        return joined(parts);
    }

private:
    /// Calls visit(chunk, i, sums, lane of i in the sums, list of i) for all cells.
    template <template <class> class Sums, class Visit>
    void for_cells(const Crowd& crowd, Visit&& visit) const {
        parallel::for_chunks(
            crowd.size(),
            [&](std::size_t c, std::size_t, std::size_t) {
                vectorised([&](auto wide) {
                    using Real = Lanes<decltype(wide)::value>;
                    for (const Slice& slice : crowd.neighbours->slices(c)) {
                        for (std::size_t k = 0; k < slice.size; k += width<Real>) {
                            const auto sums = sum_pairs<Sums<Real>, Real>(crowd, slice, k);
                            const std::size_t lanes = std::min(width<Real>, slice.size - k);
                            for (std::size_t lane = 0; lane != lanes; ++lane) {
                                visit(c, slice.rows[k + lane], sums, lane, slice.list(k + lane));
                            }
                        }
                    }
                });
            },
            Neighbours::chunk);
    }

    /// Sums for the cells of a slice from the k-th on.
    template <class Sums, class Real>
    PERFORIN_INLINE Sums sum_pairs(const Crowd& crowd, const Slice& slice, std::size_t k) const {
        const BodyLanes<Real> own{crowd, slice.rows.data() + k};
        Sums sums;
        const std::uint32_t* rows = slice.entries + k;
        for (std::uint32_t n = 0; n != slice.longest; ++n, rows += Slice::most) {
            const BodyLanes<Real> other{crowd, rows};
            const Real x = other.x - own.x, y = other.y - own.y, z = other.z - own.z;
            const Real distance = root(x * x + y * y + z * z);
            // One division gives both inverses; neither overflows where centres coincide.
            const Real apart = larger(distance, every<Real>(1e-18f));
            const Real both = larger(own.radius + other.radius, every<Real>(1e-6f));
            const Real inverse = 1.0f / (apart * both), inverse_sum = inverse * apart;
            const Contact<Real> contact{distance,
                                        own.radius,
                                        other.radius,
                                        inverse_sum,
                                        distance * inverse_sum,
                                        own.repulsion * other.repulsion,
                                        own.adhesion * other.adhesion};
            const PairGeometry<Real> pair{x, y, z, contact.relative, inverse * both};
            const Real speed = law_.speed(contact), rate = speed * pair.inverse_distance;
            sums.push(pair, rate);
            if constexpr (std::is_same_v<Sums, MeasuredSums<Real>>) {
                sums.measure(pair, speed, rate, law_.stiffness(contact));
            }
        }
        return sums;
    }

    static Contact<float> touch(const Crowd& crowd, std::size_t i, std::size_t j, float distance) {
        const float own = crowd.bodies[i].radius, other = crowd.bodies[j].radius;
        const float inverse_sum = 1.0f / larger(own + other, 1e-6f);
        return {distance,
                own,
                other,
                inverse_sum,
                distance * inverse_sum,
                crowd.strength_roots[i].repulsion * crowd.strength_roots[j].repulsion,
                crowd.strength_roots[i].adhesion * crowd.strength_roots[j].adhesion};
    }

    /// Cells whose centres coincide have no line of centres: they part along a direction drawn from
    /// both identities, opposite for the two. Returns their stiffness.
    [[gnu::noinline]] double part(const Crowd& crowd, std::size_t i, const Slice::List& list,
                                  Vec3& velocity) const {
        const Body& body = crowd.bodies[i];
        double extra = 0.0;
        for (std::size_t n = 0; n != list.size; ++n) {
            const std::uint32_t j = list[n];
            const Body& other = crowd.bodies[j];
            const Vec3 d{other.x - body.x, other.y - body.y, other.z - body.z};
            if (dot(d, d) != 0.0f) continue;
            const Contact<float> contact = touch(crowd, i, j, 0.0f);
            const Vec3 away = parting_direction(crowd.ids[i], crowd.id(j), crowd.box.dimensions);
            velocity += law_.speed(contact) * away;
            extra += std::max(0.0f, law_.stiffness(contact));
        }
        return extra;
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
