#include <algorithm>

#include "biology/models/checkpoint.hpp"
#include "biology/models/fates.hpp"
#include "biology/models/helper.hpp"
#include "biology/models/ido.hpp"
#include "biology/models/interleukin2.hpp"
#include "biology/models/leukocyte.hpp"
#include "biology/models/motility.hpp"
#include "biology/models/suppression.hpp"
#include "core/parallel.hpp"
#include "core/registry.hpp"
#include "tissue/kind.hpp"
#include "tissue/vessels.hpp"

namespace perforin::biology {

using tissue::Intents, tissue::Population, tissue::Row, tissue::Surface, tissue::World;

namespace {

struct HelperTCells : Population {
    tissue::Column<float> stimulation =
        column<float>("stimulation", "1", "By presenting cells and tissue, averaged over `memory`");
    tissue::Column<float> active =
        column<float>("active", "1", "Stimulation that inhibition leaves, in its last step");
};

class HelperT final : public tissue::Kind {
public:
    explicit HelperT(config::Section& section)
        : params_{section},
          gait_{gait_of(params_, tissue::substance("cxcl9_10"))},
          checkpoint_{CheckpointParams{section.top().child("checkpoint")}},
          suppression_{section.top()},
          ido_{section.top()},
          il2_{section.top()},
          lure_{tissue::cxcr3_lure(
              tissue::VesselParams{section.top().child("tissue").child("vessels")})} {}

    std::unique_ptr<Population> populate() const override {
        return std::make_unique<HelperTCells>();
    }
    double weight() const override { return params_.weight; }
    PerVolume initial_density() const override { return params_.density; }
    PerVolume stromal_density() const override { return params_.stromal_density; }
    std::uint16_t roles() const override {
        return tissue::role::lymphocyte | tissue::role::leukocyte | tissue::role::helper;
    }
    tissue::Recruitment recruitment() const override { return recruitment_of(params_, lure_); }

    void found(const tissue::Founder&, Row row, Surface& cells, Population&) const override {
        show_leukocyte(params_, row, cells);
        cells.roles[row] = roles();
        cells.clone[row] = 0;
    }

    void decide(const World& world, Population& population, Intents& intents) const override {
        auto& mine = static_cast<HelperTCells&>(population);
        intents += parallel::gather_into<Intents>(
            mine.size(), [&](std::size_t i, Intents& bag) { live(world, mine, i, bag); }, 128);
    }

    void exchange(const World& world, const Population& population,
                  tissue::Exchange& with) const override {
        const auto& mine = static_cast<const HelperTCells&>(population);
        for (std::size_t i = 0; i != mine.size(); ++i) {
            const Row row = mine.row[i];
            const double active = mine.active[i];
            il2_.secrete(with, row, params_.il2_secretion.in(per_minute)*active);
            il2_.take(world, with, row, false);
            if (active > 0.0) {
                with.secrete(interferon_, row, params_.interferon_secretion.in(per_minute)*active);
            }
        }
    }

    void tally(const Surface& cells, const Population& population, double cells_per_agent,
               tissue::Tally& tally) const override {
        const auto& mine = static_cast<const HelperTCells&>(population);
        double count = 0.0, active = 0.0;
        for (std::size_t i = 0; i != mine.size(); ++i) {
            count += cells.weight[mine.row[i]] * cells_per_agent;
            active += mine.active[i];
        }
        const double agents = std::max<double>(1.0, static_cast<double>(mine.size()));
        tally.add({"helper_t", "cells", "CD4 helper T cells that see the tumour"}, count);
        tally.add({"helper_t_activity", "1", "Their stimulation that inhibition leaves, mean"},
                  active / agents);
    }

private:
    /// A stimulated cell stays where it is; one that is not walks on.
    void live(const World& world, HelperTCells& mine, std::size_t i, Intents& bag) const {
        const Row row = mine.row[i];
        const Company near = company(world, row, true);
        const double stimulated =
            helper_stimulation(params_, near, world.level(interferon_, row) * picomolar);
        const double inhibited =
            together(checkpoint_.inhibition(params_.pd1, near.pdl1, world.occupancy(pd1_, row),
                                            world.occupancy(pdl1_, row)),
                     suppression_.of(world, row, near));
        const double active = stimulated * (1.0 - inhibited);
        mine.active[i] = static_cast<float>(active);
        mine.stimulation[i] =
            averaged(mine.stimulation[i], stimulated, world.now().dt(), params_.memory);

        const double il2 = il2_.response(world, row);
        meet_fate(world, row,
                  {.divides = ido_.spares(world, row) *
                              helper_division(params_, active, il2, near.helpers),
                   .dies = params_.death / il2,
                   .leaves = (1.0 - mine.stimulation[i]) * params_.egress},
                  "helper.fate"_draw, bag);
        Stream walk = world.random("helper.walk"_draw, {world.surface().id[row]});
        bag.moves.push_back({row, stroll(world, gait_, row, 1.0 - stimulated, walk)});
    }

    HelperTParams params_;
    Gait gait_;
    Checkpoint checkpoint_;
    Suppression suppression_;
    Ido ido_;
    Interleukin2 il2_;
    tissue::Lure lure_;
    tissue::Level interferon_ = tissue::substance("ifn_gamma");
    tissue::ReceptorHandle pd1_ = tissue::receptor("pd1"), pdl1_ = tissue::receptor("pdl1");
};

const Registered<tissue::Kind> here{
    "helper_t", "CD4+ helper T cell: makes interleukin-2 where it meets presenting cells",
    make<tissue::Kind, HelperT>};

}  // namespace

}  // namespace perforin::biology
