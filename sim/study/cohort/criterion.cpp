#include "study/cohort/criterion.hpp"

#include <algorithm>

namespace perforin::study {

bool Criterion::holds(const std::vector<double>& values) const {
    const double x = values[column];
    if (at_least && x < *at_least) return false;
    if (at_most && x > *at_most) return false;
    return among.empty() ||
           std::find(among.begin(), among.end(), static_cast<std::size_t>(x)) != among.end();
}

double Row::feature(const std::vector<double>& values) const {
    const double x = values[of.column];
    if (statistic == Statistic::mean) return x;
    if (statistic == Statistic::share) return of.holds(values) ? 1.0 : 0.0;
    return x < wanted ? 1.0 : x > wanted ? 0.0 : 0.5;
}

double Row::of_patients(const std::vector<std::vector<double>>& patients,
                        const std::vector<double>& weights) const {
    if (statistic == Statistic::quantile) {
        std::vector<std::pair<double, double>> all;
        for (std::size_t i = 0; i != patients.size(); ++i) {
            all.emplace_back(patients[i][of.column], weights[i]);
        }
        return weighted_quantile(std::move(all), level);
    }
    double sum = 0.0, weight = 0.0;
    for (std::size_t i = 0; i != patients.size(); ++i) {
        sum += weights[i] * feature(patients[i]);
        weight += weights[i];
    }
    return sum / weight;
}

double weighted_quantile(std::vector<std::pair<double, double>> all, double level) {
    std::sort(all.begin(), all.end());
    std::vector<std::pair<double, double>> different;  // value, its weight
    double sum = 0.0;
    for (const auto& [value, weight] : all) {
        if (different.empty() || value > different.back().first) different.emplace_back(value, 0.0);
        different.back().second += weight;
        sum += weight;
    }
    double before = 0.0, last_middle = 0.0;
    for (std::size_t i = 0; i != different.size(); ++i) {
        const auto [value, weight] = different[i];
        const double middle = (before + 0.5 * weight) / sum;
        if (middle >= level) {
            if (i == 0) return value;
            const double below = different[i - 1].first;
            return below + (value - below) * (level - last_middle) / (middle - last_middle);
        }
        before += weight;
        last_middle = middle;
    }
    return different.empty() ? 0.0 : different.back().first;
}

}  // namespace perforin::study
