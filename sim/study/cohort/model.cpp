#include "study/cohort/model.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/error.hpp"
#include "core/maths.hpp"
#include "core/random.hpp"

namespace perforin::study {

namespace {

bool decides(const Variable& variable) {
    return std::any_of(variable.classes.begin(), variable.classes.end(), [](const ClassOf& one) {
        return !one.layers.empty() || !one.settings.empty();
    });
}

/// Nobody is eligible: which condition refused how many.
std::string nobody(const std::vector<Criterion>& eligible, const std::vector<std::size_t>& refusals,
                   std::uint64_t number, std::int64_t tries, bool accepted_none) {
    if (accepted_none || eligible.empty()) {
        return fmt::format(
            "patient {}: an acceptance left out all of {} candidates; match by "
            "weights, or allow more `tries`",
            number, tries);
    }
    const auto at = std::max_element(refusals.begin(), refusals.end()) - refusals.begin();
    const Criterion& worst = eligible[static_cast<std::size_t>(at)];
    return fmt::format("{}: none of {} candidates for patient {} is eligible; {} failed '{}'",
                       worst.place.text(), tries, number, refusals[static_cast<std::size_t>(at)],
                       worst.text);
}

}  // namespace

double Cohort::Model::log_weight(const std::vector<double>& values) const {
    double sum = 0.0;
    for (std::size_t j = 0; j != slopes.size(); ++j) sum += slopes[j] * rows[j].feature(values);
    return sum;
}

bool Cohort::Model::accepts(const Draw& drawn, const Candidate& who) const {
    if (slopes.empty()) return true;
    Stream random{who.seed, "cohort.acceptance"_draw, {who.number, who.attempt}, 0};
    return uniform(random) < maths::exp(log_weight(drawn.values) - most_log_weight);
}

Chosen Cohort::Model::choose(std::uint64_t number, std::uint64_t seed_of_draws) const {
    std::vector<std::size_t> refusals(eligible.size(), 0);
    Chosen chosen;
    for (std::int64_t attempt = 0; attempt != params.tries; ++attempt) {
        const Candidate who{seed_of_draws, number, static_cast<std::uint64_t>(attempt)};
        chosen.draw = study::draw(variables, lower, lesions, who);
        bool fit = true;
        for (std::size_t i = 0; i != eligible.size(); ++i) {
            if (eligible[i].holds(chosen.draw.values)) continue;
            ++refusals[i];
            fit = false;
        }
        if (fit && accepts(chosen.draw, who)) return chosen;
        ++(fit ? chosen.thinned : chosen.refused);
    }
    throw BadInput{nobody(eligible, refusals, number, params.tries, chosen.thinned != 0)};
}

std::vector<std::size_t> Cohort::Model::deciding() const {
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i != variables.size(); ++i) {
        if (decides(variables[i])) found.push_back(i);
    }
    return found;
}

std::size_t Cohort::Model::combination(const std::vector<double>& values) const {
    std::size_t index = 0;
    for (const std::size_t i : deciding()) {
        index = index * variables[i].classes.size() + static_cast<std::size_t>(values[i]);
    }
    return index;
}

std::vector<config::PlacedText> Cohort::Model::layers_of(const std::vector<double>& values) const {
    std::vector<config::PlacedText> all = layers;
    for (const std::size_t i : deciding()) {
        const auto& more = variables[i].classes[static_cast<std::size_t>(values[i])].layers;
        all.insert(all.end(), more.begin(), more.end());
    }
    return all;
}

std::vector<config::PlacedText> Cohort::Model::settings_of(
    const std::vector<double>& values) const {
    std::vector<config::PlacedText> all = settings;
    for (const std::size_t i : deciding()) {
        const auto& more = variables[i].classes[static_cast<std::size_t>(values[i])].settings;
        all.insert(all.end(), more.begin(), more.end());
    }
    return all;
}

engine::Scenario Cohort::Model::over(const std::vector<config::PlacedText>& under) const {
    std::string names;
    for (const config::PlacedText& layer : under) {
        names += (names.empty() ? "" : ", ") + config::toml_text(layer.text, "");
    }
    return {.name = file.name,
            .text = names.empty() ? "" : "base = [" + names + "]\n",
            .title = file.title,
            .places = file.places};
}

std::vector<Covariate> Cohort::Model::covariates(const std::vector<double>& values) const {
    std::vector<Covariate> all;
    for (std::size_t i = 0; i != columns.size(); ++i) {
        if (columns[i].number) {
            all.push_back({config::number_text(values[i]), values[i]});
        } else {
            const auto at = static_cast<std::size_t>(values[i]);
            all.push_back({columns[i].classes[at], values[i]});
        }
    }
    return all;
}

}  // namespace perforin::study
