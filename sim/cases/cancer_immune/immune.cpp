// The immune cell of the case: climbs the factor, attaches to tumour cells that have enough of the
// oncoprotein, and kills them or lets go.

#include <array>
#include <cmath>

#include "cases/cancer_immune/immune.hpp"
#include "cases/cancer_immune/sources.hpp"
#include "cases/cancer_immune/volume.hpp"
#include "core/parallel.hpp"
#include "core/registry.hpp"
#include "tissue/geometry.hpp"
#include "tissue/kind.hpp"

namespace perforin::cases::cancer_immune {

namespace {

using tissue::Intents, tissue::Population, tissue::Row, tissue::Surface, tissue::World;

struct ImmuneParams : config::Block {
    using Block::Block;
    Speed repulsion =
        param("repulsion", 50, um_per_minute, {0, 1000}, "Strength of its repulsion", peer());
    Speed speed = param("speed", 1, um_per_minute, {0, 100}, "Speed of a free cell", peer());
    Time persistence =
        param("persistence", 10, minute, {0.01, 1000}, "Mean time between its turns", peer());
    Time leg =
        param("leg", 0.1, minute, {0.001, 10},
              "It looks for cells so often while it walks: it stops the nearer to one", peer());
    double bias = param("bias", 0.5, fraction, {0, 1},
                        "Share of a new heading that points up the factor's gradient", peer());
    Length reach = param("reach", 18, um, {0, 100},
                         "Distance of centres up to which it can hold a cell", peer());
    Length full = param("full_reach", 14, um, {0, 100},
                        "Distance up to which it attaches as readily as it can", peer());
    double threshold =
        param("threshold", 0.5, fraction, {0, 100}, "Oncoprotein that it does not see yet", peer());
    double saturation = param("saturation", 2.0, fraction, {0, 100},
                              "Oncoprotein that it sees as well as it can", peer());
    Rate attachment = param("attachment", 0.2, per_minute, {0, 100},
                            "Hazard to attach to a cell in full reach and sight", peer());
    Rate kill = param("kill", 0.06667, per_minute, {0, 100},
                      "Hazard to kill the cell it holds, in full sight", peer());
    Time hold = param("hold", 60, minute, {0.01, 1e5}, "Mean time after which it lets go", peer());
    Rate tether = param("tether", 0.01, per_minute, {0, 10},
                        "Spring between it and the cell it holds", peer());
    Length box = param("box", 30, um, {1, 1000},
                       "It only looks for cells in its own box of this edge", peer());
    Rate uptake =
        param("oxygen_uptake", 1, per_minute, {0, 1000}, "Oxygen taken up per volume", peer());
};

struct ImmuneCells : Population {
    tissue::Column<Vec3> heading =
        column<Vec3>("heading", "1", "Direction of motion; zero: it waits for its next turn");
    tissue::Column<Vec3> walk =
        column<Vec3>("walk", "um/min", "Its own velocity until it looks about again");
    tissue::Column<std::int64_t> until =
        column<std::int64_t>("until", "s", "When it lets the cell that it holds go");
    tissue::Column<std::uint8_t> kills =
        column<std::uint8_t>("kills", "1", "1 if it kills that cell then");
    tissue::Column<std::uint8_t> inert =
        column<std::uint8_t>("inert", "1", "1 if it lies outside the cube and does nothing");
};

class Immune final : public tissue::Kind {
public:
    explicit Immune(config::Section& section) : params_{section} {}

    std::unique_ptr<Population> populate() const override {
        return std::make_unique<ImmuneCells>();
    }
    std::uint16_t roles() const override { return tissue::role::lymphocyte; }
    bool moves() const override { return true; }
    Rate tether() const override { return params_.tether; }

    std::span<const Vec3> walk(const Population& population) const override {
        return static_cast<const ImmuneCells&>(population).walk.span();
    }

    void found(const tissue::Founder& founder, Row row, Surface& cells,
               Population& population) const override {
        auto& mine = own(population);
        const Row i = cells.own[row];
        cells.radius[row] = static_cast<float>(radius(grown));
        mine.inert[i] = founder.phenotype == outside ? 1 : 0;
        cells.repulsion[row] =
            mine.inert[i] != 0 ? 0.0f : static_cast<float>(params_.repulsion.in(um_per_minute));
        cells.adhesion[row] = 0.0f;
        cells.roles[row] = mine.inert[i] != 0 ? std::uint16_t{0} : roles();
        mine.heading[i] = {};
        mine.walk[i] = {};
    }

