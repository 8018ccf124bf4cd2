// The header of a measurement table.

#include <algorithm>

#include <fmt/format.h>

#include "clinic/measurements/measurement_rows.hpp"
#include "core/nearest.hpp"
#include "core/printable.hpp"

namespace perforin::clinic {

const std::array<std::string_view, columns>& column_names() {
    static constexpr std::array<std::string_view, columns> names{
        "patient",  "day",      "lesion",     "role",  "organ",           "node",
        "long_mm",  "short_mm", "measurable", "grown", "nontarget_class", "nontarget_worse",
        "symptoms", "missed",   "death_day"};
    return names;
}

namespace {

/// Why a name is no column, and which was probably meant.
std::string unknown_column(std::string_view name, const std::vector<std::string>& known) {
    std::string text = '"' + printable(name) + "\": no such column";
    const std::string near = nearest(name, known);
    if (!near.empty()) return text + "; did you mean '" + near + "'?";
    const bool other_mark = name.find_first_of(";\t") != std::string_view::npos;
    return other_mark ? text + "; expected columns separated by commas" : text;
}

}  // namespace

bool RowReader::read_header() {
    if (!csv_.next(cells_)) {
        csv_.problem(0, "the table is empty; expected a header");
        return false;
    }
    const std::vector<std::string> known{column_names().begin(), column_names().end()};
    std::array<bool, columns> found{};
    bool right = true;
    const auto refuse = [&](std::size_t at, const std::string& text) {
        csv_.problem(at, text);
        right = false;
    };
    for (std::size_t i = 0; i != cells_.size(); ++i) {
        const Cell& cell = cells_[i];
        const auto column = static_cast<std::size_t>(
            std::find(known.begin(), known.end(), cell.text) - known.begin());
        if (column == columns) {
            refuse(cell.at, unknown_column(cell.text, known));
        } else if (found[column]) {
            refuse(cell.at, fmt::format("the column '{}' is there twice", cell.text));
        } else {
            found[column] = true;
            place_of_[column] = i;
        }
    }
    for (std::size_t column = 0; column != columns; ++column) {
        if (found[column]) continue;
        refuse(csv_.row_start(), fmt::format("the column '{}' is missing", known[column]));
    }
    width_ = cells_.size();
    return right;
}

}  // namespace perforin::clinic
