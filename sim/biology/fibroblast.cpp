#include "biology/fibroblast.hpp"

#include <algorithm>

#include "biology/models/crowd.hpp"
#include "biology/models/hill.hpp"
#include "biology/models/motility.hpp"
#include "biology/models/secretion.hpp"
#include "core/maths.hpp"
#include "core/parallel.hpp"
#include "core/registry.hpp"
#include "tissue/geometry.hpp"
#include "tissue/kind.hpp"

namespace perforin::biology {

using tissue::Cause, tissue::Intents, tissue::Population, tissue::Row, tissue::Surface,
    tissue::World;

double activation_after(const FibroblastParams& p, double activation, Molarity tgf_beta, Time dt) {
    const double goal = hill(tgf_beta / p.tgf_beta_half, 1.0);
    return goal + (activation - goal) * maths::exp(-(dt / p.response));
}

double activity(const FibroblastParams& p, double activation) {
    return p.resting + (1.0 - p.resting) * activation;
}

Rate fibroblast_division(const FibroblastParams& p, double activation, PerVolume near) {
    return activation * std::max(0.0, 1.0 - near / p.full) * p.division;
}

namespace {

struct FibroblastCells : Population {
    tissue::Column<float> activation = column<float>("activation", "1", "0 resting … 1 activated");
};

class Fibroblast final : public tissue::Kind {
public:
    explicit Fibroblast(config::Section& section)
        : params_{section},
          switches_{section},
          gait_{.radius = params_.radius,
                .speed = params_.speed,
                .persistence = params_.persistence,
                .shortest = SearchParams{section.top().child("search")}.shortest * params_.radius} {
    }

    std::unique_ptr<Population> populate() const override {
        return std::make_unique<FibroblastCells>();
    }
    double weight() const override { return params_.weight; }
    double most_weight() const override { return 2.0; }  // then as large as a tumour cell
    PerVolume initial_density() const override { return params_.density; }
    PerVolume stromal_density() const override { return params_.stromal_density; }
    bool host_tissue() const override { return true; }
    std::uint16_t roles() const override { return tissue::role::stroma; }

    void found(const tissue::Founder&, Row row, Surface& cells, Population&) const override {
        cells.radius[row] = tissue::agent_radius(params_.radius.in(um), cells.weight[row]);
        cells.adhesion[row] = 0.0f;  // it holds on to matrix, not to carcinoma cells
        cells.roles[row] = tissue::role::stroma;
        cells.mhc1[row] = 1.0f;
    }

    void decide(const World& world, Population& mine, Intents& intents) const override {
        const auto& cells = static_cast<const FibroblastCells&>(mine);
        intents += parallel::gather_into<Intents>(
            mine.size(), [&](std::size_t i, Intents& bag) { live(world, cells, i, bag); }, 128);
    }

    void update(const World& world, Surface&, Population& population) const override {
        if (params_.activation_off) return;
        auto& mine = static_cast<FibroblastCells&>(population);
        parallel::for_each(mine.size(), [&](std::size_t i) {
            const Molarity tgf_beta = world.level(tgf_beta_, mine.row[i]) * picomolar;
            mine.activation[i] = static_cast<float>(
                activation_after(params_, mine.activation[i], tgf_beta, world.now().dt()));
        });
    }

    /// Matrix: d (1 − m/dense), d per minute; the second part is taken as uptake, so that the
    /// implicit step never passes `dense`.
    void exchange(const World&, const Population& population,
                  tissue::Exchange& with) const override {
        const auto& mine = static_cast<const FibroblastCells&>(population);
        const double volume = tissue::sphere_um3(params_.radius.in(um));
        for (std::size_t i = 0; i != mine.size(); ++i) {
            const Row row = mine.row[i];
            const double busy = activity(params_, mine.activation[i]);
            with.take(oxygen_, row, params_.oxygen_uptake.in(per_minute)*volume);
            with.secrete(cxcl12_, row, busy * params_.cxcl12.in(per_minute));
            if (vegf_) with.secrete(*vegf_, row, busy * params_.vegf.in(per_minute));
            if (!switches_.tgf_beta_off) {
                with.secrete(tgf_beta_, row, busy * params_.tgf_beta.in(per_minute));
            }
            if (params_.matrix_off) continue;
            const double laid = busy * params_.deposition.in(per_minute)*volume;
            with.secrete(matrix_, row, laid);
            with.take(matrix_, row, laid / params_.dense);
        }
    }

    void tally(const Surface& cells, const Population& population, double cells_per_agent,
               tissue::Tally& tally) const override {
        const auto& mine = static_cast<const FibroblastCells&>(population);
        double count = 0.0, active = 0.0;
        for (std::size_t i = 0; i != mine.size(); ++i) {
            count += cells.weight[mine.row[i]] * cells_per_agent;
            active += mine.activation[i];
        }
        tally.add({"fibroblast", "cells", "Fibroblasts of the block, as the lesion's"}, count);
        tally.add({"fibroblast_activation", "1", "Of a fibroblast, mean"},
                  active / std::max<double>(1.0, static_cast<double>(mine.size())));
    }

private:
    /// The search for neighbours is made only if a draw at the fastest hazard asks for it.
    void live(const World& world, const FibroblastCells& mine, std::size_t i, Intents& bag) const {
        constexpr float reach = 40.0f;  // µm: some thirty cells of packed tissue
        const Surface& cells = world.surface();
        const Row row = mine.row[i];
        Stream random = world.random("fibroblast.life"_draw, {cells.id[row]});
        const Rate fastest = params_.division + params_.death;
        if (!happens(fastest, world.now().dt(), random)) {
            bag.moves.push_back({row, stroll(world, gait_, row, 1.0, random)});
            return;
        }
        const double mark = uniform(random) * fastest.in(per_minute);
        if (mark < params_.death.in(per_minute)) {
            bag.deaths.push_back({row, Cause::senescence});
            return;
        }
        const Rate divides = fibroblast_division(
            params_, mine.activation[i],
            density_near(world, cells.position[row], tissue::role::stroma, reach));
        if (mark < (params_.death + divides).in(per_minute)) {
            bag.divisions.push_back(
                {row, tissue::random_direction(world.box().dimensions, random)});
        }
    }

    FibroblastParams params_;
    SecretionSwitches switches_;
    tissue::Level oxygen_ = tissue::substance("oxygen");
    tissue::Level matrix_ = tissue::substance("matrix");
    tissue::Level tgf_beta_ = tissue::substance("tgf_beta");
    tissue::Level cxcl12_ = tissue::substance("cxcl12");
    std::optional<tissue::Level> vegf_ = tissue::known_substance("vegf");
    Gait gait_;
};

const Registered<tissue::Kind> here{
    "fibroblast", "Fibroblast: lays down matrix, secretes TGF-β and CXCL12, activated by TGF-β",
    make<tissue::Kind, Fibroblast>};

}  // namespace

}  // namespace perforin::biology
