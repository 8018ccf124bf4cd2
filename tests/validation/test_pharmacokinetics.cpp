// Antibody pharmacokinetics against the exact solution of two compartments, a finer integration,
// and what is published of the label regimens.

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <string>
#include <vector>

#include "config/plugins.hpp"
#include "core/registry.hpp"
#include "patient/drug.hpp"
#include "patient/ode.hpp"
#include "patient/pharmacokinetics.hpp"

using namespace perforin;
using patient::Plasma, patient::TwoCompartment;

namespace {

/// Rates per hour and the two exponents of the exact solution.
struct Exponents {
    explicit Exponents(const TwoCompartment& drug)
        : out{(drug.clearance / drug.central).in(per_hour)},
          away{(drug.exchange / drug.central).in(per_hour)},
          back{(drug.exchange / drug.peripheral).in(per_hour)} {
        const double sum = out + away + back;
        const double root = std::sqrt(sum * sum - 4 * out * back);
        fast = 0.5 * (sum + root);
        slow = 2 * out * back / (sum + root);
    }
    /// Share of a dose in the central compartment, `hours` after an infusion of `length` hours.
    double central(double length, double hours) const {
        const auto term = [&](double rate, double share) {
            return share * -std::expm1(-rate * length) / (rate * length) * std::exp(-rate * hours);
        };
        return term(fast, (fast - back) / (fast - slow)) +
               term(slow, (back - slow) / (fast - slow));
    }
    double out, away, back, fast = 0, slow = 0;
};

std::unique_ptr<patient::Drug> drug(const std::string& name) {
    config::Section none;
    return registry<patient::Drug>().at(name).make(none);
}

TwoCompartment typical(const std::string& name, double weight_kg) {
    return drug(name)->disposition({weight_kg * kg});
}

/// Doses every so many days for so long; `see(hour)` after every hour.
void treat(Plasma& plasma, Mass dose, std::int64_t every_days, std::int64_t days,
           const std::function<void(std::int64_t)>& see) {
    for (std::int64_t h = 0; h != 24 * days; ++h) {
        if (h % (24 * every_days) == 0) plasma.infuse(dose);
        plasma.advance({h * seconds_per_hour, seconds_per_hour});
        see(h);
    }
}

/// Levels at steady state (mg/L): mean over the last interval, lowest, highest.
struct Steady {
    double mean = 0, trough = 1e300, peak = 0;
};

Steady steady(const TwoCompartment& disposition, double dose_mg, std::int64_t every_days) {
    Plasma plasma{disposition, 146.0 * kilodalton};
    const std::int64_t days = 100 * every_days;
    Steady s;
    treat(plasma, dose_mg * mg, every_days, days, [&](std::int64_t h) {
        if (h < 24 * (days - every_days)) return;
        const double level = plasma.level().in(mg_per_litre);
        s.mean += level / static_cast<double>(24 * every_days);
        s.trough = std::min(s.trough, level);
        s.peak = std::max(s.peak, level);
    });
    return s;
}

}  // namespace

TEST_CASE("two years of pembrolizumab are the sum of exact infusions to 1e-10") {
    const TwoCompartment disposition = typical("pembrolizumab", 76.8);
    const Exponents exact{disposition};
    Plasma plasma{disposition, 149.0 * kilodalton};
    double worst = 0.0;
    treat(plasma, 200.0 * mg, 21, 728, [&](std::int64_t h) {
        if (h % 7 != 0 || h == 0) return;
        double amount = 0.0;
        for (std::int64_t dose = 0; dose <= h; dose += 504) {
            amount += 200.0 * exact.central(1.0, static_cast<double>(h - dose));
        }
        const double level = amount / disposition.central.in(litre);
        worst = std::max(worst, std::abs(plasma.level().in(mg_per_litre) / level - 1.0));
    });
    MESSAGE("largest relative error: " << worst);
    CHECK(worst < 1e-10);
}

TEST_CASE("the integrator's error falls with the fifth power of its step") {
    const Exponents k{typical("pembrolizumab", 76.8)};
    const auto error = [&k](std::int64_t steps) {
        std::array<double, 2> x{1.0, 0.0};
        const auto slope = [&k](const std::array<double, 2>& a, std::array<double, 2>& change,
                                double) {
            const double exchanged = k.away * a[0] - k.back * a[1];
            change = {-k.out * a[0] - exchanged, exchanged};
        };
        patient::integrate(slope, x, 0.0, 8 * 24.0, steps);
        return std::abs(x[0] / k.central(1e-9, 8 * 24.0) - 1.0);
    };
    std::vector<double> orders;
    for (const std::int64_t steps : {4, 8, 16}) {
        orders.push_back(std::log2(error(steps) / error(2 * steps)));
        MESSAGE("steps of " << 192.0 / static_cast<double>(steps) << " h: error " << error(steps)
                            << ", order " << orders.back());
    }
    CHECK(orders.back() > 4.8);
    CHECK(orders.back() < 5.4);
}

