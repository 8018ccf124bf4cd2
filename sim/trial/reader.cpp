#include "trial/reader.hpp"

#include <algorithm>
#include <filesystem>
#include <numeric>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "core/error.hpp"
#include "core/nearest.hpp"
#include "core/printable.hpp"
#include "engine/base_name.hpp"
#include "study/identity.hpp"

namespace perforin::trial {

namespace fs = std::filesystem;

Reader::Reader(const engine::Scenario& file, const study::Checking& checking)
    : file_{file},
      checking_{checking},
      input_{file.input()},
      top_{input_.root()},
      visits_{top_.child("visits")},
      program_{study::program_identity()},
      trial_{.name = file.name,
             .title = fs::path{file.name}.stem().string(),
             .layers = {},
             .trial = TrialParams{top_.child("trial")},
             .randomisation = RandomisationParams{top_.child("randomisation")},
             .dropout = DropoutParams{top_.child("dropout")},
             .dlt = DltParams{top_.child("dlt")},
             .design = DesignParams{top_.child("design")},
             .rules = {.response = clinic::ResponseParams{top_.child("response")}},
             .sought = {}} {}

Trial Reader::read() {
    for (const config::Layer& layer : input_.layers()) {
        trial_.layers.push_back({file_.recorded(layer.name), layer.text});
    }
    trial_.twins = TwinParams{top_.child("twins")}.on;
    trial_.rules.limiting_days = days_of(trial_.dlt.window);
    demand_whole_days(top_.child("dlt"), "window", trial_.dlt.window);
    trial_.sought = {.examination = visits_.examination, .without = trial_.dlt.without};
    find_people();
    read_arms();
    read_control();
    read_strata();
    read_block();
    read_design();
    read_published();
    read_outcomes();
    if (trial_.people && !trial_.arms.empty() && fine()) complete_arms();
    if (trial_.people && !trial_.arms.empty() && fine()) check_runs();
    trial_.outcomes = asked_->outcomes();
    trial_.outcome_units = asked_->units();
    trial_.outcome_docs = asked_->docs();
    problems_.refuse_with(input_);
    return std::move(trial_);
}

void Reader::find_people() {
    const config::Section table = top_.child("trial");
    const TrialParams& t = trial_.trial;
    if (!t.cohort && !t.scenario) {
        return table.problem("", "has neither a `cohort` nor a `scenario`: nobody takes part");
    }
    if (t.cohort && t.scenario) {
        return table.problem("scenario",
                             "does not go with a cohort, which has scenarios of its own");
    }
    if (t.scenario && !t.patients) {
        return table.problem("", "does not say how many `patients` of the scenario take part");
    }
    const char* key = t.cohort ? "cohort" : "scenario";
    if (table.placed_texts(key).empty()) return;  // no text: told already
    try {
        trial_.people = std::make_shared<const People>(file_, t, table.placed_texts("settings"));
    } catch (const BadInput& bad) {
        const std::string why = bad.what();
        const bool nothing = why.starts_with("there is no scenario") ||
                             why.starts_with("cannot ") || why.starts_with("the folder ");
        if (nothing) {
            table.problem(key, why);
        } else {
            problems_.add_lines(why);
        }
    }
}

void Reader::read_arms() {
    top_.document<ArmParams>("arm");
    constexpr std::string_view letters =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+.";
    constexpr std::size_t longest = 64;
    for (const config::Section& table : top_.elements("arm")) {
        const ArmParams params{table};
        Arm arm{.name = params.name, .share = params.share};
        const auto named = table.placed_texts("name");
        if (!named.empty()) arm.place = named.front().origin;
        if (arm.name.empty() || arm.name.size() > longest || arm.name.front() == '.' ||
            arm.name.find_first_not_of(letters) != std::string::npos) {
            table.problem("name", fmt::format("'{}' is no name of an arm: up to {} letters (a to "
                                              "z), digits, -, _, + and .",
                                              printable(arm.name), longest));
        }
        arm.config = find_config(table, params);
        arm.settings = top_.child("trial").placed_texts("settings");
        for (auto& own : table.placed_texts("settings")) arm.settings.push_back(std::move(own));
        trial_.arms.push_back(std::move(arm));
    }
    if (trial_.arms.empty()) top_.child("trial").problem("", "has no [[arm]]");
}

/// A file as the base of another: what it is called from the project's root, or in full.
std::string Reader::find_config(const config::Section& table, const ArmParams& params) const {
    if (!params.config) return {};
    const fs::path found = engine::locate(file_.places, *params.config);
    try {
        if (!engine::read_text(found.string())) {
            table.problem("config",
                          fmt::format("there is no file '{}'", printable(*params.config)));
        }
    } catch (const BadInput& bad) {
        table.problem("config", bad.what());
    }
    return engine::base_name(file_.places.root, found);
}

void Reader::read_control() {
    if (!trial_.trial.control) return;
    std::vector<std::string> names;
    for (const Arm& arm : trial_.arms) names.push_back(arm.name);
    const auto found = std::find(names.begin(), names.end(), *trial_.trial.control);
    trial_.control = static_cast<std::size_t>(found - names.begin());
    if (found != names.end()) return;
    trial_.control = 0;
    const std::string near = nearest(*trial_.trial.control, names);
    top_.child("trial").problem(
        "control", fmt::format("there is no arm '{}'{}", printable(*trial_.trial.control),
                               near.empty() ? "" : "; did you mean '" + near + "'?"));
}

void Reader::read_strata() {
    for (const config::PlacedText& text : top_.child("randomisation").placed_texts("strata")) {
        if (trial_.people) read_stratum(text);
    }
}

/// "histology", or "tps: 1, 50".
void Reader::read_stratum(const config::PlacedText& text) {
    const auto wrong = [&](const std::string& why) {
        problems_.add(fmt::format("{}: randomisation.strata: {}", text.origin.text(), why));
    };
    const std::size_t colon = text.text.find(':');
    Stratifier one{.covariate = text.text.substr(0, colon)};
    const auto& columns = trial_.people->columns();
    std::vector<std::string> names;
    names.reserve(columns.size());
    for (const auto& column : columns) names.push_back(column.name);
    const auto found = std::find(names.begin(), names.end(), one.covariate);
    if (found == names.end()) {
        const std::string near = nearest(one.covariate, names);
        return wrong(fmt::format("there is no covariate '{}'{}", printable(one.covariate),
                                 names.empty() ? ": patients of one scenario have none"
                                 : near.empty()
                                     ? fmt::format("; there are {}", fmt::join(names, ", "))
                                     : "; did you mean '" + near + "'?"));
    }
    one.column = static_cast<std::size_t>(found - names.begin());
    if (colon != std::string::npos) {
        if (!columns[one.column].number) return wrong(one.covariate + " is no number");
        std::string rest = text.text.substr(colon + 1);
        for (std::size_t at = 0; at < rest.size();) {
            std::size_t used = 0;
            const std::size_t end = std::min(rest.find(',', at), rest.size());
            try {
                one.limits.push_back(std::stod(rest.substr(at, end - at), &used));
            } catch (const std::exception&) {
                return wrong("expected limits as in \"tps: 1, 50\"");
            }
            at = end + 1;
        }
        const bool rising = std::is_sorted(one.limits.begin(), one.limits.end());
        if (one.limits.empty() || !rising) return wrong("limits must rise");
    }
    trial_.strata.push_back(std::move(one));
}

void Reader::read_block() {
    std::int64_t sum = 0;
    for (const Arm& arm : trial_.arms) sum += arm.share;
    const auto block = trial_.randomisation.block;
    if (!block || sum == 0 || *block % sum == 0) return;
    top_.child("randomisation")
        .problem("block", fmt::format("must be a multiple of {}, the sum of shares", sum));
}

void Reader::read_design() {
    const config::Section table = top_.child("design");
    const DesignParams& d = trial_.design;
    const std::size_t arms = trial_.arms.size();
    const std::size_t size = trial_.people ? trial_.people->size() : 0;
    if (d.kind == Kind::group_sequential && arms != 2) {
        table.problem("type",
                      fmt::format("group_sequential compares two arms; there are {}", arms));
    }
    if (d.kind == Kind::simon && arms > 1 && !trial_.twins) {
        table.problem("type", "simon has one arm; others are of use with [twins] on only");
    }
    if (d.escalates() && static_cast<std::size_t>(d.start_level) > arms && arms != 0) {
        table.problem("start_level", fmt::format("there are {} arms, which are the levels", arms));
    }
    if (trial_.people && most_runs_of(trial_) > static_cast<std::size_t>(most_runs)) {
        table.problem("", fmt::format("asks for more than {:g} runs", most_runs));
    }
    if (d.kind != Kind::simon) return;
    trial_.simon = simon({d.poor, d.good, d.alpha, d.beta, d.minimax});
    if (!trial_.simon) {
        table.problem("good", "no design of 300 patients or fewer tells these rates apart");
    } else if (trial_.people && static_cast<std::size_t>(trial_.simon->all) > size) {
        table.problem("", fmt::format("takes {} patients; there are {}", trial_.simon->all, size));
    }
}

void Reader::read_published() const {
    top_.document<PublishedParams>("published");
    const auto known = [this](const std::string& name) {
        return std::any_of(trial_.arms.begin(), trial_.arms.end(),
                           [&](const Arm& arm) { return arm.name == name; });
    };
    for (const config::Section& table : top_.elements("published")) {
        const PublishedParams p{table};
        const auto wrong = [&](const char* key, const std::string& name) {
            table.problem(key, fmt::format("there is no arm '{}'", printable(name)));
        };
        if (table.has("arm") && !known(p.arm)) wrong("arm", p.arm);
        if (p.against && !known(*p.against)) wrong("against", *p.against);
    }
}

/// Names of outcomes have "outcome." before them in the table, so that all are free.
void Reader::read_outcomes() {
    asked_.emplace(top_, [](const std::string&) { return std::string{}; });
}

}  // namespace perforin::trial