    void decide(const World&, Population&, Intents&) const override {}

    void react(const World& world, Population& population, Intents& intents) const override {
        auto& mine = own(population);
        intents += parallel::gather_into<Intents>(
            mine.size(),
            [&](std::size_t i, Intents& bag) {
                if (mine.inert[i] != 0) return;
                mine.walk[i] = {};
                if (world.surface().partner[mine.row[i]] != 0) {
                    hold(world, mine, i, bag);
                } else {
                    search(world, mine, i, bag);
                }
            },
            256);
    }

    void exchange(const World&, const Population& population,
                  tissue::Exchange& with) const override {
        const auto& mine = static_cast<const ImmuneCells&>(population);
        const double uptake = grown.total() * params_.uptake.in(per_minute);
        for (std::size_t i = 0; i != mine.size(); ++i) {
            if (mine.inert[i] == 0) with.take(oxygen_, mine.row[i], uptake);
        }
    }

    void tally(const Surface& cells, const Population& population, double cells_per_agent,
               tissue::Tally& tally) const override {
        const auto& mine = static_cast<const ImmuneCells&>(population);
        double attached = 0.0;
        for (std::size_t i = 0; i != mine.size(); ++i) {
            attached += cells.partner[mine.row[i]] != 0 ? cells_per_agent : 0.0;
        }
        tally.add({"immune", "cells", "Immune cells"},
                  cells_per_agent * static_cast<double>(mine.size()));
        tally.add({"immune_attached", "cells", "Those that hold a tumour cell"}, attached);
    }

private:
    static ImmuneCells& own(Population& p) { return static_cast<ImmuneCells&>(p); }

    /// How well it sees an oncoprotein, 0…1.
    double sight(double oncoprotein) const {
        return std::clamp(
            (oncoprotein - params_.threshold) / (params_.saturation - params_.threshold), 0.0, 1.0);
    }

    /// A tumour cell that it may come to hold in a sub-step.
    struct Prey {
        Row row;
        std::uint64_t order;  ///< of all cells, fixed
        Vec3 at;
    };
    static constexpr std::size_t most_prey = 64;
    struct Hunt {
        std::array<Prey, most_prey> prey;
        std::size_t count = 0;
        Vec3 at;
        double minutes = 0.0;  ///< of the sub-step, gone by
    };

    Hunt look_around(const World& world, Row row, float length) const {
        const Surface& cells = world.surface();
        const auto threshold = static_cast<float>(params_.threshold);
        Hunt hunt;
        hunt.at = cells.position[row];
        const float far = static_cast<float>(params_.reach.in(um)) + length;
        world.for_near(
            hunt.at, far, tissue::role::target, 0.0f, [&](Row other, Vec3, float distance) {
                if (distance > far || cells.mhc1[other] <= threshold) return;
                if (hunt.count == most_prey) return;
                hunt.prey[hunt.count++] = {other, mix(cells.id[other]), cells.position[other]};
            });
        return hunt;
    }

    /// The cell that it would attach to where it is: of those in its box and in reach the first in
    /// the order of all cells. Nullptr if there is none; then `clear` is the distance within which
    /// it cannot come upon one.
    const Prey* first(const Hunt& hunt, float& clear) const {
        const auto reach = static_cast<float>(params_.reach.in(um)),
                   edge = static_cast<float>(params_.box.in(um));
        const auto box = [&](Vec3 at) {
            return Vec3{std::floor(at.x / edge), std::floor(at.y / edge), std::floor(at.z / edge)};
        };
        const Vec3 here = box(hunt.at);
        const Prey* best = nullptr;
        clear = 1e9f;
        for (std::size_t k = 0; k != hunt.count; ++k) {
            const Prey& prey = hunt.prey[k];
            const float distance = norm(prey.at - hunt.at);
            clear = std::min(clear, std::max(distance - reach, 0.0f));
            if (distance > reach || !(box(prey.at) == here)) continue;
            if (best == nullptr || prey.order < best->order) best = &prey;
        }
        return best;
    }

