#include "trial/people.hpp"

#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "core/error.hpp"
#include "engine/base_name.hpp"
#include "engine/settings.hpp"
#include "io/disk.hpp"

namespace perforin::trial {

namespace fs = std::filesystem;

namespace {

/// A file of TOML that says nothing but what it lies over.
std::string over(const std::vector<std::string>& bases) {
    return "base = " + config::toml_text(bases, "") + "\n";
}

/// What is there may be in use by another process; the same is not written again.
void put(const fs::path& file, const std::string& text) {
    if (engine::read_text(file.string()) != text) io::write_whole(file, text);
}

}  // namespace

People::People(const engine::Scenario& trial, const TrialParams& params,
               const std::vector<config::PlacedText>& settings)
    : places_{trial.places} {
    if (params.cohort) {
        read_cohort(trial, params);
    } else {
        read_scenario(trial, params, settings);
    }
}

void People::read_cohort(const engine::Scenario& trial, const TrialParams& params) {
    std::optional<std::size_t> wanted;
    if (params.patients) wanted = static_cast<std::size_t>(*params.patients);
    cohort_.emplace(engine::find_scenario(engine::locate(trial.places, *params.cohort)), wanted);
    size_ = cohort_->size();
    columns_ = cohort_->columns();
}

void People::read_scenario(const engine::Scenario& trial, const TrialParams& params,
                           const std::vector<config::PlacedText>& settings) {
    scenario_ = engine::find_scenario(engine::locate(trial.places, params.scenario.value_or("")));
    const config::Input input = scenario_.input({}, settings);
    first_seed_ = static_cast<std::uint64_t>(engine::RunParams{input.root().child("run")}.seed);
    size_ = static_cast<std::size_t>(params.patients.value_or(1));
}

Person People::person(std::uint64_t number) const {
    if (!cohort_) return {.number = number, .seed = first_seed_ + number - 1};
    const study::VirtualPatient she = cohort_->patient(number);
    return {number, she.seed, she.weight, she.values};
}

engine::Scenario People::scenario(const Person& person, const std::string& config) const {
    engine::Scenario below =
        cohort_ ? cohort_->scenario(cohort_->patient(person.number)) : scenario_;
    if (config.empty()) return below;
    // The patient is a file of this name, which only this reader knows.
    const std::string name = below.name;
    engine::Scenario laid{.name = name + " in an arm",
                          .text = over({name, config}),
                          .title = below.title,
                          .places = places_};
    laid.places.folder.clear();
    laid.places.read = [text = below.text, name, root = places_.root,
                        read = places_.read](const std::string& path) {
        const bool hers = path == name || path == (fs::path{root} / name).lexically_normal();
        return hers ? std::optional{text} : read(path);
    };
    return laid;
}

fs::path People::file(const Person& person, const std::string& arm, const std::string& config,
                      const fs::path& folder) const {
    if (!cohort_ && config.empty()) return fs::absolute(scenario_.name).lexically_normal();
    std::error_code error;
    fs::create_directories(folder, error);
    const bool same_root = engine::project_root(folder) == fs::path{places_.root};
    const std::string root = same_root ? places_.root : "";
    const auto named = [&](const std::string& base) {
        return engine::base_name(
            root, base.front() == '/' ? fs::path{base} : fs::path{places_.root} / base);
    };
    if (!cohort_) {
        const fs::path laid = folder / (arm + ".toml");
        put(laid, over({engine::base_name(root, scenario_.name), named(config)}));
        return fs::absolute(laid).lexically_normal();
    }
    const std::string she = fmt::format("patient_{}.toml", person.number);
    put(folder / she, cohort_->patient(person.number).toml);
    if (config.empty()) return fs::absolute(folder / she).lexically_normal();
    const fs::path laid = folder / fmt::format("patient_{}.{}.toml", person.number, arm);
    put(laid, over({she, named(config)}));
    return fs::absolute(laid).lexically_normal();
}

}  // namespace perforin::trial
