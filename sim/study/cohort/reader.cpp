#include "study/cohort/reader.hpp"

#include <algorithm>
#include <filesystem>
#include <utility>

#include <fmt/format.h>

#include "core/error.hpp"
#include "core/nearest.hpp"
#include "core/printable.hpp"
#include "engine/base_name.hpp"

namespace perforin::study {

CohortReader::CohortReader(const engine::Scenario& file, std::optional<std::size_t> patients,
                           std::optional<std::uint64_t> seed)
    : input_{file.input()},
      top_{input_.root()},
      cohort_{top_.child("cohort")},
      model_{.file = file, .params = CohortParams{cohort_}} {
    if (patients) model_.params.patients = static_cast<std::int64_t>(*patients);
    if (seed) model_.params.seed = static_cast<std::int64_t>(*seed);
}

Cohort::Model CohortReader::make() {
    read_top();
    read_variables();
    read_correlations();
    read_lesions();
    read_columns();
    read_criteria();
    read_rows();
    read_targets();
    if (fine()) learn();
    if (fine()) try_first();
    problems_.refuse_with(input_);
    return std::move(model_);
}

void CohortReader::read_top() {
    if (!cohort_.given()) cohort_.problem("", "is missing: this file is no cohort");
    model_.layers = read_layers(cohort_);
    model_.settings = cohort_.placed_texts("settings");
    check_settings(cohort_, "settings", model_.settings, false);
}

/// As a `base` is found: under the project's root, then in the cohort's folder. One of the latter
/// is named so that the patients' own files, which lie elsewhere, find it too.
std::vector<config::PlacedText> CohortReader::read_layers(const config::Section& table) {
    const config::Places& places = model_.file.places;
    const auto there = [&](const std::filesystem::path& path) {
        return places.read && places.read(path.string());
    };
    std::vector<config::PlacedText> layers = table.placed_texts("layers");
    for (config::PlacedText& layer : layers) {
        const auto beside = std::filesystem::path{places.folder} / layer.text;
        if (there(std::filesystem::path{places.root} / layer.text)) continue;
        if (there(beside)) {
            layer.text = engine::base_name(places.root, beside);
            continue;
        }
        problems_.add(
            fmt::format("{}: {}.layers: there is no file '{}' under the project's root, "
                        "nor in the cohort's folder",
                        layer.origin.text(), table.path(), printable(layer.text)));
    }
    return layers;
}

/// What a plain file of one patient could not say, or says otherwise.
void CohortReader::check_settings(const config::Section& table, const char* key,
                                  const std::vector<config::PlacedText>& settings,
                                  bool of_lesions) const {
    for (const config::PlacedText& setting : settings) {
        const auto begins = [&](const char* what) { return setting.text.starts_with(what); };
        if (setting.text.find('=') == std::string::npos) {
            table.problem(
                key, fmt::format("'{}': write it as \"table.key=value\"", printable(setting.text)));
        } else if (of_lesions) {
            if (begins("name=") || begins("diameter=")) {
                table.problem(key, "cannot set the name or the diameter: they are drawn");
            }
        } else if (begins("lesion.") || begins("therapy.") || begins("examination.")) {
            table.problem(key, fmt::format("'{}': elements of lists stand in [cohort.lesions], or "
                                           "in a file among `layers`",
                                           printable(setting.text)));
        } else if (begins("run.seed")) {
            table.problem(key, "run.seed of each patient follows from the cohort's seed");
        }
    }
}

std::vector<ClassOf> CohortReader::read_classes(const config::Section& table) {
    table.document<ClassParams>("class");
    std::vector<ClassOf> classes;
    for (const config::Section& element : table.elements("class")) {
        ClassOf one{ClassParams{element}, read_layers(element), element.placed_texts("settings")};
        check_settings(element, "settings", one.settings, false);
        classes.push_back(std::move(one));
    }
    return classes;
}

std::optional<Variable> CohortReader::read_variable(const config::Section& table, bool of_lesions) {
    VariableParams params{table};
    std::vector<ClassOf> classes = read_classes(table);
    constexpr std::string_view letters =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
    if (table.has("name") && (params.name.empty() || params.name.size() > 64 ||
                              params.name.find_first_not_of(letters) != std::string::npos)) {
        table.problem("name", "is no name of a column: up to 64 letters (a to z), digits, - and _");
    }
    if (of_lesions && !classes.empty()) table.problem("class", "is of covariates of patients only");
    std::vector<ClassParams> shares;
    shares.reserve(classes.size());
    for (const ClassOf& one : classes) shares.push_back(one.params);
    auto law = law_of(table, params, shares);
    UnitText unit;
    try {
        unit = parse_unit(params.unit);
    } catch (const BadInput&) {
        return std::nullopt;  // of which the table complains
    }
    if (!law) return std::nullopt;
    const std::int64_t key = key_of(params.name);
    return Variable{std::move(params), table, std::move(*law), unit, std::move(classes), key};
}

void CohortReader::read_variables() {
    top_.child("cohort").document<VariableParams>("variable");
    for (const config::Section& table : cohort_.elements("variable")) {
        names_.push_back(VariableParams{table}.name);
        if (auto variable = read_variable(table, false)) {
            model_.variables.push_back(std::move(*variable));
        }
    }
    if (names_.empty()) cohort_.problem("", "has no [[cohort.variable]]: patients are all alike");
}

/// Place of a covariate among the variables, or among the columns where these are known; `none`
/// after a complaint, unless it is there but wrong itself.
std::size_t CohortReader::place_of(const config::Section& table, const char* key,
                                   const std::string& name, std::size_t none) const {
    for (std::size_t i = 0; i != model_.variables.size(); ++i) {
        if (model_.variables[i].params.name == name) return i;
    }
    for (std::size_t i = 0; i != model_.columns.size(); ++i) {
        if (model_.columns[i].name == name) return i;
    }
    if (std::find(names_.begin(), names_.end(), name) != names_.end()) return none;
    const std::string near = nearest(name, names_);
    table.problem(key, fmt::format("there is no covariate '{}'{}", printable(name),
                                   near.empty() ? "" : "; did you mean '" + near + "'?"));
    return none;
}

void CohortReader::read_correlations() {
    const std::size_t n = model_.variables.size();
    SquareMatrix matrix(n, std::vector<double>(n, 0.0));
    for (std::size_t i = 0; i != n; ++i) matrix[i][i] = 1.0;
    cohort_.document<CorrelationParams>("correlation");
    std::vector<std::pair<config::Section, std::pair<std::size_t, std::size_t>>> given;
    for (const config::Section& table : cohort_.elements("correlation")) {
        const CorrelationParams params{table};
        if (params.between.size() != 2 || params.between[0] == params.between[1]) {
            if (table.has("between")) table.problem("between", "must name two covariates");
            continue;
        }
        const std::size_t a = place_of(table, "between", params.between[0], nowhere);
        const std::size_t b = place_of(table, "between", params.between[1], nowhere);
        if (a == nowhere || b == nowhere) continue;
        const auto pair = std::minmax(a, b);
        for (const auto& other : given) {
            if (other.second == std::pair<std::size_t, std::size_t>{pair}) {
                table.problem("between", "is the correlation of two that have one already");
            }
        }
        matrix[a][b] = matrix[b][a] = params.value;
        given.emplace_back(table, pair);
    }
    std::size_t row = 0;
    if (auto lower = cholesky(matrix, row)) {
        model_.lower = std::move(*lower);
        return;
    }
    // The last of those that this covariate has with ones before it.
    for (auto at = given.rbegin(); at != given.rend(); ++at) {
        if (at->second.second != row) continue;
        return at->first.problem(
            "value", fmt::format("no variables are so correlated: with those of '{}' the matrix is "
                                 "not positive definite",
                                 printable(model_.variables[row].params.name)));
    }
}

Cohort::Model read_cohort(const engine::Scenario& file, std::optional<std::size_t> patients,
                          std::optional<std::uint64_t> seed) {
    return CohortReader{file, patients, seed}.make();
}

}  // namespace perforin::study
