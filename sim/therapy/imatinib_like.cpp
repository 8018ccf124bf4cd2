// An imatinib-like drug: where it blocks KIT, tumour cells make less IDO, so that T cells divide
// (biology/models/ido.hpp, none by default) and regulatory T cells die (Balachandran 2011,
// gastrointestinal stromal tumours).

#include "core/registry.hpp"
#include "patient/infusion.hpp"
#include "patient/small_molecule.hpp"
#include "tissue/effect.hpp"

namespace perforin::therapy {

namespace {

using config::assumed, config::measured, config::recalled, config::setting;

patient::SmallMoleculeFacts facts() {
    const auto widmer = recalled(measured("Widmer 2006, one compartment, as swallowed"));
    const auto one = setting("one compartment");
    return {.receptor = "kit",
            .half = {100, recalled(measured("KIT in cells: half at 100 nM"))},
            .molar_mass = {0.494, recalled(measured("label"))},
            .clearance = {14.3, widmer},
            .central = {347, widmer},
            .exchange = {0, one},
            .peripheral = {1, one},
            .unbound = {0.05, recalled(measured("label: 95 % bound"))},
            .tissue_exchange = {1, assumed("small molecules pass capillaries within an hour")},
            .omega_clearance = {0.36, recalled(measured("Widmer 2006: 36 %"))}};
}

struct Imatinib final : patient::SmallMolecule {
    explicit Imatinib(config::Section& section) : SmallMolecule{section, facts()} {}
};

/// `[effect.kit]`
struct KitParams : config::Block {
    using Block::Block;
    Rate death = param("regulatory_death", 0.2, per_day, {0, 10},
                       "Death of regulatory T cells in a lesion where all of KIT is blocked",
                       recalled(assumed("their share of CD4 cells fell by half within a week of "
                                        "treatment of mice (Balachandran 2011); 0.05–0.5")));
};

class Kit final : public tissue::Effect {
public:
    explicit Kit(config::Section& section) : params_{section} {}

    void act(const tissue::World& world, tissue::Intents& intents) const override {
        const tissue::Surface& cells = world.surface();
        for (tissue::Row row = 0; row != cells.size(); ++row) {
            if ((cells.roles[row] & tissue::role::regulatory) == 0) continue;
            const double blocked = world.occupancy(kit_, row);
            if (!(blocked > 0.0)) continue;
            Stream random = world.random("kit.regulatory"_draw, {cells.id[row]});
            if (!happens(blocked * params_.death, world.now().dt(), random)) continue;
            intents.deaths.push_back({row, tissue::Cause::deprivation});
        }
    }

private:
    KitParams params_;
    tissue::ReceptorHandle kit_ = tissue::receptor("kit");
};

struct ImatinibLike final : patient::Infusion {
    explicit ImatinibLike(config::Section& section)
        : Infusion{section,
                   {.drug = "imatinib",
                    .dose_mg = 400,
                    .schedule = {.every = 1,
                                 .evidence = recalled(measured("label: 400 mg a day")),
                                 .unit = day}}} {}
};

const Registered<patient::Drug> drug{"imatinib", "Inhibitor of KIT, swallowed",
                                     make<patient::Drug, Imatinib>};
const Registered<tissue::Effect> effect{"kit", "Regulatory T cells die where KIT is blocked",
                                        make<tissue::Effect, Kit>};
const Registered<patient::Therapy> here{"imatinib_like",
                                        "Block of KIT and so of regulatory T cells, 400 mg a day",
                                        make<patient::Therapy, ImatinibLike>};

}  // namespace

}  // namespace perforin::therapy
