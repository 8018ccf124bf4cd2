#include "biology/car_t.hpp"

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

using tissue::Intents, tissue::Population, tissue::Row, tissue::Surface, tissue::World;

namespace {

struct CarTCells : KillerCells {
    tissue::Column<std::uint8_t> phenotype =
        column<std::uint8_t>("phenotype", "1", "0 effector, 1 exhausted, 2 memory");
    tissue::Column<std::uint8_t> burst =
        column<std::uint8_t>("burst", "1", "Divisions left to an effector");
    tissue::Column<float> engagement =
        column<float>("engagement", "1", "Share of time in synapses, averaged over `memory`");
    tissue::Column<float> brake =
        column<float>("brake", "1", "Inhibition, averaged over its last engaged step");
    tissue::Column<float> suppression =
        column<float>("suppression", "1", "Inhibition by suppressors around it");
};

class CarT final : public tissue::Kind {
public:
    explicit CarT(config::Section& section)
        : params_{section},
          killer_{killer_params(params_, section.top(), tissue::substance("cxcl9_10")),
                  {.search = "car_t.search"_draw,
                   .choice = "car_t.choice"_draw,
                   .hits = "car_t.hits"_draw,
                   .release = "car_t.release"_draw,
                   .thinning = "car_t.thinning"_draw}},
          checkpoint_{CheckpointParams{section.top().child("checkpoint")}},
          suppression_{section.top()},
          ido_{section.top()},
          il2_{section.top()},
          lure_{tissue::cxcr3_lure(
              tissue::VesselParams{section.top().child("tissue").child("vessels")})} {}

    std::unique_ptr<Population> populate() const override { return std::make_unique<CarTCells>(); }
    double weight() const override { return params_.weight; }
    std::uint16_t roles() const override {
        return tissue::role::lymphocyte | tissue::role::leukocyte;
    }
    bool moves() const override { return true; }
    PerVolume initial_density() const override { return params_.density; }
    tissue::Recruitment recruitment() const override {
        return {.loss = params_.loss,
                .extravasation = params_.extravasation,
                .lure = lure_,
                .memory_loss = params_.memory_loss,
                .infused = true};
    }
    std::uint8_t phenotype_from_blood(tissue::FromBlood from) const override {
        return code(from == tissue::FromBlood::memory ? CarState::memory : CarState::effector);
    }
    bool remembers(std::uint8_t phenotype) const override {
        return phenotype == code(CarState::memory);
    }
    std::uint8_t phenotype(Row i, const Population& population) const override {
        return static_cast<const CarTCells&>(population).phenotype[i];
    }

