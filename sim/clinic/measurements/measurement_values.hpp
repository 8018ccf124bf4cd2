#pragma once
// What one cell of a measurement table may hold.

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "clinic/measurements/measurements.hpp"
#include "core/nearest.hpp"

namespace perforin::clinic {

inline constexpr int latest_day = 36500;
inline constexpr Tenths longest_axis = 1000 * tenths_per_mm;

/// A whole number of days, none absurd.
std::optional<int> day_of(std::string_view text);
/// "23.5" in tenths; nothing if it is no plain number of whole tenths, or too long.
std::optional<Tenths> length_of(std::string_view text);
/// Whether it is UTF-8 without control characters.
bool is_one_line(std::string_view text);

template <class Word>
using Words = std::span<const std::pair<std::string_view, Word>>;

inline constexpr std::array<std::pair<std::string_view, Role>, 3> role_words{
    {{"target", Role::target}, {"nontarget", Role::nontarget}, {"new", Role::new_lesion}}};

/// The meaning of a word; if there is none, `hint` says which was probably meant.
template <class Word>
std::optional<Word> meaning(std::string_view text, Words<Word> words, std::string& hint) {
    for (const auto& [word, value] : words) {
        if (word == text) return value;
    }
    std::vector<std::string> known;
    for (const auto& entry : words) known.emplace_back(entry.first);
    const std::string near = nearest(text, known);
    if (!near.empty()) hint = "; did you mean '" + near + "'?";
    return std::nullopt;
}

}  // namespace perforin::clinic
