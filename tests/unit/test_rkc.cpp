#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "cells/rkc.hpp"

using namespace perforin::cells;

namespace {

/// One step of h = 1 of y' = F(y) from y = y0, as its users take it.
template <class F>
double step(int stages, double y0, double h, F&& f) {
    const double first = f(y0);
    double u = 0.0, before = 0.0;
    for (const RkcStage& stage : rkc_stages(stages)) {
        const double next =
            stage.mu * u + stage.nu * before + h * (stage.mu_f * f(y0 + u) + stage.gamma_f * first);
        before = u;
        u = next;
    }
    return y0 + u;
}

/// The factor by which a mode of h λ = −z changes in a step.
double growth(int stages, double z) {
    return step(stages, 1.0, 1.0, [z](double y) { return -z * y; });
}

}  // namespace

TEST_CASE("every mode up to the stability limit shrinks, and one beyond grows") {
    for (int s = 2; s <= 32; ++s) {
        CAPTURE(s);
        const double limit = rkc_stability(s);
        double largest = 0.0;
        for (int k = 1; k <= 1000; ++k) {
            largest = std::max(largest, std::abs(growth(s, limit * k / 1000.0)));
        }
        CHECK(largest < 1.0);
        CHECK(std::abs(growth(s, 2.0 * limit)) > 1.0);
        // 2 (x coth x − 1)/x² of s², x² = twice the damping of 4.5, and less for few stages
        CHECK(limit / (s * s) <= 0.4478);
        CHECK(limit / (s * s) >= (s < 4 ? 0.36 : 0.43));
    }
}

TEST_CASE("stiff modes shrink to half or less in every step") {
    for (int s = 3; s <= 32; ++s) {
        CAPTURE(s);
        for (int k = 0; k <= 1000; ++k) {
            const double from = s == 3 ? 2.0 : rkc_stability(s - 1);
            const double factor = growth(s, from + (rkc_stability(s) - from) * k / 1000.0);
            CHECK(std::abs(factor) <= 0.52);
        }
    }
}

TEST_CASE("the fewest stages that are stable are taken, but never two") {
    CHECK(rkc_stages_for(0.0) == 3);
    CHECK(rkc_stages_for(rkc_stability(3)) == 3);
    for (int s = 4; s <= 20; ++s) {
        CHECK(rkc_stages_for(rkc_stability(s)) == s);
        CHECK(rkc_stages_for(rkc_stability(s - 1) * 1.0001) == s);
    }
}

TEST_CASE("the method is of second order on a linear and a non-linear problem") {
    for (const int s : {2, 3, 5, 9}) {
        CAPTURE(s);
        const auto error = [s](int steps) {  // y' = −y², y = 1/(1 + t), at t = 1
            double y = 1.0;
            for (int i = 0; i != steps; ++i) {
                y = step(s, y, 1.0 / steps, [](double x) { return -x * x; });
            }
            return std::abs(y - 0.5);
        };
        const double order = std::log2(error(32) / error(64));
        CHECK(order == doctest::Approx(2.0).epsilon(0.05));
        // growth(z) = 1 − z + z²/2 + O(z³)
        CHECK(growth(s, 1e-3) == doctest::Approx(1.0 - 1e-3 + 0.5e-6).epsilon(1e-9));
    }
}
