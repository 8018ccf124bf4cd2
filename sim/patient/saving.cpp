// What of a patient is saved: one walk over all that is hers. Part of Patient.

#include "patient/patient.hpp"

namespace perforin::patient {

namespace {

std::string place_of(const tissue::Lesion& lesion) {
    return "lesions/" + lesion.name() + "/";
}

}  // namespace

/// Of body and therapies.
cells::Tables Patient::own_tables() {
    cells::Tables all;
    cells::add(all, "metastases/", metastases_.tables());
    cells::add(all, "body/", body_.tables());
    if (!regimen_.empty()) all.push_back({"therapies/responses", &follow_up_.responses()});
    for (std::size_t i = 0; i != regimen_.size(); ++i) {
        if (cells::Table* course = regimen_[i].plugin->state()) {
            all.push_back({"therapies/" + std::to_string(i), course});
        }
    }
    return all;
}

cells::Tables Patient::tables() {
    cells::Tables all = own_tables();
    for (const auto& lesion : lesions_) cells::add(all, place_of(*lesion), lesion->tables());
    return all;
}

/// Colonies first: they say which lesions there are.
void Patient::restore(const cells::Saved& saved) {
    cells::Tables colonies;
    cells::add(colonies, "metastases/", metastases_.tables());
    cells::restore(colonies, saved);
    for (const std::size_t colony : metastases_.laid_out()) raise(colony);
    cells::restore(own_tables(), saved);
    for (const auto& lesion : lesions_) lesion->restore(cells::under(place_of(*lesion), saved));
}

}  // namespace perforin::patient
