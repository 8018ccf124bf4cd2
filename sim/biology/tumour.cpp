#include "biology/tumour.hpp"

#include <cmath>
#include <numbers>
#include <utility>

#include "biology/models/corpse.hpp"
#include "biology/models/drugs.hpp"
#include "biology/models/hill.hpp"
#include "biology/models/radiation.hpp"
#include "biology/models/secretion.hpp"
#include "biology/models/virus.hpp"
#include "core/maths.hpp"
#include "core/parallel.hpp"
#include "core/registry.hpp"
#include "tissue/geometry.hpp"
#include "tissue/kind.hpp"

namespace perforin::biology {

using tissue::Cause, tissue::Condition, tissue::Intents, tissue::Population, tissue::Row,
    tissue::Surface, tissue::World;

Rate division_hazard(const TumourParams& p, Pressure oxygen, Speed crowding) {
    const double air = ramp(oxygen.in(mmhg), p.oxygen_arrest.in(mmhg), p.oxygen_ample.in(mmhg));
    const double room = std::max(0.0, 1.0 - crowding / p.crowding_limit);
    return air * room * p.growth_fraction * std::numbers::ln2 / p.cycle;
}

Rate necrosis_hazard(const TumourParams& p, Pressure oxygen) {
    const double want =
        1.0 - ramp(oxygen.in(mmhg), p.necrosis_full.in(mmhg), p.necrosis_begins.in(mmhg));
    return want * p.necrosis;
}

Rate vegf_secretion(const TumourParams& p, Pressure oxygen) {
    const double want =
        1.0 - ramp(oxygen.in(mmhg), p.hypoxia_full.in(mmhg), p.hypoxia_begins.in(mmhg));
    return want * p.vegf_secretion;
}

double pdl1_after(const TumourParams& p, double pdl1, Molarity interferon, Time dt) {
    const double share = hill(interferon / p.pdl1_half, 1.0);
    const double goal = p.pdl1_constitutive + (p.pdl1_induced - p.pdl1_constitutive) * share;
    const Time pace = goal > pdl1 ? p.pdl1_rise : p.pdl1_decay;
    return goal + (pdl1 - goal) * maths::exp(-(dt / pace));
}

double induced(Molarity gamma, Molarity gamma_half, Molarity type_1, Molarity type_1_half) {
    const double by_gamma = hill(gamma / gamma_half, 1.0);
    return by_gamma + (1.0 - by_gamma) * hill(type_1 / type_1_half, 1.0);
}

double chemokine_secretion(const TumourParams& p, const Interferons& interferon) {
    const double most = p.chemokine_secretion.in(per_minute);
    return most *
           induced(interferon.gamma, p.chemokine_half, interferon.type_1, p.interferon_1_half);
}

double mhc1_after(const TumourParams& p, double mhc1, double ceiling, const Interferons& interferon,
                  Time dt) {
    const double share =
        induced(interferon.gamma, p.pdl1_half, interferon.type_1, p.interferon_1_half);
    const double goal = ceiling * (1.0 + (p.mhc1_induced - 1.0) * share);
    const double left = goal + (mhc1 - goal) * maths::exp(-(dt / p.mhc1_response));
    return ceiling > 0.0 || left > 0.01 ? left : 0.0;
}

double radius_after(const TumourParams& p, double radius_um, Time dt) {
    const double full_um = p.radius.in(um);
    const double grown = full_um * full_um * full_um;
    const double smaller = radius_um * radius_um * radius_um - grown;
    return maths::cbrt(grown + smaller * maths::exp(-(dt / p.growth)));
}

namespace {

struct TumourCells : MortalCells {
    tissue::Column<float> growth =
        column<float>("growth", "1", "Rate of division, relative to a standard cell");
    tissue::Column<float> mhc1_ceiling =
        column<float>("mhc1_ceiling", "1", "Share of the usual MHC-I that it can show");
    tissue::Column<std::uint8_t> hears =
        column<std::uint8_t>("interferon_response", "1", "1 if it responds to interferons, else 0");
    tissue::Column<float> drug_resistance = column<float>(
        "drug_resistance", "1", "Share of the sensitivity to cytotoxic drugs that it has lost");
    tissue::Column<std::uint8_t> independent = column<std::uint8_t>(
        "target_independent", "1",
        "1 if it divides without the signal that targeted drugs block, else 0");
    tissue::Column<std::uint8_t> mitoses_left = column<std::uint8_t>(
        "mitoses_left", "1", "Doomed: the mitosis in which it dies, from now; else 0");
    tissue::Column<float> fragments =
        column<float>("fragments", "1",
                      "Fragments of chromosomes that radiation left in nucleus and micronuclei");
    tissue::Column<float> cytosolic_dna =
        column<float>("cytosolic_dna", "1", "DNA in its cytosol, in the unit of fragments");
    tissue::Column<float> trex1 =
        column<float>("trex1", "1", "TREX1 that radiation induced; 1: full induction");

