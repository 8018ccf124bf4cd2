// Overall survival of virtual patients against that of OAK (425 patients in each arm, Gandara
// 2018).

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "../support/cox.hpp"
#include "../support/virtual_trial.hpp"

using namespace support;

namespace {

/// In each test: seeds that the coefficients were not fitted on.
constexpr std::size_t patients = 6000;

std::vector<Subject<3>> baselines(const std::vector<VirtualPatient>& trial) {
    std::vector<Subject<3>> all;
    for (const VirtualPatient& she : trial) {
        all.push_back({she.days,
                       she.died,
                       {std::log2(she.sld) - 6.0, static_cast<double>(she.sites) - 3.0,
                        static_cast<double>(she.ecog)}});
    }
    return all;
}

std::vector<Subject<3>> of_arm(const std::vector<VirtualPatient>& trial, Arm arm) {
    std::vector<VirtualPatient> some;
    for (const VirtualPatient& she : trial) {
        if (she.arm == arm) some.push_back(she);
    }
    return baselines(some);
}

/// Survival after the landmark at 12 weeks, of those who responded, were stable or progressed.
std::vector<Subject<2>> after_landmark(const std::vector<VirtualPatient>& trial) {
    std::vector<Subject<2>> all;
    for (const VirtualPatient& she : trial) {
        if (she.days <= 84.0) continue;
        all.push_back(
            {she.days - 84.0,
             she.died,
             {she.best == Best::progression ? 1.0 : 0.0, she.best == Best::response ? 1.0 : 0.0}});
    }
    return all;
}

}  // namespace

TEST_CASE("a Cox fit on baselines of virtual patients returns the ratios of OAK") {
    // Standard errors with 6000 patients are 0.018, 0.011 and 0.034 on the log scale; three of them
    // are allowed, so one fault in a hundred seeds, and OAK's own intervals are wider.
    constexpr std::array<double, 3> oak{1.392, 1.107, 1.717};
    constexpr std::array<const char*, 3> of{"doubling of the sum of diameters", "site", "ECOG 1"};
    for (const std::uint64_t seed : {11, 12}) {
        const auto fit = cox(baselines(virtual_trial(patients, seed)));
        for (std::size_t i = 0; i != oak.size(); ++i) {
            MESSAGE(std::string{of[i]} << ": " << std::exp(fit.beta[i]) << " (se of the log "
                                       << fit.se[i] << "), OAK " << oak[i]);
            CHECK(std::abs(fit.beta[i] - std::log(oak[i])) < 3.0 * fit.se[i]);
        }
    }
}

TEST_CASE("virtual patients live about as long as those of OAK, longer with the better courses") {
    const auto trial = virtual_trial(patients, 13);
    const auto chemotherapy = of_arm(trial, Arm::chemotherapy),
               blockade = of_arm(trial, Arm::blockade);
    const double first = median_survival(chemotherapy) / days_a_month,
                 second = median_survival(blockade) / days_a_month;
    MESSAGE("medians " << first << " and " << second << " months; OAK 9.6 and 13.8");
    CHECK(std::abs(first - 9.6) < 2.0);
    CHECK(std::abs(second - 13.8) < 2.0);
    CHECK(first + 0.5 < second);
    // Shares alive in OAK at 6, 12 and 24 months.
    constexpr std::array<double, 3> months{6, 12, 24}, docetaxel{0.687, 0.411, 0.206},
        atezolizumab{0.748, 0.546, 0.290};
    for (std::size_t i = 0; i != months.size(); ++i) {
        const double a = alive_after(chemotherapy, months[i] * days_a_month),
                     b = alive_after(blockade, months[i] * days_a_month);
        MESSAGE("alive at " << months[i] << " months: " << a << " " << b << "; OAK " << docetaxel[i]
                            << " " << atezolizumab[i]);
        CHECK(std::abs(a - docetaxel[i]) < 0.06);
        CHECK(std::abs(b - atezolizumab[i]) < 0.06);
    }
}

TEST_CASE("whoever responded by week 12 lives longer than who was stable, and that than who grew") {
    const auto trial = virtual_trial(patients, 14);
    const auto fit = cox(after_landmark(trial));
    const double progression = std::exp(fit.beta[0]), response = std::exp(fit.beta[1]);
    MESSAGE("against stable disease: progression " << progression << ", response " << response
                                                   << "; OAK 2.0 to 2.3, 0.26 to 0.54");
    CHECK(progression > 1.7);
    CHECK(progression < 2.8);
    CHECK(response < 0.7);
    CHECK(response > 0.2);
}
