#include "clinic/imaging/scan_record.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "clinic/criteria/burden.hpp"
#include "clinic/criteria/response.hpp"
#include "clinic/criteria/targets.hpp"
#include "clinic/imaging/selection.hpp"
#include "clinic/measurements/csv.hpp"
#include "clinic/measurements/measurement_rows.hpp"
#include "clinic/measurements/measurement_values.hpp"

namespace perforin::clinic {

namespace {

/// The rows of one reader at one visit.
std::vector<std::size_t> rows_of(const Readings& all, std::int64_t day, std::uint8_t reader) {
    std::vector<std::size_t> rows;
    for (std::size_t row = 0; row != all.size(); ++row) {
        if (all.day[row] == day && all.reader[row] == reader) rows.push_back(row);
    }
    return rows;
}

/// The last visit before the first dose, be it planned as such or not; where none came before it,
/// or nobody is treated, the last one that was planned as the baseline. None: there was none.
std::optional<std::size_t> baseline_of(const Visits& visits, std::int64_t treated) {
    std::optional<std::size_t> before, planned;
    for (std::size_t visit = 0; visit != visits.size(); ++visit) {
        if (visits.missed[visit] != 0) continue;
        if (visits.day[visit] <= treated) before = visit;
        if (visits.baseline[visit] != 0) planned = visit;
    }
    return before ? before : planned;
}

/// A node that was normal at the baseline is a new lesion from 10 mm on, if it has also grown by
/// 5 mm (Schwartz 2016, recalled).
bool is_normal_still(const Finding& node, Tenths at_baseline) {
    const Tenths now = node.short_axis.value_or(0);
    return now < normal_node || now < at_baseline + rise_that_counts;
}

class Writer {
public:
    Writer(const Chart& chart, const Readings& readings, std::uint8_t reader)
        : chart_{chart}, readings_{readings}, reader_{reader} {}

    Record write(const Visits& visits) {
        const auto first = baseline_of(visits, chart_.treated);
        record_.patient = chart_.patient;
        if (!first) return std::move(record_);
        const std::int64_t begun = visits.day[*first], day0 = std::max(chart_.treated, begun);
        if (chart_.died >= 0) record_.death_day = static_cast<int>(chart_.died - day0);
        choose(begun);
        look_back(visits, *first, day0);
        for (std::size_t v = *first; v != visits.size(); ++v) {
            Visit visit{.day = static_cast<int>(visits.day[v] - day0)};
            visit.missed = visits.missed[v] != 0;
            if (!visit.missed) fill(visit, visits.day[v]);
            record_.visits.push_back(std::move(visit));
        }
        return std::move(record_);
    }

private:
    /// By what the first reader measured, where the truth is asked for.
    void choose(std::int64_t day) {
        const auto rows = rows_of(readings_, day, reader_ == who_knows ? 0 : reader_);
        std::vector<Candidate> candidates;
        for (const std::size_t row : rows) {
            candidates.push_back({.organ = chart_.organs.at(readings_.lesion[row]),
                                  .node = readings_.node[row] != 0,
                                  .long_axis = tenths(readings_.longest[row]),
                                  .short_axis = tenths(readings_.shortest[row]),
                                  .measurable = readings_.measurable[row] != 0,
                                  .treated = readings_.treated[row] != 0});
        }
        const auto roles = select_lesions(candidates);
        for (std::size_t i = 0; i != rows.size(); ++i) {
            if (roles[i] == BaselineRole::normal) {
                normal_[readings_.lesion[rows[i]]] = candidates[i].short_axis;
            } else {
                add(rows[i], roles[i] == BaselineRole::target ? Role::target : Role::nontarget);
            }
        }
    }

    std::size_t add(std::size_t row, Role role) {
        const std::uint64_t number = readings_.lesion[row];
        places_[number] = record_.lesions.size();
        record_.lesions.push_back({.name = chart_.lesions.at(number),
                                   .role = role,
                                   .organ = chart_.organs.at(number),
                                   .node = readings_.node[row] != 0});
        return places_[number];
    }

    void fill(Visit& visit, std::int64_t day) {
        for (const std::size_t row : rows_of(readings_, day, reader_)) {
            const std::uint64_t lesion = readings_.lesion[row];
            if (const auto place = places_.find(lesion); place != places_.end()) {
                visit.findings.push_back(finding_of(row, place->second));
            } else if (readings_.longest[row] > 0.0 && !is_normal(row, lesion)) {
                visit.findings.push_back(finding_of(row, add(row, Role::new_lesion)));
            }
        }
        by_lesion(visit);
        judge_nontarget(visit);
    }

    bool is_normal(std::size_t row, std::uint64_t lesion) const {
        const auto normal = normal_.find(lesion);
        return normal != normal_.end() && is_normal_still(finding_of(row, 0), normal->second);
    }

