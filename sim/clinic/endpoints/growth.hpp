#pragma once
// How fast targets grew before and after treatment began, how deep a response went, and whether
// lesions went different ways: pure functions of what was measured. METHODS.md.

#include <optional>

#include "clinic/criteria/response.hpp"

namespace perforin::clinic {

/// Tumour growth rate (TGR): growth in volume, % a month, of the sum of target diameters taken as
/// the diameter of one ball (Ferté 2014).
struct TumourGrowth {
    std::optional<double> before{};      ///< from a scan before the baseline to the baseline
    std::optional<double> after{};       ///< from the baseline to the first scan on treatment
    std::optional<double> ratio{};       ///< after/before, where it grew before
    std::optional<double> difference{};  ///< after − before
    std::optional<bool> champiat{};      ///< hyperprogression by Champiat 2017; none: not known
    std::optional<bool> ferrara{};       ///< by Ferrara 2018
};

/// `recist`: what RECIST 1.1 says of the same patient.
TumourGrowth growth_of(const Record& record, const Assessment& recist);

/// Growth in volume, % a month, between two sums of diameters so many days apart.
double growth_rate(Tenths from, Tenths to, int days);

/// Best change of the sum of target diameters from the baseline over all complete sums, in %;
/// negative: they shrank.
std::optional<double> depth_of(const Record& record);

/// The first visit at which a target is at least 30 % under its size at the baseline, while another
/// is at least 20 % and 5 mm over its own, or a new lesion is there (Bernard-Tessier 2020, Tozuka
/// 2020).
std::optional<int> dissociated_on(const Record& record);

/// Overall survival; without a death it ends at the last visit that was made.
Endpoint survival_of(const Record& record);

/// All of it.
struct PatientEndpoints {
    TumourGrowth growth{};
    std::optional<double> depth{};
    std::optional<int> dissociated_day{};
    Endpoint survival{};
};
PatientEndpoints endpoints_of(const Record& record, const Assessment& recist);

}  // namespace perforin::clinic
