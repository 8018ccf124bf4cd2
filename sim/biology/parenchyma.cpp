#include "biology/parenchyma.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "biology/models/corpse.hpp"
#include "biology/models/crowd.hpp"
#include "biology/models/hill.hpp"
#include "core/maths.hpp"
#include "core/parallel.hpp"
#include "core/registry.hpp"
#include "tissue/geometry.hpp"
#include "tissue/kind.hpp"

namespace perforin::biology {

using tissue::Cause, tissue::Condition, tissue::Intents, tissue::Population, tissue::Row,
    tissue::Surface, tissue::World;

namespace {

constexpr double most_crowded = 2.0;  // excess over `full` beyond which no more cells die

}  // namespace

Rate healthy_division(const ParenchymaParams& p, PerVolume near, Speed crowding) {
    const double room = std::max(0.0, 1.0 - crowding / p.crowding_limit);
    const Rate missed = p.renewal - (near / p.full) * (p.renewal - p.turnover);
    return room * std::max(Rate{}, missed);
}

Rate crowded_death(const ParenchymaParams& p, PerVolume near) {
    return std::clamp(near / p.full - 1.0, 0.0, most_crowded) * p.crowded_loss;
}

double healthy_pdl1_after(const ParenchymaParams& p, double pdl1, Molarity interferon, Time dt) {
    const double goal = p.pdl1_constitutive + (p.pdl1_induced - p.pdl1_constitutive) *
                                                  hill(interferon / p.pdl1_half, 1.0);
    return goal + (pdl1 - goal) * maths::exp(-(dt / p.pdl1_response));
}

namespace {

class Parenchyma final : public tissue::Kind {
public:
    explicit Parenchyma(config::Section& section)
        : params_{section}, corpse_{section.top().child("corpse")} {
        if (params_.renewal < params_.turnover) section.problem("renewal", "is below `turnover`");
        if (params_.necrosis_begins <= params_.necrosis_full) {
            section.problem("necrosis_begins", "is not above `necrosis_full`");
        }
    }

    std::unique_ptr<Population> populate() const override {
        return std::make_unique<MortalCells>();
    }
    PerVolume initial_density() const override { return params_.density; }
    PerVolume host_density() const override { return params_.host_density; }
    bool host_tissue() const override { return true; }
    std::uint16_t roles() const override {
        using namespace tissue::role;
        return healthy | target | debris;
    }
    bool leaves_corpse() const override { return true; }
    tissue::Tolerance tolerance() const override {
        return {static_cast<std::uint8_t>(params_.hits_to_kill),
                static_cast<Seconds>(std::llround(params_.healing.in(second)))};
    }

    void found(const tissue::Founder&, Row row, Surface& cells,
               Population& population) const override {
        begin_life(cells.own[row], static_cast<MortalCells&>(population));
        cells.radius[row] = static_cast<float>(params_.radius.in(um));
        cells.roles[row] = tissue::role::healthy | tissue::role::target;
        cells.mhc1[row] = 1.0f;
        cells.pdl1[row] = static_cast<float>(params_.pdl1_constitutive);
    }

    void decide(const World& world, Population& population, Intents& intents) const override {
        auto& mine = static_cast<MortalCells&>(population);
        intents += parallel::gather_into<Intents>(mine.size(), [&](std::size_t i, Intents& bag) {
            if (alive(world.surface(), mine.row[i])) {
                live(world, mine.row[i], bag);
            } else {
                lie(corpse_, world, i, mine, bag);
            }
        });
    }

    void update(const World& world, Surface& cells, Population& mine) const override {
        parallel::for_each(mine.size(), [&](std::size_t i) {
            const Row row = mine.row[i];
            if (!alive(cells, row)) return turn(corpse_, world, row, cells);
            cells.pdl1[row] = static_cast<float>(
                healthy_pdl1_after(params_, cells.pdl1[row],
                                   world.level(interferon_, row) * picomolar, world.now().dt()));
        });
    }

    void perish(Row row, Cause cause, Surface& cells, Population& mine) const override {
        become_corpse(corpse_, row, cause, params_.radius.in(um), cells,
                      static_cast<MortalCells&>(mine));
    }

    void exchange(const World& world, const Population& population,
                  tissue::Exchange& with) const override {
        const auto& mine = static_cast<const MortalCells&>(population);
        const double cleared =
            params_.oxygen_uptake.in(per_minute)*tissue::sphere_um3(params_.radius.in(um));
        for (std::size_t i = 0; i != mine.size(); ++i) {
            if (alive(world.surface(), mine.row[i])) {
                with.take(oxygen_, mine.row[i], cleared);
            } else {
                exude(corpse_, world, i, mine, damps_, with);
            }
        }
    }

    void tally(const Surface& cells, const Population& mine, double cells_per_agent,
               tissue::Tally& tally) const override {
        std::array<double, 2> count{};
        for (std::size_t i = 0; i != mine.size(); ++i) {
            const Row row = mine.row[i];
            count[alive(cells, row) ? 0 : 1] += cells.weight[row] * cells_per_agent;
        }
        tally.add({"healthy", "cells", "Healthy cells of the block, as the lesion's"}, count[0]);
        tally.add({"healthy_corpses", "cells", "Their corpses"}, count[1]);
    }

private:
    /// Death, starvation and division compete. Neighbours are sought only if a draw at the fastest
    /// hazard asks for it.
    void live(const World& world, Row row, Intents& bag) const {
        constexpr float reach = 40.0f;  // µm: some thirty cells of packed tissue
        const Surface& cells = world.surface();
        const double oxygen = world.level(oxygen_, row);
        const Rate starves =
            (1.0 - ramp(oxygen, params_.necrosis_full.in(mmhg), params_.necrosis_begins.in(mmhg))) *
            params_.necrosis;
        const bool turns_over = !params_.turnover_off;
        const Rate dies = turns_over ? params_.turnover : Rate{};
        const Rate depends =  // on how many are near
            turns_over ? params_.renewal + most_crowded * params_.crowded_loss : Rate{};
        const Rate fastest = starves + dies + depends;
        Stream random = world.random("parenchyma.fate"_draw, {cells.id[row]});
        if (!happens(fastest, world.now().dt(), random)) return;
        const double mark = uniform(random) * fastest.in(per_minute);
        if (mark < dies.in(per_minute)) {
            bag.deaths.push_back({row, Cause::apoptosis});
            return;
        }
        if (mark < (dies + starves).in(per_minute)) {
            bag.deaths.push_back({row, Cause::necrosis});
            return;
        }
        const PerVolume near = density_near(world, cells.position[row],
                                            tissue::role::healthy | tissue::role::tumour, reach);
        const Rate gives_way = crowded_death(params_, near);
        if (mark < (dies + starves + gives_way).in(per_minute)) {
            bag.deaths.push_back({row, Cause::apoptosis});
            return;
        }
        const Rate divides = healthy_division(params_, near, cells.crowding[row] * um_per_minute);
        if (mark < (dies + starves + gives_way + divides).in(per_minute)) {
            bag.divisions.push_back(
                {row, tissue::random_direction(world.box().dimensions, random)});
        }
    }

    ParenchymaParams params_;
    CorpseParams corpse_;
    tissue::Level oxygen_ = tissue::substance("oxygen");
    tissue::Level interferon_ = tissue::substance("ifn_gamma");
    tissue::Level damps_ = tissue::substance("damps");
};

const Registered<tissue::Kind> here{
    "parenchyma", "Healthy cell of the organ: turns over, can be hit, gives way to the tumour",
    make<tissue::Kind, Parenchyma>};

}  // namespace

}  // namespace perforin::biology
