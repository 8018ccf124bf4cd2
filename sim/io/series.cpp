#include "io/series.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace perforin::io {

Series::Series(Group group, const std::string& doc, const std::vector<SeriesColumn>& columns)
    : group_{std::move(group)}, times_{group_, slow_table(Scalar::i64)} {
    group_.annotate("description", doc);
    columns_.reserve(columns.size());
    for (const SeriesColumn& column : columns) {
        columns_.emplace_back(group_, column.label, slow_table(column.type));
        if (!column.names.empty()) columns_.back().dataset().annotate("names", column.names);
    }
}

void Series::append(Seconds at, const std::vector<double>& row) {
    if (row.size() != columns_.size()) {
        throw std::logic_error{"a row of a series must have a value for every column"};
    }
    times_.add(at);
    for (std::size_t i = 0; i != row.size(); ++i) columns_[i].add_number(row[i]);
}

void Series::must_have(const std::vector<SeriesColumn>& columns) const {
    const bool same =
        std::equal(columns.begin(), columns.end(), columns_.begin(), columns_.end(),
                   [](const SeriesColumn& wanted, const Column& column) {
                       return wanted.label.name == column.name() && wanted.type == column.scalar();
                   });
    if (!same) throw std::logic_error{"a series was opened again with other columns"};
}

void Series::flush() {
    times_.flush();
    for (Column& column : columns_) column.flush();
}

}  // namespace perforin::io
