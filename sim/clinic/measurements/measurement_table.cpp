#include "clinic/measurements/measurement_table.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <span>
#include <utility>

#include <fmt/format.h>

#include "clinic/measurements/measurement_rows.hpp"

namespace perforin::clinic {

namespace {

using Rows = std::span<const Row>;

/// By patient, day and lesion, the row of the visit first; else as in the file.
bool comes_before(const Row& a, const Row& b) {
    if (a.patient != b.patient) return a.patient < b.patient;
    if (a.day != b.day) return a.day < b.day;
    return a.lesion < b.lesion;
}

/// Makes the record of one patient from its rows, and notes what contradicts itself.
class Assembly {
public:
    Assembly(RowReader& reader, Rows rows) : reader_{reader}, rows_{rows} {}

    Record record() {
        record_.patient = reader_.patients()[rows_.front().patient];
        find_lesions();
        for (const Row& row : rows_) {
            if (record_.visits.empty() || record_.visits.back().day != row.day) {
                record_.visits.push_back({.day = row.day});
                first_rows_.push_back(&row);
            }
            row.lesion ? add_finding(row) : add_visit(row);
            before_ = &row;
        }
        // Rows that could not be read may be the ones that are missed here.
        if (!reader_.is_spoilt(rows_.front().patient)) check();
        set_aside();
        return std::move(record_);
    }

private:
    void find_lesions() {
        for (const Row& row : rows_) {
            if (row.lesion) lesions_.push_back(*row.lesion);
        }
        std::sort(lesions_.begin(), lesions_.end());
        lesions_.erase(std::unique(lesions_.begin(), lesions_.end()), lesions_.end());
        record_.lesions.resize(lesions_.size());
        described_by_.resize(lesions_.size());
    }

    void add_finding(const Row& row) {
        if (before_ && before_->day == row.day && before_->lesion == row.lesion) {
            reader_.problem(row, Column::lesion,
                            fmt::format("lesion = \"{}\": there is a row for it on day {} already",
                                        reader_.lesion_name(*row.lesion), row.day));
            return;
        }
        const auto place = static_cast<std::size_t>(
            std::lower_bound(lesions_.begin(), lesions_.end(), *row.lesion) - lesions_.begin());
        describe(row, place);
        record_.visits.back().findings.push_back(row.finding);
        record_.visits.back().findings.back().lesion = place;
    }

    /// The first row of a lesion says what it is; later ones may repeat it or be silent.
    void describe(const Row& row, std::size_t place) {
        Lesion& lesion = record_.lesions[place];
        if (!described_by_[place]) {
            described_by_[place] = &row;
            lesion = {reader_.lesion_name(*row.lesion), row.role, reader_.organs()[row.organ],
                      row.node.value_or(false)};
            return;
        }
        const Row& first = *described_by_[place];
        const auto differs = [&](Column column, const char* what) {
            reader_.problem(row, column,
                            fmt::format("{} of lesion \"{}\": expected what stands on line {}",
                                        what, lesion.name, first.line));
        };
        if (row.role != lesion.role) differs(Column::role, "another role");
        if (row.organ != 0 && row.organ != first.organ) differs(Column::organ, "another organ");
        if (row.node.value_or(lesion.node) != lesion.node) {
            differs(Column::node, "another kind of tissue");
        }
    }

    void add_visit(const Row& row) {
        if (before_ && before_->day == row.day && !before_->lesion) {
            reader_.problem(row, Column::lesion,
                            fmt::format("there is a row for the visit on day {} already", row.day));
            return;
        }
        Visit& visit = record_.visits.back();
        visit.nontarget = row.nontarget;
        visit.nontarget_worse = row.nontarget_worse;
        visit.symptoms = row.symptoms;
        visit.missed = row.missed;
        if (!row.death_day) return;
        if (record_.death_day && record_.death_day != row.death_day) {
            reader_.problem(row, Column::death_day,
                            fmt::format("death_day = {}: another row says {}", *row.death_day,
                                        *record_.death_day));
        }
        if (*row.death_day < 0) {
            reader_.problem(row, Column::death_day,
                            fmt::format("death_day = {}: expected no day before the start of "
                                        "treatment, 0",
                                        *row.death_day));
        }
        record_.death_day = row.death_day;
    }

