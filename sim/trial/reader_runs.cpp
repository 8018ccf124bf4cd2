// What each arm's patients have otherwise, and whether their runs can be made. Part of Reader.

#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "clinic/calendar.hpp"
#include "clinic/examination.hpp"
#include "core/error.hpp"
#include "core/printable.hpp"
#include "trial/reader.hpp"

namespace perforin::trial {

namespace {

constexpr std::size_t enough_problems = 50;

std::string name_of(const config::Section& examination) {
    const auto named = clinic::ExaminationName{examination}.name;
    if (named) return *named;
    const auto type = examination.placed_texts("type");
    return type.empty() ? "" : type.front().text;
}

}  // namespace

void Reader::complete_arms() {
    for (Arm& arm : trial_.arms) {
        try {
            complete(arm);
        } catch (const BadInput& bad) {
            problems_.add_lines(bad.what());
        }
    }
}

/// Lays visits, the end of treatment and the days over what is written.
void Reader::complete(Arm& arm) {
    const Person first = trial_.people->person(1);
    const engine::Scenario scenario = trial_.people->scenario(first, arm.config);
    const config::Origin here = top_.child("trial")
                                    .placed_texts(trial_.trial.cohort ? "cohort" : "scenario")
                                    .front()
                                    .origin;
    const std::string& wanted = visits_.examination;
    if (scenario.input({}, arm.settings).root().elements("examination").empty()) {
        const std::string name = wanted == "ct" ? "" : ", name=" + config::toml_text(wanted, "");
        arm.settings.push_back({fmt::format("examination=[{{type=\"ct\"{}}}]", name), here});
    }
    const config::Input input = scenario.input({}, arm.settings);
    if (response_ends_treatment(input)) {
        arm.settings.insert(arm.settings.begin(),
                            {"follow_up.judged_by=" + config::toml_text(wanted, ""), here});
    }
    end_treatment(arm, input);
    std::vector<std::string> names;
    for (const config::Section& table : input.root().elements("examination")) {
        names.push_back(name_of(table));
        if (names.back() == wanted) settle_visits(arm, table);
    }
    if (std::find(names.begin(), names.end(), wanted) == names.end()) {
        top_.child("visits").problem(
            "examination", fmt::format("arm {} has no examination '{}'; there are {}", arm.name,
                                       printable(wanted), fmt::join(names, ", ")));
    }
    const std::int64_t days = trial_.sought.start + days_of(trial_.trial.follow_up);
    arm.settings.push_back({fmt::format("run.days={}", days), here});
}

/// Whether any therapy ends by what scans tell.
bool Reader::response_ends_treatment(const config::Input& input) const {
    const auto by_response = [](const std::string& reason) {
        return reason == "progression" || reason == "complete_response";
    };
    const auto& usual = trial_.trial.ends_treatment;
    const auto therapies = input.root().elements("therapy");
    return std::any_of(therapies.begin(), therapies.end(), [&](const config::Section& therapy) {
        if (!therapy.has("stop_at")) return std::any_of(usual.begin(), usual.end(), by_response);
        const auto own = therapy.placed_texts("stop_at");
        return std::any_of(own.begin(), own.end(), [&](const config::PlacedText& reason) {
            return by_response(reason.text);
        });
    });
}

/// Each therapy that says nothing of its own ends by what ends treatment in the trial.
void Reader::end_treatment(Arm& arm, const config::Input& input) const {
    const config::Section table = top_.child("trial");
    if (trial_.trial.ends_treatment.empty()) return;
    const config::Origin here = table.placed_texts("ends_treatment").front().origin;
    const std::string value = config::toml_text(trial_.trial.ends_treatment, "");
    const auto therapies = input.root().elements("therapy");
    for (std::size_t i = 0; i != therapies.size(); ++i) {
        if (therapies[i].has("stop_at")) continue;
        arm.settings.push_back({fmt::format("therapy.{}.stop_at={}", i, value), here});
    }
}

/// What [visits] says goes into the examination's own table, each value from where it was written.
void Reader::settle_visits(Arm& arm, const config::Section& examination) {
    const Time start = clinic::Calendar{examination}.start;
    trial_.sought.start = days_of(visits_.start.value_or(start));
    for (const config::Parameter& p : input_.parameters()) {
        if (!p.path.starts_with("visits.") || p.origin.is_default()) continue;
        if (p.key == "examination" || std::holds_alternative<std::monostate>(p.value)) continue;
        arm.settings.push_back({fmt::format("examination.{}.{}={}", visits_.examination, p.key,
                                            config::toml_text(p.value, p.unit)),
                                p.origin});
    }
}

/// Every patient in an arm that she may be in, as `run` would; the first in all of them.
void Reader::check_runs() {
    check_first();
    const std::size_t size = trial_.people->size();
    std::size_t most = size;
    if (trial_.simon) most = static_cast<std::size_t>(trial_.simon->all);
    if (trial_.design.kind == Kind::boin) most = static_cast<std::size_t>(trial_.design.most);
    if (trial_.design.kind == Kind::three_plus_three) most = 6 * trial_.arms.size();
    most = std::min(most, size);
    for (std::size_t number = 2; number <= most; ++number) {
        if (checking_) checking_(number - 1, most);
        if (problems_.size() >= enough_problems) {
            return problems_.add(
                fmt::format("{}: … and perhaps more: {} of {} patients were looked at", trial_.name,
                            number - 1, most));
        }
        check_other(number);
    }
    if (checking_) checking_(most, most);
}

void Reader::check_first() {
    const Person first = trial_.people->person(1);
    std::map<std::string, std::string> known;
    for (std::size_t a = 0; a != trial_.arms.size(); ++a) {
        const Arm& arm = trial_.arms[a];
        try {
            const engine::Scenario scenario = trial_.people->scenario(first, arm.config);
            engine::Prepared run{scenario, {}, engine::Who::patient, arm.settings};
            asked_->check_days(run);
            if (a == 0) asked_->check_names(scenario, run);
            const auto [other, fresh] =
                known.emplace(plan_run(trial_, first, a, program_).hash, arm.name);
            if (fresh) continue;
            problems_.add(
                fmt::format("{}: arm {} is the same as arm {}: its patients have nothing "
                            "that those have not",
                            arm.place.text(), printable(arm.name), printable(other->second)));
        } catch (const BadInput& bad) {
            problems_.add_lines(bad.what());
        }
    }
}

void Reader::check_other(std::uint64_t number) {
    try {
        static_cast<void>(
            plan_run(trial_, trial_.people->person(number), number % trial_.arms.size(), program_));
    } catch (const BadInput& bad) {
        problems_.add_lines(bad.what());
    }
}

}  // namespace perforin::trial
