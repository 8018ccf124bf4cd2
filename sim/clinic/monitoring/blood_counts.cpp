#include "clinic/monitoring/blood_counts.hpp"

namespace perforin::clinic {

namespace {

/// Share of the lymphocytes that steroids leave in circulation.
double circulating(const patient::Body& body) {
    return 1.0 - body.glucocorticoid().retention * body.occupancy("glucocorticoid");
}

}  // namespace

/// T cells that see a tumour, or were infused, come on top of the usual ones as far as they are
/// more than at the start.
BloodCounts BloodCounter::count(const patient::Patient& patient) const {
    const patient::Body& body = patient.body();
    const patient::Blood& blood = body.blood();
    double more = 0.0;
    for (std::size_t c = 0; c != blood.classes(); ++c) {
        const patient::CellClass& cells = blood.cell_class(c);
        if (!cells.phenotype.empty()) more += blood.cells(c) - cells.baseline;
    }
    const Volume volume = patient.circulation().blood;
    BloodCounts counts{.litres = volume.in(litre), .circulating = circulating(body)};
    const double usual = params_.lymphocytes * volume * body.nodes().lymphocytes();
    counts.lymphocytes = counts.circulating * (usual + more);
    counts.cd8 = counts.circulating * (params_.cd8 * usual + more);
    return counts;
}

double BloodCounter::effectors(const patient::Patient& patient, std::size_t antigen) const {
    const patient::Body& body = patient.body();
    return circulating(body) * body.blood().cells(body.nodes().antigens()[antigen].effectors);
}

double BloodCounter::memory(const patient::Patient& patient, std::size_t antigen) const {
    const patient::Body& body = patient.body();
    return circulating(body) * body.blood().cells(body.nodes().antigens()[antigen].memory);
}

double BloodCounter::naive(const patient::Patient& patient, std::size_t antigen) const {
    const patient::Body& body = patient.body();
    return circulating(body) * params_.naive * body.nodes().naive().naive[antigen];
}

}  // namespace perforin::clinic