    tissue::Column<std::int64_t> infected = column<std::int64_t>(
        "infected", "s", "Time since a virus infected it; 0: it is not infected");

    DnaState dna(std::size_t i) const {
        return {static_cast<double>(fragments[i]), static_cast<double>(cytosolic_dna[i]),
                static_cast<double>(trex1[i])};
    }
    void keep(std::size_t i, const DnaState& dna) {
        fragments[i] = static_cast<float>(dna.fragments);
        cytosolic_dna[i] = static_cast<float>(dna.cytosolic);
        trex1[i] = static_cast<float>(dna.trex1);
    }
};

class Tumour final : public tissue::Kind {
public:
    explicit Tumour(config::Section& section)
        : params_{section},
          corpse_{section.top().child("corpse")},
          radiation_{section.top().child("radiation")},
          cytotoxic_{section.top().child("cytotoxic")},
          signal_{section.top().child("growth_signal")},
          virus_{section.top().child("virus")},
          switches_{section} {}

    std::uint16_t roles() const override {
        using namespace tissue::role;
        return tumour | target | debris | probe | doomed;
    }
    std::unique_ptr<Population> populate() const override {
        return std::make_unique<TumourCells>();
    }
    double founding_radius() const override { return params_.radius.in(um); }
    bool leaves_corpse() const override { return true; }
    tissue::Tolerance tolerance() const override {
        return {static_cast<std::uint8_t>(params_.hits_to_kill),
                static_cast<Seconds>(std::llround(params_.healing.in(second)))};
    }

    void found(const tissue::Founder& founder, Row row, Surface& cells,
               Population& population) const override {
        begin_life(cells.own[row], static_cast<TumourCells&>(population));
        // Ages since the last division are exponential; few cells are still regaining volume.
        Stream random{founder.id, "tumour.age"_draw, {founder.id, 0}, 0};
        const double age = exponential(random) * (params_.cycle / params_.growth);
        cells.radius[row] =
            static_cast<float>(params_.radius.in(um)*maths::cbrt(1.0 - 0.5 * maths::exp(-age)));
        cells.roles[row] = static_cast<std::uint16_t>(tissue::role::tumour | tissue::role::target |
                                                      (founder.probe ? tissue::role::probe : 0));
        cells.clone[row] = founder.clone;
        cells.mhc1[row] = 1.0f;
        cells.pdl1[row] = static_cast<float>(params_.pdl1_constitutive);
    }

    void express(const tissue::Traits& traits, Row row, Surface& cells,
                 Population& population) const override {
        auto& mine = static_cast<TumourCells&>(population);
        const Row i = cells.own[row];
        mine.growth[i] = traits.growth;
        mine.mhc1_ceiling[i] = traits.mhc1;
        mine.hears[i] = traits.interferon ? 1 : 0;
        mine.drug_resistance[i] = traits.drug_resistance;
        mine.independent[i] = traits.target_independent ? 1 : 0;
    }

    void decide(const World& world, Population& population, Intents& intents) const override {
        auto& mine = static_cast<TumourCells&>(population);
        intents += parallel::gather_into<Intents>(mine.size(), [&](std::size_t i, Intents& bag) {
            const Row row = mine.row[i];
            if (alive(world.surface(), row)) {
                be_damaged(world, i, mine);
                be_infected(world, i, mine);
                live(world, i, mine, bag);
            } else {
                lie(corpse_, world, i, mine, bag);
            }
        });
    }