    /// The last visit up to day 0; the first of all if there is none.
    std::size_t baseline() const {
        const auto& all = record_.visits;
        const auto after =
            std::find_if(all.begin(), all.end(), [](const Visit& visit) { return visit.day > 0; });
        return after == all.begin() ? 0 : static_cast<std::size_t>(after - all.begin()) - 1;
    }

    /// Those before the baseline.
    void set_aside() {
        auto& all = record_.visits;
        const auto first = all.begin() + static_cast<std::ptrdiff_t>(baseline());
        std::move(all.begin(), first, std::back_inserter(record_.earlier));
        all.erase(all.begin(), first);
    }

    void check() {
        check_baseline();
        for (const Row& row : rows_) check_row(row);
    }

    void check_baseline() {
        const Visit& baseline = record_.visits[this->baseline()];
        const Row& row = *first_rows_[this->baseline()];
        if (baseline.day > 0) {
            return reader_.problem(
                row, Column::day,
                fmt::format("day = {}: patient \"{}\" has no baseline; expected a visit on day 0 "
                            "or before",
                            baseline.day, record_.patient));
        }
        if (baseline.missed) {
            reader_.problem(row, Column::missed, "missed = 1: expected a baseline that was made");
        }
        for (std::size_t i = 0; i != record_.lesions.size(); ++i) {
            const Lesion& lesion = record_.lesions[i];
            const Finding* finding = baseline.find(i);
            const auto size = finding ? finding->diameter(lesion) : std::nullopt;
            if (lesion.role == Role::target && size.value_or(0) == 0) {
                reader_.problem(*described_by_[i], lesion.node ? Column::short_mm : Column::long_mm,
                                fmt::format("target \"{}\" has no size at the baseline, day {}; "
                                            "expected {} above 0",
                                            lesion.name, baseline.day,
                                            lesion.node ? "a short axis" : "a long axis"));
            }
            if (lesion.role == Role::new_lesion && was_there(i)) {
                reader_.problem(*described_by_[i], Column::role,
                                fmt::format("role = \"new\": lesion \"{}\" is there at the "
                                            "baseline or before; expected target or nontarget",
                                            lesion.name));
            }
        }
    }

    bool was_there(std::size_t lesion) const {
        const auto last = record_.visits.begin() + static_cast<std::ptrdiff_t>(baseline()) + 1;
        return std::any_of(record_.visits.begin(), last, [lesion](const Visit& visit) {
            const Finding* finding = visit.find(lesion);
            return finding && finding->seen().value_or(false);
        });
    }

    void check_row(const Row& row) {
        const auto visit = std::lower_bound(record_.visits.begin(), record_.visits.end(), row.day,
                                            [](const Visit& v, int on) { return v.day < on; });
        const Finding& found = row.finding;
        if (visit->missed && found.seen()) {
            reader_.problem(row,
                            found.long_axis    ? Column::long_mm
                            : found.short_axis ? Column::short_mm
                                               : Column::grown,
                            fmt::format("a size or growth on day {}, whose visit was missed; "
                                        "expected none",
                                        row.day));
        }
        if (record_.death_day && row.day > *record_.death_day && !visit->missed) {
            reader_.problem(row, Column::day,
                            fmt::format("day = {}: after death on day {}; expected no visit, or "
                                        "one with missed = 1",
                                        row.day, *record_.death_day));
        }
    }

    RowReader& reader_;
    Rows rows_;
    Record record_;
    std::vector<std::size_t> lesions_;  // as the reader numbers them, in the record's order
    std::vector<const Row*> described_by_, first_rows_;
    const Row* before_ = nullptr;
};

}  // namespace

std::vector<Record> read_measurements(std::string_view text, const std::string& name) {
    Problems problems{name};
    RowReader reader{text, problems};
    std::vector<Row> rows = reader.read();
    std::stable_sort(rows.begin(), rows.end(), comes_before);
    std::vector<Record> records;
    for (auto first = rows.begin(); first != rows.end();) {
        const auto last = std::find_if(
            first, rows.end(), [&](const Row& row) { return row.patient != first->patient; });
        records.push_back(Assembly{reader, {first, last}}.record());
        first = last;
    }
    if (rows.empty() && !problems.any()) problems.add(1, 1, "the table has a header, but no rows");
    problems.finish();
    return records;
}

}  // namespace perforin::clinic
