// Runge–Kutta–Chebyshev steps on neighbour lists. How long a step may be is decided by how far
// cells move; how many stages it takes, by the stiffness of the contacts.

#include "cells/mechanics.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>

#include "cells/size_count.hpp"
#include "core/error.hpp"
#include "core/grow.hpp"
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
      rest_{params.rest.in(um)},
      limited_share_{params.limited},
      doze_{params.doze.in(um)},
      pace_{params.pace} {
    methods_.resize(most_stages + 1);
    for (int s = 2; s <= most_stages; ++s) methods_[static_cast<std::size_t>(s)] = rkc_stages(s);
}

MechanicsReport Mechanics::advance(Population& cells, std::span<float> crowding, const Tick& tick,
                                   const Motion& motion) {
    if (!crowding.empty() && crowding.size() != cells.size()) {
        throw std::logic_error{"mechanics: one place for crowding a cell"};
    }
    MechanicsReport report;
    if (cells.empty()) return report;
    load(cells);
    motion_ = motion;
    foresee(tick.dt().in(minute));
    const double later = pace_ * motion.later.in(minute);
    const bool last = later <= 0.0;
    if (crowding.empty() || !last) {
        grow_to(crowding_, cells.size());
        crowding = crowding_;
    }
    wake_for(motion);
    list_neighbours(report);
    Measures now = measure(crowding, report);
    bool making_up = false;
    double left = pace_ * tick.dt().in(minute), h = motion.settled ? left : first_step(now);
    while (left > 0.0) {
        const bool still = now.fastest * left < rest_;
        if (still && (!owing_ || making_up)) break;
        h = still ? left : std::min({h, longest_step_, rkc_stability(most_stages) / now.stiffness});
        const double pieces = std::ceil(left / h * (1.0 - 1e-9));
        h = left / pieces;
        if (last && pieces < 2.0 && !making_up) {
            making_up = true;
            if (!all_awake()) {
                wake_all();
                list_neighbours(report);
                now = measure(crowding, report);
                continue;
            }
        }
        if (!making_up) doze_off(left + later);
        const double strides = step(h, mobilise(now.stiffness, h, making_up), report);
        if (strides > 1.0) {
            h *= std::clamp(0.8 / strides, 0.1, 0.5);
            continue;
        }
        keep_account(h);
        left = pieces > 1.0 ? left - h : 0.0;
        h *= ramp_;
        if (left <= 0.0 && !last) break;
        if (is_awake_ != stirred_) {
            wake_stirred();
            list_neighbours(report);
        }
        now = measure(crowding, report);
    }
    if (last) owing_ = false;
    report.asleep = report.steps == 0;
    report.overlap = std::max(now.overlap, 0.0);
    parallel::for_each(ids_.size(), [&](std::size_t i) { start_[i] = box_.wrap(start_[i]); });
    return report;
}

void Mechanics::load(Population& cells) {
    const std::size_t n = cells.size();
    ids_ = cells.id.span();
    start_ = cells.position.span();
    grow_to(bodies_, n);
    grow_to(strength_roots_, n);
    grow_to(listed_, n);
    for (auto* numbers : {&reach_, &stiffness_, &mobility_}) grow_to(*numbers, n);
    for (auto* vectors : {&moved_, &moved_before_, &velocity_, &first_velocity_}) {
        grow_to(*vectors, n);
    }
    chunks_.resize(parallel::chunks(n, chunk));
    parallel::for_each(n, [&](std::size_t i) {
        const float radius = cells.room(i), repulsion = cells.repulsion[i],
                    adhesion = cells.adhesion[i];
        if (!finite(start_[i]) || !std::isfinite(radius)) {
            throw Broken{"cell " + std::to_string(cells.id[i]) +
                         " has a position or radius that is not a number"};
        }
        start_[i] = box_.wrap(start_[i]);
        bodies_[i].radius = radius;
        place(bodies_[i], start_[i]);
        strength_roots_[i] = {std::sqrt(repulsion), std::sqrt(adhesion)};
        reach_[i] = repulsion > 0.0f || adhesion > 0.0f
                        ? interaction_->half_reach(radius, repulsion, adhesion) + half_skin_
                        : -1.0f;
        listed_[i].slack = half_skin_;
    });
}

/// A cell that walks will leave the place where it was listed by so much.
void Mechanics::foresee(double minutes) {
    for (const Drive& drive : motion_.drives) {
        const float way = static_cast<float>(minutes) * norm(drive.velocity);
        listed_[drive.row].slack += way;
        if (reach_[drive.row] >= 0.0f) reach_[drive.row] += way;
    }
}

