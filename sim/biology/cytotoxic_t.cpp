#include "biology/cytotoxic_t.hpp"

#include <algorithm>
#include <cmath>

#include "biology/models/hill.hpp"
#include "core/maths.hpp"
#include "core/parallel.hpp"
#include "core/registry.hpp"
#include "tissue/geometry.hpp"
#include "tissue/kind.hpp"

namespace perforin::biology {

using tissue::Cause, tissue::Intents, tissue::Population, tissue::Row, tissue::Surface,
    tissue::World;

double recognition(const CytotoxicTParams& p, bool antigen, double mhc1) {
    return antigen ? hill(mhc1, p.mhc1_half) : 0.0;
}

Rate hit_hazard(const CytotoxicTParams& p, Phenotype phenotype, double inhibition,
                double recognised) {
    const double potency = phenotype == Phenotype::progenitor  ? p.progenitor_potency
                           : phenotype == Phenotype::exhausted ? p.exhausted_potency
                                                               : 1.0;
    return potency * recognised * (1.0 - inhibition) * p.hit_rate;
}

double pd1_of(const CytotoxicTParams& p, Phenotype phenotype) {
    return phenotype == Phenotype::progenitor  ? p.pd1_progenitor
           : phenotype == Phenotype::exhausted ? p.pd1_exhausted
                                               : p.pd1_effector;
}

Rate renewal_hazard(const CytotoxicTParams& p, double engagement, double inhibition,
                    PerVolume progenitors_near) {
    const double room = std::max(0.0, 1.0 - progenitors_near / p.niche);
    return engagement * (1.0 - inhibition) * room * p.renewal;
}

Rate differentiation_hazard(const CytotoxicTParams& p, double engagement, double inhibition) {
    return engagement * (p.differentiation_floor + 1.0 - inhibition) * p.differentiation;
}

double chemotactic_bias(const CytotoxicTParams& p, double difference) {
    return p.chemotaxis * hill(difference, p.gradient_half);
}

namespace {

struct CytotoxicTCells : Population {
    tissue::Column<std::uint8_t> phenotype = column<std::uint8_t>(
        "phenotype", "1", "0 progenitor-exhausted, 1 effector, 2 terminally exhausted");
    tissue::Column<std::uint8_t> burst =
        column<std::uint8_t>("burst", "1", "Divisions left to an effector");
    tissue::Column<Vec3> heading = column<Vec3>("heading", "1", "Direction of search");
    tissue::Column<std::int64_t> engaged_until = column<std::int64_t>(
        "engaged_until", "s", "Second up to which its synapse has been accounted for");
    tissue::Column<double> drive =
        column<double>("drive", "1", "Hit hazard integrated since the synapse formed");
    tissue::Column<double> next_hit =
        column<double>("next_hit", "1", "Drive at which the next hit falls");
    tissue::Column<std::uint32_t> delivered =
        column<std::uint32_t>("delivered", "1", "Hits of this synapse so far");
    tissue::Column<float> engaged =
        column<float>("engaged", "s", "Time in synapses during this step");
    tissue::Column<float> brake =
        column<float>("brake", "1", "Inhibition by PD-1, averaged over its last engaged step");
    tissue::Column<float> engagement =
        column<float>("engagement", "1", "Share of time in synapses, averaged over `memory`");
    tissue::Column<float> inhibition = column<float>(
        "inhibition", "1", "Inhibition by PD-1 in this synapse; negative: not known yet");
    tissue::Column<double> hazard =
        column<double>("hazard", "1/s", "Hazard of a hit in this synapse, with its inhibition");
    tissue::Column<float> braked = column<float>("braked", "s", "Inhibition × time, this step");
};

class CytotoxicT final : public tissue::Kind {
public:
    explicit CytotoxicT(config::Section& section)
        : params_{section}, checkpoint_{CheckpointParams{section.top().child("checkpoint")}} {}

    std::unique_ptr<Population> populate() const override {
        return std::make_unique<CytotoxicTCells>();
    }
    double weight() const override { return params_.weight; }
    PerVolume initial_density() const override { return params_.density; }
    std::uint16_t roles() const override {
        return tissue::role::lymphocyte | tissue::role::progenitor;
    }
    bool moves() const override { return true; }
    std::uint8_t phenotype_from_blood(bool progenitor) const override {
        return code(progenitor ? Phenotype::progenitor : Phenotype::effector);
    }
    std::uint8_t phenotype(Row i, const Population& population) const override {
        return static_cast<const CytotoxicTCells&>(population).phenotype[i];
    }

