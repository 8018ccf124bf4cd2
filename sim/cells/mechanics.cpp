// Runge–Kutta–Chebyshev steps on neighbour lists. How long a step may be is decided by how far
// cells move; how many stages it takes, by the stiffness of the contacts.

#include "cells/mechanics.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "core/error.hpp"
#include "core/parallel.hpp"

namespace perforin::cells {

namespace {

constexpr int most_stages = 32;
constexpr double shortest_step = 1e-7;        // min
constexpr double first_step_stiffness = 1.5;  // h ρ of a tick's first step
constexpr double first_step_motion = 0.1;     // µm, if that is longer
constexpr std::size_t chunk = Neighbours::chunk;

Vec3 centre(const Body& body) {
    return {body.x, body.y, body.z};
}

bool finite(Vec3 p) {
    return std::isfinite(p.x) && std::isfinite(p.y) && std::isfinite(p.z);
}

}  // namespace

Mechanics::Moved& Mechanics::Moved::operator+=(const Moved& other) {
    since_list = larger(since_list, other.since_list);
    in_radii = larger(in_radii, other.in_radii);
    in_um = larger(in_um, other.in_um);
    return *this;
}

Mechanics::Mechanics(const Interaction& interaction, const Box& box, const Walls& walls,
                     const MechanicsParams& params)
    : interaction_{&interaction},
      box_{box},
      walls_{walls},
      longest_step_{params.step.in(minute)},
      ramp_{params.ramp},
      stride_{params.stride},
      half_skin_{static_cast<float>(0.5 * params.skin.in(um))},
      rest_{params.rest.in(um)} {
    methods_.resize(most_stages + 1);
    for (int s = 2; s <= most_stages; ++s) methods_[static_cast<std::size_t>(s)] = rkc_stages(s);
}

MechanicsReport Mechanics::advance(Population& cells, std::span<float> crowding, const Tick& tick) {
    MechanicsReport report;
    if (cells.empty()) return report;
    load(cells);
    list_neighbours(report);
    if (crowding.empty()) {
        crowding_.resize(cells.size());
        crowding = crowding_;
    }
    Measures now = measure(crowding, report);
    double left = tick.dt().in(minute), h = first_step(now);
    while (left > 0.0 && now.fastest * left >= rest_) {
        h = std::min({h, longest_step_, rkc_stability(most_stages) / now.stiffness});
        const double pieces = std::ceil(left / h * (1.0 - 1e-9));
        h = left / pieces;
        const double strides = step(h, now.stiffness, report);
        if (strides > 1.0) {
            h *= std::clamp(0.8 / strides, 0.1, 0.5);
            continue;
        }
        left = pieces > 1.0 ? left - h : 0.0;
        h *= ramp_;
        now = measure(crowding, report);
    }
    report.asleep = report.steps == 0;
    report.overlap = std::max(now.overlap, 0.0);
    store(cells);
    return report;
}

void Mechanics::load(const Population& cells) {
    const std::size_t n = cells.size();
    ids_ = cells.id.span();
    bodies_.resize(n);
    strength_roots_.resize(n);
    reach_.resize(n);
    for (auto* vectors :
         {&start_, &listed_, &moved_, &moved_before_, &velocity_, &first_velocity_}) {
        vectors->resize(n);
    }
    chunks_.resize(parallel::chunks(n, chunk));
    parallel::for_each(n, [&](std::size_t i) {
        const float radius = cells.radius[i], repulsion = cells.repulsion[i],
                    adhesion = cells.adhesion[i];
        if (!finite(cells.position[i]) || !std::isfinite(radius)) {
            throw Broken{"cell " + std::to_string(cells.id[i]) +
                         " has a position or radius that is not a number"};
        }
        Vec3 at = box_.wrap(cells.position[i]);
        if (box_.dimensions == 2) at.z = 0.0f;
        start_[i] = at;
        bodies_[i] = {at.x, at.y, at.z, radius};
        strength_roots_[i] = {std::sqrt(repulsion), std::sqrt(adhesion)};
        reach_[i] = repulsion > 0.0f || adhesion > 0.0f
                        ? interaction_->half_reach(radius, repulsion, adhesion) + half_skin_
                        : -1.0f;
    });
}

void Mechanics::list_neighbours(MechanicsReport& report) {
    const std::size_t n = ids_.size();
    neighbours_.build(bodies_, reach_, box_);
    strength_roots_.resize(bodies_.size());
    const auto images = neighbours_.images();
    for (std::size_t g = 0; g != images.size(); ++g) {
        strength_roots_[n + g] = strength_roots_[images[g].source];
    }
    strength_roots_.back() = {};
    parallel::for_each(n, [&](std::size_t i) { listed_[i] = centre(bodies_[i]); });
    ++report.lists;
}

Crowd Mechanics::crowd() const {
    return {bodies_, strength_roots_, ids_, &neighbours_, box_, walls_};
}

Measures Mechanics::measure(std::span<float> crowding, MechanicsReport& report) {
    const Measures now = interaction_->measure(crowd(), first_velocity_, crowding);
    if (!std::isfinite(now.fastest)) throw Broken{"the speed of a cell is not a number"};
    ++report.sweeps;
    report.stiffness = std::max(report.stiffness, now.stiffness);
    return now;
}

/// A tick begins with fresh overlaps, from divisions and growth, and they relax like 1/t: steps of
/// growing length follow them, the first about as long as the stiffest contact needs.
double Mechanics::first_step(const Measures& now) const {
    return std::max(first_step_stiffness / now.stiffness, first_step_motion / now.fastest);
}

/// One step of `h` min from start_, whose velocities are in first_velocity_. Returns the largest
/// displacement in strides; if it is above 1, everything has been put back.
double Mechanics::step(double h, double stiffness, MechanicsReport& report) {
    if (h < shortest_step) throw Broken{"cells move too fast to be followed"};
    const int s = std::min(rkc_stages_for(h * stiffness), most_stages);
    report.stages = std::max(report.stages, s);
    const auto& stages = methods_[static_cast<std::size_t>(s)];
    Moved moved;
    double strides = 0.0;
    for (std::size_t j = 0; j != stages.size() && strides <= 1.0; ++j) {
        if (j == 0) {  // the stage that knows no other velocity, and starts from u = 0
            velocity_ = first_velocity_;
            std::fill(moved_.begin(), moved_.end(), Vec3{});
        } else {
            interaction_->sweep(crowd(), velocity_);
            ++report.sweeps;
        }
        moved = take_stage(stages[j], h);
        strides = std::sqrt(double{moved.in_radii}) / stride_;
        if (strides > 1.0) moved = move_bodies([](std::size_t) { return Vec3{}; });
        if (moved.since_list > half_skin_ * half_skin_) list_neighbours(report);
    }
    if (strides > 1.0) {
        ++report.rejected;
        return strides;
    }
    parallel::for_each(ids_.size(), [&](std::size_t i) { start_[i] = centre(bodies_[i]); });
    report.displacement += std::sqrt(double{moved.in_um});
    ++report.steps;
    return strides;
}

Mechanics::Moved Mechanics::take_stage(const RkcStage& stage, double h) {
    const auto mu = static_cast<float>(stage.mu), nu = static_cast<float>(stage.nu),
               now = static_cast<float>(h * stage.mu_f),
               begin = static_cast<float>(h * stage.gamma_f);
    moved_.swap(moved_before_);  // u_{j−1} is "before" from here on; u_j replaces u_{j−2}
    return move_bodies([&](std::size_t i) {
        moved_[i] = mu * moved_before_[i] + nu * moved_[i] + now * velocity_[i] +
                    begin * first_velocity_[i];
        return moved_[i];
    });
}

/// Puts body i at its start plus displacement(i), and its images likewise.
template <class Displacement>
Mechanics::Moved Mechanics::move_bodies(Displacement&& displacement) {
    const std::size_t n = ids_.size();
    parallel::for_chunks(
        n,
        [&](std::size_t c, std::size_t first, std::size_t last) {
            Moved most;
            for (std::size_t i = first; i != last; ++i) {
                const Vec3 u = displacement(i), at = start_[i] + u, since = at - listed_[i];
                Body& body = bodies_[i];
                body.x = at.x, body.y = at.y, body.z = at.z;
                const float u2 = dot(u, u);
                most += {dot(since, since), u2 / larger(body.radius * body.radius, 1e-6f), u2};
            }
            chunks_[c] = most;
        },
        chunk);
    const auto images = neighbours_.images();
    parallel::for_each(images.size(), [&](std::size_t g) {
        const Vec3 at = centre(bodies_[images[g].source]) + images[g].shift;
        Body& body = bodies_[n + g];
        body.x = at.x, body.y = at.y, body.z = at.z;
    });
    Moved most;
    for (const Moved& moved : chunks_) most += moved;
    return most;
}

void Mechanics::store(Population& cells) const {
    parallel::for_each(ids_.size(), [&](std::size_t i) {
        Vec3 at = start_[i];
        if (box_.dimensions == 2) at.z = cells.position[i].z;
        cells.position[i] = box_.wrap(at);
    });
}

}  // namespace perforin::cells
