#include "biology/dendritic_cell.hpp"

#include <array>

#include "biology/models/hill.hpp"
#include "core/maths.hpp"
#include "core/parallel.hpp"
#include "core/registry.hpp"

namespace perforin::biology {

using tissue::Cause, tissue::Intents, tissue::Population, tissue::Row, tissue::Surface,
    tissue::World;

Rate maturation_hazard(const DendriticParams& p, const Alarm& alarm) {
    const double unwarned =
        (1.0 - hill(alarm.damps / p.damps_half, 1.0, p.alarm)) *
        (1.0 - hill(alarm.adjuvant, p.adjuvant_half)) *
        (1.0 - hill(alarm.interferon_1 / p.interferon_1_half, 1.0, p.interferon_1_steepness));
    return (1.0 - unwarned) * p.maturation;
}

double gm_csf_times(double gm_csf, double most) {
    return 1.0 + (most - 1.0) * hill(gm_csf, 1.0);
}

double costimulation_after(const DendriticParams& p, double costimulation, double regulatory,
                           double blocked, Time dt) {
    const Rate loss = regulatory * (1.0 - blocked) * p.stripping;
    const Rate pace = p.renewal + loss;
    if (!(pace > Rate{})) return costimulation;
    const double goal = p.renewal / pace;
    return goal + (costimulation - goal) * maths::exp(-(dt * pace));
}

namespace {

struct DendriticCells : Population {
    tissue::Column<std::uint8_t> phenotype =
        column<std::uint8_t>("phenotype", "1", "0 immature, 1 mature, 2 mature and stripped");
    tissue::Column<float> costimulation =
        column<float>("costimulation", "1", "CD80 and CD86, relative to a newly mature cell");
    tissue::Column<std::uint64_t> taken_up =
        column<std::uint64_t>("taken_up", "1", "Neoantigens that it took up (bits)");
    tissue::Column<std::uint8_t> matures =
        column<std::uint8_t>("matures", "1", "1 if it matures at the end of this step, else 0");
};

class DendriticCell final : public tissue::Kind {
public:
    explicit DendriticCell(config::Section& section) : params_{section} {}

    std::unique_ptr<Population> populate() const override {
        return std::make_unique<DendriticCells>();
    }
    double weight() const override { return params_.weight; }
    PerVolume initial_density() const override { return params_.density; }
    tissue::Recruitment recruitment() const override { return recruitment_of(params_, {}); }
    std::uint16_t roles() const override {
        return tissue::role::leukocyte | tissue::role::presenting;
    }
    std::uint8_t phenotype(Row i, const Population& population) const override {
        return static_cast<const DendriticCells&>(population).phenotype[i];
    }

    double costimulation(Row i, const Population& population) const override {
        return static_cast<double>(static_cast<const DendriticCells&>(population).costimulation[i]);
    }

    void found(const tissue::Founder&, Row row, Surface& cells, Population&) const override {
        show_leukocyte(params_, row, cells);
        cells.roles[row] = tissue::role::leukocyte;
    }

    void decide(const World& world, Population& population, Intents& intents) const override {
        auto& mine = own(population);
        intents += parallel::gather_into<Intents>(
            mine.size(), [&](std::size_t i, Intents& bag) { live(world, mine, i, bag); }, 128);
    }

    void update(const World&, Surface& cells, Population& population) const override {
        auto& mine = own(population);
        parallel::for_each(mine.size(), [&](std::size_t i) {
            if (mine.matures[i] != 0) {
                mine.matures[i] = 0;
                mine.costimulation[i] = 1.0f;
                mine.phenotype[i] = code(Maturity::mature);
                // It belongs to the node from now on, not to its precursors in blood.
                cells.clone[mine.row[i]] = tissue::no_clone;
            } else if (mature(mine, i)) {
                mine.phenotype[i] = code(mine.costimulation[i] < params_.least ? Maturity::stripped
                                                                               : Maturity::mature);
            }
            show(mine.row[i], cells, mine);
        });
    }

    void exchange(const World&, const Population& mine, tissue::Exchange& with) const override {
        breathe(params_, mine, oxygen_, with);
    }

    void tally(const Surface& cells, const Population& population, double cells_per_agent,
               tissue::Tally& tally) const override {
        const auto& mine = static_cast<const DendriticCells&>(population);
        std::array<double, 3> count{};
        double loaded = 0.0, costimulation = 0.0, agents = 0.0;
        for (std::size_t i = 0; i != mine.size(); ++i) {
            const double n = cells.weight[mine.row[i]] * cells_per_agent;
            count[mine.phenotype[i]] += n;
            if (mine.taken_up[i] != 0) loaded += n;
            if (!mature(mine, i)) continue;
            costimulation += mine.costimulation[i];
            agents += 1.0;
        }
        tally.add({"dc_immature", "cells", "Immature dendritic cells"}, count[0]);
        tally.add({"dc_mature", "cells", "Mature dendritic cells that costimulate"}, count[1]);
        tally.add({"dc_stripped", "cells", "Mature dendritic cells without costimulation"},
                  count[2]);
        tally.add({"dc_loaded", "cells", "Dendritic cells that hold tumour antigen"}, loaded);
        tally.add({"dc_costimulation", "1", "CD80 and CD86 of a mature one, mean"},
                  costimulation / std::max(1.0, agents));
    }

private:
    static DendriticCells& own(Population& p) { return static_cast<DendriticCells&>(p); }
    static constexpr std::uint8_t code(Maturity m) { return static_cast<std::uint8_t>(m); }
    static bool mature(const DendriticCells& mine, std::size_t i) {
        return mine.phenotype[i] != code(Maturity::immature);
    }