    void update(const World& world, Surface& cells, Population& population) const override {
        const auto& mine = static_cast<const TumourCells&>(population);
        const Time dt = world.now().dt();
        parallel::for_each(mine.size(), [&](std::size_t i) {
            const Row row = mine.row[i];
            if (!alive(cells, row)) return turn(corpse_, world, row, cells);
            const Interferons interferon = heard(world, mine, i);
            cells.radius[row] = static_cast<float>(radius_after(params_, cells.radius[row], dt));
            cells.pdl1[row] =
                static_cast<float>(pdl1_after(params_, cells.pdl1[row], interferon.gamma, dt));
            cells.mhc1[row] = static_cast<float>(
                mhc1_after(params_, cells.mhc1[row], mine.mhc1_ceiling[i], interferon, dt));
            cells.opsonised[row] = static_cast<float>(world.occupancy(marked_, row));
        });
    }

    tissue::Pressure pressure(const World& world, const tissue::Traits& traits,
                              Row row) const override {
        return pressure(world, static_cast<double>(traits.drug_resistance),
                        traits.target_independent, row);
    }

    tissue::Pressure pressure_beyond(const tissue::Traits& traits,
                                     const tissue::Reach& reach) const override {
        return drug_pressure(
            cytotoxic_, signal_, reach.occupancy(microtubules_), reach.occupancy(growth_signal_),
            static_cast<double>(traits.drug_resistance), traits.target_independent);
    }

    double survival(const World& world, const tissue::Traits& traits, Vec3 where) const override {
        if (!dose_) return 1.0;
        return survival(static_cast<double>(world.level_at(*dose_, where)) * gray,
                        static_cast<double>(world.level_at(oxygen_, where)) * mmhg, traits);
    }

    double survival_beyond(const tissue::Traits& traits,
                           const tissue::Reach& reach) const override {
        if (!dose_) return 1.0;
        return survival(reach.exposure(*dose_) * gray, params_.oxygen_ample, traits);
    }

    void doom(Row row, Surface& cells, Population& population, Stream& random) const override {
        const auto most = static_cast<double>(radiation_.mitoses);
        static_cast<TumourCells&>(population).mitoses_left[cells.own[row]] =
            static_cast<std::uint8_t>(1.0 + std::floor(uniform(random) * most));
        cells.roles[row] = static_cast<std::uint16_t>(cells.roles[row] | tissue::role::doomed);
    }

    void perish(Row row, Cause cause, Surface& cells, Population& population) const override {
        become_corpse(corpse_, row, cause, params_.radius.in(um), cells,
                      static_cast<TumourCells&>(population));
    }

    void part(Row mother, Row daughter, Surface& cells, Population&, Stream&) const override {
        const float half = cells.radius[mother] * static_cast<float>(maths::cbrt(0.5));
        cells.radius[mother] = cells.radius[daughter] = half;
        cells.hits[daughter] = 0;
    }

    void exchange(const World& world, const Population& population,
                  tissue::Exchange& with) const override {
        const auto& mine = static_cast<const TumourCells&>(population);
        const Surface& cells = world.surface();
        const double tgf_beta =
            switches_.tgf_beta_off ? 0.0 : params_.tgf_beta_secretion.in(per_minute);
        for (std::size_t i = 0; i != mine.size(); ++i) {
            const Row row = mine.row[i];
            if (!alive(cells, row)) {
                exude(corpse_, world, i, mine, damps_, with);
                continue;
            }
            if (tgf_beta > 0.0) with.secrete(tgf_beta_, row, tgf_beta);
            const double volume = tissue::sphere_um3(cells.radius[row]);
            with.take(oxygen_, row, params_.oxygen_uptake.in(per_minute)*volume);
            with.take(interferon_, row, params_.interferon_uptake.in(per_minute)*volume);
            with.take(interferon_1_, row, params_.interferon_1_uptake.in(per_minute)*volume);
            const Rate alarm =
                interferon_1_secretion(radiation_, static_cast<double>(mine.cytosolic_dna[i]));
            if (alarm > Rate{}) with.secrete(interferon_1_, row, alarm.in(per_minute));
            if (mine.infected[i] > 0) release(i, mine, with);
            with.secrete(chemokine_, row, chemokine_secretion(params_, heard(world, mine, i)));
            const Rate vegf = vegf_secretion(params_, world.level(oxygen_, row) * mmhg);
            if (vegf > Rate{}) with.secrete(vegf_, row, vegf.in(per_minute));
        }
    }

