#pragma once
// Patients of a trial like OAK, without tissue: baselines with the distributions of its
// publication's data (Gandara 2018), and courses of burden by a simple law that knows nothing of
// the baseline. What dies of them is the program's own hazard.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../support/cox.hpp"
#include "config/input.hpp"
#include "core/random.hpp"
#include "patient/mortality.hpp"

namespace support {

using namespace perforin;

inline constexpr double days_a_month = 365.25 / 12.0;

enum class Arm { chemotherapy, blockade };
enum class Best { progression, stable, response };

struct VirtualPatient {
    double sld = 0.0;  ///< sum of target diameters, mm
    std::size_t sites = 0;
    std::int64_t ecog = 0;
    Arm arm = Arm::chemotherapy;
    std::vector<patient::TumourOf> organs{};
    double growth = 0.0, decay = 0.0;  ///< of diameters, 1/d
    double days = 0.0;                 ///< until death or the end of follow-up
    bool died = false;
    Best best = Best::stable;

    /// Diameters relative to the baseline: f = exp(−dt) + exp(gt) − 1 (Stein 2008), 60 cm in all at
    /// most.
    double fold(double day) const {
        const double f = std::exp(-decay * day) + std::exp(std::min(growth * day, 5.0)) - 1.0;
        return std::min(f, 600.0 / sld);
    }
};

/// Organs of metastases of lung cancer and how readily they are chosen: assumed.
inline constexpr std::array<std::pair<std::string_view, double>, 8> organs_of_sites{
    {{"lung", 0.8},
     {"lymph_node", 0.6},
     {"liver", 0.2},
     {"bone", 0.25},
     {"brain", 0.1},
     {"adrenal", 0.15},
     {"pleura", 0.2},
     {"soft_tissue", 0.1}}};

/// Sum of diameters, sites and ECOG are correlated as in OAK (0.31, 0.14, 0.11). The sum falls on
/// the sites at random (a Dirichlet law).
inline void draw_baseline(VirtualPatient& she, Stream& random) {
    const double z1 = normal(random), z2 = normal(random), z3 = normal(random);
    const double sites = 0.33 * z1 + 0.944 * z2, ecog = 0.18 * z1 + 0.0854 * z2 + 0.98 * z3;
    she.sld = std::max(10.0, std::exp(4.166 + 0.644 * z1));
    // Shares of 1 to 8 sites: 13, 27.6, 29.6, 17.4, 7.6, 2.9, 1.4 and 0.5 %.
    constexpr std::array<double, 7> limits{-1.126, -0.238, 0.530, 1.155, 1.665, 2.075, 2.576};
    she.sites =
        1 + static_cast<std::size_t>(std::count_if(
                limits.begin(), limits.end(), [sites](double limit) { return sites > limit; }));
    she.ecog = ecog > -0.332 ? 1 : 0;  // 63 %
    std::vector<std::pair<double, std::string_view>> order;
    for (const auto& [organ, weight] : organs_of_sites) {
        order.emplace_back(exponential(random) / weight, organ);
    }
    std::sort(order.begin(), order.end());
    double sum = 0.0;
    std::vector<double> shares;
    for (std::size_t i = 0; i != she.sites; ++i) shares.push_back(exponential(random));
    for (const double share : shares) sum += share;
    for (std::size_t i = 0; i != she.sites; ++i) {
        she.organs.push_back({order[i].second, she.sld * shares[i] / sum * mm});
    }
}

/// Set by hand so that responses, progressions at the first scan and progression-free survival of
/// targets are near OAK's; in the arm with blockade some 30 % are held for long.
inline void draw_course(VirtualPatient& she, Stream& random) {
    const double g = normal(random), d = normal(random);
    const bool held = uniform(random) < 0.3 && she.arm == Arm::blockade;
    she.growth = (held ? 0.1 : 1.0) * 0.0036 * std::exp(g);
    she.decay = she.arm == Arm::chemotherapy ? 0.0026 * std::exp(1.2 * d)
                : held                       ? 0.004 * std::exp(0.8 * d)
                                             : 0.0013 * std::exp(1.2 * d);
}

/// At the first two scans, of days 42 and 84.
inline Best best_of(const VirtualPatient& she) {
    double nadir = 1.0;
    bool responded = false;
    for (const double day : {42.0, 84.0}) {
        const double now = she.fold(day);
        if (now >= 1.2 * nadir && (now - nadir) * she.sld >= 5.0) {
            return responded ? Best::response : Best::progression;
        }
        responded = responded || now <= 0.7;
        nadir = std::min(nadir, now);
    }
    return responded ? Best::response : Best::stable;
}

inline void live(VirtualPatient& she, patient::Mortality mortality, double follow_up) {
    std::vector<patient::TumourOf> now = she.organs;
    for (std::int64_t day = 0; static_cast<double>(day) < follow_up; ++day) {
        const double fold = she.fold(static_cast<double>(day));
        for (std::size_t i = 0; i != now.size(); ++i) {
            now[i].diameter = fold * she.organs[i].diameter;
        }
        mortality.advance({day * seconds_per_day, seconds_per_day}, now,
                          {.sex = patient::Sex::as_published, .age = 63.0, .ecog = she.ecog});
        if (!mortality.fatal()) continue;
        she.days = static_cast<double>(day + 1);
        she.died = true;
        return;
    }
    she.days = std::floor(follow_up);
}

/// Half of them in each arm. Followed for 19 to 27 months, as in OAK.
inline std::vector<VirtualPatient> virtual_trial(std::size_t patients, std::uint64_t seed,
                                                 const std::string& mortality = {}) {
    const config::Input input{
        "test.toml", "[patient.mortality]\ndisease = true\nbackground = true\n" + mortality};
    std::vector<VirtualPatient> all;
    for (std::size_t i = 0; i != patients; ++i) {
        VirtualPatient she;
        she.arm = i % 2 == 0 ? Arm::chemotherapy : Arm::blockade;
        Stream random{seed, "virtual_trial"_draw, {i, 0}, 0};
        draw_baseline(she, random);
        draw_course(she, random);
        she.best = best_of(she);
        const double follow_up = (19.0 + 8.0 * uniform(random)) * days_a_month;
        live(she, patient::Mortality{input.root(), descend(seed, i)}, follow_up);
        all.push_back(std::move(she));
    }
    return all;
}

}  // namespace support
