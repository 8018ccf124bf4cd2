#include "io/values.hpp"

#include <algorithm>
#include <cstring>
#include <functional>
#include <iterator>
#include <numeric>

#include <fmt/format.h>

namespace perforin::io {

namespace {

template <class T>
T at(const std::vector<std::byte>& raw, std::size_t i) {
    T value;
    std::memcpy(&value, raw.data() + i * sizeof value, sizeof value);
    return value;
}

}  // namespace

std::size_t bytes_of(Scalar scalar) {
    return with_type(scalar, [](auto value) { return sizeof value; });
}

std::string Element::name() const {
    if (text) return "text";
    constexpr const char* names[] = {"u8", "u16", "u32", "u64", "i64", "f32", "f64"};
    return names[static_cast<std::size_t>(scalar)];
}

std::size_t Values::count() const {
    return std::accumulate(shape.begin(), shape.end(), std::size_t{1}, std::multiplies<>{});
}

double Values::number(std::size_t i) const {
    return with_type(element.scalar,
                     [&](auto type) { return static_cast<double>(at<decltype(type)>(raw, i)); });
}

std::string Values::shown(std::size_t i, std::size_t n) const {
    std::string list;
    for (std::size_t k = i; k != i + n; ++k) {
        if (k != i) list += ", ";
        if (element.text) {
            list += text[k];
        } else {
            list += with_type(element.scalar, [&](auto type) {
                return fmt::format("{}", at<decltype(type)>(raw, k));
            });
        }
    }
    return n == 1 ? list : "(" + list + ")";
}

bool Values::same(std::size_t i, const Values& other, std::size_t j, std::size_t n) const {
    if (!(element == other.element)) return false;
    if (element.text) {
        const auto first = std::next(text.begin(), static_cast<std::ptrdiff_t>(i));
        return std::equal(first, std::next(first, static_cast<std::ptrdiff_t>(n)),
                          std::next(other.text.begin(), static_cast<std::ptrdiff_t>(j)));
    }
    const std::size_t size = bytes_of(element.scalar);
    return std::memcmp(raw.data() + i * size, other.raw.data() + j * size, n * size) == 0;
}

}  // namespace perforin::io
