#pragma once
// What cytotoxic cells have in common, T cells and NK cells: they search, bind a target, hit it and
// let go. Hits fall at exact seconds: where the integrated hazard passes the sum of keyed
// exponentials, so they do not depend on the sub-step. What a kind recognises and how hard it hits
// is its own.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>

#include <boost/random/bernoulli_distribution.hpp>

#include "biology/models/motility.hpp"
#include "core/parallel.hpp"
#include "tissue/geometry.hpp"
#include "tissue/kind.hpp"

namespace perforin::biology {

/// The private columns that every cytotoxic kind has.
struct KillerCells : tissue::Population {
    tissue::Column<Vec3> heading = column<Vec3>("heading", "1", "Direction of search");
    tissue::Column<std::int64_t> engaged_until = column<std::int64_t>(
        "engaged_until", "s", "Second up to which its synapse has been accounted for");
    tissue::Column<double> drive =
        column<double>("drive", "1", "Hit hazard integrated since the synapse formed");
    tissue::Column<double> next_hit =
        column<double>("next_hit", "1", "Drive at which the next hit falls");
    tissue::Column<std::uint32_t> delivered =
        column<std::uint32_t>("delivered", "1", "Hits of this synapse so far");
    tissue::Column<std::uint32_t> dealt =
        column<std::uint32_t>("dealt", "1", "Hits of all its synapses during this step");
    tissue::Column<float> engaged =
        column<float>("engaged", "s", "Time in synapses during this step");
    tissue::Column<float> inhibition =
        column<float>("inhibition", "1", "Inhibition in this synapse; negative: not known yet");
    tissue::Column<double> hazard =
        column<double>("hazard", "1/s", "Hazard of a hit in this synapse, with its inhibition");
    tissue::Column<float> braked = column<float>("braked", "s", "Inhibition × time, this step");
    tissue::Column<float> strength =
        column<float>("strength", "1", "How well it sees its target in this synapse");
    tissue::Column<float> seen = column<float>("seen", "s", "That × time, this step");
};

/// What a synapse does to the cell that holds it.
struct Grip {
    double inhibition = 0.0;  ///< of the killer by its target's ligands, 0…1
    Rate hits{};              ///< hazard of a hit
    double strength = 1.0;    ///< how well it sees what it holds, 0…1
};

/// What draws of a kind are for: each kind has purposes of its own.
struct KillerDraws {
    Purpose search, choice, hits, release, thinning;
};

struct KillerParams {
    Gait gait;
    Length leg{};           ///< longest straight one
    Length gap{};           ///< widest gap between membranes that a contact bridges
    Rate binding{};         ///< hazard that a synapse forms while a target is in contact
    Time contact{};         ///< mean duration of a synapse
    bool harmless = false;  ///< an ablation: it binds and signals, but delivers no hits
};

/// What a kind's parameters say of it, and `[search]` of `top`. Kinds that an ablation makes
/// harmless have `killing_off`.
template <class Params>
KillerParams killer_params(const Params& p, const config::Section& top,
                           std::optional<tissue::Level> attractant) {
    KillerParams killer{.gait = gait_of(p, attractant),
                        .leg = SearchParams{top.child("search")}.leg * p.radius,
                        .gap = p.gap,
                        .binding = p.binding,
                        .contact = p.contact};
    if constexpr (requires { p.killing_off; }) killer.harmless = p.killing_off;
    return killer;
}

class Killer {
public:
    Killer(const KillerParams& params, const KillerDraws& draws) : params_{params}, draws_{draws} {}

    const Gait& gait() const { return params_.gait; }

    static void found(tissue::Row i, Vec3 heading, KillerCells& mine) { mine.heading[i] = heading; }

    /// The daughter of a division starts free.
    static void part(tissue::Row mother, tissue::Row daughter, KillerCells& mine) {
        mine.heading[daughter] = -1.0f * mine.heading[mother];
        mine.engaged[daughter] = mine.braked[daughter] = mine.seen[daughter] = 0.0f;
        mine.dealt[daughter] = 0;
    }

    /// A biology step is over: time in synapses is counted anew.
    static void begin_step(std::size_t i, KillerCells& mine) {
        mine.engaged[i] = mine.braked[i] = mine.seen[i] = 0.0f;
        mine.dealt[i] = 0;
        mine.inhibition[i] = -1.0f;
    }

    /// One sub-step of all cells. recognises(i, target row) → share of chances to bind it that
    /// it takes, 0…1; grip(i, target row) → Grip, asked once a biology step and synapse;
    /// may_bind(i) → bool.
    template <class Recognises, class Gripping, class MayBind>
    void react(const tissue::World& world, KillerCells& mine, tissue::Intents& intents,
               const Recognises& recognises, const Gripping& grip, const MayBind& may_bind) const {
        intents += parallel::gather_into<tissue::Intents>(
            mine.size(),
            [&](std::size_t i, tissue::Intents& bag) {
                if (world.surface().partner[mine.row[i]] != 0) {
                    hold(world, mine, i, recognises, grip, may_bind, bag);
                } else {
                    search(world, mine, i, world.now().start, recognises, may_bind, bag);
                }
            },
            64);
    }

