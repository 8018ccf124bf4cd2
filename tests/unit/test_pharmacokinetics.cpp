#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>

#include "patient/pharmacokinetics.hpp"
#include "unit/memory_store.hpp"

using namespace perforin;
using patient::clearance_at, patient::Plasma, patient::TwoCompartment;

namespace {

TwoCompartment nivolumab() {
    return {.clearance = 0.2256 * litre_per_day,
            .central = 3.63 * litre,
            .exchange = 0.7704 * litre_per_day,
            .peripheral = 2.78 * litre,
            .clearance_change = -0.295,
            .half_change = 58.75 * day,
            .steepness = 3.15};
}

Tick hour_of(std::int64_t hour) {
    return {hour * seconds_per_hour, seconds_per_hour};
}

void run(Plasma& plasma, std::int64_t from, std::int64_t to) {
    for (std::int64_t h = from; h != to; ++h) plasma.advance(hour_of(h));
}

}  // namespace

TEST_CASE("clearance starts at CL, is half way at T50 and ends at CL·exp(Emax)") {
    const TwoCompartment drug = nivolumab();
    const double start = drug.clearance.in(litre_per_day);
    const auto at = [&drug](double days) {
        return clearance_at(drug, days * day).in(litre_per_day);
    };
    CHECK(at(0) == start);
    CHECK(at(58.75) == doctest::Approx(start * std::exp(-0.1475)).epsilon(1e-14));
    CHECK(at(1e9) == doctest::Approx(start * std::exp(-0.295)).epsilon(1e-12));
    CHECK(at(30) < at(10));
    TwoCompartment constant = drug;
    constant.clearance_change = 0.0;
    CHECK(clearance_at(constant, 100.0 * day) == constant.clearance);
}

TEST_CASE("a dose runs in over the next hour and nothing is lost") {
    Plasma plasma{nivolumab(), 146.0 * kilodalton};
    plasma.advance(hour_of(0));
    CHECK(plasma.level().raw() == 0.0);
    plasma.infuse(240.0 * mg);
    CHECK(plasma.level().raw() == 0.0);
    plasma.advance(hour_of(1));
    // 240 mg in 3.63 L, less what an hour distributes: half an hour at 0.27 per day.
    CHECK(plasma.level().in(mg_per_litre) ==
          doctest::Approx(240 / 3.63 * (1 - 0.0057)).epsilon(1e-4));
    CHECK(plasma.concentration().in(nanomolar) ==
          doctest::Approx(plasma.level().in(mg_per_litre) / 146.0 * 1e3));
    CHECK(plasma.infused().in(mg) == doctest::Approx(240.0));
}

TEST_CASE("infused = in the body + cleared, to rounding") {
    Plasma plasma{nivolumab(), 146.0 * kilodalton};
    for (std::int64_t dose = 0; dose != 26; ++dose) {
        plasma.infuse(240.0 * mg);
        run(plasma, dose * 336, (dose + 1) * 336);
        const Mass balance = plasma.in_body() + plasma.cleared() - plasma.infused();
        CHECK(std::abs(balance / plasma.infused()) < 1e-12);
    }
    CHECK(plasma.infused().in(mg) == doctest::Approx(26 * 240.0).epsilon(1e-14));
    CHECK(plasma.cleared().in(mg) > 0.9 * 26 * 240);
}

TEST_CASE("elimination that saturates is linear at low levels and constant at high ones") {
    TwoCompartment drug{.clearance = 0.2 * litre_per_day,
                        .central = 3.5 * litre,
                        .exchange = Flow{},
                        .peripheral = 3.0 * litre,
                        .saturable = 0.8e9 * pg_per_day,
                        .half_saturation = 0.4 * mg_per_litre};
    const auto adds = [&drug](double level) {
        return patient::saturable_clearance(drug, level * mg_per_litre).in(litre_per_day);
    };
    CHECK(adds(0) == doctest::Approx(2.0));
    CHECK(adds(0.4) == doctest::Approx(1.0));
    CHECK(adds(1e6) * 1e6 == doctest::Approx(0.8));  // mg/d, whatever the level
    drug.saturable = MassRate{};
    CHECK(adds(0) == 0.0);
}

