#pragma once
// What of a patient the disposition of a drug depends on.

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/units.hpp"

namespace perforin::patient {

inline constexpr Unit<dim::mass_density> gram_per_litre{1e3 * mg_per_litre.factor, "g/L"};

enum class Sex { as_published, female, male };

/// Whose random effects are drawn, and for which drug: another pair, another draw.
struct Lot {
    std::uint64_t patient;  ///< her seed
    std::string_view drug;
};

/// What is not known is as in the reference patient of each publication.
struct Person {
    Mass weight;
    Sex sex = Sex::as_published;
    std::int64_t ecog = 0;  ///< performance status, 0…5
    std::optional<MassDensity> albumin = std::nullopt;
    std::optional<Lot> lot = std::nullopt;  ///< without it she is typical where nothing was given
};

}  // namespace perforin::patient
