#pragma once
// What readers of scans noted of one patient: lesions, and what each was at each visit.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace perforin::clinic {

/// Lengths are whole tenths of a millimetre: comparisons with thresholds are exact. Areas, products
/// of two axes, are whole hundredths of a square millimetre. Sums of either fit.
using Tenths = std::int64_t;

inline constexpr Tenths tenths_per_mm = 10, hundredths_per_mm2 = 100;

inline Tenths tenths(double millimetres) {
    return std::llround(millimetres * static_cast<double>(tenths_per_mm));
}

enum class Role { target, nontarget, new_lesion };

struct Lesion {
    std::string name;
    Role role = Role::target;
    std::string organ{};
    bool node = false;  ///< a lymph node: its short axis counts
};

/// One lesion at one visit. No size: it could not be evaluated; 0: it is gone.
struct Finding {
    std::size_t lesion = 0;  ///< its place in Record::lesions
    std::optional<Tenths> long_axis{}, short_axis{};
    bool measurable = false;      ///< asked where a new lesion is first seen
    std::optional<bool> grown{};  ///< of a new lesion that is there without a size; none: unknown

    /// The axis that criteria of one dimension use.
    std::optional<Tenths> diameter(const Lesion& of) const {
        if (long_axis == 0 || short_axis == 0) return 0;
        return of.node ? short_axis : long_axis;
    }
    /// Whether a new lesion is there; none: it could not be evaluated. One axis suffices.
    std::optional<bool> seen() const {
        if (long_axis == 0 || short_axis == 0) return false;
        if (long_axis || short_axis || grown) return true;
        return std::nullopt;
    }
    /// The product of both axes, of which irRC makes its sum.
    std::optional<Tenths> product() const {
        if (long_axis == 0 || short_axis == 0) return 0;
        if (!long_axis || !short_axis) return std::nullopt;
        return *long_axis * *short_axis;
    }
};

/// Non-target disease is judged as a whole, in words.
enum class NonTarget { not_evaluable, progression, neither, complete };

struct Visit {
    int day = 0;                      ///< 0: start of treatment
    std::vector<Finding> findings{};  ///< by lesion
    std::optional<NonTarget> nontarget{};
    bool nontarget_worse = false;  ///< worse than at the visit that raised the suspicion
    bool symptoms = false;         ///< made for new symptoms
    bool missed = false;           ///< planned, not made

    const Finding* find(std::size_t lesion) const {
        const auto found =
            std::lower_bound(findings.begin(), findings.end(), lesion,
                             [](const Finding& f, std::size_t l) { return f.lesion < l; });
        return found != findings.end() && found->lesion == lesion ? &*found : nullptr;
    }
};

struct Record {
    std::string patient;
    std::vector<Lesion> lesions;
    std::vector<Visit> visits;  ///< by day; the first is the baseline
    std::optional<int> death_day;
    std::vector<Visit> earlier{};  ///< before the baseline, by day; only growth asks for them

    bool has(Role role) const {
        return std::any_of(lesions.begin(), lesions.end(),
                           [&](const Lesion& lesion) { return lesion.role == role; });
    }
    bool has_targets() const { return has(Role::target); }
    /// Whether there is non-target disease: a lesion of that role, or a class of it at any visit.
    bool has_nontarget() const {
        return has(Role::nontarget) ||
               std::any_of(visits.begin(), visits.end(),
                           [](const Visit& visit) { return visit.nontarget.has_value(); });
    }
};

}  // namespace perforin::clinic
