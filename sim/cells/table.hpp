#pragma once
// A table keeps its columns in step. Everything mutable in the program lives in Tables and one-row
// States, so saving and restoring is complete by construction.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cells/column.hpp"
#include "core/geometry.hpp"
#include "core/sink.hpp"

namespace perforin::cells {

/// Derive and declare:
///     struct Lymphocytes : Table {
///         Column<float> age = column<float>("age", "d", "Since its last division");
///     };
class Table {
public:
    Table() = default;
    Table(const Table&) = delete;
    Table& operator=(const Table&) = delete;
    virtual ~Table();

    std::size_t size() const { return rows_; }
    bool empty() const { return rows_ == 0; }
    /// In order of declaration.
    std::span<const AnyColumn* const> columns() const { return {columns_.data(), columns_.size()}; }
    /// Nullptr if there is none of this name.
    const AnyColumn* find(std::string_view name) const;

    /// Adds rows at the end, value-initialised, or removes the last ones.
    void resize(std::size_t rows);

    /// Appends copies of rows of `from`, which may be this table (daughters start as their mother).
    /// Columns that `from` lacks are value-initialised. Returns the first new row.
    std::size_t append(const Table& from, std::span<const Row> rows);

    /// Keeps these rows, each named at most once, in this order; the others are gone. One scratch
    /// buffer serves all columns, so nothing is allocated once it is large enough.
    void keep(std::span<const Row> rows);

    void write(Sink& sink) const;

    /// Takes back what `write` gave. Throws Broken if a column is missing, of another type or of
    /// another length.
    void read(const Source& source);

    /// Bytes a row takes in all columns.
    std::size_t row_bytes() const;

protected:
    template <class T>
    Column<T> column(std::string name, std::string unit, std::string doc) {
        return Column<T>(*this, Label{std::move(name), std::move(unit), std::move(doc)});
    }

private:
    friend class AnyColumn;
    std::vector<AnyColumn*> columns_;
    std::vector<std::byte> scratch_;
    std::size_t rows_ = 0;
};

template <class T>
Column<T>::Column(Table& table, Label label) : AnyColumn{table, std::move(label)} {
    values_.resize(table.size());
}

// Compiled once, in table.cpp: nearly every file sees them.
extern template class Column<std::uint8_t>;
extern template class Column<std::uint16_t>;
extern template class Column<std::uint32_t>;
extern template class Column<std::uint64_t>;
extern template class Column<std::int64_t>;
extern template class Column<float>;
extern template class Column<double>;
extern template class Column<Vec3>;

/// One mutable value of a State.
template <class T>
class Scalar {
public:
    Scalar(Table& table, Label label, T initial) : column_{table, std::move(label)} {
        column_[0] = initial;
    }
    operator const T&() const { return column_[0]; }
    T& value() { return column_[0]; }
    const T& value() const { return column_[0]; }

    Scalar& operator=(const T& value) { return set(value); }
    Scalar& operator+=(const T& more) { return set(column_[0] + more); }
    Scalar& operator-=(const T& less) { return set(column_[0] - less); }
    Scalar& operator*=(const T& factor) { return set(column_[0] * factor); }

private:
    Scalar& set(const T& value) {
        column_[0] = value;
        return *this;
    }
    Column<T> column_;
};

/// A table of one row, for scalars that must survive a restart:
///     struct Bank : State {
///         Scalar<double> cells = scalar<double>("cells", "1", "Waiting to enter", 0.0);
///     };
class State : public Table {
public:
    State() { Table::resize(1); }
    void resize(std::size_t) = delete;
    void keep(std::span<const Row>) = delete;

protected:
    template <class T>
    Scalar<T> scalar(std::string name, std::string unit, std::string doc, T initial = T{}) {
        return Scalar<T>(*this, Label{std::move(name), std::move(unit), std::move(doc)}, initial);
    }
};

}  // namespace perforin::cells