    /// A whole step of all cells where nothing is that they hunt: they let go what they hold and
    /// wander, as far as they would leg by leg.
    void rest(const tissue::World& world, KillerCells& mine, tissue::Intents& intents) const {
        intents += parallel::gather_into<tissue::Intents>(
            mine.size(),
            [&](std::size_t i, tissue::Intents& bag) {
                const tissue::Row row = mine.row[i];
                const tissue::Surface& cells = world.surface();
                if (cells.partner[row] != 0) bag.releases.push_back({row, world.now().start});
                Stream random = world.random(draws_.search, {cells.id[row]});
                bag.moves.push_back({row, stroll(world, params_.gait, row, 1.0, random)});
            },
            64);
    }

    /// How well a cell has seen its targets in this step, mean over the time in synapses; 0: none.
    static double strength(std::size_t i, const KillerCells& mine) {
        return mine.engaged[i] > 0.0f ? static_cast<double>(mine.seen[i] / mine.engaged[i]) : 0.0;
    }

private:
    /// A free cell from second `from` to the end of the sub-step, leg by leg, each with a chance to
    /// turn. On its way it looks for targets once a radius.
    template <class Recognises, class MayBind>
    void search(const tissue::World& world, KillerCells& mine, std::size_t i, Seconds from,
                const Recognises& recognises, const MayBind& may_bind, tissue::Intents& bag) const {
        const tissue::Surface& cells = world.surface();
        const tissue::Row row = mine.row[i];
        const Gait& gait = params_.gait;
        const Seconds span = world.now().end() - from;
        Vec3 at = cells.position[row], begin_of_leg = at;
        std::optional<Pull> pull;  // once for all legs, if there is a turn
        double matrix = matrix_at(world, gait, at);
        const double speed = speed_in(gait, matrix);
        const double path = (speed * um_per_minute * (static_cast<double>(span) * second)).in(um);
        const int legs = std::max(1, static_cast<int>(std::ceil(path / params_.leg.in(um))));
        const int looks = looks_on(path / legs * um, gait.radius);
        const Time leg = static_cast<double>(span) * second / legs;
        const bool binds = may_bind(i);
        boost::random::bernoulli_distribution<> turns{chance(1.0 / gait.persistence, leg)},
            finds{chance(params_.binding, leg / looks)};
        Stream random = world.random(draws_.search, {cells.id[row]});
        const double begun_in = matrix;
        for (int look = 0; look != legs * looks; ++look) {
            if (look % looks == 0) {
                if (turns(random)) {
                    if (!pull) pull = pull_at(world, gait, row, begun_in);
                    mine.heading[i] = new_heading(gait, *pull, world.box().dimensions, random);
                }
                begin_of_leg = at;
                at = step(world, mine, i, at, static_cast<float>(path / legs), matrix, random);
            }
            if (!binds || !finds(random)) continue;
            const Vec3 here = on_the_way(world.box(), begin_of_leg, at, look % looks + 1, looks);
            const tissue::Row target = choose(world, i, row, here, recognises, random);
            if (target == tissue::no_row) continue;
            at = here;
            begin(world, mine, i, target, from + span * (look + 1) / (legs * looks), bag);
            break;
        }
        bag.moves.push_back({row, at});
    }

    /// Where one leg ends, and the density of the matrix there: blocked by another lymphocyte, a
    /// wall or dense matrix, a cell stays and turns.
    Vec3 step(const tissue::World& world, KillerCells& mine, std::size_t i, Vec3 at, float length,
              double& matrix, Stream& random) const {
        const tissue::Row row = mine.row[i];
        const tissue::Surface& cells = world.surface();
        const float radius = cells.radius[row];
        const Vec3 to = world.box().wrap(at + length * mine.heading[i]);
        bool blocked = !world.box().holds(to, radius);
        if (!blocked) {
            world.for_near(to, radius, tissue::role::lymphocyte, 0.0f,
                           [&](tissue::Row other, Vec3, float distance) {
                               blocked |=
                                   other != row && distance < 0.8f * (radius + cells.radius[other]);
                           });
        }
        if (!blocked && params_.gait.matrix) {
            const double there = matrix_at(world, params_.gait, to),
                         refused = turn_back_chance(params_.gait, matrix, there);
            blocked = refused > 0.0 && uniform(random) < refused;
            if (!blocked) matrix = there;
        }
        if (!blocked) return to;
        mine.heading[i] = tissue::random_direction(world.box().dimensions, random);
        return at;
    }

