#include "io/series.hpp"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include "core/error.hpp"
#include "io/clock.hpp"

namespace perforin::io {

Series::Series(Group group, const std::string& name, const std::string& doc,
               const std::vector<SeriesColumn>& columns)
    : group_{std::move(group)},
      name_{name},
      times_{group_, slow_table(Scalar::i64)},
      known_until_{times_.last()} {
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
    if (at <= known_until_) return must_repeat(at, row);
    times_.add(at);
    for (std::size_t i = 0; i != row.size(); ++i) columns_[i].add_number(row[i]);
}

/// Every figure depends on all that happened before, so this finds what lives another life.
void Series::must_repeat(Seconds at, const std::vector<double>& row) const {
    const std::uint64_t known = times_.row_at(at);
    for (std::size_t i = 0; i != row.size(); ++i) {
        if (known >= columns_[i].rows()) throw std::logic_error{"a series lacks a row"};
        const double before = columns_[i].dataset().read(known, 1).number(0);
        if (std::bit_cast<std::uint64_t>(before) == std::bit_cast<std::uint64_t>(row[i])) continue;
        throw Broken{fmt::format(
            "lived again, {} differs from what the result holds: {} of {} is {}, not {}. Something "
            "that makes results has changed since: the program, the machine, or the file",
            day_text(at), columns_[i].name(), name_, row[i], before)};
    }
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
