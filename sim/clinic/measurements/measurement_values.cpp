#include "clinic/measurements/measurement_values.hpp"

#include <algorithm>
#include <charconv>

#include "core/printable.hpp"

namespace perforin::clinic {

namespace {

bool is_digits(std::string_view text) {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

std::optional<int> day_of(std::string_view text) {
    int day = 0;
    const char* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, day);
    const bool right = read.ec == std::errc{} && read.ptr == end;
    return right && -latest_day <= day && day <= latest_day ? std::optional{day} : std::nullopt;
}

std::optional<Tenths> length_of(std::string_view text) {
    const std::size_t point = std::min(text.find('.'), text.size());
    const std::string_view whole = text.substr(0, point);
    const std::string_view rest = point < text.size() ? text.substr(point + 1) : "0";
    if (!is_digits(whole) || !is_digits(rest) || whole.size() > 9) return std::nullopt;
    if (rest.find_first_not_of('0', 1) != std::string_view::npos) return std::nullopt;
    Tenths value = 0;
    std::from_chars(whole.data(), whole.data() + whole.size(), value);
    value = value * tenths_per_mm + (rest.front() - '0');
    return value <= longest_axis ? std::optional{value} : std::nullopt;
}

bool is_one_line(std::string_view text) {
    while (!text.empty()) {
        const std::size_t length = letter_length(text);
        if (length == 0 || (length == 1 && (text.front() < ' ' || text.front() == '\x7f'))) {
            return false;
        }
        text.remove_prefix(length);
    }
    return true;
}

}  // namespace perforin::clinic
