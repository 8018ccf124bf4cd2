#include "biology/macrophage.hpp"

#include <cmath>

#include "biology/models/hill.hpp"
#include "biology/models/secretion.hpp"
#include "core/maths.hpp"
#include "core/parallel.hpp"
#include "core/registry.hpp"
#include "tissue/geometry.hpp"

namespace perforin::biology {

using tissue::Cause, tissue::Intents, tissue::Population, tissue::Row, tissue::Surface,
    tissue::World;

double polarisation_target(const MacrophageParams& p, const MacrophageSignals& s) {
    const double hypoxic = 1.0 - ramp(s.oxygen / p.hypoxia, 1.0 / 3.0, 1.0);
    const double quiet = (1.0 - hill(s.il10 / p.il10_half, 1.0)) *
                         (1.0 - hill(s.tgf_beta / p.tgf_beta_half, 1.0)) * (1.0 - hypoxic) *
                         (1.0 - (s.fed ? p.fed : 0.0));
    const double m1 = p.rest + hill(s.interferon / p.interferon_half, 1.0);
    const double m2 = p.rest + 1.0 - quiet;
    return m2 / (m1 + m2);
}

double polarisation_after(const MacrophageParams& p, double polarisation, double target, Time dt) {
    return target + (polarisation - target) * maths::exp(-(dt / p.response));
}

Rate fastest_clearance(const MacrophageParams& p) {
    return 1.0 / (1.0 / p.engulfment + p.handling);
}

namespace {

struct MacrophageCells : Population {
    tissue::Column<float> polarisation = column<float>("polarisation", "1", "0 M1 … 1 M2");
    tissue::Column<std::int64_t> busy_until =
        column<std::int64_t>("busy_until", "s", "When it has digested what it engulfed");
    tissue::Column<std::uint64_t> engulfed =
        column<std::uint64_t>("engulfed", "1", "Neoantigens of corpses that it engulfed (bits)");
};

class Macrophage final : public tissue::Kind {
public:
    explicit Macrophage(config::Section& section) : params_{section}, switches_{section} {
        if (params_.presents_below > params_.suppresses_above) {
            section.problem("presents_below", "is above `suppresses_above`");
        }
    }

    std::unique_ptr<Population> populate() const override {
        return std::make_unique<MacrophageCells>();
    }
    double weight() const override { return params_.weight; }
    PerVolume initial_density() const override { return params_.density; }
    tissue::Recruitment recruitment() const override {
        return recruitment_of(
            params_,
            {.substance = "vegf", .half = params_.vegf_half, .floor = params_.entry_floor});
    }
    std::uint16_t roles() const override {
        using namespace tissue::role;
        return leukocyte | phagocyte | suppressive | presenting;
    }

    void found(const tissue::Founder&, Row row, Surface& cells,
               Population& population) const override {
        auto& mine = own(population);
        show_leukocyte(params_, row, cells);
        mine.polarisation[cells.own[row]] = 0.5f;
        show(row, cells, mine);
    }

    void decide(const World& world, Population& population, Intents& intents) const override {
        auto& mine = own(population);
        intents += parallel::gather_into<Intents>(
            mine.size(), [&](std::size_t i, Intents& bag) { live(world, mine, i, bag); }, 128);
    }

    void update(const World& world, Surface& cells, Population& population) const override {
        auto& mine = own(population);
        parallel::for_each(mine.size(), [&](std::size_t i) {
            if (!params_.polarisation_off) {
                mine.polarisation[i] = static_cast<float>(polarisation_after(
                    params_, mine.polarisation[i],
                    polarisation_target(params_, sense(world, mine, i)), world.now().dt()));
            }
            show(mine.row[i], cells, mine);
        });
    }

    void exchange(const World& world, const Population& population,
                  tissue::Exchange& with) const override {
        const auto& mine = static_cast<const MacrophageCells&>(population);
        breathe(params_, mine, oxygen_, with);
        for (std::size_t i = 0; i != mine.size(); ++i) {
            const Row row = mine.row[i];
            const double m2 = mine.polarisation[i], m1 = 1.0 - m2;
            const Molarity interferon = world.level(interferon_, row) * picomolar;
            with.secrete(chemokine_, row,
                         params_.chemokine.in(per_minute)*m1 *
                             hill(interferon / params_.interferon_half, 1.0));
            if (!params_.suppression_off) {
                with.secrete(il10_, row, params_.il10.in(per_minute)*m2);
            }
            if (!switches_.tgf_beta_off) {
                with.secrete(tgf_beta_, row, params_.tgf_beta.in(per_minute)*m2);
            }
            if (vegf_) with.secrete(*vegf_, row, params_.vegf.in(per_minute)*m2);
        }
    }

