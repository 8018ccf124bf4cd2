// Small molecules: how much of them there is, and what they do in a tumour cell.

#include <doctest/doctest.h>

#include <cmath>
#include <string>

#include "biology/models/drugs.hpp"
#include "config/input.hpp"
#include "core/registry.hpp"
#include "patient/drug.hpp"
#include "patient/infusion.hpp"
#include "patient/lymph_nodes.hpp"
#include "tissue/minority_pool.hpp"

using namespace perforin;
using namespace perforin::biology;

namespace {

std::unique_ptr<patient::Drug> drug(const std::string& name) {
    config::Section none;
    return registry<patient::Drug>().at(name).make(none);
}

tissue::Pressure pressure(double poisoned, double blocked, double resistance = 0.0,
                          bool independent = false) {
    return drug_pressure(config::standard<CytotoxicParams>(),
                         config::standard<GrowthSignalParams>(), poisoned, blocked, resistance,
                         independent);
}

}  // namespace

TEST_CASE("a drug on the spindle lets divisions fail, and only what is sensitive feels it") {
    const auto p = config::standard<CytotoxicParams>();
    CHECK(pressure(0.0, 0.0).lethal == 0.0);
    CHECK(pressure(1.0, 0.0).lethal == p.failed_mitosis);
    CHECK(pressure(0.5, 0.0, 0.5).lethal == doctest::Approx(0.25 * p.failed_mitosis));
    CHECK(pressure(1.0, 0.0, 1.0).lethal == 0.0);
    CHECK(pressure(1.0, 0.0).division == 1.0);
    CHECK(pressure(1.0, 0.0).death == Rate{});
}

TEST_CASE("a blocked signal keeps dependent cells from dividing, and kills some") {
    const auto p = config::standard<GrowthSignalParams>();
    CHECK(pressure(0.0, 0.0).division == 1.0);
    CHECK(pressure(0.0, 1.0).division == doctest::Approx(1.0 - p.dependence));
    CHECK(pressure(0.0, 0.5).death.in(per_day) == doctest::Approx(0.5 * p.deprivation.in(per_day)));
    const tissue::Pressure free = pressure(0.7, 1.0, 0.0, true);
    CHECK(free.division == 1.0);
    CHECK(free.death == Rate{});
    CHECK(free.lethal == pressure(0.7, 0.0).lethal);
}

TEST_CASE("losses of a pool fall to their causes as their rates say") {
    const tissue::PoolRates rates{.birth = 0.1 * per_hour,
                                  .death = 0.1 * per_hour,
                                  .killing = 0.2 * per_hour,
                                  .drug = 0.3 * per_hour};
    Stream random{1, "test.pool"_draw, {}, 0};
    const auto step = tissue::step_pool(1'000'000, rates, 0.01 * hour, random);
    const auto near = [](std::uint64_t seen, double expected) {
        return std::abs(static_cast<double>(seen) - expected) < 5.0 * std::sqrt(expected);
    };
    const double events = 1e6 * (1.0 - std::exp(-0.007));
    CHECK(near(step.births, events / 7.0));
    CHECK(near(step.deaths, events / 7.0));
    CHECK(near(step.kills, events * 2.0 / 7.0));
    CHECK(near(step.drugged, events * 3.0 / 7.0));
}

TEST_CASE("docetaxel has the half-life and the exposure that were published") {
    const auto docetaxel = drug("docetaxel");
    const auto disposition = docetaxel->disposition({.weight = 70.0 * kg});
    CHECK(patient::terminal_half_life(disposition, disposition.clearance).in(hour) ==
          doctest::Approx(11.1).epsilon(0.03));
    CHECK((disposition.central + disposition.peripheral).in(litre) == doctest::Approx(113.0));
    const Mass dose = 75.0 * mg_per_m2 * patient::body_surface(70.0 * kg);
    const double exposure = dose.in(mg) / (disposition.clearance.in(litre_per_day) / 24.0);
    CHECK(exposure > 3.0);  // mg·h/L; Bruno 1996: 4.6 at 100 mg/m², recalled
    CHECK(exposure < 4.5);
}

TEST_CASE("a body's surface follows its weight") {
    CHECK(patient::body_surface(70.0 * kg).in(mm2) == doctest::Approx(1.83e6).epsilon(0.01));
    CHECK(patient::body_surface(3.5 * kg).in(mm2) < 0.3e6);
}

TEST_CASE("unbound drug acts: the half-occupied level of the whole is higher") {
    const auto erlotinib = drug("erlotinib");
    CHECK(erlotinib->half_occupancy().in(nanomolar) == doctest::Approx(10.0 / 0.07));
    CHECK(drug("prednisone")->half_occupancy().in(nanomolar) == doctest::Approx(1340.0));
}

TEST_CASE("20 mg of prednisone a day hold half of the receptors on average") {
    const auto prednisone = drug("prednisone");
    const auto disposition = prednisone->disposition({.weight = 70.0 * kg});
    const MassDensity mean = patient::steady_mean(20.0 * mg, 1.0 * day, disposition.clearance);
    CHECK(mean / prednisone->molar_mass() / prednisone->half_occupancy() ==
          doctest::Approx(1.0).epsilon(0.01));
}

TEST_CASE("steroids take from CD28's share of the divisions, most where CTLA-4 is blocked") {
    const auto p = config::standard<patient::NodeParams>();
    const auto lost = [&](double ctla4) {
        patient::PrimingSignals none{.ctla4 = ctla4}, steroids{.ctla4 = ctla4};
        steroids.costimulation = 0.4;
        return patient::divisions(p, none, 1.0, 1.0) - patient::divisions(p, steroids, 1.0, 1.0);
    };
    CHECK(lost(0.0) == doctest::Approx(0.6 * p.cd28_floor * p.cd28_divisions));
    CHECK(lost(1.0) == doctest::Approx(0.6 * p.cd28_divisions));
}
