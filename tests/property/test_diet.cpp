// Fasts: fewer monocytes come by in tissue, and nothing else changes.

#include <doctest/doctest.h>

#include <string>

#include "../support/closed_block.hpp"
#include "../support/saved_patients.hpp"
#include "core/error.hpp"

using namespace perforin;
using namespace perforin::test;

namespace {

std::string tissue_with(const std::string& more) {
    return quiet_slab(
        "[tissue]\nstep = '1 h'\nsub_step = '20 min'\n" +
        some("macrophage", "0", "in_blood = '4e5 1/mL'\n") +
        some("natural_killer", "0", "in_blood = '2e5 1/mL'\ninterferon_secretion = '0 1/min'\n") +
        more);
}

/// From the beginning of a day on, so that days can be told apart.
std::string fasts(const std::string& more) {
    return "[[therapy]]\ntype = 'diet'\nhour = '0 h'\nevery = '1 d'\n" + more;
}

double entered(const std::string& more, const std::string& kind, std::int64_t of_day = 1) {
    return entered_on(of_day, tissue_with(more), kind);
}

bool same_without(const std::string& therapy) {
    auto none = make_patient(tissue_with("")), given = make_patient(tissue_with(therapy));
    live(*none, 2);
    live(*given, 2);
    return difference_without_therapy(*none, *given).empty();
}

}  // namespace

TEST_CASE("a fast keeps monocytes from tissue for as long as they stay in marrow") {
    const double usual = entered("", "macrophage");
    REQUIRE(usual > 0.0);
    // Out of 24 hours they are fewer from the 6th to the 20th.
    const std::string fast = "fast = '18 h'\nonset = '6 h'\nrefeeding = '2 h'\n";
    CHECK(entered(fasts(fast + "monocytes = 0.5\n"), "macrophage") ==
          doctest::Approx((1.0 - 0.5 * 14.0 / 24.0) * usual).epsilon(0.02));
    CHECK(entered(fasts(fast + "monocytes = 0\n"), "macrophage") ==
          doctest::Approx(10.0 / 24.0 * usual).epsilon(0.02));
    CHECK(entered(fasts(fast + "monocytes = 0\n"), "natural_killer") ==
          doctest::Approx(entered("", "natural_killer")).epsilon(0.01));
}

TEST_CASE("days without a fast are as usual") {
    const std::string other = "[[therapy]]\ntype = 'diet'\nhour = '0 h'\nmonocytes = 0\n";
    const double usual = entered("", "macrophage", 1);
    CHECK(entered(other, "macrophage", 1) == doctest::Approx(usual).epsilon(0.02));
    // The next fast is on the third day, 7 + 4 hours of it without monocytes.
    CHECK(entered(other, "macrophage", 2) ==
          doctest::Approx(13.0 / 24.0 * entered("", "macrophage", 2)).epsilon(0.05));
}

TEST_CASE("a diet without fasts, or one that moves nothing, is no therapy, to the bit") {
    CHECK(same_without(fasts("fast = '0 h'\n")));
    CHECK(same_without(fasts("fast = '12 h'\n")));  // glycogen lasts
    CHECK(same_without(fasts("monocytes = 1\n")));
    CHECK(same_without(fasts("first = '2 d'\n")));
    CHECK_FALSE(same_without(fasts("")));
}

TEST_CASE("fasts that would run into each other are refused") {
    try {
        make_patient(tissue_with(fasts("fast = '22 h'\n")));
        FAIL("22 h of fasting and 4 h of refeeding a day");
    } catch (const BadInput& bad) {
        const std::string said = bad.what();
        CHECK(said.find("test.toml:") != std::string::npos);
        CHECK(said.find("longer than `every`") != std::string::npos);
    }
}
