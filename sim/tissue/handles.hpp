#pragma once
// Names become handles once, in constructors; rules then read levels and occupancies by handle.

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/registry.hpp"
#include "fields/substance.hpp"

namespace perforin::tissue {

/// A named quantity that a therapy brings into one lesion (absorbed dose, virus, heat …).
/// Registered in the file of the therapy that fills it.
struct Exposure {
    explicit Exposure(config::Section&) {}
    virtual ~Exposure() = default;
};

/// A cell-surface receptor that drugs may occupy; any number of drugs may declare the same one.
struct Receptor {
    explicit Receptor(config::Section&) {}
    virtual ~Receptor() = default;
};

/// Something with a level at every point of a lesion.
struct Level {
    enum class Of : std::uint8_t { substance, exposure, vessels } of = Of::substance;
    std::uint16_t rank = 0;
};

struct ReceptorHandle {
    std::uint16_t rank = 0;
};

inline Level substance(std::string_view name) {
    return {Level::Of::substance, static_cast<std::uint16_t>(rank_of<fields::Substance>(name))};
}
/// Nothing where the model in force has no such substance.
inline std::optional<Level> known_substance(std::string_view name) {
    const auto& known = registry<fields::Substance>();
    if (known.find(name) == known.end()) return std::nullopt;
    return substance(name);
}
inline Level exposure(std::string_view name) {
    return {Level::Of::exposure, static_cast<std::uint16_t>(rank_of<Exposure>(name))};
}
/// Nothing where no therapy of the program brings it.
inline std::optional<Level> known_exposure(std::string_view name) {
    const auto& known = registry<Exposure>();
    if (known.find(name) == known.end()) return std::nullopt;
    return exposure(name);
}
inline constexpr Level vessel_density{Level::Of::vessels, 0};

inline ReceptorHandle receptor(std::string_view name) {
    return {static_cast<std::uint16_t>(rank_of<Receptor>(name))};
}

}  // namespace perforin::tissue
