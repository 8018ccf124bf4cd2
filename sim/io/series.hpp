#pragma once
// A table with one row a moment: /series/<name>.

#include <string>
#include <vector>

#include "core/sink.hpp"
#include "core/time.hpp"
#include "io/column.hpp"

namespace perforin::io {

/// A column of a series. Values are given as double and stored as `type`; a column of codes
/// (0, 1, 2 …) says what they stand for in `names`.
struct SeriesColumn {
    Label label;
    Scalar type = Scalar::f64;
    std::vector<std::string> names{};
};

class Series {
public:
    /// Goes on where the table ends, if there is one; rows that are there already are only
    /// compared.
    Series(Group group, const std::string& name, const std::string& doc,
           const std::vector<SeriesColumn>& columns);

    /// Values in the order of the columns; a later row may not be earlier in time. Throws
    /// logic_error. A row of a moment that an opened table holds already must be the same to the
    /// last bit: throws Broken.
    void append(Seconds at, const std::vector<double>& row);
    /// Throws logic_error unless the table has these columns.
    void must_have(const std::vector<SeriesColumn>& columns) const;
    void flush();

private:
    void must_repeat(Seconds at, const std::vector<double>& row) const;

    Group group_;
    std::string name_;
    TimeColumns times_;
    Seconds known_until_;  ///< last moment that was there when the table was opened
    std::vector<Column> columns_;
};

}  // namespace perforin::io
