#include "study/outcome.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

#include <fmt/format.h>

namespace perforin::study {

namespace {

/// The last row up to a day; nothing if the run did not come to that day.
std::optional<double> value_at(const Curve& curve, double on) {
    if (curve.reached < on) return std::nullopt;
    const auto after = std::upper_bound(curve.days.begin(), curve.days.end(), on);
    if (after == curve.days.begin()) return std::nullopt;
    return curve.values[static_cast<std::size_t>(after - curve.days.begin()) - 1];
}

/// The rows from one day to another.
std::vector<double> between(const OutcomeParams& asked, const Curve& curve) {
    std::vector<double> chosen;
    for (std::size_t i = 0; i != curve.days.size(); ++i) {
        if (asked.from && curve.days[i] < asked.from->in(day)) continue;
        if (asked.to && curve.days[i] > asked.to->in(day)) continue;
        chosen.push_back(curve.values[i]);
    }
    return chosen;
}

double mean(const std::vector<double>& values) {
    double sum = 0.0;
    for (const double value : values) sum += value;
    return sum / static_cast<double>(values.size());
}

double change(const OutcomeParams& asked, const Curve& curve) {
    if (curve.days.empty()) return no_value;
    const auto first = value_at(curve, asked.from ? asked.from->in(day) : curve.days.front());
    const auto last = value_at(curve, asked.to ? asked.to->in(day) : curve.days.back());
    if (!first || !last || *first == 0.0) return no_value;
    return (*last - *first) / *first;
}

std::optional<Found> read(const OutcomeParams& asked, const io::Group& root) {
    const std::string series = "series/" + asked.series, column = series + '/' + asked.column;
    if (!root.has(column) || !root.has(series + "/time")) return std::nullopt;
    const io::Dataset values = root.dataset(column);
    const Curve curve{.days = root.dataset(series + "/time").read_as<double>(),
                      .values = values.read_as<double>(),
                      .reached = root.open("manifest").number("reached_s") / seconds_per_day};
    return Found{outcome(asked, curve), values.text("unit"), values.text("description")};
}

}  // namespace

double outcome(const OutcomeParams& asked, const Curve& curve) {
    if (asked.what == What::at) {
        return asked.day ? value_at(curve, asked.day->in(day)).value_or(no_value) : no_value;
    }
    if (asked.what == What::change) return change(asked, curve);
    const std::vector<double> rows = between(asked, curve);
    if (rows.empty()) return no_value;
    switch (asked.what) {
        case What::minimum:
            return *std::min_element(rows.begin(), rows.end());
        case What::maximum:
            return *std::max_element(rows.begin(), rows.end());
        case What::mean:
            return mean(rows);
        default:
            return rows.back();
    }
}

Found outcome(const OutcomeParams& asked, const io::Group& patient, const io::Group* twin) {
    if (asked.whose == Whose::patient) return read(asked, patient).value_or(Found{});
    Found hers = twin ? read(asked, *twin).value_or(Found{}) : Found{};
    if (asked.whose == Whose::twin) return hers;
    Found own = read(asked, patient).value_or(Found{});
    own.value -= hers.value;
    return own;
}

std::string unit_of(const OutcomeParams& asked, const std::string& column_unit) {
    return asked.what == What::change ? "1" : column_unit;
}

std::string meaning_of(const OutcomeParams& asked, const std::string& doc) {
    static constexpr std::array<std::string_view, 6> words{"at",      "last", "minimum",
                                                           "maximum", "mean", "relative change"};
    std::string text = fmt::format("{}/{}, {}", asked.series, asked.column,
                                   words.at(static_cast<std::size_t>(asked.what)));
    if (asked.day) text += fmt::format(" day {:g}", asked.day->in(day));
    if (asked.from) text += fmt::format(" from day {:g}", asked.from->in(day));
    if (asked.to) text += fmt::format(" to day {:g}", asked.to->in(day));
    if (asked.whose == Whose::twin) text += ", of the twin";
    if (asked.whose == Whose::difference) text += ", patient less twin";
    return doc.empty() ? text : text + ": " + doc;
}

}  // namespace perforin::study