    /// A free cell walks, a leg at a time, until a cell is in reach; there it stops, and attaches
    /// in the end. One that has stopped walks on from its next turn, as does a new one.
    void search(const World& world, ImmuneCells& mine, std::size_t i, Intents& bag) const {
        const Row row = mine.row[i];
        const double span = world.now().dt().in(minute), leg = params_.leg.in(minute),
                     speed = params_.speed.in(um_per_minute);
        Stream random = world.random("cancer_immune.search"_draw, {world.surface().id[row]});
        Hunt hunt = look_around(world, row, static_cast<float>(span * speed));
        double turn = exponential(random) * params_.persistence.in(minute);
        while (hunt.minutes < span) {
            float clear = 0.0f;
            if (const Prey* prey = first(hunt, clear)) {
                mine.heading[i] = {};
                stop(world, mine, i, hunt, *prey, random, bag);
                break;
            }
            if (hunt.minutes >= turn) {
                mine.heading[i] = new_heading(world, row, random);
                turn = hunt.minutes + exponential(random) * params_.persistence.in(minute);
            }
            // Legs in which nothing can happen are one.
            const bool still = dot(mine.heading[i], mine.heading[i]) <= 0.0f;
            const double free = still ? span : std::floor(static_cast<double>(clear) / speed / leg);
            const double next = hunt.minutes + std::max(1.0, free) * leg;
            const double until = std::min({next, turn, span});
            const auto way = static_cast<float>((until - hunt.minutes) * speed);
            const Vec3 to = hunt.at + way * mine.heading[i];
            if (world.box().holds(to)) hunt.at = to;  // no cell leaves the cube
            hunt.minutes = until;
        }
        mine.walk[i] = static_cast<float>(1.0 / span) * (hunt.at - world.surface().position[row]);
    }

    Vec3 new_heading(const World& world, Row row, Stream& random) const {
        const auto bias = static_cast<float>(params_.bias);
        const Vec3 uphill = direction(world.gradient(factor_, row)),
                   anywhere = tissue::random_direction(3, random);
        return direction(bias * uphill + (1.0f - bias) * anywhere);
    }

    /// Within reach of a cell: attaches to it at a hazard, for the rest of the sub-step.
    void stop(const World& world, ImmuneCells& mine, std::size_t i, const Hunt& hunt,
              const Prey& prey, Stream& random, Intents& bag) const {
        const auto distance = static_cast<double>(norm(prey.at - hunt.at));
        const double near = std::clamp(
            (params_.reach.in(um)-distance) / (params_.reach - params_.full).in(um), 0.0, 1.0);
        const double seen = sight(static_cast<double>(world.surface().mhc1[prey.row]));
        const Rate hazard = seen * near * params_.attachment;
        const double wait = exponential(random) / std::max(hazard.in(per_minute), 1e-12);
        const double at = 60.0 * (hunt.minutes + wait);
        if (at >= static_cast<double>(world.now().length)) return;
        attach(world, mine, i, prey.row, world.now().start + static_cast<Seconds>(at), bag);
    }

    void attach(const World& world, ImmuneCells& mine, std::size_t i, Row target, Seconds at,
                Intents& bag) const {
        const Surface& cells = world.surface();
        const Row row = mine.row[i];
        bag.bonds.push_back({row, target, at});
        Stream random =
            world.random_at("cancer_immune.hold"_draw, {cells.id[row], cells.id[target]}, at);
        const double lets_go = exponential(random) * params_.hold.in(minute);
        const Rate hazard = sight(static_cast<double>(cells.mhc1[target])) * params_.kill;
        const double kills = exponential(random) / hazard.in(per_minute);
        mine.kills[i] = kills < lets_go ? 1 : 0;
        mine.until[i] = at + std::llround(60.0 * std::min(kills, lets_go));
    }

    /// It holds on to a cell that another has killed, too, and may kill it again, in vain.
    void hold(const World& world, ImmuneCells& mine, std::size_t i, Intents& bag) const {
        const Surface& cells = world.surface();
        const Row row = mine.row[i], target = cells.partner_row[row];
        const Vec3 between = world.box().displacement(cells.position[row], cells.position[target]);
        if (norm(between) > static_cast<float>(params_.reach.in(um))) {
            bag.releases.push_back({row, world.now().start});
            return search(world, mine, i, bag);
        }
        const Seconds at = std::max(mine.until[i], world.now().start);
        if (at >= world.now().end()) return;
        if (mine.kills[i] != 0) bag.hits.push_back({target, row, at});
        bag.releases.push_back({row, at});
    }

    ImmuneParams params_;
    tissue::Level oxygen_ = tissue::substance("oxygen"), factor_ = tissue::substance("factor");
};

const Registered<tissue::Kind> here{"immune", "Immune cell: climbs, attaches, kills",
                                    make<tissue::Kind, Immune>, model};

}  // namespace

}  // namespace perforin::cases::cancer_immune
