#include "clinic/examinations.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "clinic/criteria/criteria.hpp"
#include "clinic/imaging/scan_record.hpp"

namespace perforin::clinic {

namespace {

ResultRow found(const Visits& visits, std::size_t row, std::int64_t treated) {
    ResultRow finding{"visits", "Visits as they came; those missed too"};
    finding.row.add({"planned", "d", "Day that it was planned for"},
                    static_cast<double>(visits.planned[row]));
    finding.row.add({"baseline", "1", "1: before treatment"},
                    static_cast<double>(visits.baseline[row]));
    finding.row.add({"missed", "1", "1: it was not made"}, static_cast<double>(visits.missed[row]));
    finding.row.add({"first_dose", "d", "Day of the first dose of any therapy; -1: none yet"},
                    static_cast<double>(treated));
    return finding;
}

double or_nan(std::optional<Tenths> length) {
    return length ? static_cast<double>(*length) / double{tenths_per_mm}
                  : std::numeric_limits<double>::quiet_NaN();
}

/// What the criteria say at the last visit, of what was read and of what was there; codes, since
/// series hold numbers.
ResultRow judged(const Record& record, const Record& truth) {
    const auto params = config::standard<ResponseParams>();
    const auto all = judge(record, params), right = judge(truth, params);
    ResultRow found{
        "response",
        "Response by each criterion: 0 NE, 1 unconfirmed PD, 2 PD, 3 non-CR/non-PD, 4 SD, "
        "5 PR, 6 CR"};
    constexpr std::array names{"recist", "irecist", "irrc", "imrecist"};
    for (std::size_t c = 0; c != all.size(); ++c) {
        const std::string title{title_of(all[c].criterion)}, name{names[c]};
        found.row.add({name, "1", "Response by " + title},
                      static_cast<double>(all[c].visits.back().response));
        found.row.add({name + "_true", "1", "The same of true sizes of the same lesions"},
                      static_cast<double>(right[c].visits.back().response));
    }
    const Judgement& recist = all.front().visits.back();
    found.row.add(
        {"diameters", "mm", "Sum of the targets' diameters; NaN: incomplete or no targets"},
        or_nan(recist.burden));
    found.row.add({"nadir", "mm", "The least complete sum of earlier visits"},
                  or_nan(recist.nadir));
    found.row.add({"new_lesion", "1", "1: a new lesion is there"}, recist.new_lesion ? 1.0 : 0.0);
    return found;
}

}  // namespace

Examinations::Examinations(const config::Section& top, std::uint64_t seed) : seed_{seed} {
    std::vector<std::string> paths;
    for (auto& made : config::make_elements<Examination>(top, "examination")) {
        auto course = std::make_unique<Course>();
        course->name = made.plugin->name().value_or(made.type);
        course->plugin = std::move(made.plugin);
        all_.push_back(std::move(course));
        paths.push_back(std::move(made.path));
    }
    check_names(top, paths);
}

/// Two that write down a name of their own which is the same were noticed when they were read.
void Examinations::check_names(const config::Section& top,
                               const std::vector<std::string>& paths) const {
    std::set<std::string> names;
    for (const config::Section& section : top.elements("examination")) {
        const auto made = std::find(paths.begin(), paths.end(), section.path());
        if (made == paths.end()) continue;
        const std::string& name = all_[static_cast<std::size_t>(made - paths.begin())]->name;
        if (names.insert(name).second) continue;
        section.problem("name", fmt::format("another examination is called '{}' too: give this one "
                                            "another name",
                                            name));
    }
}

std::vector<ResultRow> Examinations::look(Seconds at, const patient::Patient& patient) {
    std::vector<ResultRow> all;
    if (all_.empty() || at <= record_.seen) return all;
    note(at, patient);
    if (record_.died >= 0) return all;
    for (auto& course : all_) {
        course->plugin->follow(at, patient);
        const auto due = course->plugin->calendar().on(at / seconds_per_day, seed_,
                                                       tissue::identity_of(course->name));
        if (due) visit(*course, *due, patient, all);
    }
    return all;
}

/// Therapies are given within the day that has just ended, and patients die at its end.
void Examinations::note(Seconds at, const patient::Patient& patient) {
    record_.seen = at;
    const std::int64_t before = at / seconds_per_day - 1;
    const auto& regimen = patient.regimen();
    const bool treated = std::any_of(regimen.begin(), regimen.end(),
                                     [](const auto& therapy) { return therapy.plugin->begun(); });
    if (record_.treated < 0 && treated) record_.treated = before;
    if (record_.died < 0 && patient.body().dead()) record_.died = at / seconds_per_day;
}

void Examinations::visit(Course& course, const DueVisit& due, const patient::Patient& patient,
                         std::vector<ResultRow>& all) const {
    Visits& visits = course.visits;
    const std::size_t row = visits.size();
    visits.resize(row + 1);
    visits.day[row] = due.day;
    visits.planned[row] = due.planned;
    visits.baseline[row] = due.baseline ? 1 : 0;
    visits.missed[row] = due.missed ? 1 : 0;
    std::vector<ResultRow> mine{found(visits, row, record_.treated)};
    if (!due.missed) {
        auto more = course.plugin->examine({patient, due, seed_, tissue::identity_of(course.name)});
        std::move(more.begin(), more.end(), std::back_inserter(mine));
    }
    const bool waits = record_.treated < 0 && !patient.regimen().empty();  // for the first dose
    if (const Readings* readings = course.plugin->readings();
        readings && !due.baseline && !due.missed && !waits) {
        const Chart her = chart("patient", patient);
        const Record record = record_of(her, visits, *readings, 0);
        if (record.visits.size() > 1) {
            mine.push_back(judged(record, record_of(her, visits, *readings, who_knows)));
        }
    }
    for (ResultRow& finding : mine) {
        finding.table = course.name + "/" + finding.table;
        all.push_back(std::move(finding));
    }
}

cells::Tables Examinations::tables() {
    cells::Tables tables;
    if (all_.empty()) return tables;
    tables.push_back({"examinations/record", &record_});
    for (auto& course : all_) {
        const std::string place = "examinations/of/" + course->name + "/";
        tables.push_back({place + "visits", &course->visits});
        cells::add(tables, place, course->plugin->tables());
    }
    return tables;
}

Chart Examinations::chart(const std::string& called, const patient::Patient& patient) const {
    Chart chart{.patient = called, .treated = record_.treated, .died = record_.died};
    for (const auto& lesion : patient.lesions()) {
        chart.lesions.push_back(lesion->name());
        chart.organs.push_back(lesion->organ());
    }
    return chart;
}

}  // namespace perforin::clinic
