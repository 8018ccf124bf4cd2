// What follows from covariates: lesions, conditions, parameters.

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include <fmt/format.h>

#include "core/nearest.hpp"
#include "core/printable.hpp"
#include "study/cohort/reader.hpp"

namespace perforin::study {

namespace {

/// The unit of a column for messages and rows: "1" for plain numbers.
std::string unit_of(const CovariateColumn& column) {
    return column.unit.empty() ? "1" : column.unit;
}

std::string with_unit(double number, const CovariateColumn& column) {
    return config::number_text(number) + (column.unit.empty() ? "" : " " + column.unit);
}

}  // namespace

/// Place of a covariate that must be a number.
std::optional<std::size_t> CohortReader::number_for(const config::Section& table, const char* key,
                                                    const std::optional<std::string>& name) {
    if (!name) return std::nullopt;
    const std::size_t at = place_of(table, key, *name, nowhere);
    if (at == nowhere) return std::nullopt;
    if (model_.variables[at].classes.empty()) return at;
    table.problem(key, "has classes, not numbers");
    return std::nullopt;
}

void CohortReader::read_lesions() {
    const config::Section table = cohort_.child("lesions");
    if (!table.given()) return;
    lesions_ = table;
    LesionPlan plan{.params = CohortLesionParams{table}};
    const auto place = table.placed_texts("sum");
    if (!place.empty()) plan.place = place.front().origin;
    std::optional<std::size_t> sum;
    if (!place.empty()) sum = number_for(table, "sum", plan.params.sum);
    plan.number = number_for(table, "number", plan.params.number);
    plan.antigens = number_for(table, "antigens", plan.params.antigens);
    plan.shared = number_for(table, "shared", plan.params.shared);
    plan.micrometastases = number_for(table, "micrometastases", plan.params.micrometastases);
    plan.settings = table.placed_texts("settings");
    check_settings(table, "settings", plan.settings, true);
    if (plan.params.micro_to < plan.params.micro_from) {
        table.problem("micro_to", "is less than `micro_from`");
    }
    if (plan.params.shared && !plan.params.antigens) {
        table.problem("shared", "is a share of `antigens`, which are not said");
    }
    read_organs(table, plan);
    table.document<VariableParams>("variable");
    for (const config::Section& element : table.elements("variable")) {
        if (auto variable = read_variable(element, true)) {
            plan.variables.push_back(std::move(*variable));
        }
    }
    if (!sum) return;
    const UnitText& unit = model_.variables[*sum].unit;
    const UnitText millimetre = parse_unit("mm");
    if (unit.dim != millimetre.dim) return table.problem("sum", "is no length");
    plan.sum = *sum;
    plan.mm_per_unit = QuantityText{1.0, unit}.in(millimetre);
    model_.lesions = std::move(plan);
}

void CohortReader::read_organs(const config::Section& table, LesionPlan& plan) {
    table.document<OrganParams>("organ");
    double sum = 0.0;
    for (const config::Section& element : table.elements("organ")) {
        Organ organ{OrganParams{element}, element.placed_texts("settings")};
        check_settings(element, "settings", organ.settings, true);
        sum += organ.params.share;
        plan.organs.push_back(std::move(organ));
    }
    if (!plan.organs.empty() && std::abs(sum - 1.0) > 1e-6) {
        table.problem("organ", fmt::format("shares add up to {:.9g}, not to 1", sum));
    }
}

void CohortReader::read_columns() {
    for (const Variable& variable : model_.variables) {
        const bool number = variable.classes.empty();
        const std::string& unit = variable.params.unit;
        model_.columns.push_back({variable.params.name, number && unit != "1" ? unit : "",
                                  variable.params.meaning, number});
        for (const ClassOf& one : variable.classes) {
            model_.columns.back().classes.push_back(one.params.name);
        }
    }
    if (!model_.lesions) return;
    for (const CovariateColumn& column : lesion_columns()) model_.columns.push_back(column);
    static const std::vector<std::string> taken{"targets", "largest", "lesions"};
    for (const Variable& variable : model_.variables) {
        if (std::find(taken.begin(), taken.end(), variable.params.name) == taken.end()) continue;
        variable.table.problem("name", "is a column that there is already");
    }
}

Criterion CohortReader::criterion(const config::Section& table, std::size_t column,
                                  const std::vector<std::string>& among,
                                  const std::optional<double>& at_least,
                                  const std::optional<double>& at_most) const {
    const CovariateColumn& what = model_.columns[column];
    Criterion made{.column = column, .at_least = at_least, .at_most = at_most, .text = what.name};
    const auto place = table.placed_texts("variable");
    if (!place.empty()) made.place = place.front().origin;
    if (what.number && !among.empty()) {
        table.problem("among", "names classes, and the covariate is a number");
    }
    if (!what.number && (at_least || at_most)) {
        table.problem(at_least ? "at_least" : "at_most", "is of numbers; say `among`");
    }
    if (at_least && at_most && *at_most < *at_least) {
        table.problem("at_most", "is less than `at_least`");
    }
    if (at_least) made.text += " at least " + with_unit(*at_least, what);
    if (at_least && at_most) made.text += " and";
    if (at_most) made.text += " at most " + with_unit(*at_most, what);
    if (what.number || among.empty()) return made;
    made.text += fmt::format(" {}", fmt::join(among, " or "));
    const std::vector<std::string>& known = what.classes;
    for (const std::string& name : among) {
        const auto at = std::find(known.begin(), known.end(), name);
        if (at != known.end()) {
            made.among.push_back(static_cast<std::size_t>(at - known.begin()));
        } else {
            table.problem("among", fmt::format("'{}' is no class of {}, which has {}",
                                               printable(name), what.name, fmt::join(known, ", ")));
        }
    }
    return made;
}

void CohortReader::read_criteria() {
    cohort_.document<EligibleParams>("eligible");
    for (const config::Section& table : cohort_.elements("eligible")) {
        const auto named = table.placed_texts("variable");
        const std::size_t column =
            named.empty() ? nowhere : place_of(table, "variable", named.front().text, nowhere);
        const EligibleParams params{table,
                                    column == nowhere ? "1" : unit_of(model_.columns[column])};
        if (column == nowhere) continue;
        if (!table.has("at_least") && !table.has("at_most") && !table.has("among")) {
            table.problem("", "asks for nothing: say `at_least`, `at_most` or `among`");
        }
        model_.eligible.push_back(
            criterion(table, column, params.among, params.at_least, params.at_most));
    }
}

void CohortReader::read_rows() {
    cohort_.document<MatchParams>("match");
    for (const config::Section& table : cohort_.elements("match")) {
        const auto named = table.placed_texts("variable");
        const std::size_t column =
            named.empty() ? nowhere : place_of(table, "variable", named.front().text, nowhere);
        const MatchParams params{table, column == nowhere ? "1" : unit_of(model_.columns[column])};
        if (column == nowhere) continue;
        if (!table.has("value")) table.problem("", "does not say the `value` of the table");
        Row row{.wanted = params.value.value_or(0.0)};
        row.of = criterion(table, column, params.among, params.at_least, params.at_most);
        row.place = row.of.place;
        const bool share = params.statistic == "share";
        row.name = share ? "share of " + row.of.text : params.statistic + " of " + row.of.text;
        if (share) {
            row.statistic = Row::Statistic::share;
            if (!params.at_least && !params.at_most && params.among.empty()) {
                table.problem("", "does not say the share of what: `among`, `at_least`, `at_most`");
            }
        } else {
            if (!model_.columns[column].number) table.problem("variable", "is no number");
            row.statistic =
                params.statistic == "mean" ? Row::Statistic::mean : Row::Statistic::quantile;
            if (params.statistic == "quantile") {
                row.level = params.level;
                row.name = fmt::format("quantile {} of {}", params.level, row.of.text);
            }
        }
        if (table.has("level") && params.statistic != "quantile") {
            table.problem("level", "is of statistic = \"quantile\" only");
        }
        model_.rows.push_back(std::move(row));
    }
}

/// `sets` of variables first, then what follows from them in other ways.
void CohortReader::read_targets() {
    std::vector<std::string> keys;
    const auto fresh = [&](const config::Section& table, const char* field,
                           const std::string& key) {
        if (std::find(keys.begin(), keys.end(), key) != keys.end()) {
            table.problem(field, fmt::format("{} is set already", printable(key)));
        }
        if (key == "run.seed" || key.starts_with("lesion.")) {
            table.problem(field, key == "run.seed"
                                     ? "run.seed of each patient follows from the cohort's seed"
                                     : "what lesions are stands in [cohort.lesions]");
            return false;
        }
        keys.push_back(key);
        return true;
    };
    for (std::size_t i = 0; i != model_.variables.size(); ++i) {
        const config::Section& table = model_.variables[i].table;
        for (const config::PlacedText& key : table.placed_texts("sets")) {
            if (!fresh(table, "sets", key.text)) continue;
            model_.targets.emplace_back(i, model_.variables[i], table, key);
        }
    }
    cohort_.document<ParameterParams>("parameter");
    for (const config::Section& table : cohort_.elements("parameter")) {
        const ParameterParams params{table};
        const auto key = table.placed_texts("key");
        if (key.empty() || !table.has("variable")) continue;
        const std::size_t at = place_of(table, "variable", params.variable, nowhere);
        if (!fresh(table, "key", key.front().text) || at == nowhere) continue;
        if (at >= model_.variables.size()) {
            table.problem("variable", "follows from the lesions: only what is drawn can set one");
            continue;
        }
        model_.targets.emplace_back(at, model_.variables[at], table, params, key.front());
    }
}

}  // namespace perforin::study
