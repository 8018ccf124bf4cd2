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

std::string ecosystem() {
    return "[tissue.stroma]\nnest = '160 um'\n"
           "[biology.helper_t]\ndensity = '1e7 1/mL'\nin_blood = '1e4 1/mL'\n"
           "[biology.regulatory_t]\ndensity = '6e6 1/mL'\nin_blood = '5e4 1/mL'\n"
           "[biology.natural_killer]\ndensity = '2e6 1/mL'\nin_blood = '2e5 1/mL'\n"
           "[biology.macrophage]\ndensity = '2e7 1/mL'\nin_blood = '4e5 1/mL'\n"
           "[biology.dendritic_cell]\ndensity = '1e6 1/mL'\nin_blood = '1e4 1/mL'\n"
           "[biology.mdsc]\ndensity = '5e6 1/mL'\nin_blood = '1e5 1/mL'\n"
           "[biology.bystander]\ndensity = '4e7 1/mL'\nin_blood = '1e6 1/mL'\n"
           "[biology.fibroblast]\nstromal_density = '5e7 1/mL'\n"
           "[biology.parenchyma]\nhost_density = '1e8 1/mL'\n";
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
