#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "config/input.hpp"
#include "config/plugins.hpp"
#include "core/error.hpp"
#include "core/registry.hpp"
#include "patient/body.hpp"
#include "patient/drug.hpp"
#include "patient/infusion.hpp"
#include "patient/therapy.hpp"
#include "patient/variability.hpp"

using namespace perforin;
using patient::Body, patient::Drug, patient::Lot, patient::Person, patient::Sex, patient::Therapy,
    patient::TwoCompartment;

namespace {

std::unique_ptr<Drug> drug(const std::string& name, const std::string& toml = "") {
    const config::Input input{"test.toml", toml};
    config::Section section = input.root();
    auto made = registry<Drug>().at(name).make(section);
    input.finish();
    return made;
}

/// A patient on a therapy, after its first day.
struct Treated {
    explicit Treated(const std::string& therapy, const std::string& more = "",
                     std::uint64_t seed = 1)
        : input{"test.toml",
                more + "[[therapy]]\ntype = '" + therapy + "'\n",
                {},
                {"ablation.toxicity=true"}},
          body{input.root(), seed},
          regimen{config::make_elements<Therapy>(input.root(), "therapy")} {
        input.finish();
        regimen.front().plugin->prepare(body);
        live(0, 1);
    }
    void live(std::int64_t from, std::int64_t to) {
        for (std::int64_t d = from; d != to; ++d) {
            regimen.front().plugin->administer(Day{d}, body);
            for (const Tick& tick : Day{d}.ticks(seconds_per_hour)) body.circulate(tick);
        }
    }
    const TwoCompartment& disposition() const { return body.drugs().front()->plasma.disposition(); }
    double infused_mg() const { return body.drugs().front()->plasma.infused().in(mg); }

    config::Input input;
    Body body;
    std::vector<config::Made<Therapy>> regimen;
};

double clearance(const std::string& name, const Person& person) {
    return drug(name)->disposition(person).clearance.in(litre_per_day);
}

}  // namespace

TEST_CASE("each antibody finds its receptor, and a label dose leaves little of it free") {
    const std::vector<std::pair<std::string, std::string>> targets{
        {"atezolizumab", "pdl1"}, {"durvalumab", "pdl1"},   {"ipilimumab", "ctla4"},
        {"nivolumab", "pd1"},     {"pembrolizumab", "pd1"}, {"relatlimab", "lag3"},
        {"tremelimumab", "ctla4"}};
    for (const auto& [name, receptor] : targets) {
        CAPTURE(name);
        CHECK(drug(name)->receptor() == receptor);
        const Treated patient{name};
        CHECK(patient.body.occupancy(receptor) > 0.98);
        CHECK(patient.body.occupancy("nkg2a") == 0.0);
    }
    CHECK(drug("durvalumab")->half_occupancy().in(nanomolar) < 1.0);  // QSPIO's 66.5 is not it
}

TEST_CASE("label doses: flat ones, one by weight, one that is given once") {
    CHECK(Treated{"atezolizumab"}.infused_mg() == doctest::Approx(1200));
    CHECK(Treated{"durvalumab"}.infused_mg() == doctest::Approx(1500));
    CHECK(Treated{"relatlimab"}.infused_mg() == doctest::Approx(160));
    Treated ipilimumab{"ipilimumab", "[patient]\nweight = '60 kg'\n"};
    CHECK(ipilimumab.infused_mg() == doctest::Approx(180));
    ipilimumab.live(1, 200);
    CHECK(ipilimumab.infused_mg() == doctest::Approx(4 * 180));
    Treated tremelimumab{"tremelimumab"};
    tremelimumab.live(1, 100);
    CHECK(tremelimumab.infused_mg() == doctest::Approx(300));
}

TEST_CASE("a dose by weight gives way to a flat one, and the two exclude each other") {
    CHECK(Treated{"ipilimumab'\ndose = '100 mg'\n# '"}.infused_mg() == doctest::Approx(100));
    CHECK(Treated{"ipilimumab'\ndose = '0 mg'\n# '"}.infused_mg() == 0.0);
    CHECK(Treated{"ipilimumab'\ndose_per_weight = '1 mg/kg'\n# '"}.infused_mg() ==
          doctest::Approx(78));
    CHECK_THROWS_WITH_AS((Treated{"ipilimumab'\ndose = '9 mg'\ndose_per_weight = '1 mg/kg'\n# '"}),
                         doctest::Contains("dose_per_weight"), BadInput);
}

TEST_CASE("sex, performance status and albumin act where the publications put them") {
    const auto ratio = [](const std::string& name, const Person& a, const Person& b) {
        return clearance(name, a) / clearance(name, b);
    };
    const Person man{.weight = 80.0 * kg, .sex = Sex::male};
    const Person woman{.weight = 80.0 * kg, .sex = Sex::female};
    const Person unwell{.weight = 80.0 * kg, .ecog = 2}, anyone{.weight = 80.0 * kg};
    const Person starved{.weight = 80.0 * kg, .albumin = 20.0 * patient::gram_per_litre};
    CHECK(ratio("nivolumab", man, woman) == doctest::Approx(std::exp(0.165)));
    CHECK(ratio("nivolumab", woman, anyone) == 1.0);
    CHECK(ratio("nivolumab", unwell, anyone) == doctest::Approx(std::exp(0.172)));
    CHECK(ratio("nivolumab", starved, anyone) == 1.0);
    CHECK(ratio("pembrolizumab", woman, man) == doctest::Approx(1 - 0.152).epsilon(1e-3));
    CHECK(ratio("pembrolizumab", man, anyone) == 1.0);
    CHECK(ratio("pembrolizumab", unwell, anyone) == doctest::Approx(1 - 0.0739).epsilon(1e-3));
    CHECK(ratio("pembrolizumab", starved, anyone) == doctest::Approx(std::pow(20 / 39.6, -0.907)));
    CHECK(ratio("atezolizumab", woman, man) == 1.0);
    CHECK(ratio("atezolizumab", starved, anyone) == doctest::Approx(std::pow(0.5, -1.12)));
    CHECK(ratio("durvalumab", woman, man) == doctest::Approx(0.857).epsilon(1e-3));
    CHECK(ratio("durvalumab", unwell, anyone) == doctest::Approx(0.937).epsilon(1e-3));
    CHECK(ratio("ipilimumab", woman, man) == 1.0);
    CHECK(ratio("tremelimumab", starved, anyone) == doctest::Approx(std::pow(20.0 / 39, -0.996)));
    const auto volume = [](const Person& person) {
        return drug("atezolizumab")->disposition(person).peripheral;
    };
    CHECK(volume(woman) / volume(man) == doctest::Approx(1 - 0.272).epsilon(1e-3));
}

