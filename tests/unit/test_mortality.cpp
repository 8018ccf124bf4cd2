#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "../support/cox.hpp"
#include "config/input.hpp"
#include "patient/mortality.hpp"

using namespace perforin;
using namespace perforin::patient;

namespace {

const std::string both = "[patient.mortality]\ndisease = true\nbackground = true\n";

Tick day_of(std::int64_t day) {
    return {day * seconds_per_day, seconds_per_day};
}

/// Day of death with the same tumour throughout; negative: alive at the end.
struct End {
    std::int64_t day = -1;
    Cause cause = Cause::none;
};
End live(const std::string& text, std::uint64_t seed, std::int64_t days, double diameter,
         const Constitution& her = {}) {
    const config::Input input{"test.toml", text};
    Mortality mortality{input.root(), seed};
    for (std::int64_t day = 0; day != days; ++day) {
        mortality.advance(day_of(day), {{"lung", diameter * mm}}, her);
        if (mortality.fatal()) return {day + 1, mortality.cause()};
    }
    return {};
}

}  // namespace

TEST_CASE("burden weighs organs, adds lesions of one, and joins organs by a norm") {
    const auto p = config::standard<MortalityParams>();
    const auto in_mm = [&](const std::vector<TumourOf>& tumour) {
        return burden_of(p, tumour).in(mm);
    };
    CHECK(in_mm({}) == 0.0);
    CHECK(in_mm({{"lung", 0.0 * mm}}) == 0.0);
    CHECK(in_mm({{"lung", 30.0 * mm}}) == doctest::Approx(30.0));
    CHECK(in_mm({{"lung", 10.0 * mm}, {"lung", 20.0 * mm}}) == doctest::Approx(30.0));
    CHECK(in_mm({{"liver", 30.0 * mm}}) ==
          doctest::Approx(30.0 * std::pow(p.liver, 1.0 / p.merging)));
    const double apart = in_mm({{"lung", 15.0 * mm}, {"adrenal", 15.0 * mm}});
    CHECK(apart == doctest::Approx(15.0 * std::pow(2.0, 1.0 / p.merging)));
    CHECK(apart > 30.0);
    CHECK(in_mm({{"adrenal", 15.0 * mm}, {"lung", 15.0 * mm}}) == doctest::Approx(apart));
}

TEST_CASE("with a lethal mass nobody lives with much more of it; without one nothing is changed") {
    const std::string lethal = both + "mass = '5 L'\n";
    const config::Input input{"test.toml", lethal};
    const Mortality mortality{input.root(), 1};
    const MortalityParams& p = mortality.params();
    CHECK(mass_hazard(p, 5.0 * litre).in(per_day) == doctest::Approx(12.0 / 365.25));
    CHECK(mass_hazard(p, 10.0 * litre) / mass_hazard(p, 5.0 * litre) == doctest::Approx(8.0));
    CHECK(mass_hazard(config::standard<MortalityParams>(), 1000.0 * litre) == Rate{});
    // 66 mm, the median sum of diameters in OAK: a ball of 0.15 L.
    CHECK(mass_hazard(p, 0.15 * litre) < 0.01 * p.hazard);
    // A ball of 40 cm, 34 L.
    for (std::uint64_t seed = 1; seed <= 50; ++seed) {
        const End end = live(lethal, seed, 30, 400.0);
        CHECK(end.cause == Cause::disease);
        CHECK(end.day <= 2);
    }
}

TEST_CASE("the hazard of the disease rises with burden, growth and performance status") {
    const auto p = config::standard<MortalityParams>();
    const auto h = [&](double burden, double growth, std::int64_t ecog) {
        return disease_hazard(p, burden * mm, growth, ecog).in(per_day);
    };
    CHECK(h(0, 1, 1) == 0.0);
    CHECK(h(60, 0, 0) == doctest::Approx(p.hazard.in(per_day)));
    CHECK(h(120, 0, 0) / h(60, 0, 0) == doctest::Approx(std::pow(2.0, p.exponent)));
    CHECK(h(60, 0, 2) / h(60, 0, 0) == doctest::Approx(p.performance * p.performance));
    CHECK(h(60, 1, 0) / h(60, 0, 0) == doctest::Approx(std::exp(p.growth)));
    CHECK(h(60, -1, 0) == h(60, 0, 0));
}

TEST_CASE("background mortality is that of age and sex") {
    const auto p = config::standard<MortalityParams>();
    const auto a_year = [&](Sex sex, double age) {
        return background_hazard(p, sex, age).in(per_day)*365.25;
    };
    CHECK(a_year(Sex::male, 60) == doctest::Approx(0.0115).epsilon(0.01));
    CHECK(a_year(Sex::female, 60) == doctest::Approx(0.0069).epsilon(0.01));
    CHECK(a_year(Sex::male, 60 + p.doubling) == doctest::Approx(2.0 * a_year(Sex::male, 60)));
    CHECK(2.0 * a_year(Sex::as_published, 70) ==
          doctest::Approx(a_year(Sex::male, 70) + a_year(Sex::female, 70)));
}

