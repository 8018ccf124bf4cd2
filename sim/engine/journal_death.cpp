// What patients die of, in a trajectory. Part of Journal.

#include <string>

#include "engine/journal.hpp"

namespace perforin::engine {

void Journal::know_death() {
    death_ = {.kept = true, .has_value = true, .code = 0};
    death_.code = trajectory_.event_kind(
        {"death", "1",
         "The patient died: value 1 of her disease, 2 of toxicity, 3 of an infection with few "
         "neutrophils, 4 of something else"});
}

/// On the day that it happened.
void Journal::write_death(Seconds at, const patient::Mortality& mortality) {
    const Seconds died = mortality.died();
    if (!death_.kept || died < 0 || died <= at - seconds_per_day || died > at) return;
    trajectory_.event({.at = died,
                       .kind = death_.code,
                       .value = static_cast<double>(mortality.state().cause.value())});
}

void Journal::write_mortality(Seconds at, const patient::Mortality& mortality) {
    const patient::MortalityState& state = mortality.state();
    tissue::Tally row;
    row.add({"burden", "mm", "Diameters of live tumour, organs weighed and joined"}, state.burden);
    row.add({"growth", "1", "Growth of the logarithm of its volume a month"}, state.growth);
    row.add({"hazard", "1/d", "Hazard of death"}, state.disease + state.background);
    row.add({"disease", "1/d", "That of the disease"}, state.disease);
    row.add({"background", "1/d", "That of others of her age and sex"}, state.background);
    row.add({"passed_disease", "1", "Hazard of the disease so far"}, state.passed_disease);
    row.add({"passed_background", "1", "Background hazard so far"}, state.passed_background);
    row.add({"cause", "1",
             "0 she lives; else of what she died: 1 disease, 2 toxicity, 3 infection, "
             "4 other"},
            static_cast<double>(state.cause.value()));
    trajectory_.series("mortality", "What she may die of", row.labels()).append(at, row.values());
}

}  // namespace perforin::engine
