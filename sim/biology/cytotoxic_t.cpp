#include "biology/cytotoxic_t.hpp"

#include <algorithm>
#include <array>

#include "biology/models/checkpoint.hpp"
#include "biology/models/company.hpp"
#include "biology/models/fates.hpp"
#include "biology/models/ido.hpp"
#include "biology/models/interleukin2.hpp"
#include "biology/models/killer.hpp"
#include "biology/models/leukocyte.hpp"
#include "biology/models/suppression.hpp"
#include "core/parallel.hpp"
#include "core/registry.hpp"
#include "tissue/geometry.hpp"
#include "tissue/kind.hpp"
#include "tissue/vessels.hpp"

namespace perforin::biology {

using tissue::Cause, tissue::Intents, tissue::Population, tissue::Row, tissue::Surface,
    tissue::World;

namespace {

struct CytotoxicTCells : KillerCells {
    tissue::Column<std::uint8_t> phenotype = column<std::uint8_t>(
        "phenotype", "1", "0 progenitor-exhausted, 1 effector, 2 terminally exhausted, 3 memory");
    tissue::Column<std::uint8_t> burst =
        column<std::uint8_t>("burst", "1", "Divisions left to an effector");
    tissue::Column<float> brake = column<float>(
        "brake", "1",
        "Inhibition by checkpoints and suppressors, averaged over its last engaged step");
    tissue::Column<float> recognition = column<float>(
        "recognition", "1", "How well it sees its targets, averaged over its last engaged step");
    tissue::Column<float> suppression =
        column<float>("suppression", "1", "Inhibition by suppressors around it");
    tissue::Column<float> presenting =
        column<float>("presenting", "1/mL", "Presenting cells around it");
    tissue::Column<float> engagement =
        column<float>("engagement", "1", "Share of time in synapses, averaged over `memory`");
};

class CytotoxicT final : public tissue::Kind {
public:
    explicit CytotoxicT(config::Section& section)
        : params_{section},
          killer_{killer_params(params_, section.top(), tissue::substance("cxcl9_10")),
                  {.search = "ctl.search"_draw,
                   .choice = "ctl.choice"_draw,
                   .hits = "ctl.hits"_draw,
                   .release = "ctl.release"_draw,
                   .thinning = "ctl.thinning"_draw}},
          checkpoint_{CheckpointParams{section.top().child("checkpoint")}},
          lag3_params_{section.top().child("lag3")},
          suppression_{section.top()},
          ido_{section.top()},
          il2_{section.top()},
          lure_{tissue::cxcr3_lure(
              tissue::VesselParams{section.top().child("tissue").child("vessels")})} {}

    std::unique_ptr<Population> populate() const override {
        return std::make_unique<CytotoxicTCells>();
    }
    double weight() const override { return params_.weight; }
    PerVolume initial_density() const override { return params_.density; }
    PerVolume stromal_density() const override { return params_.stromal_density; }
    std::uint16_t roles() const override {
        return tissue::role::lymphocyte | tissue::role::leukocyte | tissue::role::progenitor;
    }
    bool moves() const override { return true; }
    tissue::Recruitment recruitment() const override { return {.lure = lure_}; }
    std::uint8_t phenotype_from_blood(tissue::FromBlood from) const override {
        switch (from) {
            case tissue::FromBlood::progenitor:
                return code(Phenotype::progenitor);
            case tissue::FromBlood::memory:
                return code(Phenotype::memory);
            case tissue::FromBlood::effector:
                break;
        }
        return code(Phenotype::effector);
    }
    bool remembers(std::uint8_t phenotype) const override {
        return phenotype == code(Phenotype::memory);
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
        show_leukocyte(params_, row, cells);
        cells.clone[row] = founder.clone;
        cells.antigens[row] = std::uint64_t{1} << (founder.clone & 63u);
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
            [&](std::size_t i, Row target) {
                return recognises(cells, mine.row[i], target) ? 1.0 : 0.0;
            },
            [&](std::size_t i, Row target) { return grip(world, mine, i, target); },
            [](std::size_t) { return true; });
    }

