#include <algorithm>
#include <cmath>

#include "biology/models/checkpoint.hpp"
#include "biology/models/company.hpp"
#include "biology/models/corpse.hpp"
#include "biology/models/fates.hpp"
#include "biology/models/interleukin2.hpp"
#include "biology/models/leukocyte.hpp"
#include "biology/models/motility.hpp"
#include "biology/models/regulatory.hpp"
#include "biology/models/secretion.hpp"
#include "core/parallel.hpp"
#include "core/registry.hpp"
#include "tissue/kind.hpp"

namespace perforin::biology {

using tissue::Cause, tissue::Intents, tissue::Population, tissue::Row, tissue::Surface,
    tissue::World;

namespace {

struct RegulatoryTCells : MortalCells {
    tissue::Column<float> brake =
        column<float>("brake", "1", "Inhibition of its division by PD-1, in its last step");
};

class RegulatoryT final : public tissue::Kind {
public:
    explicit RegulatoryT(config::Section& section)
        : params_{section},
          gait_{gait_of(params_, tissue::substance("cxcl12"))},
          corpse_{section.top().child("corpse")},
          checkpoint_{CheckpointParams{section.top().child("checkpoint")}},
          il2_{section.top()},
          switches_{section} {}

    std::unique_ptr<Population> populate() const override {
        return std::make_unique<RegulatoryTCells>();
    }
    double weight() const override { return params_.weight; }
    PerVolume initial_density() const override { return params_.density; }
    PerVolume stromal_density() const override { return params_.stromal_density; }
    std::uint16_t roles() const override {
        return living | tissue::role::target | tissue::role::debris;
    }
    tissue::Recruitment recruitment() const override {
        return recruitment_of(
            params_,
            {.substance = "cxcl12", .half = params_.lure_half, .floor = params_.lure_floor});
    }
    bool leaves_corpse() const override { return true; }
    tissue::Tolerance tolerance() const override {
        return {static_cast<std::uint8_t>(params_.hits_to_kill),
                static_cast<Seconds>(std::llround(params_.healing.in(second)))};
    }

    void found(const tissue::Founder&, Row row, Surface& cells,
               Population& population) const override {
        begin_life(cells.own[row], static_cast<RegulatoryTCells&>(population));
        show_leukocyte(params_, row, cells);
        cells.roles[row] = living;
        cells.clone[row] = 0;
    }

    void decide(const World& world, Population& population, Intents& intents) const override {
        auto& mine = static_cast<RegulatoryTCells&>(population);
        intents += parallel::gather_into<Intents>(
            mine.size(),
            [&](std::size_t i, Intents& bag) {
                if (alive(world.surface(), mine.row[i])) {
                    live(world, mine, i, bag);
                } else {
                    lie(corpse_, world, i, mine, bag);
                }
            },
            128);
    }

    /// A cell whose CTLA-4 holds antibodies can be hit.
    void update(const World& world, Surface& cells, Population& population) const override {
        parallel::for_each(population.size(), [&](std::size_t i) {
            const Row row = population.row[i];
            if (!alive(cells, row)) return turn(corpse_, world, row, cells);
            const double marked = regulatory_opsonised(params_, world.occupancy(ctla4_, row));
            cells.opsonised[row] = static_cast<float>(marked);
            cells.roles[row] =
                static_cast<std::uint16_t>(marked > 0.0 ? living | tissue::role::target : living);
        });
    }

    void perish(Row row, Cause cause, Surface& cells, Population& population) const override {
        become_corpse(corpse_, row, cause, params_.radius.in(um)*maths::cbrt(params_.weight), cells,
                      static_cast<RegulatoryTCells&>(population));
    }

    void part(Row, Row daughter, Surface& cells, Population&, Stream&) const override {
        cells.hits[daughter] = 0;
    }

    void exchange(const World& world, const Population& population,
                  tissue::Exchange& with) const override {
        const auto& mine = static_cast<const RegulatoryTCells&>(population);
        for (std::size_t i = 0; i != mine.size(); ++i) {
            const Row row = mine.row[i];
            if (!alive(world.surface(), row)) {
                exude(corpse_, world, i, mine, damps_, with);
                continue;
            }
            if (!switches_.tgf_beta_off) {
                with.secrete(tgf_beta_, row, params_.tgf_beta_secretion.in(per_minute));
            }
            with.secrete(il10_, row, params_.il10_secretion.in(per_minute));
            il2_.take(world, with, row, true);
        }
    }

    void tally(const Surface& cells, const Population& population, double cells_per_agent,
               tissue::Tally& tally) const override {
        const auto& mine = static_cast<const RegulatoryTCells&>(population);
        double count = 0.0, corpses = 0.0, agents = 0.0, brake = 0.0;
        for (std::size_t i = 0; i != mine.size(); ++i) {
            const Row row = mine.row[i];
            const bool lives = alive(cells, row);
            (lives ? count : corpses) += cells.weight[row] * cells_per_agent;
            if (!lives) continue;
            agents += 1.0;
            brake += mine.brake[i];
        }
        tally.add({"treg", "cells", "Live regulatory T cells"}, count);
        tally.add({"treg_corpses", "cells", "Corpses of regulatory T cells"}, corpses);
        tally.add({"treg_inhibition", "1", "Inhibition of their division by PD-1, mean"},
                  brake / std::max(1.0, agents));
    }

private:
    static constexpr std::uint16_t living =
        tissue::role::lymphocyte | tissue::role::leukocyte | tissue::role::regulatory;

    void live(const World& world, RegulatoryTCells& mine, std::size_t i, Intents& bag) const {
        const Row row = mine.row[i];
        const Company near = company(world, row, true);
        const double inhibited = checkpoint_.inhibition(
            params_.pd1, near.pdl1, params_.pd1_deaf ? 0.0 : world.occupancy(pd1_, row),
            params_.pd1_deaf ? 0.0 : world.occupancy(pdl1_, row));
        mine.brake[i] = static_cast<float>(inhibited);
        const double il2 = il2_.regulatory_response(world, row);
        meet_fate(world, row,
                  {.divides = regulatory_division(params_, il2, inhibited, near.regulatory),
                   .dies = regulatory_death(params_, il2),
                   .leaves = params_.egress},
                  "treg.fate"_draw, bag);
        Stream walk = world.random("treg.walk"_draw, {world.surface().id[row]});
        bag.moves.push_back({row, stroll(world, gait_, row, 1.0, walk)});
    }

    RegulatoryTParams params_;
    Gait gait_;
    CorpseParams corpse_;
    Checkpoint checkpoint_;
    Interleukin2 il2_;
    SecretionSwitches switches_;
    tissue::Level tgf_beta_ = tissue::substance("tgf_beta"), il10_ = tissue::substance("il10"),
                  damps_ = tissue::substance("damps");
    tissue::ReceptorHandle pd1_ = tissue::receptor("pd1"), pdl1_ = tissue::receptor("pdl1"),
                           ctla4_ = tissue::receptor("ctla4");
};

const Registered<tissue::Kind> here{
    "regulatory_t",
    "Regulatory T cell: takes interleukin-2, makes TGF-β and interleukin-10, suppresses by contact",
    make<tissue::Kind, RegulatoryT>};

}  // namespace

}  // namespace perforin::biology
