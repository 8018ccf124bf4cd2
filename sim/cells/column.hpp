#pragma once
// A column is one quantity of every row of a table, with its unit and its meaning. It is declared
// once; birth, death, sorting, snapshots and restarts follow from the declaration.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/grow.hpp"
#include "core/parallel.hpp"
#include "core/sink.hpp"

namespace perforin::cells {

using Row = std::uint32_t;

class Table;

/// What a table asks of a column without knowing its type. Not copyable: its table knows its
/// address.
class AnyColumn {
public:
    AnyColumn(Table& table, Label label);  // in table.cpp
    AnyColumn(const AnyColumn&) = delete;
    AnyColumn& operator=(const AnyColumn&) = delete;
    virtual ~AnyColumn() = default;

    const Label& label() const { return label_; }
    virtual perforin::Scalar type() const = 0;
    virtual std::size_t width() const = 0;      ///< scalars in one value
    virtual std::size_t row_bytes() const = 0;  ///< of one value

    void write(Sink& sink) const { sink.put(label_, rows()); }

protected:
    friend class Table;
    virtual Rows rows() const = 0;
    virtual void resize(std::size_t rows) = 0;  ///< new rows are value-initialised
    /// Rows in this order, the rest go. `scratch` holds as many values.
    virtual void keep(std::span<const Row> rows, std::byte* scratch) = 0;
    /// Copies rows of another column of the same type to the rows from `first` on.
    virtual void copy(std::size_t first, const AnyColumn& from, std::span<const Row> rows) = 0;
    virtual void read(const Source& source) = 0;

private:
    Label label_;
};

/// T: an unsigned integer of 8…64 bits, int64, float, double, Vec3, or a std::array of such.
template <class T>
class Column final : public AnyColumn {
    static_assert(std::is_trivially_copyable_v<T>);

public:
    using value_type = T;
    using AnyColumn::AnyColumn;
    Column(Table& table, Label label);  // in table.hpp: as many rows as the table has

    T& operator[](std::size_t row) { return values_[row]; }
    const T& operator[](std::size_t row) const { return values_[row]; }
    std::size_t size() const { return values_.size(); }

    /// The plain array, for kernels; valid until rows are added, removed or moved.
    std::span<T> span() { return values_; }
    std::span<const T> span() const { return values_; }

    perforin::Scalar type() const override { return ScalarOf<T>::type; }
    std::size_t width() const override { return ScalarOf<T>::width; }
    std::size_t row_bytes() const override { return sizeof(T); }

private:
    Rows rows() const override { return Rows{values_}; }
    void resize(std::size_t rows) override { grow_to(values_, rows); }

    void keep(std::span<const Row> rows, std::byte* scratch) override {
        const T* from = values_.data();
        parallel::for_chunks(
            rows.size(),
            [&](std::size_t, std::size_t first, std::size_t last) {
                std::byte* to = scratch + first * sizeof(T);
                for (std::size_t i = first; i != last; ++i, to += sizeof(T)) {
                    std::memcpy(to, from + rows[i], sizeof(T));
                }
            },
            rows_a_chunk);
        values_.resize(rows.size());
        if (!rows.empty()) std::memcpy(values_.data(), scratch, rows.size() * sizeof(T));
    }

    void copy(std::size_t first, const AnyColumn& from, std::span<const Row> rows) override {
        const auto& source = static_cast<const Column&>(from);  // same type: checked by the table
        for (std::size_t i = 0; i != rows.size(); ++i) values_[first + i] = source.values_[rows[i]];
    }

    void read(const Source& source) override {
        source.take(label(), values_.data(), values_.size(), width(), type());
    }

    static constexpr std::size_t rows_a_chunk = 16384;  // copying is cheap: large pieces

    std::vector<T> values_;
};

}  // namespace perforin::cells