    std::uint16_t quarry() const override {
        return params_.specificity_off ? tissue::role::target : tissue::role::tumour;
    }
    void rest(const World& world, Population& population, Intents& intents) const override {
        killer_.rest(world, own(population), intents);
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
        const auto& mine = static_cast<const CytotoxicTCells&>(population);
        const double step = std::max(1.0, static_cast<double>(world.now().length));
        for (std::size_t i = 0; i != mine.size(); ++i) {
            const double strength = Killer::strength(i, mine) / step,
                         engaged = strength * mine.engaged[i], braked = strength * mine.braked[i];
            const double active = engaged - 0.5 * braked;
            if (active > 0.0 && !params_.interferon_off) {
                with.secrete(interferon_, mine.row[i],
                             params_.interferon_secretion.in(per_minute)*active);
            }
            if (!il2_.followed()) continue;
            if (mine.phenotype[i] == code(Phenotype::effector)) {
                il2_.secrete(with, mine.row[i],
                             params_.il2_secretion.in(per_minute) * (engaged - braked));
            }
            il2_.take(world, with, mine.row[i], false);
        }
    }

    void tally(const Surface& cells, const Population& population, double cells_per_agent,
               tissue::Tally& tally) const override {
        const auto& mine = static_cast<const CytotoxicTCells&>(population);
        std::array<double, 4> count{};
        double engaged = 0.0, brake = 0.0, suppressed = 0.0;
        for (std::size_t i = 0; i != mine.size(); ++i) {
            count[mine.phenotype[i]] += cells.weight[mine.row[i]] * cells_per_agent;
            engaged += mine.engagement[i];
            brake += mine.brake[i];
            suppressed += mine.suppression[i];
        }
        const double agents = std::max<double>(1.0, static_cast<double>(mine.size()));
        tally.add({"ctl_progenitor", "cells", "Progenitor-exhausted specific CD8 T cells"},
                  count[0]);
        tally.add({"ctl_effector", "cells", "Effector specific CD8 T cells"}, count[1]);
        tally.add({"ctl_exhausted", "cells", "Terminally exhausted specific CD8 T cells"},
                  count[2]);
        tally.add({"ctl_memory", "cells", "Memory cells among specific CD8 T cells"}, count[3]);
        tally.add({"ctl_engagement", "1", "Share of their time in synapses, mean"},
                  engaged / agents);
        tally.add({"ctl_inhibition", "1",
                   "Inhibition in their synapses by checkpoints and suppressors, mean"},
                  brake / agents);
        tally.add({"ctl_suppression", "1",
                   "Inhibition by TGF-β, interleukin-10 and suppressive cells around them, mean"},
                  suppressed / agents);
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
        const bool antigen = (cells.antigens[row] & cells.antigens[target]) != 0;
        return (antigen || params_.specificity_off) && cells.mhc1[target] > 0.0f;
    }

    /// How strongly its synapse inhibits it and how often it hits.
    Grip grip(const World& world, const CytotoxicTCells& mine, std::size_t i, Row target) const {
        const Surface& cells = world.surface();
        const Row row = mine.row[i];
        const auto phenotype = static_cast<Phenotype>(mine.phenotype[i]);
        const double pd1 = checkpoint_.inhibition(
            pd1_of(params_, phenotype), static_cast<double>(cells.pdl1[target]),
            world.occupancy(pd1_, row), world.occupancy(pdl1_, row));
        const double brakes =
            together(together(pd1, lag3(world, mine, i, target)), mine.suppression[i]);
        const double seen =
            recognition(params_, recognises(cells, row, target), cells.mhc1[target]);
        return {.inhibition = brakes,
                .hits = hit_hazard(params_, phenotype, checkpoint_.of_hits(brakes), seen),
                .strength = seen};
    }