    void found(const tissue::Founder& founder, Row row, Surface& cells,
               Population& population) const override {
        auto& mine = own(population);
        const Row i = cells.own[row];
        show_leukocyte(params_, row, cells);
        cells.roles[row] = roles();
        cells.clone[row] = founder.clone;
        cells.antigens[row] = std::uint64_t{1} << params_.antigen;
        Stream random{founder.id, "car_t.heading"_draw, {founder.id, 0}, 0};
        mine.heading[i] = tissue::random_direction(3, random);
        mine.burst[i] = static_cast<std::uint8_t>(params_.burst);
        mine.phenotype[i] = founder.phenotype;
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

    std::uint16_t quarry() const override { return tissue::role::tumour; }
    void rest(const World& world, Population& population, Intents& intents) const override {
        killer_.rest(world, own(population), intents);
    }

    void decide(const World& world, Population& population, Intents& intents) const override {
        auto& mine = own(population);
        intents += parallel::gather_into<Intents>(
            mine.size(), [&](std::size_t i, Intents& bag) { live(world, mine, i, bag); }, 128);
    }

    void update(const World& world, Surface& cells, Population& population) const override {
        auto& mine = own(population);
        for (std::size_t i = 0; i != mine.size(); ++i) {
            Stream random = world.random("car_t.turn"_draw, {cells.id[mine.row[i]]});
            const CarTurn turn = car_turn(params_, state(mine, i), mine.engagement[i], random);
            if (happens(turn.hazard, world.now().dt(), random)) mine.phenotype[i] = code(turn.to);
            Killer::begin_step(i, mine);
        }
    }

    void part(Row mother, Row daughter, Surface& cells, Population& population,
              Stream&) const override {
        auto& mine = own(population);
        const Row m = cells.own[mother], d = cells.own[daughter];
        if (mine.burst[m] > 0) --mine.burst[m];
        mine.burst[d] = mine.burst[m];
        Killer::part(m, d, mine);
    }

    void exchange(const World& world, const Population& population,
                  tissue::Exchange& with) const override {
        const auto& mine = static_cast<const CarTCells&>(population);
        const double step = std::max(1.0, static_cast<double>(world.now().length));
        for (std::size_t i = 0; i != mine.size(); ++i) {
            const double active = (mine.engaged[i] - 0.5 * mine.braked[i]) / step;
            if (active > 0.0) {
                with.secrete(interferon_, mine.row[i],
                             params_.interferon_secretion.in(per_minute)*active);
            }
            il2_.take(world, with, mine.row[i], false);
        }
    }

    void tally(const Surface& cells, const Population& population, double cells_per_agent,
               tissue::Tally& tally) const override {
        const auto& mine = static_cast<const CarTCells&>(population);
        std::array<double, 3> count{};
        double engaged = 0.0;
        for (std::size_t i = 0; i != mine.size(); ++i) {
            count[mine.phenotype[i]] += cells.weight[mine.row[i]] * cells_per_agent;
            engaged += mine.engagement[i];
        }
        tally.add({"car_t", "cells", "CAR T cells"}, count[0] + count[1] + count[2]);
        tally.add({"car_t_exhausted", "cells", "Exhausted ones among them"}, count[1]);
        tally.add({"car_t_memory", "cells", "Memory cells among them"}, count[2]);
        tally.add({"car_t_engagement", "1", "Share of their time in synapses, mean"},
                  engaged / std::max<double>(1.0, static_cast<double>(mine.size())));
    }

private:
    static CarTCells& own(Population& p) { return static_cast<CarTCells&>(p); }
    static constexpr std::uint8_t code(CarState s) { return static_cast<std::uint8_t>(s); }
    static CarState state(const CarTCells& mine, std::size_t i) {
        return static_cast<CarState>(mine.phenotype[i]);
    }

    /// The receptor binds antigen on the surface: MHC-I does not matter.
    static bool recognises(const Surface& cells, Row row, Row target) {
        return (cells.antigens[row] & cells.antigens[target]) != 0;
    }

    Grip grip(const World& world, const CarTCells& mine, std::size_t i, Row target) const {
        const Surface& cells = world.surface();
        const Row row = mine.row[i];
        const double pd1 = checkpoint_.inhibition(
            car_pd1(params_, state(mine, i)), static_cast<double>(cells.pdl1[target]),
            world.occupancy(pd1_, row), world.occupancy(pdl1_, row));
        const double brakes = together(pd1, mine.suppression[i]);
        const bool seen = recognises(cells, row, target);
        return {.inhibition = brakes,
                .hits = seen ? car_hit_hazard(params_, state(mine, i), checkpoint_.of_hits(brakes))
                             : Rate{}};
    }

    void live(const World& world, CarTCells& mine, std::size_t i, Intents& bag) const {
        const Row row = mine.row[i];
        const double step = static_cast<double>(world.now().length);
        const double now = std::min(1.0, static_cast<double>(mine.engaged[i]) / step);
        mine.engagement[i] = averaged(mine.engagement[i], now, world.now().dt(), params_.memory);
        if (mine.engaged[i] > 0.0f) mine.brake[i] = mine.braked[i] / mine.engaged[i];
        mine.suppression[i] = static_cast<float>(suppression_.of(world, row, company(world, row)));
        const double il2 = il2_.response(world, row);
        const bool divides = state(mine, i) == CarState::effector && mine.burst[i] > 0;
        const Rate dies =
            state(mine, i) == CarState::memory ? params_.memory_death : params_.death / il2;
        meet_fate(world, row,
                  {.divides =
                       divides ? ido_.spares(world, row) * il2 *
                                     car_division_hazard(params_, mine.engagement[i], mine.brake[i])
                               : Rate{},
                   .dies = dies,
                   .leaves = (1.0 - mine.engagement[i]) * params_.egress},
                  "car_t.fate"_draw, bag);
    }

    CarTParams params_;
    Killer killer_;
    Checkpoint checkpoint_;
    Suppression suppression_;
    Ido ido_;
    Interleukin2 il2_;
    tissue::Lure lure_;
    tissue::Level interferon_ = tissue::substance("ifn_gamma");
    tissue::ReceptorHandle pd1_ = tissue::receptor("pd1"), pdl1_ = tissue::receptor("pdl1");
};

const Registered<tissue::Kind> here{
    "car_t", "CAR T cell: an engineered receptor binds its target's surface, without MHC-I",
    make<tissue::Kind, CarT>};

}  // namespace

}  // namespace perforin::biology