TEST_CASE("the patient's table reaches each drug") {
    const Treated reference{"nivolumab"};
    const Treated other{"nivolumab", "[patient]\nsex = 'male'\necog = 1\nalbumin = '30 g/L'\n"};
    CHECK(other.disposition().clearance / reference.disposition().clearance ==
          doctest::Approx(std::exp(0.337)));
    const Treated thin{"pembrolizumab", "[patient]\nalbumin = '30 g/L'\n"};
    CHECK(thin.disposition().clearance / Treated{"pembrolizumab"}.disposition().clearance ==
          doctest::Approx(std::pow(30 / 39.6, -0.907)));
}

TEST_CASE("random effects are drawn where they are asked for and not given") {
    const std::string vary = "[patient]\npharmacokinetic_variability = true\n";
    const auto typical = Treated{"nivolumab"}.disposition();
    const Treated one{"nivolumab", vary}, again{"nivolumab", vary}, other{"nivolumab", vary, 2};
    CHECK(one.disposition().clearance == again.disposition().clearance);
    CHECK(one.disposition().clearance != typical.clearance);
    CHECK(one.disposition().clearance != other.disposition().clearance);
    CHECK(one.disposition().clearance_change != typical.clearance_change);
    const Treated given{"nivolumab", vary + "[drug.nivolumab]\neta_CL = 0\neta_V1 = 0.2\n"};
    CHECK(given.disposition().clearance == typical.clearance);
    CHECK(given.disposition().central / typical.central == doctest::Approx(std::exp(0.2)));
    CHECK(given.disposition().peripheral == one.disposition().peripheral);
}

TEST_CASE("drugs of one patient have draws of their own") {
    const patient::Spread unit{.clearance = 1.0, .central = 1.0, .peripheral = 1.0, .change = 1.0};
    const auto first = draw_effects(unit, {7, "nivolumab"});
    const auto second = draw_effects(unit, {7, "ipilimumab"});
    CHECK(first.clearance != second.clearance);
    CHECK(draw_effects(unit, {8, "nivolumab"}).clearance != first.clearance);
    CHECK(draw_effects(patient::Spread{}, {7, "nivolumab"}).clearance == 0.0);
}

TEST_CASE("drawn effects have the spread and the correlations that were published") {
    const patient::Spread spread{.clearance = 0.3,
                                 .central = 0.2,
                                 .peripheral = 0.4,
                                 .change = 0.1,
                                 .clearance_central = 0.341,
                                 .clearance_peripheral = -0.235,
                                 .central_peripheral = 0.433};
    constexpr int n = 20000;
    double sums[4] = {}, products[4][4] = {};
    for (int i = 0; i != n; ++i) {
        const auto e = draw_effects(spread, {static_cast<std::uint64_t>(i), "atezolizumab"});
        const double x[4] = {e.clearance, e.central, e.peripheral, e.change};
        for (int a = 0; a != 4; ++a) {
            sums[a] += x[a] / n;
            for (int b = 0; b != 4; ++b) products[a][b] += x[a] * x[b] / n;
        }
    }
    const auto sd = [&](int a) { return std::sqrt(products[a][a] - sums[a] * sums[a]); };
    const auto together = [&](int a, int b) {
        return (products[a][b] - sums[a] * sums[b]) / (sd(a) * sd(b));
    };
    const double four_errors = 4.0 / std::sqrt(n);
    for (const double sum : sums) CHECK(std::abs(sum) < 0.4 * four_errors);
    CHECK(sd(0) == doctest::Approx(0.3).epsilon(four_errors));
    CHECK(sd(1) == doctest::Approx(0.2).epsilon(four_errors));
    CHECK(sd(2) == doctest::Approx(0.4).epsilon(four_errors));
    CHECK(sd(3) == doctest::Approx(0.1).epsilon(four_errors));
    CHECK(std::abs(together(0, 1) - 0.341) < four_errors);
    CHECK(std::abs(together(0, 2) + 0.235) < four_errors);
    CHECK(std::abs(together(1, 2) - 0.433) < four_errors);
    CHECK(std::abs(together(0, 3)) < four_errors);
}

TEST_CASE("correlations that no three quantities can have are refused") {
    CHECK_THROWS_WITH_AS(drug("atezolizumab",
                              "correlation_CL_V1 = 0.9\ncorrelation_CL_V2 = -0.9\n"
                              "correlation_V1_V2 = 0.9\n"),
                         doctest::Contains("correlation_V1_V2"), BadInput);
}
