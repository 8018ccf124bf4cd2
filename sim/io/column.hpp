#pragma once
// A column of a trajectory: an extendable dataset whose new rows wait in memory until they are
// written together. Few and large HDF5 calls cost little.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/sink.hpp"
#include "core/time.hpp"
#include "io/hdf5.hpp"
#include "io/precision.hpp"

namespace perforin::io {

/// For tables that grow by a row or a few each commit, which rewrites their last chunk every time:
/// a gzip call of 25 µs a column would cost more than the bytes it saves.
inline Layout slow_table(Scalar scalar, std::vector<std::uint64_t> row = {}) {
    return {.scalar = scalar, .row = std::move(row), .chunk = {128}, .level = 0};
}

class Column {
public:
    /// Goes on where the dataset ends, if there is one.
    Column(Group& group, const Label& label, const Layout& layout, const Precision& precision = {});

    const std::string& name() const { return name_; }
    Scalar scalar() const { return scalar_; }
    Dataset& dataset() { return dataset_; }
    const Dataset& dataset() const { return dataset_; }
    std::uint64_t rows() const { return written_ + waiting_rows(); }

    /// Throws logic_error for rows of another type or width.
    void add(const Rows& rows);
    template <class T>
    void add(const T& row) {
        add(Rows{std::span<const T>{&row, 1}});
    }
    /// A value given as double; throws logic_error if the column's type cannot hold it exactly
    /// (an f32 rounds it).
    void add_number(double value);
    void flush();

private:
    std::uint64_t waiting_rows() const { return waiting_.size() / row_bytes_; }

    std::string name_;
    Dataset dataset_;
    Scalar scalar_;
    std::size_t width_, row_bytes_;
    Precision precision_;
    std::uint64_t written_;
    std::vector<std::byte> waiting_;
};

/// When each row of a table was: `time_s`, exact, and `time` in days, derived.
class TimeColumns {
public:
    TimeColumns(Group& group, const Layout& layout);
    /// Throws logic_error when time runs backwards.
    void add(Seconds at);
    std::uint64_t rows() const { return seconds_.rows(); }
    Seconds last() const { return last_; }
    /// First row of that moment or a later one, among those in the file.
    std::uint64_t row_at(Seconds at) const;
    void flush();

private:
    Column seconds_, days_;
    Seconds last_;
};

}  // namespace perforin::io