    tissue::Founder founder(tissue::Founder plain, Stream& random) const override {
        const double u = uniform(random);
        plain.phenotype = static_cast<std::uint8_t>(u < params_.progenitors ? Phenotype::progenitor
                                                    : u < params_.progenitors + params_.exhausted
                                                        ? Phenotype::exhausted
                                                        : Phenotype::effector);
        return plain;
    }

    void found(const tissue::Founder& founder, Row row, Surface& cells,
               Population& population) const override {
        auto& mine = own(population);
        const Row i = cells.own[row];
        // An agent that stands for fewer cells than a tumour agent takes as much less room.
        cells.radius[row] = static_cast<float>(params_.radius.in(um)*maths::cbrt(params_.weight));
        cells.repulsion[row] = static_cast<float>(params_.repulsion.in(um_per_minute));
        cells.adhesion[row] = 0.0f;
        cells.clone[row] = founder.clone;
        cells.antigens[row] = std::uint64_t{1} << (founder.clone & 63u);
        cells.mhc1[row] = 1.0f;
        Stream random{founder.id, "ctl.heading"_draw, {founder.id, 0}, 0};
        mine.heading[i] = tissue::random_direction(3, random);
        mine.burst[i] = static_cast<std::uint8_t>(params_.burst_from_blood);
        become(static_cast<Phenotype>(founder.phenotype), row, cells, mine);
    }

    void react(const World& world, Population& population, Intents& intents) const override {
        auto& mine = own(population);
        intents += parallel::gather_into<Intents>(
            mine.size(),
            [&](std::size_t i, Intents& bag) {
                const Row row = mine.row[i];
                if (world.surface().partner[row] != 0) {
                    hold(world, mine, i, bag);
                } else {
                    search(world, mine, i, world.now().start, bag);
                }
            },
            64);
    }

    void decide(const World& world, Population& population, Intents& intents) const override {
        auto& mine = own(population);
        intents += parallel::gather_into<Intents>(
            mine.size(), [&](std::size_t i, Intents& bag) { live(world, mine, i, bag); }, 128);
    }

    /// Differentiation shows on the surface after the step's births and deaths.
    void update(const World& world, Surface& cells, Population& population) const override {
        auto& mine = own(population);
        for (std::size_t i = 0; i != mine.size(); ++i) {
            const Row row = mine.row[i];
            differentiate(world, row, i, cells, mine);
            mine.engaged[i] = mine.braked[i] = 0.0f;
            mine.inhibition[i] = -1.0f;
        }
    }

    void part(Row mother, Row daughter, Surface& cells, Population& population,
              Stream&) const override {
        auto& mine = own(population);
        const Row m = cells.own[mother], d = cells.own[daughter];
        if (mine.burst[m] > 0 && mine.phenotype[m] == code(Phenotype::effector)) --mine.burst[m];
        mine.burst[d] = mine.burst[m];
        mine.heading[d] = -1.0f * mine.heading[m];
        mine.engaged[d] = mine.braked[d] = 0.0f;
    }

    void exchange(const World& world, const Population& population,
                  tissue::Exchange& with) const override {
        if (params_.interferon_off) return;
        const auto& mine = static_cast<const CytotoxicTCells&>(population);
        const double full = params_.interferon_secretion.in(per_minute);
        const double step = std::max(1.0, static_cast<double>(world.now().length));
        for (std::size_t i = 0; i != mine.size(); ++i) {
            const double active = (mine.engaged[i] - 0.5 * mine.braked[i]) / step;
            if (active > 0.0) with.secrete(interferon_, mine.row[i], full * active);
        }
    }

    void tally(const Surface& cells, const Population& population, double cells_per_agent,
               tissue::Tally& tally) const override {
        const auto& mine = static_cast<const CytotoxicTCells&>(population);
        std::array<double, 3> count{};
        double engaged = 0.0, brake = 0.0;
        for (std::size_t i = 0; i != mine.size(); ++i) {
            count[mine.phenotype[i]] += cells.weight[mine.row[i]] * cells_per_agent;
            engaged += mine.engagement[i];
            brake += mine.brake[i];
        }
        const double agents = std::max<double>(1.0, static_cast<double>(mine.size()));
        tally.add({"ctl_progenitor", "cells", "Progenitor-exhausted specific CD8 T cells"},
                  count[0]);
        tally.add({"ctl_effector", "cells", "Effector specific CD8 T cells"}, count[1]);
        tally.add({"ctl_exhausted", "cells", "Terminally exhausted specific CD8 T cells"},
                  count[2]);
        tally.add({"ctl_engagement", "1", "Share of their time in synapses, mean"},
                  engaged / agents);
        tally.add({"ctl_inhibition", "1", "Inhibition by PD-1 in their synapses, mean"},
                  brake / agents);
    }

private:
    static CytotoxicTCells& own(Population& p) { return static_cast<CytotoxicTCells&>(p); }
    static constexpr std::uint8_t code(Phenotype p) { return static_cast<std::uint8_t>(p); }

