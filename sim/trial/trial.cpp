#include "trial/trial.hpp"

#include <numeric>

#include <fmt/format.h>

#include "core/error.hpp"
#include "engine/prepared.hpp"
#include "study/identity.hpp"
#include "trial/reader.hpp"

namespace perforin::trial {

std::string Stratifier::text(const Person& person) const {
    const study::Covariate& value = person.values.at(column);
    if (limits.empty()) return fmt::format("{}={}", covariate, value.text);
    std::size_t above = 0;
    while (above != limits.size() && value.number >= limits[above]) ++above;
    if (above == 0) return fmt::format("{}=<{:g}", covariate, limits.front());
    if (above == limits.size()) return fmt::format("{}=>={:g}", covariate, limits.back());
    return fmt::format("{}={:g}-{:g}", covariate, limits[above - 1], limits[above]);
}

std::string stratum_of(const std::vector<Stratifier>& strata, const Person& person) {
    std::string text;
    for (const Stratifier& one : strata) text += (text.empty() ? "" : ";") + one.text(person);
    return text;
}

std::int64_t Trial::block() const {
    std::int64_t sum = 0;
    for (const Arm& arm : arms) sum += arm.share;
    return randomisation.block.value_or(2 * sum);
}

study::PlannedRun plan_run(const Trial& trial, const Person& person, std::size_t arm,
                           const std::string& program, std::optional<std::int64_t> observed) {
    const Arm& in = trial.arms[arm];
    std::vector<config::PlacedText> changes = in.settings;
    changes.push_back({fmt::format("run.seed={}", person.seed), in.place});
    if (observed && *observed < days_of(trial.trial.follow_up)) {
        const std::int64_t days = trial.sought.start + *observed;
        changes.push_back({fmt::format("run.days={}", days), in.place});
    }
    const engine::Scenario scenario = trial.people->scenario(person, in.config);
    const engine::Prepared run{scenario, {}, engine::Who::patient, changes};
    study::PlannedRun planned{.point = static_cast<std::size_t>(person.number - 1),
                              .replicate = arm,
                              .seed = person.seed,
                              .twin = !run.run.twin.empty()};
    for (const config::PlacedText& change : changes) planned.settings.push_back(change.text);
    planned.hash = study::identity(run.provenance(scenario, {}), person.seed, program);
    return planned;
}

bool is_trial(const engine::Scenario& file) {
    try {
        const config::Input input = file.input();
        return input.root().has("trial") || input.root().has("arm");
    } catch (const BadInput&) {
        return false;
    }
}

std::size_t most_runs_of(const Trial& trial) {
    const std::size_t arms = trial.twins ? trial.arms.size() : 1;
    return trial.people->size() * arms;
}

Trial read_trial(const engine::Scenario& file, const study::Checking& checking) {
    return Reader{file, checking}.read();
}

}  // namespace perforin::trial
