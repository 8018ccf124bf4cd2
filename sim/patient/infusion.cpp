#include "patient/infusion.hpp"

#include "core/maths.hpp"
#include "patient/body.hpp"

namespace perforin::patient {

namespace {

constexpr config::Range milligrams{0, 1e5}, milligrams_per_kg{0, 1000}, milligrams_per_m2{0, 1e4};

}  // namespace

Area body_surface(Mass weight) {
    return 0.1173 * maths::pow(weight.in(kg), 0.6466) * 1e6 * mm2;
}

DoseParams::DoseParams(const config::Section& section, const UsualRegimen& usual) : Block{section} {
    if (usual.dose_mg_per_m2) {
        by_surface(section, usual);
        return;
    }
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

void DoseParams::by_surface(const config::Section& section, const UsualRegimen& usual) {
    const MassPerArea dose =
        param("dose_per_surface", *usual.dose_mg_per_m2, mg_per_m2, milligrams_per_m2,
              "Dose of each administration per body surface", usual.schedule.evidence);
    flat = optional("dose", mg, milligrams,
                    "Flat dose of each administration, instead of the one by surface");
    if (!flat) per_surface = dose;
    if (section.has("dose") && section.has("dose_per_surface")) {
        section.problem("dose_per_surface", "a flat dose is given too; leave one of them out");
    }
}

Mass DoseParams::in(Mass weight) const {
    if (flat) return *flat;
    return per_surface ? *per_surface * body_surface(weight) : *per_weight * weight;
}

void Infusion::prepare(Body& body) const {
    body.introduce(drug_);
}

Mass Infusion::dose(const Body& body) const {
    return dose_.in(body.weight());
}

void Infusion::administer(const Day& today, Body& body) {
    if (!schedule_.due(today)) return;
    if (body.holds(drug_)) {
        hold();
        return;
    }
    body.infuse(drug_, dose(body));
    course_.given += 1;
    course_.mass += dose(body).in(mg);
}

}  // namespace perforin::patient
