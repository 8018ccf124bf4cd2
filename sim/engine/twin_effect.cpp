#include "engine/twin_effect.hpp"

#include <algorithm>
#include <cstdint>

#include <fmt/format.h>

#include "core/sink.hpp"
#include "engine/fingerprint.hpp"
#include "io/clock.hpp"
#include "io/files.hpp"
#include "io/hdf5.hpp"

namespace perforin::engine {

namespace fs = std::filesystem;

namespace {

/// A column of the series of one result.
struct Curve {
    std::string quantity, unit;
    std::vector<double> values;
};

/// The courses of one patient that are compared.
struct Courses {
    std::vector<Seconds> times;
    std::vector<Curve> curves;  ///< in the order in which they are told
    std::vector<double> sum_of_diameters;
};

Curve curve(const io::Group& root, const std::string& series, const std::string& column) {
    const io::Dataset values = root.dataset("series/" + series + "/" + column);
    return {series + "." + column, values.text("unit"), values.read_as<double>()};
}

Courses courses_of(const io::Group& root) {
    Courses all{.times = root.dataset("series/patient/time_s").read_as<Seconds>(),
                .curves = {curve(root, "patient", "burden")},
                .sum_of_diameters = {}};
    all.sum_of_diameters.resize(all.times.size());
    for (const auto& lesion : root.open("series/lesions").children()) {
        const std::string series = "lesions/" + lesion.name;
        all.curves.push_back(curve(root, series, "volume"));
        all.curves.push_back(curve(root, series, "diameter"));
        const std::vector<double>& diameters = all.curves.back().values;
        for (std::size_t row = 0; row != all.times.size(); ++row) {
            all.sum_of_diameters[row] += diameters.at(row);
        }
    }
    return all;
}

/// Where two lists of fingerprints part.
void find_split(const io::Group& patient, const io::Group& twin, TwinEffect& effect) {
    const std::string series = std::string{"series/"} + fingerprint_series;
    const auto marks = [&](const io::Group& root) {
        return root.dataset(series + "/fingerprint").read_as<std::uint64_t>();
    };
    const auto times = patient.dataset(series + "/time_s").read_as<Seconds>();
    const auto hers = marks(patient), others = marks(twin);
    const std::size_t both = std::min(hers.size(), others.size());
    const auto parted = std::mismatch(
        hers.begin(), hers.begin() + static_cast<std::ptrdiff_t>(both), others.begin());
    const auto same = static_cast<std::size_t>(parted.first - hers.begin());
    effect.last_same = same == 0 ? -1 : times.at(same - 1);
    effect.first_difference = same == both ? -1 : times.at(same);
}

/// The last row that is not later; the first if there is none.
std::size_t row_at(const std::vector<Seconds>& times, Seconds at) {
    const auto after = std::upper_bound(times.begin(), times.end(), at);
    return after == times.begin() ? 0 : static_cast<std::size_t>(after - times.begin()) - 1;
}

/// As far as both live.
std::size_t common_rows(const Courses& hers, const Courses& others) {
    return std::min(hers.times.size(), others.times.size());
}

/// The row of the least sum of diameters after the split.
std::size_t best_row(const std::vector<double>& sum, std::size_t split) {
    const auto first =
        sum.begin() + static_cast<std::ptrdiff_t>(std::min(split + 1, sum.size() - 1));
    return static_cast<std::size_t>(std::min_element(first, sum.end()) - sum.begin());
}

BestChange best_change(const Courses& courses, std::size_t split) {
    const std::size_t best = best_row(courses.sum_of_diameters, split);
    const double before = courses.sum_of_diameters[split];
    const double change = before > 0.0 ? courses.sum_of_diameters[best] / before - 1.0 : 0.0;
    return {courses.times[best], change};
}

std::string percent(double change) {
    return fmt::format("{:+.1f} %", 100.0 * change);
}

template <class T>
std::vector<T> each(const std::vector<PairedFigure>& figures, T PairedFigure::*member) {
    std::vector<T> values;
    values.reserve(figures.size());
    for (const PairedFigure& figure : figures) values.push_back(figure.*member);
    return values;
}

std::vector<double> in_days(const std::vector<Seconds>& times) {
    std::vector<double> days;
    days.reserve(times.size());
    for (const Seconds at : times) days.push_back(static_cast<double>(at) / seconds_per_day);
    return days;
}

void put_times(io::Group& group, const std::vector<Seconds>& times) {
    group.put({"time_s", "s", "Since the start of the simulation, exact"}, times);
    group.put({"time", "d", "The same in days"}, in_days(times));
}

void put_figures(io::Group group, const std::vector<PairedFigure>& figures) {
    group.annotate("description", "The same figures of both at the same moments");
    group.put_text({"moment", "",
                    "split: the last row of the series before they differ; best: the patient's "
                    "least sum of diameters after it; end: the last row that both live to see"},
                   each(figures, &PairedFigure::moment));
    group.put_text({"quantity", "", "A series and its column"},
                   each(figures, &PairedFigure::quantity));
    group.put_text({"unit", "", "Of both values"}, each(figures, &PairedFigure::unit));
    put_times(group, each(figures, &PairedFigure::at));
    group.put({"patient", "", "Value of the patient, in `unit`"},
              each(figures, &PairedFigure::patient));
    group.put({"twin", "", "Value of her twin, in `unit`"}, each(figures, &PairedFigure::twin));
}

void put_best_changes(io::Group group, const TwinEffect& effect) {
    group.annotate("description",
                   "Best response: the least sum of diameters after the split, against that then");
    group.put_text({"who", "", "Whose it is"}, {"patient", "twin"});
    put_times(group, {effect.best_of_patient.at, effect.best_of_twin.at});
    group.put({"change", "1", "Relative change of the sum of diameters"},
              std::vector{effect.best_of_patient.change, effect.best_of_twin.change});
}

}  // namespace

TwinEffect compare_twins(const fs::path& patient, const fs::path& twin) {
    const io::File file = io::open_trajectory(patient), other = io::open_trajectory(twin);
    TwinEffect effect;
    find_split(file.root(), other.root(), effect);
    const Courses hers = courses_of(file.root()), others = courses_of(other.root());
    const std::size_t split = row_at(hers.times, effect.last_same);
    effect.best_of_patient = best_change(hers, split);
    effect.best_of_twin = best_change(others, split);
    const auto add = [&](const char* moment, std::size_t row) {
        const auto figure = [&](const std::string& quantity, const std::string& unit, double value,
                                double of_twin) {
            effect.figures.push_back({moment, quantity, unit, hers.times[row], value, of_twin});
        };
        for (std::size_t c = 0; c != hers.curves.size(); ++c) {
            const Curve& one = hers.curves[c];
            figure(one.quantity, one.unit, one.values[row], others.curves.at(c).values.at(row));
        }
        figure("sum_of_diameters", "mm", hers.sum_of_diameters[row],
               others.sum_of_diameters.at(row));
    };
    add("split", split);
    add("best", std::min(best_row(hers.sum_of_diameters, split), common_rows(hers, others) - 1));
    add("end", common_rows(hers, others) - 1);
    return effect;
}

void keep(const TwinEffect& effect, const fs::path& patient) {
    io::File file = io::File::edit(patient);
    io::Group& root = file.root();
    if (root.has("twin")) root.remove("twin");
    {
        io::Group group = root.group("twin");
        group.annotate("description",
                       "Effect of what the patient has and her twin has not (run.twin)");
        group.annotate("last_same_s", std::int64_t{effect.last_same});
        group.annotate("first_difference_s", std::int64_t{effect.first_difference});
        put_figures(group.group("effect"), effect.figures);
        put_best_changes(group.group("best_change"), effect);
    }
    file.close();
}

std::string TwinEffect::text() const {
    std::string text;
    if (first_difference < 0) {
        text = "patient and twin are the same from the first day to the last\n";
    } else if (last_same < 0) {
        text = "patient and twin differ from the start\n";
    } else {
        text = fmt::format("patient and twin are the same until {}, and differ at {}\n",
                           io::day_text(last_same), io::day_text(first_difference));
    }
    const auto row = [&](const std::string& what, const std::string& hers, const std::string& its) {
        text += fmt::format("{:<42} {:>12} {:>12}\n", what, hers, its);
    };
    row("", "patient", "twin");
    for (const PairedFigure& figure : figures) {
        const bool told_as_end = figure.moment == "best" && figure.at == figures.back().at;
        if (figure.moment == "split" || told_as_end) continue;
        row(fmt::format("{} at {} ({})", figure.quantity, io::day_text(figure.at), figure.unit),
            fmt::format("{:.4g}", figure.patient), fmt::format("{:.4g}", figure.twin));
    }
    row("best change of the sum of diameters", percent(best_of_patient.change),
        percent(best_of_twin.change));
    row("  at", io::day_text(best_of_patient.at), io::day_text(best_of_twin.at));
    return text;
}

}  // namespace perforin::engine