    /// Scans before the baseline, of the lesions that it has.
    void look_back(const Visits& visits, std::size_t baseline, std::int64_t day0) {
        for (std::size_t v = 0; v != baseline; ++v) {
            if (visits.missed[v] != 0) continue;
            Visit visit{.day = static_cast<int>(visits.day[v] - day0)};
            for (const std::size_t row : rows_of(readings_, visits.day[v], reader_)) {
                const auto known = places_.find(readings_.lesion[row]);
                if (known == places_.end()) continue;
                visit.findings.push_back(finding_of(row, known->second));
            }
            by_lesion(visit);
            record_.earlier.push_back(std::move(visit));
        }
    }

    /// What surgery has taken out cannot be evaluated any more: it did not go by itself.
    Finding finding_of(std::size_t row, std::size_t lesion) const {
        if (readings_.excised[row] != 0 && !(readings_.longest[row] > 0.0)) {
            return {.lesion = lesion};
        }
        return {.lesion = lesion,
                .long_axis = tenths(readings_.longest[row]),
                .short_axis = tenths(readings_.shortest[row]),
                .measurable = readings_.measurable[row] != 0};
    }

    static void by_lesion(Visit& visit) {
        std::sort(visit.findings.begin(), visit.findings.end(),
                  [](const Finding& a, const Finding& b) { return a.lesion < b.lesion; });
    }

    void judge_nontarget(Visit& visit) {
        Sum sum;
        bool any = false, complete = true;
        for (const Finding& finding : visit.findings) {
            const Lesion& lesion = record_.lesions[finding.lesion];
            if (lesion.role != Role::nontarget) continue;
            any = true;
            const Tenths diameter = finding.diameter(lesion).value_or(0);
            complete = complete && diameter < (lesion.node ? normal_node : 1);
            sum.add(diameter);
        }
        if (!any) return;
        const Tenths now = sum.measured;
        const bool worse = nadir_.least() && rose(now, *nadir_.least());
        visit.nontarget = complete ? NonTarget::complete
                          : worse  ? NonTarget::progression
                                   : NonTarget::neither;
        if (!worse) raised_.reset();
        visit.nontarget_worse = worse && raised_ && now >= *raised_ + rise_that_counts;
        if (worse && !raised_) raised_ = now;
        nadir_.see(sum);
    }

    const Chart& chart_;
    const Readings& readings_;
    std::uint8_t reader_;
    Record record_;
    std::map<std::uint64_t, std::size_t> places_;  ///< in the record, by number of the lesion
    std::map<std::uint64_t, Tenths> normal_;       ///< nodes at the baseline: their short axis
    Nadir nadir_;                                  ///< of the sum of non-target diameters
    std::optional<Tenths> raised_{};               ///< that sum when it was first a progression
};

std::string length(std::optional<Tenths> tenths) {
    if (!tenths) return "";
    return fmt::format("{:.6g}", static_cast<double>(*tenths) / double{tenths_per_mm});
}

std::string_view name_of(Role role) {
    return std::find_if(role_words.begin(), role_words.end(),
                        [role](const auto& word) { return word.second == role; })
        ->first;
}

std::string_view name_of(std::optional<NonTarget> nontarget) {
    return nontarget ? text_of(response_of(*nontarget)) : "";
}

std::string cell(std::string_view text) {
    std::string out;
    put_cell(out, text);
    return out;
}

void put_visit(std::string& table, const Record& record, const Visit& visit) {
    const std::string patient = cell(record.patient);
    for (const Finding& finding : visit.findings) {
        const Lesion& lesion = record.lesions[finding.lesion];
        table +=
            fmt::format("{},{},{},{},{},{:d},{},{},{:d},,,,,,\n", patient, visit.day,
                        cell(lesion.name), name_of(lesion.role), cell(lesion.organ), lesion.node,
                        length(finding.long_axis), length(finding.short_axis), finding.measurable);
    }
    table +=
        fmt::format("{},{},,,,,,,,,{},{:d},{:d},{:d},{}\n", patient, visit.day,
                    name_of(visit.nontarget), visit.nontarget_worse, visit.symptoms, visit.missed,
                    record.death_day ? fmt::format("{}", *record.death_day) : "");
}

}  // namespace

Record record_of(const Chart& chart, const Visits& visits, const Readings& readings,
                 std::uint8_t reader) {
    return Writer{chart, readings, reader}.write(visits);
}

std::string measurement_csv(const Record& record) {
    std::string table = fmt::format("{}\n", fmt::join(column_names(), ","));
    for (const auto* visits : {&record.earlier, &record.visits}) {
        for (const Visit& visit : *visits) put_visit(table, record, visit);
    }
    return table;
}

}  // namespace perforin::clinic