TEST_CASE(
    "a level that falls by saturable elimination alone keeps Michaelis and Menten's integral") {
    // Km·ln(c0/c) + c0 − c = Vmax·t/V, one compartment.
    const TwoCompartment drug{.clearance = 1e-9 * litre_per_day,
                              .central = 2.0 * litre,
                              .exchange = Flow{},
                              .peripheral = 3.0 * litre,
                              .saturable = 4e9 * pg_per_day,
                              .half_saturation = 3.0 * mg_per_litre};
    Plasma plasma{drug, 147.0 * kilodalton};
    plasma.infuse(40.0 * mg);
    run(plasma, 0, 1);
    const double first = plasma.level().in(mg_per_litre);
    for (const std::int64_t days : {1, 5, 10, 15}) {
        Plasma on{drug, 147.0 * kilodalton};
        on.infuse(40.0 * mg);
        run(on, 0, 1 + 24 * days);
        const double level = on.level().in(mg_per_litre);
        const double passed = 3.0 * std::log(first / level) + first - level;
        CHECK(passed == doctest::Approx(4.0 / 2.0 * static_cast<double>(days)).epsilon(1e-7));
    }
}

TEST_CASE("what elimination that saturates takes is in the books") {
    TwoCompartment drug = nivolumab();
    drug.saturable = 1e9 * pg_per_day;
    drug.half_saturation = 0.5 * mg_per_litre;
    Plasma with{drug, 146.0 * kilodalton}, without{nivolumab(), 146.0 * kilodalton};
    for (Plasma* plasma : {&with, &without}) {
        plasma->infuse(20.0 * mg);
        run(*plasma, 0, 24 * 200);
        const Mass balance = plasma->in_body() + plasma->cleared() - plasma->infused();
        CHECK(std::abs(balance / plasma->infused()) < 1e-12);
    }
    CHECK(with.in_body() < 0.2 * without.in_body());
    CHECK(with.in_body() > Mass{});
}

TEST_CASE("time-varying clearance counts from the first dose, not from the first day") {
    Plasma early{nivolumab(), 146.0 * kilodalton}, late{nivolumab(), 146.0 * kilodalton};
    early.infuse(240.0 * mg);
    run(early, 0, 2000);
    run(late, 0, 500);
    late.infuse(240.0 * mg);
    run(late, 500, 2500);
    CHECK(early.level() == late.level());
}

TEST_CASE("a drug that is gone in minutes takes more steps in the same hour") {
    // Interleukin-2-like: 50 mL/min out of 4 L, fast exchange; half-lives of minutes.
    const TwoCompartment fast{.clearance = 72.0 * litre_per_day,
                              .central = 4.0 * litre,
                              .exchange = 720.0 * litre_per_day,
                              .peripheral = 6.0 * litre};
    Plasma plasma{fast, 15.5 * kilodalton};
    plasma.infuse(1.0 * mg);
    run(plasma, 0, 8);
    // Bateman of a one-hour infusion.
    const double out = 72.0 / 4 / 24, away = 720.0 / 4 / 24, back = 720.0 / 6 / 24;  // per hour
    const double sum = out + away + back, root = std::sqrt(sum * sum - 4 * out * back);
    const double a = 0.5 * (sum + root), b = 0.5 * (sum - root);
    const auto term = [&](double rate, double share) {
        return share / rate * (1 - std::exp(-rate)) * std::exp(-rate * 7);
    };
    const double exact = term(a, (a - back) / (a - b)) + term(b, (back - b) / (a - b));
    CHECK(plasma.level().in(mg_per_litre) == doctest::Approx(exact / 4.0).epsilon(1e-8));
}

TEST_CASE("plasma goes on after a restart as if it had never stopped") {
    Plasma straight{nivolumab(), 146.0 * kilodalton}, saved{nivolumab(), 146.0 * kilodalton},
        resumed{nivolumab(), 146.0 * kilodalton};
    straight.infuse(240.0 * mg);
    saved.infuse(240.0 * mg);
    run(straight, 0, 300);
    run(saved, 0, 111);
    test::MemoryStore store;
    saved.state().write(store);
    resumed.state().read(store);
    run(resumed, 111, 300);
    CHECK(resumed.level() == straight.level());
    CHECK(resumed.cleared() == straight.cleared());
}