    /// The target that a synapse forms with, or no_row. Among several in contact the smallest draw
    /// keyed on both cells, over the share that it is worth, wins.
    template <class Recognises>
    tissue::Row choose(const tissue::World& world, std::size_t i, tissue::Row row, Vec3 at,
                       const Recognises& recognises, Stream& random) const {
        const tissue::Surface& cells = world.surface();
        tissue::Row best = tissue::no_row;
        double least = 0.0, appeal = 0.0;
        world.for_near(
            at, static_cast<float>(params_.gait.radius.in(um)), tissue::role::target,
            static_cast<float>(params_.gap.in(um)), [&](tissue::Row other, Vec3, float) {
                const double share = recognises(i, other);
                if (!(share > 0.0)) return;
                Stream draw = world.random(draws_.choice, {cells.id[row], cells.id[other]});
                const double mark = uniform(draw) / share;
                if (best != tissue::no_row && mark >= least) return;
                least = mark;
                best = other;
                appeal = share;
            });
        if (appeal < 1.0 && best != tissue::no_row && uniform(random) >= appeal) {
            return tissue::no_row;
        }
        return best;
    }

    void begin(const tissue::World& world, KillerCells& mine, std::size_t i, tissue::Row target,
               Seconds when, tissue::Intents& bag) const {
        const tissue::Surface& cells = world.surface();
        const tissue::Row row = mine.row[i];
        bag.bonds.push_back({row, target, when});
        mine.engaged_until[i] = when;
        mine.drive[i] = 0.0;
        mine.delivered[i] = 0;
        mine.inhibition[i] = -1.0f;
        Stream hits = hit_times(world, cells.id[row], cells.id[target], when);
        mine.next_hit[i] = exponential(hits);
    }

    Stream hit_times(const tissue::World& world, tissue::CellId killer, tissue::CellId target,
                     Seconds bound_at) const {
        return world.random_at(draws_.hits, {killer, target}, bound_at);
    }

    /// One sub-step of a synapse: hits fall, then it may end. What inhibition and hazard depend on
    /// changes once a biology step.
    template <class Recognises, class Gripping, class MayBind>
    void hold(const tissue::World& world, KillerCells& mine, std::size_t i,
              const Recognises& recognises, const Gripping& grip, const MayBind& may_bind,
              tissue::Intents& bag) const {
        const tissue::Surface& cells = world.surface();
        const tissue::Row row = mine.row[i];
        const tissue::Row target = cells.partner_row[row];
        const Seconds bound_at = cells.bound_at[row];
        if ((cells.roles[target] & tissue::role::target) == 0) {
            bag.releases.push_back({row, world.now().start});
            search(world, mine, i, world.now().start, recognises, may_bind, bag);
            return;
        }
        Stream ends = world.random_at(draws_.release, {cells.id[row], cells.id[target]}, bound_at);
        const double stay = exponential(ends) * params_.contact.in(second);
        const Seconds until = bound_at + static_cast<Seconds>(std::llround(stay));
        const Seconds from = mine.engaged_until[i];
        const Seconds to = std::clamp(until, from, std::max(from, world.now().end()));

        if (mine.inhibition[i] < 0.0f) {
            const Grip now = grip(i, target);
            mine.inhibition[i] = static_cast<float>(now.inhibition);
            mine.strength[i] = static_cast<float>(now.strength);
            mine.hazard[i] = now.hits.in(per_second);
        }
        deliver(world, mine, i, mine.hazard[i], from, to, bag);

        const auto spent = static_cast<float>(to - from);
        mine.engaged[i] += spent;
        mine.braked[i] += spent * mine.inhibition[i];
        mine.seen[i] += spent * mine.strength[i];
        mine.engaged_until[i] = to;
        if (until > world.now().end()) return;
        bag.releases.push_back({row, until});
        if (to < world.now().end()) search(world, mine, i, to, recognises, may_bind, bag);
    }

    /// Hits between two seconds at a constant hazard. Only the share `weight` of the synapses of
    /// agents that stand for fewer cells than a target does is real; thinning hits one by one
    /// would break threshold and healing.
    void deliver(const tissue::World& world, KillerCells& mine, std::size_t i, double rate,
                 Seconds from, Seconds to, tissue::Intents& bag) const {
        const tissue::Surface& cells = world.surface();
        const tissue::Row row = mine.row[i];
        const tissue::Row target = cells.partner_row[row];
        const double before = mine.drive[i];
        mine.drive[i] = before + rate * static_cast<double>(to - from);
        if (mine.drive[i] < mine.next_hit[i] || params_.harmless) return;

        const Seconds bound_at = cells.bound_at[row];
        Stream real = world.random_at(draws_.thinning, {cells.id[row], cells.id[target]}, bound_at);
        const bool counts = uniform(real) < static_cast<double>(cells.weight[row]);
        Stream times = hit_times(world, cells.id[row], cells.id[target], bound_at);
        for (std::uint32_t k = 0; k <= mine.delivered[i]; ++k) exponential(times);
        while (mine.drive[i] >= mine.next_hit[i]) {
            const Seconds at =
                from + static_cast<Seconds>(std::llround((mine.next_hit[i] - before) / rate));
            if (counts) bag.hits.push_back({target, row, at});
            ++mine.delivered[i];
            ++mine.dealt[i];
            mine.next_hit[i] += exponential(times);
        }
    }

    KillerParams params_;
    KillerDraws draws_;
};

}  // namespace perforin::biology