    static void become(Phenotype phenotype, Row row, Surface& cells, CytotoxicTCells& mine) {
        mine.phenotype[cells.own[row]] = code(phenotype);
        cells.roles[row] = static_cast<std::uint16_t>(
            tissue::role::lymphocyte |
            (phenotype == Phenotype::progenitor ? tissue::role::progenitor : 0));
    }

    bool recognises(const Surface& cells, Row row, Row target) const {
        return (cells.antigens[row] & cells.antigens[target]) != 0 && cells.mhc1[target] > 0.0f;
    }

    /// A free cell from second `from` to the end of the sub-step: legs of at most half its
    /// diameter, each with a chance to turn and to bind.
    void search(const World& world, CytotoxicTCells& mine, std::size_t i, Seconds from,
                Intents& bag) const {
        const Surface& cells = world.surface();
        const Row row = mine.row[i];
        const Seconds span = world.now().end() - from;
        const double path = (params_.speed * (static_cast<double>(span) * second)).in(um);
        const int legs = std::max(1, static_cast<int>(std::ceil(path / params_.radius.in(um))));
        const Time leg = static_cast<double>(span) * second / legs;
        Stream random = world.random("ctl.search"_draw, {cells.id[row]});
        Vec3 at = cells.position[row];
        for (int k = 0; k != legs; ++k) {
            if (happens(1.0 / params_.persistence, leg, random)) turn(world, mine, i, random);
            at = step(world, mine, i, at, static_cast<float>(path / legs), random);
            const Row target = bind(world, row, at, leg, random);
            if (target == tissue::no_row) continue;
            begin(world, mine, i, target, from + span * (k + 1) / legs, bag);
            break;
        }
        bag.moves.push_back({row, at});
    }

    void begin(const World& world, CytotoxicTCells& mine, std::size_t i, Row target, Seconds when,
               Intents& bag) const {
        const Surface& cells = world.surface();
        const Row row = mine.row[i];
        bag.bonds.push_back({row, target, when});
        mine.engaged_until[i] = when;
        mine.drive[i] = 0.0;
        mine.delivered[i] = 0;
        mine.inhibition[i] = -1.0f;
        Stream hits = hit_times(world, cells.id[row], cells.id[target], when);
        mine.next_hit[i] = exponential(hits);
    }

    /// A new heading: random, leaning up the chemokine gradient.
    void turn(const World& world, CytotoxicTCells& mine, std::size_t i, Stream& random) const {
        const Row row = mine.row[i];
        const Vec3 u = tissue::random_direction(world.box().dimensions, random);
        const float level = world.level(chemokine_, row);
        const Vec3 slope = world.gradient(chemokine_, row);
        const double across = level > 0.0f
                                  ? 2.0 * params_.radius.in(um) * static_cast<double>(norm(slope)) /
                                        static_cast<double>(level)
                                  : 0.0;
        const auto bias = static_cast<float>(chemotactic_bias(params_, across));
        const Vec3 heading = direction(bias * direction(slope) + (1.0f - bias) * u);
        mine.heading[i] = dot(heading, heading) > 0.0f ? heading : u;
    }

    /// Where one leg ends: blocked by another lymphocyte or a wall, a cell stays and turns.
    Vec3 step(const World& world, CytotoxicTCells& mine, std::size_t i, Vec3 at, float length,
              Stream& random) const {
        const Row row = mine.row[i];
        const Surface& cells = world.surface();
        const Vec3 to = world.box().wrap(at + length * mine.heading[i]);
        bool blocked = !world.box().holds(to, cells.radius[row]);
        if (!blocked) {
            const float radius = cells.radius[row];
            world.for_near(
                to, radius, tissue::role::lymphocyte, 0.0f, [&](Row other, Vec3, float distance) {
                    blocked |= other != row && distance < 0.8f * (radius + cells.radius[other]);
                });
        }
        if (!blocked) return to;
        mine.heading[i] = tissue::random_direction(world.box().dimensions, random);
        return at;
    }

