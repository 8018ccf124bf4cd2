#include "cells/table.hpp"

#include <algorithm>
#include <cassert>
#include <stdexcept>

#include "core/error.hpp"
#include "core/grow.hpp"

namespace perforin::cells {

AnyColumn::AnyColumn(Table& table, Label label) : label_{std::move(label)} {
    if (table.find(label_.name) != nullptr) {
        throw std::logic_error{"two columns of one table are called " + label_.name};
    }
    table.columns_.push_back(this);
}

Table::~Table() = default;

const AnyColumn* Table::find(std::string_view name) const {
    for (const AnyColumn* column : columns_) {
        if (column->label().name == name) return column;
    }
    return nullptr;
}

void Table::resize(std::size_t rows) {
    for (AnyColumn* column : columns_) column->resize(rows);
    rows_ = rows;
}

std::size_t Table::append(const Table& from, std::span<const Row> rows) {
    const std::size_t first = rows_;
    resize(rows_ + rows.size());
    for (AnyColumn* column : columns_) {
        const AnyColumn* same = from.find(column->label().name);
        if (same == nullptr) continue;
        if (same->type() != column->type() || same->width() != column->width()) {
            throw std::logic_error{"two columns called " + column->label().name +
                                   " hold different types"};
        }
        column->copy(first, *same, rows);
    }
    return first;
}

void Table::keep(std::span<const Row> rows) {
    std::size_t widest = 0;
    for (const AnyColumn* column : columns_) widest = std::max(widest, column->row_bytes());
    if (scratch_.size() < rows.size() * widest) grow_to(scratch_, rows.size() * widest);
    assert(std::all_of(rows.begin(), rows.end(), [this](Row row) { return row < rows_; }));
    for (AnyColumn* column : columns_) column->keep(rows, scratch_.data());
    rows_ = rows.size();
}

void Table::write(Sink& sink) const {
    for (const AnyColumn* column : columns_) column->write(sink);
}

void Table::read(const Source& source) {
    if (columns_.empty()) return;
    const std::size_t rows = source.rows(columns_.front()->label().name);
    for (const AnyColumn* column : columns_) {
        const std::string& name = column->label().name;
        if (source.rows(name) != rows) throw Broken{"column " + name + " has another length"};
    }
    resize(rows);
    for (AnyColumn* column : columns_) column->read(source);
}

std::size_t Table::row_bytes() const {
    std::size_t bytes = 0;
    for (const AnyColumn* column : columns_) bytes += column->row_bytes();
    return bytes;
}

template class Column<std::uint8_t>;
template class Column<std::uint16_t>;
template class Column<std::uint32_t>;
template class Column<std::uint64_t>;
template class Column<std::int64_t>;
template class Column<float>;
template class Column<double>;
template class Column<Vec3>;

}  // namespace perforin::cells
