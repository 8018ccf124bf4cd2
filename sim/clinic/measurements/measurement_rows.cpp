#include "clinic/measurements/measurement_rows.hpp"

#include <utility>

#include <fmt/format.h>

#include "clinic/measurements/measurement_values.hpp"
#include "core/printable.hpp"

namespace perforin::clinic {

namespace {

constexpr std::size_t index(Column column) {
    return static_cast<std::size_t>(column);
}
constexpr bool is_of_lesion(std::size_t column) {
    return column > index(Column::lesion) && column <= index(Column::grown);
}
constexpr bool is_flag(std::size_t column) {
    return column == index(Column::node) || column == index(Column::measurable) ||
           column == index(Column::grown) || column == index(Column::nontarget_worse) ||
           column == index(Column::symptoms) || column == index(Column::missed);
}

std::string quoted(std::string_view text) {
    return '"' + printable(text) + '"';
}

}  // namespace

std::size_t RowReader::Names::place(const std::string& key, std::string_view name) {
    const auto [found, is_new] = places.emplace(key, names.size());
    if (is_new) names.emplace_back(name);
    return found->second;
}

RowReader::RowReader(std::string_view text, Problems& problems) : csv_{text, problems} {
    organs_.place("", "");
}

std::vector<Row> RowReader::read() {
    std::vector<Row> rows;
    if (!read_header()) return rows;
    while (csv_.next(cells_)) {
        if (auto row = read_row()) rows.push_back(*row);
    }
    return rows;
}

std::optional<Row> RowReader::read_row() {
    wrong_ = 0;
    Row row;
    row.start = csv_.row_start();
    row.line = csv_.line();
    if (cells_.size() != width_) {
        csv_.problem(row.start, fmt::format("this row has {} cells; the header has {}",
                                            cells_.size(), width_));
        ++wrong_;
        cells_.resize(width_, {"", row.start});
    }
    const std::string patient = name(Column::patient, "the patient's name");
    row.patient = patients_.place(patient, patient);
    spoilt_.resize(patients_.names.size());
    const std::optional<int> day = whole_day(Column::day);
    if (!day && text(Column::day).empty()) wrong(Column::day, "the day of the visit");
    row.day = day.value_or(0);
    const bool of_lesion = !text(Column::lesion).empty();
    of_lesion ? read_lesion(row) : read_visit(row);
    refuse_others(of_lesion);
    if (wrong_ == 0) return row;
    spoilt_[row.patient] = true;
    return std::nullopt;
}

void RowReader::read_lesion(Row& row) {
    const std::string lesion = name(Column::lesion, "the lesion's name");
    row.lesion = lesions_.place(std::to_string(row.patient) + '\n' + lesion, lesion);
    row.role = role().value_or(Role::target);
    if (!text(Column::organ).empty()) {
        const std::string organ = name(Column::organ, "the organ's name");
        row.organ = organs_.place(organ, organ);
    }
    const bool node = flag(Column::node);
    if (!text(Column::node).empty()) row.node = node;
    row.finding.long_axis = length(Column::long_mm);
    row.finding.short_axis = length(Column::short_mm);
    row.finding.measurable = flag(Column::measurable);
    const bool grown = flag(Column::grown);
    if (!text(Column::grown).empty()) row.finding.grown = grown;
    const auto &longer = row.finding.long_axis, &shorter = row.finding.short_axis;
    if (!longer || !shorter) return;
    if (*shorter > *longer) wrong(Column::short_mm, "no more than long_mm");
    if ((*shorter == 0) != (*longer == 0)) {
        wrong(*shorter == 0 ? Column::short_mm : Column::long_mm,
              "0 in both axes if the lesion is gone, else in neither");
    }
}

void RowReader::read_visit(Row& row) {
    row.nontarget = nontarget();
    row.nontarget_worse = flag(Column::nontarget_worse);
    row.symptoms = flag(Column::symptoms);
    row.missed = flag(Column::missed);
    row.death_day = whole_day(Column::death_day);
}

/// What stands in the wrong kind of row was meant for another; a 0 says nothing.
void RowReader::refuse_others(bool of_lesion) {
    for (std::size_t i = index(Column::role); i != columns; ++i) {
        const auto column = static_cast<Column>(i);
        const std::string_view value = text(column);
        if (is_of_lesion(i) == of_lesion || value.empty()) continue;
        if (is_flag(i) && value == "0") continue;
        wrong(column, of_lesion ? "nothing in the row of a lesion: it belongs to the row of the "
                                  "visit, whose `lesion` is empty"
                                : "nothing in the row of a visit: it belongs to a lesion, and "
                                  "`lesion` is empty");
    }
}

std::string_view RowReader::text(Column column) const {
    return cells_[place_of_[index(column)]].text;
}

void RowReader::wrong(Column column, const std::string& expected) {
    csv_.problem(cells_[place_of_[index(column)]].at,
                 fmt::format("{} = {}: expected {}", column_names()[index(column)],
                             quoted(text(column)), expected));
    ++wrong_;
}

std::string RowReader::name(Column column, const char* what) {
    const std::string_view name = text(column);
    if (name.empty() || !is_one_line(name)) {
        wrong(column, fmt::format("{}{}", what, name.empty() ? "" : ", in UTF-8 and on one line"));
    }
    return std::string{name};
}

std::optional<int> RowReader::whole_day(Column column) {
    const std::string_view value = text(column);
    if (value.empty()) return std::nullopt;
    const std::optional<int> day = day_of(value);
    if (day) return day;
    wrong(column, fmt::format("a whole number of days from the start of treatment, from -{} to {}",
                              latest_day, latest_day));
    return std::nullopt;
}

std::optional<Tenths> RowReader::length(Column column) {
    const std::string_view value = text(column);
    if (value.empty()) return std::nullopt;
    const std::optional<Tenths> size = length_of(value);
    if (!size) {
        wrong(column,
              fmt::format("a length from 0 to {} mm with at most one decimal, such as 23.5; "
                          "empty if it could not be measured, 0 if the lesion is gone",
                          longest_axis / tenths_per_mm));
    }
    return size;
}

bool RowReader::flag(Column column) {
    const std::string_view value = text(column);
    if (!value.empty() && value != "0" && value != "1") wrong(column, "1 for yes, 0 for no");
    return value == "1";
}

std::optional<Role> RowReader::role() {
    std::string hint;
    const auto role = meaning<Role>(text(Column::role), role_words, hint);
    if (!role) wrong(Column::role, "target, nontarget or new" + hint);
    return role;
}

std::optional<NonTarget> RowReader::nontarget() {
    if (text(Column::nontarget_class).empty()) return std::nullopt;
    std::string hint;
    constexpr std::array<std::pair<std::string_view, NonTarget>, 4> words{
        {{"CR", NonTarget::complete},
         {"nonCRnonPD", NonTarget::neither},
         {"PD", NonTarget::progression},
         {"NE", NonTarget::not_evaluable}}};
    const auto nontarget = meaning<NonTarget>(text(Column::nontarget_class), words, hint);
    if (!nontarget) wrong(Column::nontarget_class, "CR, nonCRnonPD, PD, NE or nothing" + hint);
    return nontarget;
}

void RowReader::problem(const Row& row, Column column, const std::string& text) {
    csv_.go_to(row.start, row.line);
    if (csv_.next(cells_)) csv_.problem(cells_[place_of_[index(column)]].at, text);
    spoilt_[row.patient] = true;
}

bool RowReader::is_spoilt(std::size_t patient) const {
    return spoilt_[patient];
}

}  // namespace perforin::clinic
