// What the scenario under a cohort has to say: which parameters there are, and whether its patients
// can be prepared.

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "core/error.hpp"
#include "core/printable.hpp"
#include "engine/prepared.hpp"
#include "study/cohort/reader.hpp"

namespace perforin::study {

namespace {

constexpr std::size_t most_combinations = 100;
constexpr const char* probe = "lesion=[{ name = \"probe\" }]";
constexpr const char* probe_path = "lesion.probe.";

}  // namespace

/// Every parameter of a patient of each combination of classes.
std::vector<Known> CohortReader::combinations() {
    std::size_t count = 1;
    const std::vector<std::size_t> deciding = model_.deciding();
    for (const std::size_t i : deciding) count *= model_.variables[i].classes.size();
    std::vector<Known> all;
    if (count > most_combinations) {
        cohort_.problem("", fmt::format("has {} combinations of classes with layers or settings, "
                                        "and each is prepared: {} are allowed",
                                        count, most_combinations));
        return all;
    }
    std::vector<double> values(model_.variables.size(), 0.0);
    for (std::size_t index = 0; index != count; ++index) {
        std::size_t rest = index;
        for (auto i = deciding.rbegin(); i != deciding.rend(); ++i) {
            const std::size_t n = model_.variables[*i].classes.size();
            values[*i] = static_cast<double>(rest % n);
            rest /= n;
        }
        std::vector<config::PlacedText> changes = model_.settings_of(values);
        changes.push_back({probe, {.layer = model_.file.name}});
        try {
            const engine::Prepared run{
                model_.over(model_.layers_of(values)), {}, engine::Who::patient, changes};
            all.push_back(run.input.parameters());
        } catch (const BadInput& bad) {
            problems_.add_lines(bad.what());
        }
    }
    return all;
}

void CohortReader::learn() {
    const std::vector<Known> known = combinations();
    if (!fine()) return;
    for (Target& target : model_.targets) {
        target.learn(model_.variables[target.variable()], known);
    }
    if (model_.lesions) learn_lesions(known.front());
}

void CohortReader::learn_lesions(const Known& known) {
    LesionPlan& plan = *model_.lesions;
    for (std::size_t i = 0; i != plan.variables.size(); ++i) {
        const Variable& variable = plan.variables[i];
        for (const config::PlacedText& key : variable.table.placed_texts("sets")) {
            Target target{i, variable, variable.table, key};
            target.learn(variable, {known}, probe_path);
            model_.lesion_targets.push_back({i, std::move(target)});
        }
    }
    const auto organ = std::find_if(known.begin(), known.end(), [](const config::Parameter& p) {
        return p.path == std::string{probe_path} + "organ";
    });
    if (organ == known.end()) return;
    const auto check = [&](const config::Section& table, const char* key, const std::string& name) {
        const auto& words = organ->choices;
        if (std::find(words.begin(), words.end(), name) != words.end()) return;
        table.problem(key, fmt::format("'{}' is no organ of a lesion: {}", printable(name),
                                       fmt::join(words, ", ")));
    };
    if (plan.params.first) check(*lesions_, "first", *plan.params.first);
    for (const config::Section& element : lesions_->elements("organ")) {
        check(element, "name", OrganParams{element}.name);
    }
}

/// The first patient is drawn, the weights are found, and she is prepared.
void CohortReader::try_first() {
    try {
        static_cast<void>(model_.choose(1, model_.seed()));
        const std::string problems = match(model_);
        if (!problems.empty()) return problems_.add_lines(problems);
        check_patient(model_, make_patient(model_, 1));
    } catch (const BadInput& bad) {
        problems_.add_lines(bad.what());
    }
}

}  // namespace perforin::study