TEST_CASE("a steady growth is felt as what it is, a month, once it has lasted") {
    const config::Input input{"test.toml", both};
    Mortality mortality{input.root(), 5};
    const double rate = 0.002;  // of the diameter, a day
    for (std::int64_t day = 0; day != 200; ++day) {
        const double diameter = 20.0 * std::exp(rate * static_cast<double>(day));
        if (day == 0) CHECK(mortality.state().growth.value() == 0.0);
        mortality.advance(day_of(day), {{"lung", diameter * mm}}, {});
        if (mortality.fatal()) break;
    }
    REQUIRE_FALSE(mortality.fatal());
    CHECK(mortality.state().growth.value() == doctest::Approx(3.0 * rate * 30.4375).epsilon(0.03));
    CHECK(mortality.state().burden.value() == doctest::Approx(20.0 * std::exp(rate * 199.0)));
}

TEST_CASE("as many die, and of what, as constant hazards say") {
    // With 4000 patients a year the standard error of a share near one half is 0.8 %: four of them.
    const std::string text = both + "hazard = '0.0015 1/d'\nmale = '0.0005 1/d'\n";
    const Constitution her{.sex = Sex::male, .age = 60.0, .ecog = 0};
    const int patients = 4000;
    int disease = 0, other = 0;
    for (std::uint64_t seed = 1; seed <= patients; ++seed) {
        const End end = live(text, seed, 365, 60.0, her);
        disease += end.cause == Cause::disease;
        other += end.cause == Cause::other;
    }
    const double background = 0.0005 * 1.042;  // the mean of a year in which it rises by 8.7 %
    const double dead = 1.0 - std::exp(-(0.0015 + background) * 365.0);
    CHECK(std::abs((disease + other) / 4000.0 - dead) < 0.032);
    CHECK(std::abs(disease / 4000.0 - dead * 0.0015 / (0.0015 + background)) < 0.032);
}

TEST_CASE("patients share their luck with their twins: more tumour, earlier death") {
    int earlier = 0;
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        const End small = live(both, seed, 2000, 30.0), large = live(both, seed, 2000, 60.0),
                  again = live(both, seed, 2000, 30.0);
        CHECK(small.day == again.day);
        if (small.day < 0) continue;
        REQUIRE(large.day >= 0);
        CHECK(large.day <= small.day);
        earlier += large.day < small.day;
    }
    CHECK(earlier > 50);
}

TEST_CASE("nobody dies of what is switched off, and nobody twice") {
    CHECK(live("", 1, 20000, 300.0).day == -1);
    CHECK(live("[patient.mortality]\nbackground = true\nmale = '0 1/d'\nfemale = '0 1/d'\n", 1,
               2000, 300.0)
              .day == -1);
    CHECK(live("[patient.mortality]\ndisease = true\n", 1, 20000, 300.0).cause == Cause::disease);
    CHECK(live("[patient.mortality]\nbackground = true\n", 1, 40000, 300.0).cause == Cause::other);
    CHECK(live("[patient.mortality]\ndisease = true\n", 1, 20000, 0.0).day == -1);
    const config::Input input{"test.toml", both};
    Mortality mortality{input.root(), 1};
    mortality.note(Cause::toxicity, seconds_per_day);
    mortality.note(Cause::infection, 2 * seconds_per_day);
    CHECK(mortality.cause() == Cause::toxicity);
    CHECK(mortality.died() == seconds_per_day);
    CHECK_FALSE(mortality.fatal());  // that death is toxicity's own
}

TEST_CASE("the Cox fit of the tests is that of statsmodels") {
    // PHReg of statsmodels 0.13.5, ties by Efron.
    const std::vector<support::Subject<2>> all{
        {1, true, {1, .5}},  {1, true, {0, 1}},   {2, false, {1, -1}}, {3, true, {1, .2}},
        {3, true, {0, .3}},  {4, true, {0, -.4}}, {5, false, {0, .8}}, {5, true, {1, .1}},
        {6, true, {0, -.9}}, {7, true, {1, .6}},  {7, true, {0, .2}},  {8, false, {1, -.7}}};
    const auto fit = support::cox(all);
    CHECK(fit.beta[0] == doctest::Approx(-0.29952901).epsilon(1e-5));
    CHECK(fit.beta[1] == doctest::Approx(0.62050203).epsilon(1e-5));
    CHECK(fit.se[0] == doctest::Approx(0.68445403).epsilon(1e-5));
    CHECK(fit.se[1] == doctest::Approx(0.61187627).epsilon(1e-5));
    CHECK(support::median_survival(all) == 5.0);
}