    double lag3(const World& world, const CytotoxicTCells& mine, std::size_t i, Row target) const {
        if (!(lag3_params_.most > 0.0)) return 0.0;
        const bool tumour = (world.surface().roles[target] & tissue::role::tumour) != 0;
        const double ligand =
            lag3_ligand(lag3_params_, tumour, static_cast<double>(mine.presenting[i]) * per_ml);
        return lag3_inhibition(lag3_params_,
                               lag3_of(lag3_params_, static_cast<Phenotype>(mine.phenotype[i])),
                               ligand, world.occupancy(lag3_, mine.row[i]));
    }

    /// One biology step: engagement is averaged, the neighbourhood looked at, then division, death
    /// and departure compete.
    void live(const World& world, CytotoxicTCells& mine, std::size_t i, Intents& bag) const {
        const Row row = mine.row[i];
        const double step = static_cast<double>(world.now().length);
        const double now = std::min(1.0, static_cast<double>(mine.engaged[i]) / step);
        mine.engagement[i] = averaged(mine.engagement[i], now, world.now().dt(), params_.memory);
        if (mine.engaged[i] > 0.0f) {
            mine.brake[i] = mine.braked[i] / mine.engaged[i];
            mine.recognition[i] = static_cast<float>(Killer::strength(i, mine));
        }

        const Company near = company(world, row);
        mine.suppression[i] = static_cast<float>(suppression_.of(world, row, near));
        mine.presenting[i] = static_cast<float>(near.presenting.in(per_ml));
        const double il2 = il2_.response(world, row);
        const auto phenotype = static_cast<Phenotype>(mine.phenotype[i]);
        meet_fate(world, row,
                  {.divides = ido_.spares(world, row) * il2 * division_hazard(mine, i, near),
                   .dies = death_hazard(params_, phenotype, il2),
                   .leaves = egress_hazard(params_, phenotype, mine.engagement[i])},
                  "ctl.fate"_draw, bag);
    }

    static Signal signal(const CytotoxicTCells& mine, std::size_t i) {
        return {.engagement = mine.engagement[i],
                .strength = mine.recognition[i],
                .inhibition = mine.brake[i]};
    }

    Rate division_hazard(const CytotoxicTCells& mine, std::size_t i, const Company& near) const {
        switch (static_cast<Phenotype>(mine.phenotype[i])) {
            case Phenotype::progenitor:
                return renewal_hazard(params_, signal(mine, i), near.progenitors);
            case Phenotype::effector:
                return mine.burst[i] > 0 ? (1.0 - mine.suppression[i]) *
                                               stimulus(params_, signal(mine, i)) / params_.division
                                         : Rate{};
            case Phenotype::exhausted:
            case Phenotype::memory:
                break;
        }
        return {};
    }

    void differentiate(const World& world, Row row, std::size_t i, Surface& cells,
                       CytotoxicTCells& mine) const {
        const auto [one, other] =
            turns(params_, static_cast<Phenotype>(mine.phenotype[i]), signal(mine, i));
        const Rate all = one.hazard + other.hazard;
        Stream random = world.random("ctl.differentiation"_draw, {cells.id[row]});
        if (!happens(all, world.now().dt(), random)) return;
        const bool rarer = uniform(random) * all.in(per_day) < other.hazard.in(per_day);
        const Phenotype next = rarer ? other.to : one.to;
        become(next, row, cells, mine);
        if (next == Phenotype::effector) mine.burst[i] = static_cast<std::uint8_t>(params_.burst);
    }

    CytotoxicTParams params_;
    Killer killer_;
    Checkpoint checkpoint_;
    Lag3Params lag3_params_;
    Suppression suppression_;
    Ido ido_;
    Interleukin2 il2_;
    tissue::Lure lure_;
    tissue::Level interferon_ = tissue::substance("ifn_gamma");
    tissue::ReceptorHandle pd1_ = tissue::receptor("pd1"), pdl1_ = tissue::receptor("pdl1"),
                           lag3_ = tissue::receptor("lag3");
};

const Registered<tissue::Kind> here{
    "cytotoxic_t", "CD8+ T cell: seeks, binds and hits targets; divides, exhausts, leaves",
    make<tissue::Kind, CytotoxicT>};

}  // namespace

}  // namespace perforin::biology