    /// The target that a synapse forms with during one leg, or no_row. Among several in contact
    /// the smallest draw keyed on both cells wins.
    Row bind(const World& world, Row row, Vec3 at, Time leg, Stream& random) const {
        if (!happens(params_.binding, leg, random)) return tissue::no_row;
        const Surface& cells = world.surface();
        Row best = tissue::no_row;
        double least = 2.0;
        world.for_near(
            at, static_cast<float>(params_.radius.in(um)), tissue::role::target,
            static_cast<float>(params_.gap.in(um)), [&](Row other, Vec3, float) {
                if (!recognises(cells, row, other)) return;
                Stream draw = world.random("ctl.choice"_draw, {cells.id[row], cells.id[other]});
                const double u = uniform(draw);
                if (u < least) {
                    least = u;
                    best = other;
                }
            });
        return best;
    }

    static Stream hit_times(const World& world, tissue::CellId killer, tissue::CellId target,
                            Seconds bound_at) {
        return world.random_at("ctl.hits"_draw, {killer, target}, bound_at);
    }

    /// One sub-step of a synapse: hits fall where the integrated hazard passes the sum of keyed
    /// exponentials, so their times do not depend on the sub-step; then it may end.
    void hold(const World& world, CytotoxicTCells& mine, std::size_t i, Intents& bag) const {
        const Surface& cells = world.surface();
        const Row row = mine.row[i];
        const Row target = cells.partner_row[row];
        const Seconds bound_at = cells.bound_at[row];
        if ((cells.roles[target] & tissue::role::target) == 0) {
            bag.releases.push_back({row, world.now().start});
            search(world, mine, i, world.now().start, bag);
            return;
        }
        const tissue::CellId me = cells.id[row], them = cells.id[target];
        Stream ends = world.random_at("ctl.release"_draw, {me, them}, bound_at);
        const double stay = exponential(ends) * params_.contact.in(second);
        const Seconds until = bound_at + static_cast<Seconds>(std::llround(stay));
        const Seconds from = mine.engaged_until[i];
        const Seconds to = std::clamp(until, from, std::max(from, world.now().end()));

        if (mine.inhibition[i] < 0.0f) assess(world, mine, i);
        deliver(world, mine, i, mine.hazard[i], from, to, bag);

        const auto spent = static_cast<float>(to - from);
        mine.engaged[i] += spent;
        mine.braked[i] += spent * mine.inhibition[i];
        mine.engaged_until[i] = to;
        if (until > world.now().end()) return;
        bag.releases.push_back({row, until});
        if (to < world.now().end()) search(world, mine, i, to, bag);
    }

    /// How strongly its synapse inhibits it and how often it hits: what both depend on changes once
    /// a biology step.
    void assess(const World& world, CytotoxicTCells& mine, std::size_t i) const {
        const Surface& cells = world.surface();
        const Row row = mine.row[i], target = cells.partner_row[row];
        const auto phenotype = static_cast<Phenotype>(mine.phenotype[i]);
        const double brake = checkpoint_.inhibition(
            pd1_of(params_, phenotype), static_cast<double>(cells.pdl1[target]),
            world.occupancy(pd1_, row), world.occupancy(pdl1_, row));
        const double seen =
            recognition(params_, recognises(cells, row, target), cells.mhc1[target]);
        mine.inhibition[i] = static_cast<float>(brake);
        mine.hazard[i] = hit_hazard(params_, phenotype, brake, seen).in(per_second);
    }

    /// Hits between two seconds at a constant hazard. Only the share `weight` of the synapses of
    /// agents that stand for fewer cells than a target does is real; thinning hits one by one
    /// would break threshold and healing.
    void deliver(const World& world, CytotoxicTCells& mine, std::size_t i, double rate,
                 Seconds from, Seconds to, Intents& bag) const {
        const Surface& cells = world.surface();
        const Row row = mine.row[i];
        const Row target = cells.partner_row[row];
        const double before = mine.drive[i];
        mine.drive[i] = before + rate * static_cast<double>(to - from);
        if (mine.drive[i] < mine.next_hit[i] || params_.killing_off) return;

        const Seconds bound_at = cells.bound_at[row];
        Stream real =
            world.random_at("ctl.thinning"_draw, {cells.id[row], cells.id[target]}, bound_at);
        const bool counts = uniform(real) < static_cast<double>(cells.weight[row]);
        Stream times = hit_times(world, cells.id[row], cells.id[target], bound_at);
        for (std::uint32_t k = 0; k <= mine.delivered[i]; ++k) exponential(times);
        while (mine.drive[i] >= mine.next_hit[i]) {
            const Seconds at =
                from + static_cast<Seconds>(std::llround((mine.next_hit[i] - before) / rate));
            if (counts) bag.hits.push_back({target, row, at});
            ++mine.delivered[i];
            mine.next_hit[i] += exponential(times);
        }
    }

