// Steroids: a daily dose of prednisone or its equivalent, then a taper. What they do is written
// where it acts: `[suppression]` in tissue, `[glucocorticoid]` in blood and lymph nodes.

#include <algorithm>

#include "core/registry.hpp"
#include "patient/body.hpp"
#include "patient/infusion.hpp"
#include "patient/small_molecule.hpp"
#include "patient/therapy.hpp"

namespace perforin::therapy {

namespace {

using config::assumed, config::fitted, config::measured, config::recalled, config::setting;

/// The effect outlives the drug, by way of genes: levels are those of an effect compartment that
/// clears with the biological half-life, not with that of plasma (3 h).
patient::SmallMoleculeFacts facts() {
    const auto effect = recalled(measured("biological half-life 12–36 h: 18 h in 45 L"));
    const auto one = config::setting("one compartment");
    return {.receptor = "glucocorticoid",
            .half = {1340, assumed("the mean level at 20 mg a day; with 10 mg and more before "
                                   "PD-(L)1 blockade patients fared worse (Arbour 2018)")},
            .molar_mass = {0.358, recalled(measured("prednisone"))},
            .clearance = {1.733, effect},
            .central = {45, effect},
            .exchange = {0, one},
            .peripheral = {1, one},
            .unbound = {1, setting("of an effect compartment")},
            .tissue_exchange = {1, assumed("fast against the effect")},
            .omega_clearance = {0, assumed("no published value was looked for")}};
}

struct Prednisone final : patient::SmallMolecule {
    explicit Prednisone(config::Section& section) : SmallMolecule{section, facts()} {}
};

inline constexpr Unit<dim::mass_rate> mg_a_day{mg.factor / day.factor, "mg/d"};

struct SteroidParams : config::Block {
    using Block::Block;
    MassRate dose = param("dose", 75, mg_a_day, {0, 5000}, "Prednisone or its equivalent a day",
                          recalled(measured("guidelines for grade 3: 1–2 mg/kg")));
    Time first = param("first", 0, day, {0, 36500}, "Day of the first dose",
                       setting("the first simulated day"));
    Time full = param("full", 7, day, {0, 36500}, "Days at that dose, from the first on",
                      recalled(assumed("until symptoms are down to grade 1")));
    Time taper = param("taper", 28, day, {0, 36500},
                       "Days after these, over which the dose falls along a straight line to none",
                       recalled(measured("guidelines: over 4–6 weeks")));
};

/// A day's dose; `since`: days since the first. The taper falls by equal steps.
Mass dose_of(const SteroidParams& p, double since) {
    if (since < 0.0) return {};
    const double taper = p.taper.in(day), left = p.full.in(day) + taper - since;
    return std::clamp(left / (taper + 1.0), 0.0, 1.0) * (p.dose * (1.0 * day));
}

class Steroids final : public patient::Therapy {
public:
    explicit Steroids(config::Section& section) : params_{section} {}

    void prepare(patient::Body& body) const override { body.introduce("prednisone"); }

    void administer(const Day& today, patient::Body& body) override {
        const double since = static_cast<double>(today.index) - params_.first.in(day);
        const Mass dose = dose_of(params_, since);
        if (!(dose > Mass{})) return;
        body.infuse("prednisone", dose);
        course_.given += 1;
        course_.mass += dose.in(mg);
    }
    patient::Administrations* state() override { return &course_; }

private:
    SteroidParams params_;
    patient::Course course_;
};

const Registered<patient::Drug> drug{"prednisone", "Glucocorticoid, in effect",
                                     make<patient::Drug, Prednisone>};
const Registered<patient::Therapy> here{
    "steroids", "Prednisone or its equivalent, 75 mg a day for a week, tapered over four",
    make<patient::Therapy, Steroids>};

}  // namespace

}  // namespace perforin::therapy