    void tally(const Surface& cells, const Population& population, double cells_per_agent,
               tissue::Tally& tally) const override {
        const auto& mine = static_cast<const TumourCells&>(population);
        std::array<double, 4> count{};
        double pdl1 = 0.0, mhc1 = 0.0, doomed = 0.0, infected = 0.0;
        for (std::size_t i = 0; i != mine.size(); ++i) {
            const Row row = mine.row[i];
            count[cells.condition[row]] += cells.weight[row] * cells_per_agent;
            if (!alive(cells, row)) continue;
            pdl1 += cells.weight[row] * cells_per_agent * cells.pdl1[row];
            mhc1 += cells.weight[row] * cells_per_agent * cells.mhc1[row];
            if (mine.infected[i] > 0) infected += cells.weight[row] * cells_per_agent;
            if ((cells.roles[row] & tissue::role::doomed) != 0) {
                doomed += cells.weight[row] * cells_per_agent;
            }
        }
        const double live = std::max(count[0], 1e-300);
        tally.add({"tumour_live", "cells", "Live tumour cells of the block, as the lesion's"},
                  count[0]);
        tally.add({"tumour_apoptotic", "cells", "Apoptotic corpses"}, count[1]);
        tally.add({"tumour_secondary_necrosis", "cells", "Apoptotic corpses turned necrotic"},
                  count[2]);
        tally.add({"tumour_necrotic", "cells", "Corpses of hypoxic necrosis"}, count[3]);
        tally.add({"tumour_doomed", "cells", "Live tumour cells that will leave no offspring"},
                  doomed);
        tally.add({"tumour_infected", "cells", "Live tumour cells that a virus has infected"},
                  infected);
        tally.add({"pdl1", "molecules", "PD-L1 on a live tumour cell, mean"}, pdl1 / live);
        tally.add({"mhc1", "1", "MHC-I on a live tumour cell, mean"}, mhc1 / live);
    }

private:
    Interferons heard(const World& world, const TumourCells& mine, std::size_t i) const {
        if (mine.hears[i] == 0) return {};
        const Row row = mine.row[i];
        const double given =
            interferon_given_ ? static_cast<double>(world.level(*interferon_given_, row)) : 0.0;
        return {world.level(interferon_, row) * picomolar,
                (world.level(interferon_1_, row) + given) * picomolar};
    }

    static Time since_infection(const TumourCells& mine, std::size_t i) {
        return static_cast<double>(mine.infected[i]) * second;
    }

    double survival(RadiationDose dose, Pressure oxygen, const tissue::Traits& traits) const {
        return surviving(radiation_, oxygenated_dose(radiation_, dose, oxygen),
                         static_cast<double>(traits.radiation_resistance));
    }

    /// Infection comes at the beginning of a step; from then on its time is counted.
    void be_infected(const World& world, std::size_t i, TumourCells& mine) const {
        const Row row = mine.row[i];
        if (mine.infected[i] > 0) {
            mine.infected[i] += world.now().length;
            return;
        }
        const Molarity virus = around_.level(world, row);
        if (!(virus > Molarity{})) return;
        const Rate hazard = infection_hazard(virus_, virus, heard(world, mine, i).type_1,
                                             around_.neutralised(world, row));
        Stream random = world.random("tumour.infection"_draw, {world.surface().id[row]});
        if (happens(hazard, world.now().dt(), random)) mine.infected[i] = 1;
    }

    void release(std::size_t i, const TumourCells& mine, tissue::Exchange& with) const {
        const Row row = mine.row[i];
        const Rate virions = virion_release(virus_, since_infection(mine, i));
        if (around_.made && virions > Rate{}) {
            with.secrete(*around_.made, row, virions.in(per_minute));
        }
        with.secrete(interferon_1_, row, virus_.interferon_secretion.in(per_minute));
    }

    tissue::Pressure pressure(const World& world, double resistance, bool independent,
                              Row row) const {
        return drug_pressure(cytotoxic_, signal_, world.occupancy(microtubules_, row),
                             world.occupancy(growth_signal_, row), resistance, independent);
    }

    /// A dose falls at the beginning of the step, what it left goes on over the step.
    void be_damaged(const World& world, std::size_t i, TumourCells& mine) const {
        const Row row = mine.row[i];
        DnaState dna = mine.dna(i);
        const float dose = dose_ ? world.level(*dose_, row) : 0.0f;
        if (dose > 0.0f) {
            const Pressure oxygen = world.level(oxygen_, row) * mmhg;
            dna = hit(radiation_, dna,
                      oxygenated_dose(radiation_, static_cast<double>(dose) * gray, oxygen));
        }
        if (!dna.none()) mine.keep(i, dna_after(radiation_, dna, world.now().dt()));
    }

