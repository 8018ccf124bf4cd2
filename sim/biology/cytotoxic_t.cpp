#include "biology/cytotoxic_t.hpp"

#include <algorithm>
#include <cmath>

#include "biology/models/hill.hpp"
#include "biology/models/killer.hpp"
#include "core/maths.hpp"
#include "core/parallel.hpp"
#include "core/registry.hpp"
#include "tissue/geometry.hpp"
#include "tissue/kind.hpp"
#include "tissue/vessels.hpp"

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

namespace {

struct CytotoxicTCells : KillerCells {
    tissue::Column<std::uint8_t> phenotype = column<std::uint8_t>(
        "phenotype", "1", "0 progenitor-exhausted, 1 effector, 2 terminally exhausted");
    tissue::Column<std::uint8_t> burst =
        column<std::uint8_t>("burst", "1", "Divisions left to an effector");
    tissue::Column<float> brake =
        column<float>("brake", "1", "Inhibition by PD-1, averaged over its last engaged step");
    tissue::Column<float> engagement =
        column<float>("engagement", "1", "Share of time in synapses, averaged over `memory`");
};

KillerParams killer_params(const CytotoxicTParams& p) {
    return {.gait = {.radius = p.radius,
                     .speed = p.speed,
                     .persistence = p.persistence,
                     .chemotaxis = p.chemotaxis,
                     .gradient_half = p.gradient_half,
                     .attractant = tissue::substance("cxcl9_10"),
                     .matrix_slowing = p.matrix_slowing,
                     .matrix = tissue::known_substance("matrix")},
            .gap = p.gap,
            .binding = p.binding,
            .contact = p.contact,
            .harmless = p.killing_off};
}

class CytotoxicT final : public tissue::Kind {
public:
    explicit CytotoxicT(config::Section& section)
        : params_{section},
          killer_{killer_params(params_),
                  {.search = "ctl.search"_draw,
                   .choice = "ctl.choice"_draw,
                   .hits = "ctl.hits"_draw,
                   .release = "ctl.release"_draw,
                   .thinning = "ctl.thinning"_draw}},
          checkpoint_{CheckpointParams{section.top().child("checkpoint")}},
          lure_{tissue::cxcr3_lure(
              tissue::VesselParams{section.top().child("tissue").child("vessels")})} {}

    std::unique_ptr<Population> populate() const override {
        return std::make_unique<CytotoxicTCells>();
    }
    double weight() const override { return params_.weight; }
    PerVolume initial_density() const override { return params_.density; }
    std::uint16_t roles() const override {
        return tissue::role::lymphocyte | tissue::role::leukocyte | tissue::role::progenitor;
    }
    bool moves() const override { return true; }
    tissue::Recruitment recruitment() const override { return {.lure = lure_}; }
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
        const Surface& cells = world.surface();
        killer_.react(
            world, mine, intents,
            [&](std::size_t i, Row target) { return recognises(cells, mine.row[i], target); },
            [&](std::size_t i, Row target) { return grip(world, mine, i, target); },
            [](std::size_t) { return true; });
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
            Killer::begin_step(i, mine);
        }
    }

    void part(Row mother, Row daughter, Surface& cells, Population& population,
              Stream&) const override {
        auto& mine = own(population);
        const Row m = cells.own[mother], d = cells.own[daughter];
        if (mine.burst[m] > 0 && mine.phenotype[m] == code(Phenotype::effector)) --mine.burst[m];
        mine.burst[d] = mine.burst[m];
        Killer::part(m, d, mine);
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
            tissue::role::lymphocyte | tissue::role::leukocyte |
            (phenotype == Phenotype::progenitor ? tissue::role::progenitor : 0));
    }

    bool recognises(const Surface& cells, Row row, Row target) const {
        return (cells.antigens[row] & cells.antigens[target]) != 0 && cells.mhc1[target] > 0.0f;
    }

    /// How strongly its synapse inhibits it and how often it hits.
    Grip grip(const World& world, const CytotoxicTCells& mine, std::size_t i, Row target) const {
        const Surface& cells = world.surface();
        const Row row = mine.row[i];
        const auto phenotype = static_cast<Phenotype>(mine.phenotype[i]);
        const double brake = checkpoint_.inhibition(
            pd1_of(params_, phenotype), static_cast<double>(cells.pdl1[target]),
            world.occupancy(pd1_, row), world.occupancy(pdl1_, row));
        const double seen =
            recognition(params_, recognises(cells, row, target), cells.mhc1[target]);
        return {.inhibition = brake, .hits = hit_hazard(params_, phenotype, brake, seen)};
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
    Killer killer_;
    Checkpoint checkpoint_;
    tissue::Lure lure_;
    tissue::Level interferon_ = tissue::substance("ifn_gamma");
    tissue::ReceptorHandle pd1_ = tissue::receptor("pd1"), pdl1_ = tissue::receptor("pdl1");
};

const Registered<tissue::Kind> here{
    "cytotoxic_t", "CD8+ T cell: seeks, binds and hits targets; divides, exhausts, leaves",
    make<tissue::Kind, CytotoxicT>};

}  // namespace

}  // namespace perforin::biology
