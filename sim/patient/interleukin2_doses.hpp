#pragma once
// High-dose interleukin-2: boluses every eight hours, by body weight. What it does is written where
// it acts: in T cells (biology/models/interleukin2.hpp), in vessels, in nodes.

#include <cstdint>

#include "config/block.hpp"
#include "patient/body.hpp"

namespace perforin::patient {

struct Interleukin2Doses : config::Block {
    Interleukin2Doses(const config::Section& section, std::int64_t usual,
                      const config::Evidence& why)
        : Block{section},
          doses{count("il2_doses", usual, {0, 42},
                      "Doses of interleukin-2 of one cycle, one every 8 h; 0: none", why)} {}

    std::int64_t doses;
    double units =
        param("il2_dose", 600000, fraction, {0, 1e7},
              "Interleukin-2 of a dose, international units per kg of body weight",
              recalled(measured("label: 600,000 IU/kg every 8 h, 14 doses at most; 720,000 in "
                                "some centres")));
    double specific_activity =
        param("il2_activity", 16.4e6, fraction, {1e5, 1e9}, "International units in 1 mg of it",
              recalled(measured("label of aldesleukin: 18 million in 1.1 mg")));
    Volume volume = param("il2_volume", 12, litre, {0.1, 200}, "Volume in which a dose spreads",
                          recalled(measured("volume at steady state 10–14 L (Konrad 1990)")));
    Time half_life = param("il2_half_life", 85, minute, {1, 6000}, "Half-life in serum",
                           recalled(measured("label: 85 min, after 13 min of distribution")));
    double tissue =
        param("il2_tissue", 0.1, fraction, {0, 1}, "Level in tissue relative to serum",
              recalled(assumed("0.05–0.6 for antibodies; much of it is bound on its way")));

    /// What is due on the nth day of a cycle, from 0.
    void give(std::int64_t nth_day, Body& body) const {
        for (std::int64_t k = 3 * nth_day; k != 3 * nth_day + 3 && k < doses; ++k) {
            body.deposit({.exposure = "il2_given",
                          .level = level(body.weight()),
                          .half_life = half_life,
                          .wait = static_cast<double>(8 * (k - 3 * nth_day)) * hour});
        }
    }
    std::int64_t days() const { return (doses + 2) / 3; }

    /// pM in tissue right after one dose; molar mass 15.3 kg/mol.
    double level(Mass weight) const {
        const double milligrams = units * weight.in(kg) / specific_activity;
        return tissue * milligrams / 15.3 / volume.in(litre)*1e6;
    }
};

}  // namespace perforin::patient
