#include "biology/natural_killer.hpp"

#include <algorithm>

#include "biology/models/company.hpp"
#include "biology/models/fates.hpp"
#include "biology/models/hill.hpp"
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

double mhc1_inhibition(const NaturalKillerParams& p, double mhc1, double occupancy) {
    const double seen = p.missing_self_off ? 1.0 : hill(mhc1, p.mhc1_half, 2.0);
    return p.most_inhibited * seen * (1.0 - p.nkg2a * occupancy);
}

double nk_activation(const NaturalKillerParams& p, bool tumour, double mhc1, double opsonised,
                     double nkg2a_occupancy) {
    const double stress = tumour ? p.stress_tumour : p.stress_other;
    const double natural = stress * (1.0 - mhc1_inhibition(p, mhc1, nkg2a_occupancy));
    return together(natural, p.adcc_off ? 0.0 : p.adcc * opsonised);
}

double nk_potency(const NaturalKillerParams& p, double spent) {
    return std::max(0.0, 1.0 - spent / p.stock);
}

double nk_spent(const NaturalKillerParams& p, double spent, double dealt, Time dt) {
    return (spent + dealt) * maths::exp(-(dt / p.refill));
}

namespace {

struct NaturalKillerCells : KillerCells {
    tissue::Column<float> spent =
        column<float>("spent", "1", "Hits that it dealt and has not made up for");
    tissue::Column<float> engagement =
        column<float>("engagement", "1", "Share of time in synapses, averaged over `memory`");
    tissue::Column<float> suppression =
        column<float>("suppression", "1", "Inhibition by suppressors around it");
};

class NaturalKiller final : public tissue::Kind {
public:
    explicit NaturalKiller(config::Section& section)
        : params_{section},
          killer_{killer_params(params_, section.top(), tissue::substance("cxcl9_10")),
                  {.search = "nk.search"_draw,
                   .choice = "nk.choice"_draw,
                   .hits = "nk.hits"_draw,
                   .release = "nk.release"_draw,
                   .thinning = "nk.thinning"_draw}},
          suppression_{section.top()},
          lure_{tissue::cxcr3_lure(
              tissue::VesselParams{section.top().child("tissue").child("vessels")})} {}

    std::unique_ptr<Population> populate() const override {
        return std::make_unique<NaturalKillerCells>();
    }
    double weight() const override { return params_.weight; }
    PerVolume initial_density() const override { return params_.density; }
    PerVolume stromal_density() const override { return params_.stromal_density; }
    std::uint16_t roles() const override {
        return tissue::role::lymphocyte | tissue::role::leukocyte;
    }
    bool moves() const override { return true; }
    tissue::EventKind kill() const override { return tissue::EventKind::killed_by_nk_cells; }
    tissue::Recruitment recruitment() const override { return recruitment_of(params_, lure_); }

    void found(const tissue::Founder& founder, Row row, Surface& cells,
               Population& population) const override {
        show_leukocyte(params_, row, cells);
        cells.roles[row] = roles();
        cells.clone[row] = 0;
        Stream random{founder.id, "nk.heading"_draw, {founder.id, 0}, 0};
        own(population).heading[cells.own[row]] = tissue::random_direction(3, random);
    }

    /// A cell that activates it little is mostly let go before a synapse forms.
    void react(const World& world, Population& population, Intents& intents) const override {
        auto& mine = own(population);
        killer_.react(
            world, mine, intents,
            [&](std::size_t i, Row target) { return activation(world, mine.row[i], target); },
            [&](std::size_t i, Row target) { return grip(world, mine, i, target); },
            [&](std::size_t i) { return nk_potency(params_, mine.spent[i]) > 0.0; });
    }

    /// Tumour cells, and regulatory T cells that antibodies mark. Healthy cells, most of which they
    /// let go, are not what they look for.
    std::uint16_t quarry() const override {
        return tissue::role::tumour | tissue::role::regulatory;
    }
    void rest(const World& world, Population& population, Intents& intents) const override {
        killer_.rest(world, own(population), intents);
    }