void Mechanics::list_neighbours(MechanicsReport& report) {
    const std::size_t n = ids_.size();
    parallel::for_each(n, [&](std::size_t i) { listed_[i].at = centre(bodies_[i]); });
    neighbours_.build(bodies_, reach_, box_,
                      all_awake() ? std::span<const std::uint8_t>{} : is_awake_);
    grow_to(strength_roots_, bodies_.size());
    const auto images = neighbours_.images();
    for (std::size_t g = 0; g != images.size(); ++g) {
        strength_roots_[n + g] = strength_roots_[images[g].source];
    }
    strength_roots_.back() = {};
    left_.clear();
    late_.clear();
    ++report.lists;
}

Crowd Mechanics::crowd() const {
    return {bodies_, strength_roots_, ids_, &neighbours_, box_, walls_};
}

Measures Mechanics::measure(std::span<float> crowding, MechanicsReport& report) {
    Measures now = interaction_->measure(crowd(), first_velocity_, stiffness_, crowding);
    if (!std::isfinite(now.fastest)) throw Broken{"the speed of a cell is not a number"};
    count_sweep(report);
    measure_late(now, crowding);
    if (!motion_.bonds.empty()) {
        pull(first_velocity_);
        stiffen(now);
    }
    walk(first_velocity_);
    for (const Drive& drive : motion_.drives) {
        now.fastest = std::max(now.fastest, double{norm(first_velocity_[drive.row])});
    }
    report.stiffness = std::max(report.stiffness, now.stiffness);
    limit_stiffest(now);
    return now;
}

/// One cell wedged between others would set the number of stages for all. A step of many stages
/// only damps so stiff a cell, by a factor that hardly depends on how stiff it is: it may as well
/// be less mobile, for one step, so that it is as stiff as the stiffest of the rest.
void Mechanics::limit_stiffest(Measures& now) const {
    const auto few = static_cast<std::size_t>(limited_share_ * static_cast<double>(awake_.size()));
    if (few == 0) return;
    const float bound =
        parallel::gather_into<SizeCount>(awake_.size(), [&](std::size_t k, SizeCount& count) {
            count.add(stiffness_[awake_[k]]);
        }).bound(few);
    now.stiffness = std::min(now.stiffness, double{bound});
}

void Mechanics::count_sweep(MechanicsReport& report) const {
    ++report.sweeps;
    report.effort += static_cast<double>(awake_.size()) / static_cast<double>(ids_.size());
}

/// Sets how mobile cells are in a step of `h` min: those stiffer than `stiffness` are slowed to
/// it, those that have waited make up for it as far as `stiffness` lets them. In the end all debts
/// are paid, whatever stages that takes. Returns the stiffness to reckon with.
double Mechanics::mobilise(double stiffness, double h, bool making_up) {
    const auto bound = static_cast<float>(stiffness), per_step = static_cast<float>(1.0 / h);
    const float farthest = static_cast<float>(doze_ / h),  // µm/min
        stiffest = making_up ? static_cast<float>(rkc_stability(most_stages) / h) : bound;
    return parallel::maximum(awake_.size(), stiffness, [&](std::size_t k) {
        const std::size_t i = awake_[k];
        const float own = stiffness_[i];
        mobility_[i] = own > bound ? bound / own : 1.0f;
        if (!owing_ || owed_[i] <= 0.0f || own >= bound) return 0.0;
        const float faster =
            smaller(owed_[i] * per_step, farthest / larger(norm(first_velocity_[i]), 1e-9f));
        mobility_[i] = larger(1.0f, smaller(1.0f + faster, stiffest / larger(own, 1e-9f)));
        return double{mobility_[i] * own};
    });
}

/// Springs, in the order in which they are given.
void Mechanics::pull(std::span<Vec3> velocity) const {
    for (const Bond& bond : motion_.bonds) {
        const Vec3 between = box_.displacement(centre(bodies_[bond.a]), centre(bodies_[bond.b]));
        velocity[bond.a] += bond.rate * between;
        velocity[bond.b] += -bond.rate * between;
    }
}

/// As far as they go in the whole time, in the share of it for which contacts act.
void Mechanics::walk(std::span<Vec3> velocity) const {
    const auto faster = static_cast<float>(1.0 / pace_);
    for (const Drive& drive : motion_.drives) velocity[drive.row] += faster * drive.velocity;
}

