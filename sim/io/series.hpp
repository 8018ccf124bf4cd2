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
    Series(Group group, const std::string& doc, const std::vector<SeriesColumn>& columns);

    /// Values in the order of the columns; a later row may not be earlier in time. Throws
    /// logic_error.
    void append(Seconds at, const std::vector<double>& row);
    /// Throws logic_error unless the table has these columns.
    void must_have(const std::vector<SeriesColumn>& columns) const;
    void flush();

private:
    Group group_;
    TimeColumns times_;
    std::vector<Column> columns_;
};

}  // namespace perforin::io
