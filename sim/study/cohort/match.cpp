// Weights that bring a cohort to a published baseline table.

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "core/error.hpp"
#include "core/random.hpp"
#include "study/cohort/model.hpp"
#include "study/cohort/tilt.hpp"

namespace perforin::study {

namespace {

constexpr std::uint64_t pool_beside = 0x706f6f6cull;  // another number would do as well

/// Rows that no weights meet, each alone: what is wanted is not between what patients have.
std::string out_of_reach(const std::vector<Row>& rows,
                         const std::vector<std::vector<double>>& features) {
    std::string problems;
    for (std::size_t j = 0; j != rows.size(); ++j) {
        double least = std::numeric_limits<double>::infinity(), most = -least;
        for (const auto& x : features) {
            least = std::min(least, x[j]);
            most = std::max(most, x[j]);
        }
        const double wanted = rows[j].mean_wanted();
        if (least < wanted && wanted < most) continue;
        if (least == most && least == wanted) continue;
        const bool mean = rows[j].statistic == Row::Statistic::mean;
        problems += fmt::format(
            "{}{}: {} {} cannot be met: {}", problems.empty() ? "" : "\n", rows[j].place.text(),
            rows[j].name, rows[j].wanted,
            mean ? fmt::format("patients have {:.6g} to {:.6g}", least, most)
            : least == most
                ? fmt::format("{} patients {} it", least > 0.5 ? "all" : "no",
                              rows[j].statistic == Row::Statistic::share ? "are in" : "lie below")
                : "a share lies between 0 and 1");
    }
    return problems;
}

/// All rows together are too much: the one that is met worst.
std::string together(const std::vector<Row>& rows, const Tilt& found) {
    std::size_t worst = 0;
    for (std::size_t j = 0; j != rows.size(); ++j) {
        if (std::abs(found.residuals[j]) > std::abs(found.residuals[worst])) worst = j;
    }
    return fmt::format(
        "{}: {} {} cannot be met together with the other rows of [[cohort.match]]: no weights of "
        "these patients do; it stays {:.2g} standard deviations off",
        rows[worst].place.text(), rows[worst].name, rows[worst].wanted,
        std::abs(found.residuals[worst]));
}

}  // namespace

std::string match(Cohort::Model& model) {
    if (model.rows.empty()) return {};
    const bool acceptance = model.params.matching == Matching::acceptance;
    const std::size_t n = acceptance ? static_cast<std::size_t>(model.params.pool) : model.size();
    const std::uint64_t seed = acceptance ? descend(model.seed(), pool_beside) : model.seed();
    std::vector<std::vector<double>> values, features;
    for (std::size_t i = 0; i != n; ++i) {
        values.push_back(model.choose(i + 1, seed).draw.values);
        features.emplace_back();
        for (const Row& row : model.rows) features.back().push_back(row.feature(values.back()));
    }
    if (std::string problems = out_of_reach(model.rows, features); !problems.empty()) {
        return problems;
    }
    std::vector<double> wanted;
    for (const Row& row : model.rows) wanted.push_back(row.mean_wanted());
    const Tilt found = tilt(features, wanted);
    if (!found.reached) return together(model.rows, found);
    if (!acceptance) {
        model.weights = found.weights;
        return {};
    }
    model.slopes = found.slopes;
    model.most_log_weight = -std::numeric_limits<double>::infinity();
    for (const auto& one : values) {
        model.most_log_weight = std::max(model.most_log_weight, model.log_weight(one));
    }
    return {};
}

}  // namespace perforin::study
