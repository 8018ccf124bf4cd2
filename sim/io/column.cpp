#include "io/column.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>
#include <stdexcept>
#include <type_traits>

#include <fmt/format.h>

namespace perforin::io {

namespace {

std::size_t width_of(const Layout& layout) {
    return std::accumulate(layout.row.begin(), layout.row.end(), std::size_t{1},
                           std::multiplies<>{});
}

Layout with_scalar(Layout layout, Scalar scalar) {
    layout.scalar = scalar;
    return layout;
}

template <class T>
bool holds(double value) {
    if constexpr (std::is_floating_point_v<T>) {
        return true;
    } else {
        // Both bounds are exact in double: the least number, and one above the greatest.
        const double above = std::ldexp(1.0, std::numeric_limits<T>::digits);
        return value >= static_cast<double>(std::numeric_limits<T>::min()) && value < above &&
               value == std::trunc(value);
    }
}

}  // namespace

Column::Column(Group& group, const Label& label, const Layout& layout, const Precision& precision)
    : name_{label.name},
      dataset_{group.extendable(label, layout)},
      scalar_{layout.scalar},
      width_{width_of(layout)},
      row_bytes_{width_ * bytes_of(layout.scalar)},
      precision_{precision},
      written_{dataset_.rows()} {
    if (precision.step > 0) dataset_.annotate("precision", precision.step);
    if (precision.bits > 0) {
        dataset_.annotate("significant_bits", static_cast<std::uint8_t>(precision.bits));
    }
}

void Column::add(const Rows& rows) {
    if (rows.type != scalar_ || rows.rows * rows.width % width_ != 0) {
        throw std::logic_error{fmt::format("column {} takes {} values of {}", name_, width_,
                                           Element{false, scalar_}.name())};
    }
    if (rows.rows == 0) return;
    const auto* const first = static_cast<const std::byte*>(rows.data);
    const std::size_t at = waiting_.size(), values = rows.rows * rows.width;
    waiting_.insert(waiting_.end(), first, first + values * bytes_of(scalar_));
    round_to(precision_, scalar_, waiting_.data() + at, values);
}

void Column::add_number(double value) {
    with_type(scalar_, [&](auto zero) {
        using T = decltype(zero);
        if (!holds<T>(value)) {
            throw std::logic_error{fmt::format("column {} of {} cannot hold {}", name_,
                                               Element{false, scalar_}.name(), value)};
        }
        add(static_cast<T>(value));
    });
}

void Column::flush() {
    if (waiting_.empty()) return;
    dataset_.append(waiting_.data(), waiting_rows());
    written_ += waiting_rows();
    waiting_.clear();
}

TimeColumns::TimeColumns(Group& group, const Layout& layout)
    : seconds_{group,
               {"time_s", "s", "Time since the start of the simulation, exact"},
               with_scalar(layout, Scalar::i64)},
      days_{group,
            {"time", "d", "Time since the start of the simulation"},
            with_scalar(layout, Scalar::f64)},
      last_{std::numeric_limits<Seconds>::min()} {
    if (const std::uint64_t rows = seconds_.rows(); rows != 0) {
        last_ = seconds_.dataset().read_as<std::int64_t>(rows - 1, 1).front();
    }
}

std::uint64_t TimeColumns::row_at(Seconds at) const {
    const auto times = seconds_.dataset().read_as<std::int64_t>();
    return static_cast<std::uint64_t>(std::lower_bound(times.begin(), times.end(), at) -
                                      times.begin());
}

void TimeColumns::add(Seconds at) {
    if (at < last_) throw std::logic_error{"rows of a trajectory must come in order of time"};
    last_ = at;
    seconds_.add(at);
    days_.add(static_cast<double>(at) / seconds_per_day);
}

void TimeColumns::flush() {
    seconds_.flush();
    days_.flush();
}

}  // namespace perforin::io
