#pragma once
// What whoever places immune cells must know of them.

#include <cstdint>

namespace perforin::cases::cancer_immune {

/// Phenotypes of a founder: one outside the cube is inert for good.
inline constexpr std::uint8_t inside = 0, outside = 1;

}  // namespace perforin::cases::cancer_immune
