#include "trial/course.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "clinic/measurements/measurement_table.hpp"
#include "core/time.hpp"

namespace perforin::trial {

std::optional<double> Daily::at(std::int64_t day) const {
    const auto after = std::upper_bound(days.begin(), days.end(), day);
    if (after == days.begin()) return std::nullopt;
    return values[static_cast<std::size_t>(after - days.begin()) - 1];
}

double Daily::most(std::int64_t from, std::int64_t to) const {
    double most = 0.0;
    for (std::size_t i = 0; i != days.size(); ++i) {
        if (days[i] >= from && days[i] <= to) most = std::max(most, values[i]);
    }
    return most;
}

namespace {

/// The days of a table, from the start of treatment.
std::vector<std::int64_t> days_of(const io::Group& table, std::int64_t start) {
    std::vector<std::int64_t> days;
    for (const double day : table.dataset("time").read_as<double>()) {
        days.push_back(std::llround(std::floor(day)) - start);
    }
    return days;
}

Daily daily(const io::Group& table, const std::string& column, std::int64_t start) {
    return {days_of(table, start), table.dataset(column).read_as<double>()};
}

/// Takes the greater of both, row by row.
void raise(std::vector<double>& worst, const std::vector<double>& values) {
    for (std::size_t i = 0; i != worst.size(); ++i) worst[i] = std::max(worst[i], values[i]);
}

/// Grades by CTCAE: of each organ, of neutropenia and neuropathy as they are, an infection with few
/// neutrophils 3, a death 5. Days on which an infection is new count, not all after it.
Daily grades(const io::Group& table, const Sought& sought, bool limiting) {
    Daily worst{days_of(table, sought.start), {}};
    worst.values.assign(worst.days.size(), 0.0);
    const auto left_out = [&](const std::string& name) {
        const auto& names = sought.without;
        return limiting && std::find(names.begin(), names.end(), name) != names.end();
    };
    for (const io::Group::Child& child : table.children()) {
        const std::string& name = child.name;
        const bool graded =
            table.has(name + "_worst") || name == "neutropenia" || name == "neuropathy";
        if (!graded || left_out(name)) continue;
        raise(worst.values, table.dataset(name).read_as<double>());
    }
    constexpr double infection_grade = 3.0, death_grade = 5.0;
    const auto infections = table.dataset("infections").read_as<double>();
    const auto dead = table.dataset("dead").read_as<double>();
    double before = 0.0;
    for (std::size_t i = 0; i != worst.values.size(); ++i) {
        if (infections[i] > before && !left_out("infections")) {
            worst.values[i] = std::max(worst.values[i], infection_grade);
        }
        if (dead[i] != 0.0) worst.values[i] = death_grade;
        before = infections[i];
    }
    return worst;
}

/// What was given on a day stands in the row of the next. A therapy that is given more than once
/// that day is one dose.
std::vector<Dose> doses_of(const io::Group& series, std::int64_t start) {
    std::vector<Dose> doses;
    if (!series.has("therapies")) return doses;
    const io::Group therapies = series.open("therapies");
    for (const io::Group::Child& therapy : therapies.children()) {
        const Daily given = daily(therapies.open(therapy.name), "given", start);
        double before = 0.0;
        for (std::size_t i = 0; i != given.days.size(); ++i) {
            if (given.values[i] > before) doses.push_back({given.days[i] - 1, therapy.name});
            before = given.values[i];
        }
    }
    std::stable_sort(doses.begin(), doses.end(),
                     [](const Dose& a, const Dose& b) { return a.day < b.day; });
    return doses;
}

/// The day before the row of a table that first says so.
std::optional<std::int64_t> first_day(const Daily& rows) {
    for (std::size_t i = 0; i != rows.days.size(); ++i) {
        if (rows.values[i] != 0.0) return rows.days[i] - 1;
    }
    return std::nullopt;
}

void read_death(Course& course, const io::Group& series, std::int64_t start) {
    static constexpr std::array<const char*, 5> causes{"", "disease", "toxicity", "infection",
                                                       "other"};
    if (series.has("mortality/cause")) {
        const Daily cause = daily(series.open("mortality"), "cause", start);
        course.death_day = first_day(cause);
        if (!cause.values.empty()) {
            course.cause = causes.at(static_cast<std::size_t>(cause.values.back()));
        }
    } else if (series.has("toxicity/dead")) {
        course.death_day = first_day(daily(series.open("toxicity"), "dead", start));
        if (course.death_day) course.cause = causes[2];
    }
}

/// The table of measurements of a run, and the day of the run on which its days begin.
std::optional<clinic::Record> measured(const io::Group& result, const std::string& examination,
                                       std::int64_t& start) {
    const io::Group manifest = result.open("manifest");
    const std::string name = "measurements_" + examination;
    const std::string visits = "series/examinations/" + examination + "/visits";
    if (!manifest.has_attribute(name) || !result.has(visits)) return std::nullopt;
    auto records = clinic::read_measurements(manifest.text(name), name);
    if (records.empty() || records.front().visits.empty()) return std::nullopt;
    const std::vector<std::int64_t> days = days_of(result.open(visits), 0);
    start = days.back() - records.front().visits.back().day;
    return std::move(records.front());
}

}  // namespace

Course read_course(const io::Group& result, const Sought& sought) {
    Sought from = sought;
    Course course;
    course.record = measured(result, sought.examination, from.start);
    const double reached = result.open("manifest").number("reached_s") / seconds_per_day;
    course.lived = std::llround(std::floor(reached)) - from.start;
    const io::Group series = result.open("series");
    read_death(course, series, from.start);
    if (course.record && course.record->death_day) course.death_day = course.record->death_day;
    if (series.has("toxicity")) {
        course.grade = grades(series.open("toxicity"), from, false);
        course.limiting = grades(series.open("toxicity"), from, true);
    }
    course.burden = daily(series.open("patient"), "burden", from.start);
    course.doses = doses_of(series, from.start);
    return course;
}

clinic::Record cut(const clinic::Record& record, std::int64_t day) {
    clinic::Record seen = record;
    const auto later = [day](const clinic::Visit& visit) { return visit.day > day; };
    seen.visits.erase(std::remove_if(seen.visits.begin() + 1, seen.visits.end(), later),
                      seen.visits.end());
    if (seen.death_day && *seen.death_day > day) seen.death_day.reset();
    return seen;
}

}  // namespace perforin::trial
