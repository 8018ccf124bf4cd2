#include "patient/infusion.hpp"

#include "patient/body.hpp"

namespace perforin::patient {

namespace {

constexpr config::Range milligrams{0, 1e5}, milligrams_per_kg{0, 1000};

}  // namespace

DoseParams::DoseParams(const config::Section& section, const UsualRegimen& usual) : Block{section} {
    const config::Evidence& evidence = usual.schedule.evidence;
    if (usual.dose_mg) {
        const Mass dose =
            param("dose", *usual.dose_mg, mg, milligrams, "Dose of each administration", evidence);
        per_weight =
            optional("dose_per_weight", mg_per_kg, milligrams_per_kg,
                     "Dose of each administration per body weight, instead of the flat one");
        if (!per_weight) flat = dose;
    } else {
        const double dose =
            param("dose_per_weight", *usual.dose_mg_per_kg, mg_per_kg, milligrams_per_kg,
                  "Dose of each administration per body weight", evidence);
        flat = optional("dose", mg, milligrams,
                        "Flat dose of each administration, instead of the one by weight");
        if (!flat) per_weight = dose;
    }
    if (section.has("dose") && section.has("dose_per_weight")) {
        section.problem("dose_per_weight", "a flat dose is given too; leave one of them out");
    }
}

void Infusion::prepare(Body& body) const {
    body.introduce(drug_);
}

void Infusion::administer(const Day& today, Body& body) {
    if (!schedule_.due(today)) return;
    if (body.holds(drug_)) {
        course_.held += 1;
        return;
    }
    const Mass dose = dose_.in(body.weight());
    body.infuse(drug_, dose);
    course_.given += 1;
    course_.mass += dose.in(mg);
}

}  // namespace perforin::patient