    void tally(const Surface& cells, const Population& population, double cells_per_agent,
               tissue::Tally& tally) const override {
        const auto& mine = static_cast<const MacrophageCells&>(population);
        double m1 = 0.0, m2 = 0.0, polarisation = 0.0;
        for (std::size_t i = 0; i != mine.size(); ++i) {
            const double n = cells.weight[mine.row[i]] * cells_per_agent;
            polarisation += mine.polarisation[i];
            if (mine.polarisation[i] < params_.presents_below) m1 += n;
            if (mine.polarisation[i] > params_.suppresses_above) m2 += n;
        }
        const double agents = std::max<double>(1.0, static_cast<double>(mine.size()));
        tally.add({"macrophage", "cells", "Macrophages"}, cells_of(cells, mine, cells_per_agent));
        tally.add({"macrophage_m1", "cells", "M1-like macrophages, which show antigen"}, m1);
        tally.add({"macrophage_m2", "cells", "M2-like macrophages, which suppress T cells"}, m2);
        tally.add({"macrophage_polarisation", "1", "Of a macrophage, mean: 0 M1 … 1 M2"},
                  polarisation / agents);
    }

private:
    static MacrophageCells& own(Population& p) { return static_cast<MacrophageCells&>(p); }

    MacrophageSignals sense(const World& world, const MacrophageCells& mine, std::size_t i) const {
        const Row row = mine.row[i];
        return {.interferon = world.level(interferon_, row) * picomolar,
                .il10 = world.level(il10_, row) * picomolar,
                .tgf_beta = world.level(tgf_beta_, row) * picomolar,
                .oxygen = world.level(oxygen_, row) * mmhg,
                .fed = mine.busy_until[i] > world.now().start};
    }

    /// What others see of it.
    void show(Row row, Surface& cells, const MacrophageCells& mine) const {
        using namespace tissue::role;
        const Row i = cells.own[row];
        const double p = mine.polarisation[i];
        const bool shows = p < params_.presents_below;
        const bool quiets = p > params_.suppresses_above && !params_.suppression_off;
        cells.antigens[row] = mine.engulfed[i];
        cells.roles[row] = static_cast<std::uint16_t>(
            leukocyte | phagocyte | (shows ? presenting : 0) | (quiets ? suppressive : 0));
    }

    void live(const World& world, MacrophageCells& mine, std::size_t i, Intents& bag) const {
        const Surface& cells = world.surface();
        const Row row = mine.row[i];
        Stream fate = world.random("macrophage.fate"_draw, {cells.id[row]});
        if (happens(params_.death, world.now().dt(), fate)) {
            bag.deaths.push_back({row, Cause::senescence});
            return;
        }
        Stream walk = world.random("macrophage.walk"_draw, {cells.id[row]});
        bag.moves.push_back({row, stroll(world, gait_, row, 1.0, walk)});
        if (!params_.clearance_off && mine.busy_until[i] <= world.now().start) {
            clear(world, mine, i, bag);
        }
    }

    /// An agent that stands for fewer cells than a corpse does needs that many more of them: it
    /// engulfs more rarely and is busy for longer. Of the corpses in reach the smallest draw keyed
    /// on both wins; where two macrophages take one corpse they share it.
    void clear(const World& world, MacrophageCells& mine, std::size_t i, Intents& bag) const {
        const Surface& cells = world.surface();
        const Row row = mine.row[i];
        Stream appetite = world.random("macrophage.appetite"_draw, {cells.id[row]});
        if (!happens(params_.weight * params_.engulfment, world.now().dt(), appetite)) return;
        Row corpse = tissue::no_row;
        double least = 2.0;
        world.for_near(
            cells.position[row], static_cast<float>(params_.radius.in(um)), tissue::role::debris,
            static_cast<float>(params_.reach.in(um)), [&](Row other, Vec3, float) {
                Stream draw =
                    world.random("macrophage.choice"_draw, {cells.id[row], cells.id[other]});
                const double u = uniform(draw);
                if (u >= least) return;
                least = u;
                corpse = other;
            });
        if (corpse == tissue::no_row) return;
        bag.engulfed.push_back({corpse});
        mine.engulfed[i] |= cells.antigens[corpse];
        const double share = static_cast<double>(cells.weight[corpse]) / params_.weight;
        mine.busy_until[i] =
            world.now().end() +
            static_cast<Seconds>(std::llround(share * params_.handling.in(second)));
    }

    MacrophageParams params_;
    SecretionSwitches switches_;
    tissue::Level oxygen_ = tissue::substance("oxygen");
    tissue::Level interferon_ = tissue::substance("ifn_gamma");
    tissue::Level chemokine_ = tissue::substance("cxcl9_10");
    tissue::Level il10_ = tissue::substance("il10");
    tissue::Level tgf_beta_ = tissue::substance("tgf_beta");
    tissue::Level damps_ = tissue::substance("damps");
    std::optional<tissue::Level> vegf_ = tissue::known_substance("vegf");
    Gait gait_ = gait_of(params_, damps_);
};

const Registered<tissue::Kind> here{
    "macrophage", "Macrophage between M1 and M2: engulfs corpses, shows antigen or suppresses",
    make<tissue::Kind, Macrophage>};

}  // namespace

}  // namespace perforin::biology
