// Steroids and exercise: what keeps lymphocytes from a lesion, and what brings more of them by.

#include <doctest/doctest.h>

#include <string>

#include "../support/closed_block.hpp"
#include "../support/saved_patients.hpp"

using namespace perforin;
using namespace perforin::test;

namespace {

const std::string quick = "[tissue]\nstep = '1 h'\nsub_step = '20 min'\n";

std::string steroids(double mg, const std::string& more = {}) {
    return "[[therapy]]\ntype = 'steroids'\ndose = '" + std::to_string(mg) + " mg/d'\n" + more;
}

/// Acts nowhere but in tissue.
const std::string tissue_only = "[glucocorticoid]\nretention = 0\ncostimulation = 0\n";

const std::string many_t_cells = some("cytotoxic_t", "4e7");

/// Over three lesions.
double killed(const std::string& more, std::int64_t days = 3) {
    double sum = 0.0;
    for (std::uint64_t seed = 1; seed != 4; ++seed) {
        auto patient = make_patient(small_slab(quick + many_t_cells + more), seed);
        live(*patient, days);
        sum += figures(*patient).at("killed");
    }
    return sum;
}

/// Cells of a kind that entered the lesion on the second day. In it they do nothing that would open
/// or close its vessels.
double entered(const std::string& more, const std::string& kind) {
    return entered_on(1,
                      quiet_slab(quick +
                                 some("natural_killer", "1e6",
                                      "in_blood = '2e5 1/mL'\ninterferon_secretion = '0 1/min'\n") +
                                 more),
                      kind);
}

bool same_without(const std::string& therapy) {
    auto none = make_patient(small_slab(quick)), given = make_patient(small_slab(quick + therapy));
    live(*none, 2);
    live(*given, 2);
    return difference_without_therapy(*none, *given).empty();
}

}  // namespace

TEST_CASE(
    "steroids quiet T cells in tissue, the more the higher the dose, through their receptor") {
    const double none = killed(""), some = killed(steroids(20) + tissue_only),
                 many = killed(steroids(200) + tissue_only);
    CHECK(some < none);
    CHECK(many < some);
    MESSAGE("killed with 0, 20 and 200 mg a day: " << none << ", " << some << ", " << many);
    CHECK(same_without(steroids(200) + tissue_only + "[ablation]\nglucocorticoid = true\n"));
    CHECK_FALSE(same_without(steroids(200) + tissue_only));
    CHECK_FALSE(same_without(steroids(200) + "[ablation]\nglucocorticoid = true\n"));
}

TEST_CASE("no dose of steroids is no therapy, to the bit") {
    CHECK(same_without(steroids(0)));
    CHECK(same_without(steroids(75, "first = '2 d'\n")));
}

TEST_CASE("steroids given with a checkpoint antibody take part of what it does") {
    const std::string antibody = "[[therapy]]\ntype = 'nivolumab'\n";
    const double alone = killed(antibody), both = killed(antibody + steroids(100));
    CHECK(both < 0.8 * alone);
    CHECK(killed("") < alone);
}

TEST_CASE("a course of steroids is full, falls by equal steps, and ends") {
    auto patient = make_patient(
        quiet_slab(quick + steroids(60, "first = '1 d'\nfull = '2 d'\ntaper = '3 d'\n")));
    const auto& plasma = patient->body().drugs().front()->plasma;
    std::vector<double> given;
    double before = 0.0;
    for (std::int64_t d = 0; d != 8; ++d) {
        patient->treat(Day{d});
        patient->pass(Tick{d * seconds_per_day, 3600});
        given.push_back(plasma.infused().in(mg)-before);
        before = plasma.infused().in(mg);
    }
    const std::vector<double> expected{0, 60, 60, 45, 30, 15, 0, 0};
    for (std::size_t d = 0; d != 8; ++d) CHECK(given[d] == doctest::Approx(expected[d]));
}

TEST_CASE("steroids keep lymphocytes in marrow, and let others pass") {
    const std::string high = "[drug.prednisone]\nhalf = '1e-3 nM'\n" + steroids(75);
    CHECK(entered(high, "natural_killer") ==
          doctest::Approx(0.5 * entered("", "natural_killer")).epsilon(0.02));
    CHECK(entered(high + "[glucocorticoid]\nretention = 0\n", "natural_killer") ==
          doctest::Approx(entered("", "natural_killer")).epsilon(0.02));
}

TEST_CASE("a session of exercise brings more cells by for as long as it lasts") {
    const auto session = [](const std::string& more) {
        return "[[therapy]]\ntype = 'exercise'\nevery = '1 d'\nperfusion = 0\n" + more;
    };
    const double usual = entered("", "natural_killer");
    REQUIRE(usual > 0.0);
    CHECK(entered(session("natural_killer = 4\nsession = '2 h'\n"), "natural_killer") ==
          doctest::Approx((1.0 + 3.0 * 2.0 / 24.0) * usual).epsilon(0.01));
    CHECK(entered(session("natural_killer = 1\n"), "natural_killer") ==
          doctest::Approx(usual).epsilon(1e-6));
    // More perfusion counts once, however often she trains.
    CHECK(entered("[[therapy]]\ntype = 'exercise'\nevery = '1 d'\nperfusion = 0.2\n"
                  "natural_killer = 1\n",
                  "natural_killer") == doctest::Approx(1.2 * usual).epsilon(0.01));
}

TEST_CASE("exercise that moves nothing is no therapy, to the bit") {
    CHECK(
        same_without("[[therapy]]\ntype = 'exercise'\nperfusion = 0\nnatural_killer = 1\n"
                     "cytotoxic_t = 1\n"));
    CHECK_FALSE(same_without("[[therapy]]\ntype = 'exercise'\n"));
}
