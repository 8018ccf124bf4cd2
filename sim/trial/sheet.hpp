#pragma once
// A table by columns, of text or of numbers; as CSV, and as a group of HDF5.

#include <cstddef>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "io/hdf5.hpp"

namespace perforin::trial {

class Sheet {
public:
    struct Column {
        std::string name, unit, doc;  ///< unit "" or "1": none is shown
        bool text = false;
        std::vector<std::string> texts{};
        std::vector<double> numbers{};  ///< not a number: nothing
    };

    void add(Column column) { columns_.push_back(std::move(column)); }
    std::size_t rows() const;
    const std::vector<Column>& columns() const { return columns_; }
    /// RFC 4180, a header `name [unit]`.
    std::string csv() const;
    void write(io::Group group) const;

private:
    std::vector<Column> columns_;
};

/// Makes a sheet of rows, a column after the other.
template <class Row>
class Filled {
public:
    explicit Filled(const std::vector<Row>& rows) : rows_{rows} {}

    void text(std::string name, std::string doc,
              const std::function<std::string(const Row&)>& value) {
        Sheet::Column column{std::move(name), "", std::move(doc), true};
        for (const Row& row : rows_) column.texts.push_back(value(row));
        sheet_.add(std::move(column));
    }
    void number(std::string name, std::string unit, std::string doc,
                const std::function<std::optional<double>(const Row&)>& value) {
        constexpr double nothing = std::numeric_limits<double>::quiet_NaN();
        Sheet::Column column{std::move(name), std::move(unit), std::move(doc)};
        for (const Row& row : rows_) column.numbers.push_back(value(row).value_or(nothing));
        sheet_.add(std::move(column));
    }
    Sheet take() { return std::move(sheet_); }

private:
    const std::vector<Row>& rows_;
    Sheet sheet_;
};

}  // namespace perforin::trial
