// Who gets into which arm, and for how long she stays.

#include <doctest/doctest.h>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "trial/randomisation.hpp"
#include "trial/trial.hpp"

using namespace perforin;
using namespace perforin::trial;

namespace {

std::vector<std::string> alternating(std::size_t patients) {
    std::vector<std::string> strata;
    for (std::size_t i = 0; i != patients; ++i) strata.push_back(i % 3 == 0 ? "a=1" : "a=2");
    return strata;
}

}  // namespace

TEST_CASE("every block of every stratum holds the arms as their shares say") {
    const auto strata = alternating(900);
    const auto arms = permuted_blocks(strata, {2, 1}, 6, 7);
    std::map<std::string, std::vector<std::size_t>> by;
    for (std::size_t i = 0; i != arms.size(); ++i) by[strata[i]].push_back(arms[i]);
    for (const auto& [stratum, order] : by) {
        for (std::size_t begin = 0; begin + 6 <= order.size(); begin += 6) {
            std::size_t second = 0;
            for (std::size_t i = begin; i != begin + 6; ++i) second += order[i];
            CHECK(second == 2);
        }
    }
}

TEST_CASE("orders within blocks differ, each as often") {
    // Blocks of two patients: either comes first in half of them.
    const auto arms = permuted_blocks(std::vector<std::string>(20'000, ""), {1, 1}, 2, 1);
    int first = 0;
    for (std::size_t i = 0; i != arms.size(); i += 2) first += arms[i] == 0 ? 1 : 0;
    CHECK(first > 5000 - 200);  // four standard deviations
    CHECK(first < 5000 + 200);
}

TEST_CASE("a stratum's arms do not depend on other strata, and all depends on the seed") {
    const auto strata = alternating(300);
    const auto all = permuted_blocks(strata, {1, 1, 1}, 6, 3);
    const auto alone = permuted_blocks(std::vector<std::string>(100, "a=1"), {1, 1, 1}, 6, 3);
    std::size_t next = 0;
    for (std::size_t i = 0; i != all.size(); ++i) {
        if (strata[i] == "a=1") CHECK(all[i] == alone[next++]);
    }
    CHECK(permuted_blocks(strata, {1, 1, 1}, 6, 4) != all);
}

TEST_CASE("simple randomisation gives each arm its share, patient by patient") {
    std::map<std::size_t, int> arms;
    for (std::uint64_t k = 1; k <= 30'000; ++k) ++arms[simple_arm(k, {1, 2}, 5)];
    CHECK(arms[0] > 10'000 - 330);
    CHECK(arms[0] < 10'000 + 330);
    CHECK(simple_arm(17, {1, 2}, 5) == simple_arm(17, {1, 2}, 5));
}

TEST_CASE("patients come on any day as often, and leave as their hazard says") {
    double arrival = 0.0, stays = 0.0;
    constexpr int patients = 20'000;
    for (std::uint64_t k = 1; k <= patients; ++k) {
        const auto day_of_arrival = arrival_day(k, 100.0 * day, 2);
        CHECK(day_of_arrival >= 0);
        CHECK(day_of_arrival < 100);
        arrival += static_cast<double>(day_of_arrival);
        stays += static_cast<double>(dropout_day(k, 0.001 * per_day, 2)) > 1000.0 ? 1.0 : 0.0;
    }
    CHECK(arrival / patients == doctest::Approx(49.5).epsilon(0.02));
    CHECK(stays / patients == doctest::Approx(0.3679).epsilon(0.04));
    CHECK(dropout_day(1, Rate{}, 2) == never);
    CHECK(arrival_day(1, Time{}, 2) == 0);
}

TEST_CASE("strata are classes of text, or of numbers between limits") {
    const Stratifier histology{"histology", 0, {}}, score{"tps", 1, {1.0, 50.0}};
    const auto stratum = [&](double tps) {
        return stratum_of({histology, score},
                          {.number = 1, .values = {{"squamous", 0.0}, {"", tps}}});
    };
    CHECK(stratum(0.5) == "histology=squamous;tps=<1");
    CHECK(stratum(1.0) == "histology=squamous;tps=1-50");
    CHECK(stratum(49.0) == "histology=squamous;tps=1-50");
    CHECK(stratum(50.0) == "histology=squamous;tps=>=50");
    CHECK(stratum_of({}, {}).empty());
}