/// A spring adds at most twice its rate to the stiffness of either end, and what follows from that
/// is still a bound; so it does to the fastest cell's speed, for its length.
void Mechanics::stiffen(Measures& now) {
    for (const Bond& bond : motion_.bonds) {
        for (const Row row : {bond.a, bond.b}) {
            stiffness_[row] += 2.0f * bond.rate;
            now.stiffness = std::max(now.stiffness, double{stiffness_[row]});
            now.fastest = std::max(now.fastest, double{norm(first_velocity_[row])});
        }
    }
}

/// A tick begins with fresh overlaps, from divisions and growth, and they relax like 1/t: steps of
/// growing length follow them, the first about as long as the stiffest contact needs.
double Mechanics::first_step(const Measures& now) const {
    return std::max(first_step_stiffness / now.stiffness, first_step_motion / now.fastest);
}

/// One step of `h` min from start_, whose velocities are in first_velocity_. Returns the largest
/// displacement in strides; if it is above 1, the step has not been taken.
double Mechanics::step(double h, double stiffness, MechanicsReport& report) {
    if (h < shortest_step) throw Broken{"cells move too fast to be followed"};
    const int s = std::min(rkc_stages_for(h * stiffness), most_stages);
    report.stages = std::max(report.stages, s);
    const auto& stages = methods_[static_cast<std::size_t>(s)];
    parallel::for_each(awake_.size(), [&](std::size_t k) {
        const std::size_t i = awake_[k];
        velocity_[i] = first_velocity_[i];
        moved_[i] = moved_before_[i] = {};
    });
    Moved moved;
    double strides = 0.0;
    for (std::size_t j = 0; j != stages.size(); ++j) {
        if (j != 0) {
            interaction_->sweep(crowd(), velocity_);
            push_late(velocity_);
            pull(velocity_);
            walk(velocity_);
            count_sweep(report);
        }
        moved = take_stage(stages[j], h);
        strides = std::sqrt(double{moved.in_radii}) / stride_;
        if (strides > 1.0) {
            ++report.rejected;
            return strides;
        }
        if (moved.since_list > 1.0f) catch_up(report);
    }
    parallel::for_each(awake_.size(),
                       [&](std::size_t k) { start_[awake_[k]] += moved_[awake_[k]]; });
    report.displacement += std::sqrt(double{moved.in_um});
    ++report.steps;
    return strides;
}

/// Computes u_j and puts bodies at start + u_j, images likewise.
Mechanics::Moved Mechanics::take_stage(const RkcStage& stage, double h) {
    const auto mu = static_cast<float>(stage.mu), nu = static_cast<float>(stage.nu),
               now = static_cast<float>(h * stage.mu_f),
               begin = static_cast<float>(h * stage.gamma_f);
    moved_.swap(moved_before_);  // u_{j−1} is "before" from here on; u_j replaces u_{j−2}
    parallel::for_chunks(
        awake_.size(),
        [&](std::size_t c, std::size_t first, std::size_t last) {
            Moved most;
            for (std::size_t k = first; k != last; ++k) {
                const std::size_t i = awake_[k];
                const float mobility = mobility_[i], own = now * mobility,
                            first_own = begin * mobility;
                const Vec3 u = mu * moved_before_[i] + nu * moved_[i] + own * velocity_[i] +
                               first_own * first_velocity_[i];
                moved_[i] = u;
                Body& body = bodies_[i];
                place(body, start_[i] + u);
                const Vec3 since = (1.0f / listed_[i].slack) * (centre(body) - listed_[i].at);
                const float u2 = dot(u, u);
                most += {dot(since, since), u2 / larger(body.radius * body.radius, 1e-6f), u2};
            }
            chunks_[c] = most;
        },
        chunk);
    const auto images = neighbours_.images();
    parallel::for_each(images.size(), [&](std::size_t g) {
        place(bodies_[ids_.size() + g], centre(bodies_[images[g].source]) + images[g].shift);
    });
    Moved most;
    for (std::size_t c = 0; c != parallel::chunks(awake_.size(), chunk); ++c) most += chunks_[c];
    return most;
}

/// In 2-D all bodies lie in one plane, whatever is written for z.
void Mechanics::place(Body& body, Vec3 at) const {
    body.x = at.x, body.y = at.y, body.z = box_.dimensions == 2 ? 0.0f : at.z;
}

}  // namespace perforin::cells