    /// One biology step: engagement is averaged, then division, death and departure compete.
    void live(const World& world, CytotoxicTCells& mine, std::size_t i, Intents& bag) const {
        const Surface& cells = world.surface();
        const Row row = mine.row[i];
        const Time dt = world.now().dt();
        const double step = static_cast<double>(world.now().length);
        const double keep = maths::exp(-(dt / params_.memory));
        const double now = std::min(1.0, static_cast<double>(mine.engaged[i]) / step);
        mine.engagement[i] = static_cast<float>(now + (mine.engagement[i] - now) * keep);
        if (mine.engaged[i] > 0.0f) mine.brake[i] = mine.braked[i] / mine.engaged[i];

        const auto phenotype = static_cast<Phenotype>(mine.phenotype[i]);
        const Rate divides = division_hazard(world, mine, i);
        const Rate dies = phenotype == Phenotype::progenitor  ? params_.progenitor_death
                          : phenotype == Phenotype::exhausted ? params_.exhausted_death
                                                              : params_.effector_death;
        const Rate leaves = (1.0 - mine.engagement[i]) * params_.egress;
        const Rate all = divides + dies + leaves;
        Stream random = world.random("ctl.fate"_draw, {cells.id[row]});
        if (!happens(all, dt, random)) return;
        const double which = uniform(random) * all.in(per_minute);
        if (which < divides.in(per_minute)) {
            bag.divisions.push_back(
                {row, tissue::random_direction(world.box().dimensions, random)});
        } else if (which < (divides + dies).in(per_minute)) {
            bag.deaths.push_back({row, Cause::senescence});
        } else {
            bag.emigrants.push_back({row});
        }
    }

    Rate division_hazard(const World& world, const CytotoxicTCells& mine, std::size_t i) const {
        switch (static_cast<Phenotype>(mine.phenotype[i])) {
            case Phenotype::progenitor:
                return renewal_hazard(params_, mine.engagement[i], mine.brake[i],
                                      progenitors_near(world, mine.row[i]));
            case Phenotype::effector:
                return mine.burst[i] > 0 ? mine.engagement[i] / params_.division : Rate{};
            case Phenotype::exhausted:
                break;
        }
        return {};
    }

    /// Progenitors per volume within 50 µm, in real cells: they compete for one niche.
    PerVolume progenitors_near(const World& world, Row row) const {
        constexpr float reach = 50.0f;  // µm
        const Surface& cells = world.surface();
        double count = 0.0;
        world.for_near(cells.position[row], 0.0f, tissue::role::progenitor, reach,
                       [&](Row other, Vec3, float) { count += cells.weight[other]; });
        return count / (tissue::neighbourhood_um3(world.box(), reach) * um3);
    }

    void differentiate(const World& world, Row row, std::size_t i, Surface& cells,
                       CytotoxicTCells& mine) const {
        const auto phenotype = static_cast<Phenotype>(mine.phenotype[i]);
        if (phenotype == Phenotype::exhausted) return;
        const bool young = phenotype == Phenotype::progenitor;
        if (!young && params_.exhaustion_off) return;
        const Rate hazard = young
                                ? differentiation_hazard(params_, mine.engagement[i], mine.brake[i])
                                : mine.engagement[i] * params_.exhaustion;
        Stream random = world.random("ctl.differentiation"_draw, {cells.id[row]});
        if (!happens(hazard, world.now().dt(), random)) return;
        become(young ? Phenotype::effector : Phenotype::exhausted, row, cells, mine);
        if (young) mine.burst[i] = static_cast<std::uint8_t>(params_.burst);
    }

    CytotoxicTParams params_;
    Checkpoint checkpoint_;
    tissue::Level interferon_ = tissue::substance("ifn_gamma");
    tissue::Level chemokine_ = tissue::substance("cxcl9_10");
    tissue::ReceptorHandle pd1_ = tissue::receptor("pd1"), pdl1_ = tissue::receptor("pdl1");
};

const Registered<tissue::Kind> here{
    "cytotoxic_t", "CD8+ T cell: seeks, binds and hits targets; divides, exhausts, leaves",
    make<tissue::Kind, CytotoxicT>};

}  // namespace

}  // namespace perforin::biology
