// Cells that have moved farther than their neighbour lists allow for. They are few, so they alone
// are listed anew: pairs that no list holds are kept beside the lists, and pushed one by one. Part
// of Mechanics.

#include <algorithm>

#include "cells/mechanics.hpp"
#include "core/grow.hpp"
#include "core/parallel.hpp"

namespace perforin::cells {

namespace {

constexpr std::size_t few_leave = 128, few_pairs = 20;  // one in so many cells
constexpr std::uint32_t nobody = ~std::uint32_t{0};

}  // namespace

bool Mechanics::has_left(std::uint32_t row) const {
    const Body& body = bodies_[row];
    const Vec3 since =
        (1.0f / listed_[row].slack) * (Vec3{body.x, body.y, body.z} - listed_[row].at);
    return dot(since, since) > 1.0f;
}

/// Lists those who have left by themselves; all of them, if they are many or the box is so narrow
/// that two cells may meet twice.
void Mechanics::catch_up(MechanicsReport& report) {
    const auto leave = parallel::gather<std::uint32_t>(
        awake_.size(), [&](std::size_t k, std::vector<std::uint32_t>& rows) {
            if (has_left(awake_[k])) rows.push_back(awake_[k]);
        });
    bool narrow = false;
    for (std::size_t axis = 0; axis != 3; ++axis) {
        const bool flat = axis == 2 && box_.dimensions == 2;
        narrow |= box_.periodic[axis] && !flat && box_.size[axis] < 4.0f * neighbours_.longest();
    }
    const std::size_t n = ids_.size();
    if (narrow || leave.size() * few_leave > n || late_.size() * few_pairs > n) {
        return list_neighbours(report);
    }
    if (known_to_.size() < n) grow_to(known_to_, n);
    std::fill(known_to_.begin(), known_to_.end(), nobody);
    for (const std::uint32_t row : leave) {
        const Body& body = bodies_[row];
        listed_[row].at = {body.x, body.y, body.z};
        if (reach_[row] < 0.0f) continue;
        // Who has left once is likely to leave again.
        const float wider = std::min(listed_[row].slack, neighbours_.longest() - reach_[row]);
        listed_[row].slack += wider;
        reach_[row] += wider;
        const auto place = std::lower_bound(left_.begin(), left_.end(), row);
        if (place == left_.end() || *place != row) left_.insert(place, row);
    }
    for (const std::uint32_t row : leave) {
        if (reach_[row] >= 0.0f) meet(row);
    }
    report.latecomers += static_cast<int>(leave.size());
}

/// Notes the pairs of a cell that no list holds.
void Mechanics::meet(std::uint32_t row) {
    known_to_[row] = row;
    const Slice::List list = neighbours_.list_of(row);
    for (std::size_t n = 0; n != list.size; ++n) {
        const std::uint32_t other = neighbours_.source(list[n]);
        if (other < ids_.size()) known_to_[other] = row;
    }
    for (const Pair& pair : late_) {
        if (pair.first == row) known_to_[pair.second] = row;
        if (pair.second == row) known_to_[pair.first] = row;
    }
    const auto note = [&](std::uint32_t other) {
        if (known_to_[other] == row) return;
        known_to_[other] = row;
        late_.push_back({row, other});
    };
    const Vec3 at = box_.wrap(listed_[row].at);
    neighbours_.for_near(at, reach_[row], [&](std::uint32_t body) {
        const std::uint32_t other = neighbours_.source(body);
        if (!std::binary_search(left_.begin(), left_.end(), other)) note(other);
    });
    for (const std::uint32_t other : left_) {
        const Vec3 apart = box_.displacement(at, box_.wrap(listed_[other].at));
        const float limit = reach_[row] + reach_[other];
        if (dot(apart, apart) < limit * limit) note(other);
    }
}

/// Calls visit(row, push, velocity of its own) for both of each pair beside the lists, if they are
/// in reach of each other and awake.
template <class Visit>
void Mechanics::for_late(Visit&& visit) const {
    const Crowd all = crowd();
    for (const Pair& pair : late_) {
        const auto at = [&](std::uint32_t row) {
            return Vec3{bodies_[row].x, bodies_[row].y, bodies_[row].z};
        };
        const auto bare = [&](std::uint32_t row) { return reach_[row] - listed_[row].slack; };
        const Vec3 apart = box_.displacement(at(pair.first), at(pair.second));
        const float limit = bare(pair.first) + bare(pair.second);
        if (dot(apart, apart) >= limit * limit) continue;
        const Push push = interaction_->push(all, pair.first, pair.second, apart);
        if (is_awake_[pair.first] != 0) visit(pair.first, push, -1.0f * push.velocity);
        if (is_awake_[pair.second] != 0) visit(pair.second, push, push.velocity);
    }
}

void Mechanics::push_late(std::span<Vec3> velocity) const {
    for_late([&](std::uint32_t row, const Push&, Vec3 away) { velocity[row] += away; });
}

void Mechanics::measure_late(Measures& now, std::span<float> crowding) {
    for_late([&](std::uint32_t row, const Push& push, Vec3 away) {
        first_velocity_[row] += away;
        stiffness_[row] += push.stiffness;
        crowding[row] += std::max(push.speed, 0.0f);
        now.stiffness = std::max(now.stiffness, double{stiffness_[row]});
        now.fastest = std::max(now.fastest, double{norm(first_velocity_[row])});
        now.overlap = std::max(now.overlap, double{push.overlap});
    });
}

}  // namespace perforin::cells
