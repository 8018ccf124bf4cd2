#pragma once
// How cells of a kind come from blood into tissue: what makes them stop on the vessel wall, and how
// many circulate.

#include <cstdint>
#include <string>

#include "core/units.hpp"

namespace perforin::tissue {

/// What makes rolling cells of a kind stop on a vessel wall.
struct Lure {
    std::string substance;  ///< a chemokine by name, pM; empty: nothing is needed
    Molarity half{};        ///< its level at which half of them stop
    double power = 1.0;     ///< how steeply they do, a Hill exponent
    double floor = 1.0;     ///< share that stops without it, 0…1
    double crowd = 0.0;  ///< share of the tissue's volume in leukocytes that admits no more; 0: any

    bool operator==(const Lure&) const = default;
};

/// What a lymphocyte is that comes from blood.
enum class FromBlood : std::uint8_t { effector, progenitor, memory };

struct Recruitment {
    PerVolume in_blood{};        ///< circulating without any lesion; 0: none comes from blood
    Rate loss{};                 ///< of circulating ones: death, other tissue
    double extravasation = 0.0;  ///< chance that one which passes a fully inflamed vessel enters
    Lure lure{};
    Rate memory_loss{};        ///< of circulating memory cells of an infused kind
    bool infused = false;      ///< none circulate but those that a therapy brings
    double circulating = 1.0;  ///< share of them that is in blood at a time, the others in organs
};

}  // namespace perforin::tissue