    static void show(Row row, Surface& cells, const DendriticCells& mine) {
        const Row i = cells.own[row];
        const bool shows = mine.phenotype[i] == code(Maturity::mature);
        cells.antigens[row] = mine.taken_up[i];
        cells.roles[row] = static_cast<std::uint16_t>(tissue::role::leukocyte |
                                                      (shows ? tissue::role::presenting : 0));
    }

    void live(const World& world, DendriticCells& mine, std::size_t i, Intents& bag) const {
        const Row row = mine.row[i];
        Stream random = world.random("dendritic.life"_draw, {world.surface().id[row]});
        const bool grown_up = mature(mine, i);
        const double gm_csf = gm_csf_ ? static_cast<double>(world.level(*gm_csf_, row)) : 0.0;
        const Rate dies = grown_up ? params_.mature_death
                                   : params_.death / gm_csf_times(gm_csf, params_.gm_csf_survival);
        const Rate leaves = grown_up ? params_.departure : Rate{};
        const Rate all = dies + leaves;
        if (happens(all, world.now().dt(), random)) {
            if (uniform(random) * all.in(per_minute) < leaves.in(per_minute)) {
                bag.emigrants.push_back({row});
            } else {
                bag.deaths.push_back({row, Cause::senescence});
            }
            return;
        }
        bag.moves.push_back({row, stroll(world, gait_, row, 1.0, random)});
        if (grown_up) {
            be_stripped(world, mine, i);
        } else if (!params_.blind) {
            take_up(world, mine, i, gm_csf_times(gm_csf, params_.gm_csf_uptake));
            grow_up(world, mine, i);
        }
    }

    /// Antigens of the nearest corpse that has some.
    void take_up(const World& world, DendriticCells& mine, std::size_t i, double faster) const {
        const Surface& cells = world.surface();
        const Row row = mine.row[i];
        Stream random = world.random("dendritic.uptake"_draw, {cells.id[row]});
        if (!happens(faster * params_.uptake, world.now().dt(), random)) return;
        Row nearest = tissue::no_row;
        float least = 0.0f;
        world.for_near(cells.position[row], static_cast<float>(params_.radius.in(um)),
                       tissue::role::debris, static_cast<float>(params_.reach.in(um)),
                       [&](Row other, Vec3, float distance) {
                           if (cells.antigens[other] == 0) return;
                           if (nearest != tissue::no_row && distance >= least) return;
                           nearest = other;
                           least = distance;
                       });
        if (nearest != tissue::no_row) mine.taken_up[i] |= cells.antigens[nearest];
    }

    void grow_up(const World& world, DendriticCells& mine, std::size_t i) const {
        if (params_.maturation_off) return;
        const Row row = mine.row[i];
        const auto given = [&](const std::optional<tissue::Level>& what) {
            return what ? static_cast<double>(world.level(*what, row)) : 0.0;
        };
        const Alarm alarm{
            .damps = world.level(damps_, row) * picomolar,
            .interferon_1 =
                (world.level(interferon_1_, row) + given(interferon_1_given_)) * picomolar,
            .adjuvant = given(adjuvant_)};
        const Rate hazard = maturation_hazard(params_, alarm);
        Stream random = world.random("dendritic.maturation"_draw, {world.surface().id[row]});
        mine.matures[i] = happens(hazard, world.now().dt(), random) ? 1 : 0;
    }

    void be_stripped(const World& world, DendriticCells& mine, std::size_t i) const {
        const Surface& cells = world.surface();
        const Row row = mine.row[i];
        double regulatory = 0.0;
        if (!params_.stripping_off) {
            // One agent of many light ones touches as many cells as it would if all were alike.
            world.for_near(cells.position[row], static_cast<float>(params_.radius.in(um)),
                           tissue::role::regulatory, static_cast<float>(params_.contact.in(um)),
                           [&](Row other, Vec3, float) { regulatory += cells.weight[other]; });
        }
        mine.costimulation[i] =
            static_cast<float>(costimulation_after(params_, mine.costimulation[i], regulatory,
                                                   world.occupancy(ctla4_, row), world.now().dt()));
    }

    DendriticParams params_;
    tissue::Level oxygen_ = tissue::substance("oxygen");
    tissue::Level damps_ = tissue::substance("damps");
    tissue::Level interferon_1_ = tissue::substance("ifn_1");
    std::optional<tissue::Level> adjuvant_ = tissue::known_exposure("adjuvant"),
                                 gm_csf_ = tissue::known_exposure("gm_csf"),
                                 interferon_1_given_ = tissue::known_exposure("ifn_1_given");
    tissue::ReceptorHandle ctla4_ = tissue::receptor("ctla4");
    Gait gait_ = gait_of(params_, damps_);
};

const Registered<tissue::Kind> here{
    "dendritic_cell",
    "Dendritic cell: takes up antigen, matures where danger signals are, leaves for the node",
    make<tissue::Kind, DendriticCell>};

}  // namespace

}  // namespace perforin::biology
