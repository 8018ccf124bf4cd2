#include "study/cohort/cohort.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "core/error.hpp"
#include "study/cohort/model.hpp"
#include "study/cohort/tilt.hpp"
#include "study/csv_text.hpp"

namespace perforin::study {

bool is_cohort(const engine::Scenario& file) {
    try {
        return file.input().root().has("cohort");
    } catch (const BadInput&) {
        return false;
    }
}

Cohort::Cohort(const engine::Scenario& file, std::optional<std::size_t> patients,
               std::optional<std::uint64_t> seed)
    : model_{std::make_shared<const Model>(read_cohort(file, patients, seed))} {}

const std::string& Cohort::name() const {
    return model_->file.name;
}

const std::string& Cohort::title() const {
    return model_->file.title;
}

std::size_t Cohort::size() const {
    return model_->size();
}

std::uint64_t Cohort::seed() const {
    return model_->seed();
}

bool Cohort::weighted() const {
    return !model_->weights.empty();
}

const std::vector<CovariateColumn>& Cohort::columns() const {
    return model_->columns;
}

std::optional<std::size_t> Cohort::column(const std::string& name) const {
    const auto found = std::find_if(columns().begin(), columns().end(),
                                    [&](const CovariateColumn& one) { return one.name == name; });
    if (found == columns().end()) return std::nullopt;
    return static_cast<std::size_t>(found - columns().begin());
}

VirtualPatient Cohort::patient(std::uint64_t number) const {
    if (number < 1 || number > size()) {
        throw BadInput{
            fmt::format("there is no patient {}: the cohort has patients 1 to {}", number, size())};
    }
    return make_patient(*model_, number);
}

engine::Scenario Cohort::scenario(const VirtualPatient& patient) const {
    return {.name = fmt::format("{}, patient {}", model_->file.name, patient.number),
            .text = patient.toml,
            .title = fmt::format("{}_{}", model_->file.title, patient.number),
            .places = model_->file.places};
}

void Cohort::check(const VirtualPatient& patient) const {
    check_patient(*model_, patient);
}

CohortSummary Cohort::summary() const {
    CohortSummary summary{.patients = size()};
    std::vector<std::vector<double>> values;
    for (std::uint64_t k = 1; k <= size(); ++k) {
        Chosen chosen = model_->choose(k, seed());
        summary.refused += chosen.refused;
        summary.thinned += chosen.thinned;
        values.push_back(std::move(chosen.draw.values));
    }
    const std::vector<double> equal(size(), 1.0);
    const std::vector<double>& weights = model_->weights.empty() ? equal : model_->weights;
    summary.effective = effective_number(weights);
    for (const Row& row : model_->rows) {
        const CovariateColumn& column = columns()[row.of.column];
        const bool share = row.statistic == Row::Statistic::share;
        summary.matched.push_back({.variable = column.name,
                                   .statistic = row.name,
                                   .unit = share ? "" : column.unit,
                                   .wanted = row.wanted,
                                   .unweighted = row.of_patients(values, equal),
                                   .weighted = row.of_patients(values, weights)});
    }
    return summary;
}

std::string Cohort::csv() const {
    std::string text = "patient,refused,seed,weight";
    for (const CovariateColumn& column : columns()) {
        text += ',' + titled("baseline." + column.name, column.unit);
    }
    text += '\n';
    for (std::uint64_t k = 1; k <= size(); ++k) {
        const VirtualPatient p = patient(k);
        text += fmt::format("{},{},{},{}", k, p.refused, p.seed, config::number_text(p.weight));
        for (const Covariate& one : p.values) text += ',' + quoted(one.text);
        text += '\n';
    }
    return text;
}

engine::Scenario laid_over(const engine::Scenario& below, const std::string& name,
                           const std::string& text) {
    engine::Scenario over{.name = name,
                          .text = "base = " + config::toml_text(below.name, "") + '\n' + text,
                          .title = below.title,
                          .places = below.places};
    over.places.read = [below](const std::string& path) -> std::optional<std::string> {
        const bool hers = path == below.name || path.ends_with('/' + below.name);
        if (hers) return below.text;
        return below.places.read ? below.places.read(path) : std::nullopt;
    };
    return over;
}

}  // namespace perforin::study
