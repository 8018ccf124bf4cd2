// Myeloid-derived suppressor cells: short-lived, they suppress T cells and secrete IL-10 and TGF-β.

#include "biology/models/leukocyte.hpp"
#include "biology/models/secretion.hpp"
#include "core/parallel.hpp"
#include "core/registry.hpp"

namespace perforin::biology {

using tissue::Cause, tissue::Intents, tissue::Population, tissue::Row, tissue::Surface,
    tissue::World;

namespace {

struct MdscParams : LeukocyteParams {
    explicit MdscParams(const config::Section& section)
        : LeukocyteParams{
              section,
              {.weight = {0.3, assumed("rarer than macrophages")},
               .loss = {1, recalled(assumed("neutrophil-like cells circulate for a day"))},
               .extravasation = {0.01, recalled(assumed("0.001–0.1 for T cells, little known"))},
               .radius = {6, recalled(measured("10–15 µm across"))},
               .speed = {2, recalled(assumed("neutrophil-like cells are faster than "
                                             "macrophages"))}}} {}

    Molarity cxcl12_half = param("cxcl12_half", 200, picomolar, {1e-3, 1e7},
                                 "CXCL12 at which half of the rolling ones stop",
                                 recalled(assumed("CXCR4 Kd of 1–5 nM, a response at a tenth")));
    double entry_floor = param("entry_floor", 0.1, fraction, {0, 1},
                               "Share that stops without it: CXCL1, 5 and 8 are no substances of "
                               "the model",
                               assumed("a minor part"));
    Rate death = param("death", 0.3, per_day, {0, 10}, "Death hazard",
                       assumed("days; qspio has 0.015 1/d for a lumped pool"));
    Rate il10 = param("il10", 5, per_minute, {0, 1e6}, "IL-10 molecules secreted per cell",
                      assumed("as an M2 macrophage"));
    Rate tgf_beta =
        param("tgf_beta", 35, per_minute, {0, 1e6}, "Active TGF-β molecules secreted per cell",
              assumed("as an M2 macrophage"));
    bool suppression_off = ablation("mdsc_suppression", "MDSC neither suppress nor secrete IL-10");
};

class Mdsc final : public tissue::Kind {
public:
    explicit Mdsc(config::Section& section) : params_{section}, switches_{section} {}

    std::unique_ptr<Population> populate() const override { return std::make_unique<Population>(); }
    double weight() const override { return params_.weight; }
    PerVolume initial_density() const override { return params_.density; }
    tissue::Recruitment recruitment() const override {
        return recruitment_of(
            params_,
            {.substance = "cxcl12", .half = params_.cxcl12_half, .floor = params_.entry_floor});
    }
    std::uint16_t roles() const override {
        return tissue::role::leukocyte | tissue::role::suppressive;
    }

    void found(const tissue::Founder&, Row row, Surface& cells, Population&) const override {
        show_leukocyte(params_, row, cells);
        cells.roles[row] = static_cast<std::uint16_t>(
            tissue::role::leukocyte | (params_.suppression_off ? 0 : tissue::role::suppressive));
    }

    void decide(const World& world, Population& mine, Intents& intents) const override {
        intents += parallel::gather_into<Intents>(
            mine.size(),
            [&](std::size_t i, Intents& bag) {
                const Row row = mine.row[i];
                Stream random = world.random("mdsc.life"_draw, {world.surface().id[row]});
                if (happens(params_.death, world.now().dt(), random)) {
                    bag.deaths.push_back({row, Cause::senescence});
                } else {
                    bag.moves.push_back({row, stroll(world, gait_, row, 1.0, random)});
                }
            },
            128);
    }

    void exchange(const World&, const Population& mine, tissue::Exchange& with) const override {
        breathe(params_, mine, oxygen_, with);
        for (std::size_t i = 0; i != mine.size(); ++i) {
            if (!params_.suppression_off) {
                with.secrete(il10_, mine.row[i], params_.il10.in(per_minute));
            }
            if (!switches_.tgf_beta_off) {
                with.secrete(tgf_beta_, mine.row[i], params_.tgf_beta.in(per_minute));
            }
        }
    }

    void tally(const Surface& cells, const Population& mine, double cells_per_agent,
               tissue::Tally& tally) const override {
        tally.add({"mdsc", "cells", "Myeloid-derived suppressor cells"},
                  cells_of(cells, mine, cells_per_agent));
    }

private:
    MdscParams params_;
    SecretionSwitches switches_;
    tissue::Level oxygen_ = tissue::substance("oxygen");
    tissue::Level il10_ = tissue::substance("il10");
    tissue::Level tgf_beta_ = tissue::substance("tgf_beta");
    Gait gait_ = gait_of(params_, tissue::substance("cxcl12"));
};

const Registered<tissue::Kind> here{
    "mdsc", "Myeloid-derived suppressor cell: short-lived, suppresses T cells",
    make<tissue::Kind, Mdsc>};

}  // namespace

}  // namespace perforin::biology
