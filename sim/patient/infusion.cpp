#include "patient/infusion.hpp"

#include "patient/body.hpp"

namespace perforin::patient {

void Infusion::prepare(Body& body) const {
    body.introduce(drug_);
}

void Infusion::administer(const Day& today, Body& body) {
    if (!schedule_.due(today)) return;
    const Mass dose = dose_.in(body.weight());
    body.infuse(drug_, dose);
    course_.given += 1;
    course_.mass += dose.in(mg);
}

}  // namespace perforin::patient
