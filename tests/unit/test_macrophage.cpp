#include <doctest/doctest.h>

#include <cmath>

#include "biology/macrophage.hpp"

using namespace perforin;
using namespace perforin::biology;

namespace {

/// Air, and nothing else.
constexpr MacrophageSignals quiet() {
    return {.oxygen = 40.0 * mmhg};
}

}  // namespace

TEST_CASE("a macrophage without signals stays halfway, and both sides pull alike") {
    const auto p = config::standard<MacrophageParams>();
    CHECK(polarisation_target(p, quiet()) == doctest::Approx(0.5));
    MacrophageSignals both = quiet();
    both.interferon = 1e9 * picomolar;
    both.il10 = 1e9 * picomolar;
    CHECK(polarisation_target(p, both) == doctest::Approx(0.5));
}

TEST_CASE("saturating signals leave a macrophage `rest` short of M1 or M2") {
    const auto p = config::standard<MacrophageParams>();
    const double end = p.rest / (1.0 + 2.0 * p.rest);
    MacrophageSignals m1 = quiet();
    m1.interferon = 1e9 * picomolar;
    CHECK(polarisation_target(p, m1) == doctest::Approx(end).epsilon(1e-6));
    for (int which = 0; which != 3; ++which) {
        MacrophageSignals m2 = quiet();
        if (which == 0) m2.il10 = 1e9 * picomolar;
        if (which == 1) m2.tgf_beta = 1e9 * picomolar;
        if (which == 2) m2.oxygen = 1.0 * mmhg;
        CAPTURE(which);
        CHECK(polarisation_target(p, m2) == doctest::Approx(1.0 - end).epsilon(1e-6));
    }
    MacrophageSignals fed = quiet();
    fed.fed = true;
    CHECK(polarisation_target(p, fed) == doctest::Approx((0.1 + 0.5) / (0.1 + 0.1 + 0.5)));
}

TEST_CASE("polarisation relaxes with its time constant, whatever the step") {
    const auto p = config::standard<MacrophageParams>();
    const double once = polarisation_after(p, 0.5, 0.9, p.response);
    CHECK(once == doctest::Approx(0.9 - 0.4 * std::exp(-1.0)));
    const Time half = 0.5 * p.response;
    CHECK(polarisation_after(p, polarisation_after(p, 0.5, 0.9, half), 0.9, half) ==
          doctest::Approx(once));
    CHECK(polarisation_after(p, 0.2, 0.9, 100.0 * p.response) == doctest::Approx(0.9));
}

TEST_CASE("what a macrophage can clear a day is bounded by its handling time") {
    const auto p = config::standard<MacrophageParams>();
    CHECK(fastest_clearance(p).in(per_hour) == doctest::Approx(1.0 / (2.0 + 6.0)));
}
