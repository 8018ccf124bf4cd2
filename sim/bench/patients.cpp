#include "bench/patients.hpp"

#include <fmt/format.h>

#include "config/input.hpp"
#include "tissue/surface.hpp"

namespace perforin::bench {

std::unique_ptr<patient::Patient> make_patient(const std::string& scenario) {
    const config::Input input{"benchmark", scenario};
    auto patient = std::make_unique<patient::Patient>(input.root(), 1);
    input.finish();
    return patient;
}

std::string nodule(const std::string& name, double radius, double extent) {
    return fmt::format(
        "[[lesion]]\nname = '{}'\nlayout = 'nodule'\n"
        "[lesion.nodule]\nradius = '{} um'\nextent = '{} um'\n",
        name, radius, extent);
}

double tumour_cells(const patient::Patient& patient) {
    double cells = 0.0;
    for (const auto& lesion : patient.lesions()) {
        const tissue::Surface& all = lesion->cells();
        for (std::size_t row = 0; row != all.size(); ++row) {
            cells += tissue::tumour_agent(all, row) ? 1.0 : 0.0;
        }
    }
    return cells;
}

}  // namespace perforin::bench
