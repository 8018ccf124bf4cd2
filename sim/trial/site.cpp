#include "trial/site.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>

#include "io/files.hpp"
#include "study/identity.hpp"
#include "trial/randomisation.hpp"

namespace perforin::trial {

Site::Site(const Trial& trial, const study::Store& store, std::filesystem::path scenarios,
           Carry carry)
    : trial_{trial},
      store_{store},
      scenarios_{std::move(scenarios)},
      carry_{std::move(carry)},
      program_{study::program_identity()} {}

bool Site::treat(const std::vector<Enrolled>& patients) {
    study::Plan plan;
    plan.name = trial_.name;
    plan.title = trial_.title;
    std::vector<std::pair<std::uint64_t, std::size_t>> keys;
    for (const Enrolled& one : patients) {
        for (std::size_t arm = 0; arm != trial_.arms.size(); ++arm) {
            if (arm != one.arm && !trial_.twins) continue;
            keys.emplace_back(one.person.number, arm);
            add(plan, one, arm);
        }
    }
    const study::SweepReport report = carry_(plan);
    report_.started += report.started;
    report_.stopped = report_.stopped || report.stopped;
    bool done = true;
    for (const auto& key : keys) {
        Treated& treated = all_.at(key);
        treated.standing = store_.look(treated.planned.hash, treated.planned.twin);
        const bool here = treated.standing.state == study::State::done;
        if (here) read(treated);
        done = done && here;
    }
    return done && !report.stopped;
}

/// What comes after the cut of the data is never known, and need not be lived.
void Site::add(study::Plan& plan, const Enrolled& patient, std::size_t arm) {
    const Person& person = patient.person;
    const auto key = std::pair{person.number, arm};
    if (all_.count(key) == 0) {
        std::optional<std::int64_t> observed;
        if (trial_.trial.data_cut) observed = days_of(*trial_.trial.data_cut) - patient.day;
        study::PlannedRun planned = plan_run(trial_, person, arm, program_, observed);
        const Arm& in = trial_.arms[arm];
        planned.scenario = trial_.people->file(person, in.name, in.config, scenarios_).string();
        all_.emplace(key, Treated{.planned = std::move(planned)});
    }
    plan.runs.push_back(all_.at(key).planned);
}

void Site::read(Treated& treated) const {
    const io::File file = io::open_trajectory(store_.result(treated.planned.hash));
    treated.course = read_course(file.root(), trial_.sought);
    treated.outcomes.clear();
    std::optional<io::File> twin;
    if (treated.planned.twin) twin.emplace(io::open_trajectory(store_.twin(treated.planned.hash)));
    for (const study::OutcomeParams& asked : trial_.outcomes) {
        treated.outcomes.push_back(
            study::outcome(asked, file.root(), twin ? &twin->root() : nullptr));
    }
}

const Treated* Site::of(const Person& person, std::size_t arm) const {
    const auto found = all_.find({person.number, arm});
    return found == all_.end() ? nullptr : &found->second;
}

Endpoints Site::endpoints(const Enrolled& patient, std::size_t arm, std::int64_t cut) const {
    return endpoints_of(of(patient.person, arm)->course, follow_up(trial_, patient, cut),
                        trial_.rules);
}

FollowUp follow_up(const Trial& trial, const Enrolled& patient, std::int64_t cut) {
    const std::int64_t longest = days_of(trial.trial.follow_up);
    const std::int64_t days = std::clamp<std::int64_t>(cut - patient.day, 0, longest);
    const std::int64_t leaves =
        dropout_day(patient.person.number, trial.dropout.hazard, trial.seed());
    return leaves < days ? FollowUp{leaves, true} : FollowUp{days, false};
}

}  // namespace perforin::trial
