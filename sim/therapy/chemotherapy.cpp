// Chemotherapy: a poison of the mitotic spindle, docetaxel unless `[drug.docetaxel]` says
// otherwise. What it does in tumour cells is written in biology/models/drugs.hpp; here stand its
// dose, its way through the body, and what it does to other cells that divide.

#include "core/maths.hpp"
#include "core/registry.hpp"
#include "patient/body.hpp"
#include "patient/infusion.hpp"
#include "patient/small_molecule.hpp"
#include "tissue/effect.hpp"

namespace perforin::therapy {

namespace {

using config::assumed, config::fitted, config::measured, config::recalled;

inline constexpr Unit<scalar - dim::mass_per_area> per_mg_per_m2{1.0 / mg_per_m2.factor, "m^2/mg"};

/// Bruno 1996 has three compartments; two with its clearance, volume at steady state (113 L) and
/// terminal half-life (11 h) miss only the first minutes.
patient::SmallMoleculeFacts facts() {
    const auto bruno = recalled(fitted("Bruno 1996, three compartments brought down to two"));
    return {.receptor = "microtubules",
            .half = {5, recalled(measured("half of the cytotoxicity in culture at 1–30 nM"))},
            .molar_mass = {0.808, recalled(measured("label"))},
            .clearance = {36.4, recalled(measured("Bruno 1996: 21 L/h/m²"))},
            .central = {10, bruno},
            .exchange = {7.8, bruno},
            .peripheral = {103, bruno},
            .unbound = {0.05, recalled(measured("label: 94–97 % bound"))},
            .tissue_exchange = {0.0315, recalled(measured("half-life in tumours of mice 22 h, in "
                                                          "their plasma 1 h (Bissery)"))},
            .omega_clearance = {0.35, recalled(measured("Bruno 1996: 30–40 %"))}};
}

struct Docetaxel final : patient::SmallMolecule {
    explicit Docetaxel(config::Section& section)
        : SmallMolecule{section, facts()}, marrow_{section} {}

    double myelosuppression(Molarity plasma) const override {
        return marrow_.slope * plasma.in(micromolar);
    }

private:
    /// Of `[drug.docetaxel]` too.
    struct MarrowParams : config::Block {
        using Block::Block;
        double slope = param("marrow", 8.58, fraction, {0, 1e3},
                             "Division of marrow's precursors taken away per µM in plasma",
                             recalled(measured("Friberg 2002: 8.58 per µM of docetaxel")));
    };
    MarrowParams marrow_;
};

/// `[effect.chemotherapy]`
struct DividingParams : config::Block {
    using Block::Block;
    double failed_mitosis =
        param("failed_mitosis", 0.9, fraction, {0, 1},
              "Share of the divisions of other cells in a lesion that end in their death where a "
              "drug holds all of their microtubules",
              assumed("as in tumour cells"));
    bool off = ablation("mitotic_poison", "Drugs that bind microtubules let no division fail");
};

/// Immune and host cells that set out to divide die where the drug is.
class Dividing final : public tissue::Effect {
public:
    explicit Dividing(config::Section& section) : params_{section} {}

    void act(const tissue::World& world, tissue::Intents& intents) const override {
        if (params_.off) return;
        const tissue::Surface& cells = world.surface();
        for (const tissue::Divide& division : intents.divisions) {
            if ((cells.roles[division.row] & tissue::role::tumour) != 0) continue;
            const double fails =
                params_.failed_mitosis * world.occupancy(microtubules_, division.row);
            if (!(fails > 0.0)) continue;
            Stream random = world.random("chemotherapy.mitosis"_draw, {cells.id[division.row]});
            if (!(uniform(random) < fails)) continue;
            intents.deaths.push_back({division.row, tissue::Cause::failed_mitosis});
        }
    }

private:
    DividingParams params_;
    tissue::ReceptorHandle microtubules_ = tissue::receptor("microtubules");
};

struct LymphodepletionParams : config::Block {
    using Block::Block;
    Quantity<scalar - dim::mass_per_area> lymphocytes = param(
        "lymphocyte_loss", 0.003, per_mg_per_m2, {0, 10},
        "Death of lymphocytes in blood and nodes per dose by surface: exp(−loss × dose) live",
        recalled(assumed("a fifth at 75 mg/m²; counts fall by a tenth to a third in a course")));
    Quantity<scalar - dim::mass_per_area> dividing =
        param("dividing_loss", 0.015, per_mg_per_m2, {0, 10},
              "The same of T cells that divide in lymph nodes",
              assumed("they divide twice a day and meet the drug for a day: two in three at 75 "
                      "mg/m²"));
};

class Chemotherapy final : public patient::Infusion {
public:
    explicit Chemotherapy(config::Section& section)
        : Infusion{section,
                   {.drug = "docetaxel",
                    .schedule = {3, 0, recalled(measured("label: 75 mg/m² every 3 weeks"))},
                    .dose_mg_per_m2 = 75}},
          losses_{section} {}

    void administer(const Day& today, patient::Body& body) override {
        if (!schedule().due(today)) return;
        if (body.marrow().too_few()) return hold();
        Infusion::administer(today, body);
        const MassPerArea given = dose(body) / patient::body_surface(body.weight());
        body.deplete_lymphocytes(maths::exp(-(losses_.lymphocytes * given)),
                                 maths::exp(-(losses_.dividing * given)));
        body.marrow().dosed(given.in(mg_per_m2), today.start());
    }

private:
    LymphodepletionParams losses_;
};

const Registered<patient::Drug> drug{"docetaxel", "Poison of the mitotic spindle (taxane)",
                                     make<patient::Drug, Docetaxel>};
const Registered<tissue::Effect> dividing{
    "chemotherapy", "Dividing immune and host cells die where a drug holds the mitotic spindle",
    make<tissue::Effect, Dividing>};
const Registered<patient::Therapy> here{
    "chemotherapy", "Docetaxel, 75 mg/m² every 3 weeks: kills cells that divide",
    make<patient::Therapy, Chemotherapy>};

}  // namespace

}  // namespace perforin::therapy