    void decide(const World& world, Population& population, Intents& intents) const override {
        auto& mine = own(population);
        intents += parallel::gather_into<Intents>(
            mine.size(), [&](std::size_t i, Intents& bag) { live(world, mine, i, bag); }, 128);
    }

    void update(const World&, Surface&, Population& population) const override {
        auto& mine = own(population);
        for (std::size_t i = 0; i != mine.size(); ++i) Killer::begin_step(i, mine);
    }

    void part(Row mother, Row daughter, Surface& cells, Population& population,
              Stream&) const override {
        Killer::part(cells.own[mother], cells.own[daughter], own(population));
    }

    void exchange(const World& world, const Population& population,
                  tissue::Exchange& with) const override {
        const auto& mine = static_cast<const NaturalKillerCells&>(population);
        const double step = std::max(1.0, static_cast<double>(world.now().length));
        for (std::size_t i = 0; i != mine.size(); ++i) {
            const double active = (mine.engaged[i] - mine.braked[i]) / step;
            if (active <= 0.0) continue;
            with.secrete(interferon_, mine.row[i],
                         params_.interferon_secretion.in(per_minute)*active);
        }
    }

    void tally(const Surface& cells, const Population& population, double cells_per_agent,
               tissue::Tally& tally) const override {
        const auto& mine = static_cast<const NaturalKillerCells&>(population);
        double count = 0.0, engaged = 0.0, potency = 0.0;
        for (std::size_t i = 0; i != mine.size(); ++i) {
            count += cells.weight[mine.row[i]] * cells_per_agent;
            engaged += mine.engagement[i];
            potency += nk_potency(params_, mine.spent[i]);
        }
        const double agents = std::max<double>(1.0, static_cast<double>(mine.size()));
        tally.add({"nk", "cells", "NK cells"}, count);
        tally.add({"nk_engagement", "1", "Share of their time in synapses, mean"},
                  engaged / agents);
        tally.add({"nk_potency", "1", "Share of their hits that they have left, mean"},
                  potency / agents);
    }

private:
    static NaturalKillerCells& own(Population& p) { return static_cast<NaturalKillerCells&>(p); }

    double activation(const World& world, Row row, Row target) const {
        const Surface& cells = world.surface();
        return nk_activation(params_, (cells.roles[target] & tissue::role::tumour) != 0,
                             cells.mhc1[target], cells.opsonised[target],
                             world.occupancy(nkg2a_, row));
    }

    /// What its target and suppressors leave of its activation, and how often it hits.
    Grip grip(const World& world, const NaturalKillerCells& mine, std::size_t i, Row target) const {
        const double active = activation(world, mine.row[i], target) * (1.0 - mine.suppression[i]);
        return {.inhibition = 1.0 - active,
                .hits = active * nk_potency(params_, mine.spent[i]) * params_.hit_rate};
    }

    void live(const World& world, NaturalKillerCells& mine, std::size_t i, Intents& bag) const {
        const Row row = mine.row[i];
        const Time dt = world.now().dt();
        const double now = std::min(1.0, static_cast<double>(mine.engaged[i]) / (dt.in(second)));
        mine.engagement[i] = averaged(mine.engagement[i], now, dt, params_.memory);
        mine.spent[i] = static_cast<float>(nk_spent(params_, mine.spent[i], mine.dealt[i], dt));
        mine.suppression[i] = static_cast<float>(suppression_.of(world, row, company(world, row)));
        meet_fate(world, row,
                  {.divides = params_.division,
                   .dies = params_.death,
                   .leaves = (1.0 - mine.engagement[i]) * params_.egress},
                  "nk.fate"_draw, bag);
    }

    NaturalKillerParams params_;
    Killer killer_;
    Suppression suppression_;
    tissue::Lure lure_;
    tissue::Level interferon_ = tissue::substance("ifn_gamma");
    tissue::ReceptorHandle nkg2a_ = tissue::receptor("nkg2a");
};

const Registered<tissue::Kind> here{
    "natural_killer", "NK cell: kills where MHC-I is missing or antibodies mark a cell",
    make<tissue::Kind, NaturalKiller>};

}  // namespace

}  // namespace perforin::biology