    /// Division, apoptosis, necrosis and what radiation and drugs do compete within the step, each
    /// at its own hazard. In its last mitosis a doomed cell dies, and those before give no
    /// daughters.
    void live(const World& world, std::size_t i, TumourCells& mine, Intents& bag) const {
        const Surface& cells = world.surface();
        const Row row = mine.row[i];
        const float growth = mine.growth[i];
        const bool doomed = (cells.roles[row] & tissue::role::doomed) != 0;
        const Pressure oxygen = world.level(oxygen_, row) * mmhg;
        const bool grown = cells.radius[row] > 0.98f * static_cast<float>(params_.radius.in(um));
        const Speed crowding = cells.crowding[row] * um_per_minute;
        const bool infected = mine.infected[i] > 0;
        const tissue::Pressure drugs = pressure(world, static_cast<double>(mine.drug_resistance[i]),
                                                mine.independent[i] != 0, row);
        const Rate begun = grown && !infected ? growth * drugs.division *
                                                    division_hazard(params_, oxygen, crowding)
                                              : Rate{};
        const Rate divides = (1.0 - drugs.lethal) * begun;
        // A cell that bursts leaves what one that starved leaves: a necrotic corpse.
        const Rate bursts = infected ? lysis_hazard(virus_, since_infection(mine, i)) : Rate{};
        const Rate starves = necrosis_hazard(params_, oxygen) + bursts;
        const Rate ends = doomed ? radiation_.interphase_death : Rate{};
        const Rate fails = drugs.lethal * begun;
        const Rate all = divides + params_.apoptosis + starves + ends + fails + drugs.death;

        Stream random = world.random("tumour.fate"_draw, {cells.id[row]});
        if (!happens(all, world.now().dt(), random)) return;
        const double which = uniform(random) * all.in(per_minute);
        double below = divides.in(per_minute);
        if (which < below && !doomed) {
            bag.divisions.push_back(
                {row, tissue::random_direction(world.box().dimensions, random)});
            return;
        }
        if (which < below) {
            if (--mine.mitoses_left[i] == 0) bag.deaths.push_back({row, Cause::radiation});
            return;
        }
        Cause cause = Cause::apoptosis;
        for (const auto& [hazard, of] :
             {std::pair{params_.apoptosis, Cause::apoptosis}, std::pair{starves, Cause::necrosis},
              std::pair{ends, Cause::radiation}, std::pair{fails, Cause::failed_mitosis},
              std::pair{drugs.death, Cause::deprivation}}) {
            if (!(hazard > Rate{})) continue;
            cause = of;
            below += hazard.in(per_minute);
            if (which < below) break;
        }
        bag.deaths.push_back({row, cause});
    }

    TumourParams params_;
    CorpseParams corpse_;
    RadiationParams radiation_;
    CytotoxicParams cytotoxic_;
    GrowthSignalParams signal_;
    VirusParams virus_;
    VirusAround around_;
    SecretionSwitches switches_;
    tissue::Level oxygen_ = tissue::substance("oxygen");
    tissue::Level interferon_ = tissue::substance("ifn_gamma");
    tissue::Level interferon_1_ = tissue::substance("ifn_1");
    std::optional<tissue::Level> interferon_given_ = tissue::known_exposure("ifn_1_given");
    tissue::Level chemokine_ = tissue::substance("cxcl9_10");
    tissue::Level vegf_ = tissue::substance("vegf");
    tissue::ReceptorHandle marked_ = tissue::receptor("tumour_antigen"),
                           microtubules_ = tissue::receptor("microtubules"),
                           growth_signal_ = tissue::receptor("growth_signal");
    tissue::Level tgf_beta_ = tissue::substance("tgf_beta");
    tissue::Level damps_ = tissue::substance("damps");
    std::optional<tissue::Level> dose_ = tissue::known_exposure("radiation");
};

const Registered<tissue::Kind> here{
    "tumour", "Malignant cell: grows, divides, starves, is killed and leaves a corpse",
    make<tissue::Kind, Tumour>};

}  // namespace

}  // namespace perforin::biology
