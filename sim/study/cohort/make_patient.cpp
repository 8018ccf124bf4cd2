// A patient: a draw, and what it means for a scenario.

#include <utility>

#include <fmt/format.h>

#include "core/printable.hpp"
#include "core/random.hpp"
#include "engine/prepared.hpp"
#include "study/cohort/model.hpp"

namespace perforin::study {

namespace {

/// run.seed of a patient, below 2^53.
std::uint64_t seed_of(std::uint64_t cohort, std::uint64_t number) {
    constexpr int spare_bits = 11;
    return descend(descend(cohort, static_cast<std::uint64_t>(key_of("cohort.run"))), number) >>
           spare_bits;
}

std::string comment_of(const Cohort::Model& model, const VirtualPatient& patient) {
    std::string text = fmt::format("# Patient {} of {}, seed {}; weight {:.6g}\n", patient.number,
                                   printable(model.file.title), model.seed(), patient.weight);
    for (std::size_t i = 0; i != model.columns.size(); ++i) {
        const CovariateColumn& column = model.columns[i];
        text += fmt::format("# {} = {}{}{}\n", column.name, printable(patient.values[i].text),
                            column.unit.empty() ? "" : " ", column.unit);
    }
    return text + '\n';
}

}  // namespace

VirtualPatient make_patient(const Cohort::Model& model, std::uint64_t number) {
    const Chosen chosen = model.choose(number, model.seed());
    const std::vector<double>& values = chosen.draw.values;
    VirtualPatient patient{.number = number,
                           .seed = seed_of(model.seed(), number),
                           .refused = chosen.refused,
                           .thinned = chosen.thinned};
    if (!model.weights.empty()) patient.weight = model.weights[number - 1];
    patient.values = model.covariates(values);
    for (const config::PlacedText& layer : model.layers_of(values)) {
        patient.layers.push_back(layer.text);
    }
    patient.settings = {{fmt::format("run.seed={}", patient.seed), {.layer = model.file.name}}};
    for (config::PlacedText& one : model.settings_of(values)) {
        patient.settings.push_back(std::move(one));
    }
    const std::size_t combination = model.combination(values);
    for (const Target& target : model.targets) {
        const std::size_t i = target.variable();
        patient.settings.push_back(target.setting(model.variables[i], values[i], combination));
    }
    patient.toml = scenario_toml(comment_of(model, patient), patient.layers, patient.settings,
                                 model.lesions ? lesions_toml(model, chosen.draw) : std::string{});
    if (model.lesions) {
        patient.settings.push_back({lesions_setting(model, chosen.draw), model.lesions->place});
    }
    return patient;
}

void check_patient(const Cohort::Model& model, const VirtualPatient& patient) {
    std::vector<config::PlacedText> layers;
    for (const std::string& layer : patient.layers) layers.push_back({layer, {}});
    static_cast<void>(
        engine::Prepared{model.over(layers), {}, engine::Who::patient, patient.settings});
}

}  // namespace perforin::study
