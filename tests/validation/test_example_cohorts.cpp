// The cohorts that come with the project: their patients can be simulated, and are as the published
// table says.

#include <doctest/doctest.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "engine/scenario.hpp"
#include "study/cohort/cohort.hpp"

using namespace perforin;

namespace {

study::Cohort cohort(const std::string& name, std::size_t patients) {
    const char* root = std::getenv("PERFORIN_ROOT");
    REQUIRE(root != nullptr);
    const auto file = std::filesystem::path{root} / "configs" / "cohorts" / (name + ".toml");
    return study::Cohort{engine::find_scenario(file), patients};
}

void prepared(const std::string& name) {
    const study::Cohort all = cohort(name, 200);
    for (std::uint64_t k = 1; k <= all.size(); ++k) {
        const study::VirtualPatient patient = all.patient(k);
        CHECK_NOTHROW_MESSAGE(all.check(patient), patient.toml);
    }
}

/// Shares to 3.3 standard deviations of sample and pool; a median's by the slope of a log-normal
/// law.
void as_published(const std::string& name) {
    constexpr double n = 2000.0, pool = 5000.0;
    const study::CohortSummary all = cohort(name, static_cast<std::size_t>(n)).summary();
    REQUIRE(all.matched.size() >= 8);
    CHECK(all.effective == doctest::Approx(n));
    for (const study::MatchRow& row : all.matched) {
        const bool share = row.statistic.starts_with("share");
        const double p = share ? row.wanted : 0.5, sd = std::sqrt(p * (1.0 - p));
        const double error = 3.3 * sd * std::sqrt(1.0 / n + 1.0 / pool);
        const double slope = share ? 1.0 : 3.0 * row.wanted;  // at most, of the value to the share
        CHECK_MESSAGE(std::abs(row.weighted - row.wanted) < error * slope, row.statistic);
    }
}

}  // namespace

TEST_CASE("the first 200 patients with lung cancer can be prepared") {
    prepared("nsclc_second_line");
}

TEST_CASE("the first 200 patients with melanoma can be prepared") {
    prepared("melanoma_first_line");
}

TEST_CASE("patients with lung cancer are as the baseline table of OAK says") {
    as_published("nsclc_second_line");
}

TEST_CASE("patients with melanoma are as their baseline table says") {
    as_published("melanoma_first_line");
}
