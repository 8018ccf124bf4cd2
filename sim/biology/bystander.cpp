// Leukocytes that are not specific for the tumour (CD8 and CD4 T cells, B cells, myeloid ones): the
// bulk of an infiltrate. The chemokines that call specific T cells call them too; they fill room.

#include "biology/models/leukocyte.hpp"
#include "core/parallel.hpp"
#include "core/registry.hpp"
#include "tissue/vessels.hpp"

namespace perforin::biology {

using tissue::Cause, tissue::Intents, tissue::Population, tissue::Row, tissue::Surface,
    tissue::World;

namespace {

struct BystanderParams : LeukocyteParams {
    explicit BystanderParams(const config::Section& section)
        : LeukocyteParams{
              section,
              {.weight = {0.5, assumed("they are many, and alike")},
               .loss = {0.5, recalled(assumed("1 % a day of the body's: memory T cells live for "
                                              "months, naive ones for years"))},
               .extravasation = {0.09,
                                 fitted("keeps the density of an inflamed tumour over two weeks")},
               .radius = {4.5, assumed("as an activated T cell: 9 µm in tissue sections")},
               .speed = {4, recalled(measured("4–10 µm/min for T cells in tumours"))}}} {}

    double circulating =
        param("circulating", 0.02, fraction, {1e-3, 1},
              "Share of them that is in blood at a time; the others wait in lymphoid organs and "
              "change places with those within an hour",
              recalled(measured("2 % of 5e11 lymphocytes, which stay in blood for half an hour "
                                "(Trepel 1974; Westermann & Pabst 1992)")));
    double steepness = param("steepness", 2, fraction, {1, 4},
                             "Hill exponent of CXCL9/10 in what makes them stop on a vessel wall",
                             fitted("CD8 per mm² rise 2.5-fold (1.5–10) in tumours that respond to "
                                    "pembrolizumab (Tumeh 2014)"));
    double crowd = param("crowd", 0.5, fraction, {0.01, 1},
                         "Share of a place's volume in leukocytes that admits no more",
                         assumed("4e8 to 3e9 cells per mL; at 0.5 it is 1.3e9"));
    double retention =
        param("retention", 0.5, fraction, {0, 1},
              "Largest weight of the CXCL12 that dense matrix holds in a new heading",
              recalled(assumed("CXCR4 blockade lets T cells into nests (Feig 2013)")));
    Rate egress = param("egress", 0.1, per_day, {0, 10}, "Hazard of leaving for lymph and blood",
                        fitted("together with death 0.15 1/d: lesion model fitted to responses"));
    Rate death = param("death", 0.05, per_day, {0, 10}, "Death hazard",
                       fitted("together with egress 0.15 1/d"));
    bool infiltration_off = ablation("bystanders", "No bystander leukocytes come from blood");
};

class Bystander final : public tissue::Kind {
public:
    explicit Bystander(config::Section& section)
        : params_{section},
          gait_{gait_of(params_, tissue::substance("cxcl9_10"))},
          lure_{tissue::cxcr3_lure(
              tissue::VesselParams{section.top().child("tissue").child("vessels")})} {
        lure_.crowd = params_.crowd;
        lure_.power = params_.steepness;
    }

    std::unique_ptr<Population> populate() const override { return std::make_unique<Population>(); }
    double weight() const override { return params_.weight; }
    double most_weight() const override { return 4.0; }  // then as large as a tumour cell
    PerVolume initial_density() const override { return params_.density; }
    tissue::Recruitment recruitment() const override {
        tissue::Recruitment from = recruitment_of(params_, lure_);
        from.circulating = params_.circulating;
        if (params_.infiltration_off) from.in_blood = {};
        return from;
    }
    std::uint16_t roles() const override { return tissue::role::leukocyte; }

    void found(const tissue::Founder&, Row row, Surface& cells, Population&) const override {
        show_leukocyte(params_, row, cells);
        cells.roles[row] = tissue::role::leukocyte;
    }

    void decide(const World& world, Population& mine, Intents& intents) const override {
        intents += parallel::gather_into<Intents>(
            mine.size(), [&](std::size_t i, Intents& bag) { live(world, mine.row[i], bag); }, 128);
    }

    void exchange(const World&, const Population& mine, tissue::Exchange& with) const override {
        breathe(params_, mine, oxygen_, with);
    }

    void tally(const Surface& cells, const Population& mine, double cells_per_agent,
               tissue::Tally& tally) const override {
        tally.add({"bystander", "cells", "Leukocytes that are not specific for the tumour"},
                  cells_of(cells, mine, cells_per_agent));
    }

private:
    void live(const World& world, Row row, Intents& bag) const {
        Stream random = world.random("bystander.life"_draw, {world.surface().id[row]});
        const Rate all = params_.egress + params_.death;
        if (!happens(all, world.now().dt(), random)) {
            bag.moves.push_back({row, stroll(world, gait_, row, 1.0, random)});
        } else if (uniform(random) * all.in(per_minute) < params_.egress.in(per_minute)) {
            bag.emigrants.push_back({row});
        } else {
            bag.deaths.push_back({row, Cause::senescence});
        }
    }

    BystanderParams params_;
    Gait gait_;
    tissue::Lure lure_;
    tissue::Level oxygen_ = tissue::substance("oxygen");
};

const Registered<tissue::Kind> here{
    "bystander", "Leukocyte not specific for the tumour: fills room, comes where T cells come",
    make<tissue::Kind, Bystander>};

}  // namespace

}  // namespace perforin::biology