TEST_CASE("a clearance that changes with time agrees with a step sixty times finer") {
    const TwoCompartment disposition = typical("nivolumab", 80);
    Plasma hourly{disposition, 146.0 * kilodalton};
    // The same equations by the classical Runge–Kutta method in minutes, written out again here.
    const auto slope = [&](const std::array<double, 2>& a, double inflow, double minutes) {
        const double t = minutes / 1440.0;
        const double change = std::pow(t, 3.15) / (std::pow(58.75, 3.15) + std::pow(t, 3.15));
        const double out = 0.2256 * std::exp(-0.295 * change) / 3.63 / 1440.0 * a[0];
        const double net = (0.7704 / 3.63 * a[0] - 0.7704 / 2.78 * a[1]) / 1440.0;
        return std::array<double, 2>{inflow - out - net, net};
    };
    std::array<double, 2> a{0.0, 0.0};
    const auto minute_step = [&](double inflow, double t) {
        const auto at = [&a](const std::array<double, 2>& s, double h) {
            return std::array<double, 2>{a[0] + h * s[0], a[1] + h * s[1]};
        };
        const auto s1 = slope(a, inflow, t), s2 = slope(at(s1, 0.5), inflow, t + 0.5);
        const auto s3 = slope(at(s2, 0.5), inflow, t + 0.5), s4 = slope(at(s3, 1), inflow, t + 1);
        for (std::size_t i = 0; i != 2; ++i) a[i] += (s1[i] + 2 * s2[i] + 2 * s3[i] + s4[i]) / 6;
    };
    double worst = 0.0;
    treat(hourly, 240.0 * mg, 14, 182, [&](std::int64_t h) {
        const double inflow = h % 336 == 0 ? 240.0 / 60.0 : 0.0;
        for (int m = 0; m != 60; ++m) minute_step(inflow, static_cast<double>(60 * h + m));
        worst = std::max(worst, std::abs(hourly.level().in(mg_per_litre) / (a[0] / 3.63) - 1.0));
    });
    MESSAGE("largest relative difference: " << worst);
    CHECK(worst < 1e-9);
}

TEST_CASE(
    "running in over an hour instead of half: half a per cent at once, 1e-3 after an interval") {
    const Exponents exact{typical("pembrolizumab", 76.8)};
    const auto error = [&exact](double hours_after_start) {
        return std::abs(exact.central(1.0, hours_after_start - 1.0) /
                            exact.central(0.5, hours_after_start - 0.5) -
                        1.0);
    };
    MESSAGE("after 1 h " << error(1) << ", after 3 d " << error(72) << ", after 21 d "
                         << error(504));
    CHECK(error(1.0) < 5e-3);
    CHECK(error(504.0) < 1e-3);
}

TEST_CASE("terminal half-lives are those of the parameters, and near the labels'") {
    const TwoCompartment pembrolizumab = typical("pembrolizumab", 76.8);
    const TwoCompartment nivolumab = typical("nivolumab", 80);
    const auto half_life = [](const TwoCompartment& d, double days_on_treatment) {
        return patient::terminal_half_life(d, patient::clearance_at(d, days_on_treatment * day))
            .in(day);
    };
    CHECK(half_life(pembrolizumab, 0) ==
          doctest::Approx(std::log(2.0) / Exponents{pembrolizumab}.slow / 24));
    MESSAGE("pembrolizumab " << half_life(pembrolizumab, 0) << " d, nivolumab first "
                             << half_life(nivolumab, 0) << " d, last " << half_life(nivolumab, 1e5)
                             << " d");
    CHECK(half_life(pembrolizumab, 0) == doctest::Approx(25.8).epsilon(0.005));  // label 22
    CHECK(half_life(nivolumab, 0) < 25.0);  // label 25, averaged over patients and visits
    CHECK(half_life(nivolumab, 1e5) > 25.0);

    // What is left after an infusion halves in that time.
    Plasma plasma{pembrolizumab, 149.0 * kilodalton};
    std::vector<double> levels;
    treat(plasma, 200.0 * mg, 1000, 200,
          [&](std::int64_t) { levels.push_back(plasma.level().in(mg_per_litre)); });
    const double measured = 50.0 * std::log(2.0) / std::log(levels[2400] / levels[3600]);
    CHECK(measured == doctest::Approx(half_life(pembrolizumab, 0)).epsilon(1e-4));
}

TEST_CASE("at steady state the mean of a label regimen is dose/(CL·interval)") {
    struct Regimen {
        std::string drug;
        double weight_kg, dose_mg;
        std::int64_t every_days;
    };
    for (const Regimen& r :
         {Regimen{"pembrolizumab", 76.8, 200, 21}, Regimen{"pembrolizumab", 76.8, 400, 42},
          Regimen{"nivolumab", 80, 240, 14}, Regimen{"nivolumab", 80, 480, 28}}) {
        const TwoCompartment disposition = typical(r.drug, r.weight_kg);
        const Flow last = patient::clearance_at(disposition, 1e5 * day);
        const Time every = static_cast<double>(r.every_days) * day;
        const double mean = patient::steady_mean(r.dose_mg * mg, every, last).in(mg_per_litre);
        const Steady s = steady(disposition, r.dose_mg, r.every_days);
        MESSAGE(r.drug << " " << r.dose_mg << " mg every " << r.every_days << " d: mean " << s.mean
                       << " trough " << s.trough << " peak " << s.peak << " mg/L");
        CHECK(s.mean == doctest::Approx(mean).epsilon(2e-3));  // nivolumab: CL still falls a little
        CHECK(s.trough < mean);
        CHECK(s.peak > mean);
    }
}

TEST_CASE("troughs of pembrolizumab at steady state are the exact ones") {
    const TwoCompartment disposition = typical("pembrolizumab", 76.8);
    const Exponents exact{disposition};
    double trough = 0.0;
    for (int dose = 1; dose != 200; ++dose) trough += 200.0 * exact.central(1.0, 504.0 * dose - 1);
    CHECK(steady(disposition, 200, 21).trough ==
          doctest::Approx(trough / disposition.central.in(litre)).epsilon(1e-9));
}
