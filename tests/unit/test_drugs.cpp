#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <memory>
#include <stdexcept>
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

using namespace perforin;
using patient::Body, patient::Drug, patient::Occupant, patient::occupied, patient::Therapy;

namespace {

std::unique_ptr<Drug> drug(const std::string& name, const std::string& toml = "") {
    const config::Input input{"test.toml", toml};
    config::Section section = input.root();
    auto made = registry<Drug>().at(name).make(section);
    input.finish();
    return made;
}

/// A patient's body and her therapies, prepared.
struct Patient {
    explicit Patient(const std::string& toml)
        : input{"test.toml", toml},
          body{input.root(), 1},
          regimen{config::make_elements<Therapy>(input.root(), "therapy")} {
        input.finish();
        for (const auto& therapy : regimen) therapy.plugin->prepare(body);
    }
    void live(std::int64_t from, std::int64_t to) {
        for (std::int64_t d = from; d != to; ++d) {
            for (const auto& therapy : regimen) therapy.plugin->administer(Day{d}, body);
            for (const Tick& tick : Day{d}.ticks(seconds_per_hour)) body.circulate(tick);
        }
    }
    double infused_mg() const { return body.drugs().front()->plasma.infused().in(mg); }

    config::Input input;
    Body body;
    std::vector<config::Made<Therapy>> regimen;
};

}  // namespace

TEST_CASE("both PD-1 antibodies are there, as drugs and as therapies") {
    for (const char* name : {"pembrolizumab", "nivolumab"}) {
        CHECK(registry<Drug>().count(name) == 1);
        CHECK(registry<Therapy>().count(name) == 1);
        CHECK(drug(name)->receptor() == "pd1");
        CHECK(drug(name)->half_occupancy().in(nanomolar) < 1.0);
    }
    CHECK(drug("nivolumab", "avidity = 1")->half_occupancy().in(nanomolar) == doctest::Approx(2.6));
    CHECK(drug("pembrolizumab")->molar_mass().in(kilodalton) == doctest::Approx(149));
}

TEST_CASE("at the reference weight a typical patient has the published values") {
    const auto pembrolizumab = drug("pembrolizumab")->disposition({76.8 * kg});
    CHECK(pembrolizumab.clearance.in(litre_per_day) == doctest::Approx(0.22));
    CHECK(pembrolizumab.central.in(litre) == doctest::Approx(3.48));
    CHECK(pembrolizumab.exchange.in(litre_per_day) == doctest::Approx(0.795));
    CHECK(pembrolizumab.peripheral.in(litre) == doctest::Approx(4.06));
    CHECK(patient::clearance_at(pembrolizumab, 400.0 * day) == pembrolizumab.clearance);
    const auto nivolumab = drug("nivolumab")->disposition({80.0 * kg});
    CHECK(nivolumab.clearance.in(litre_per_day) == doctest::Approx(0.2256));
    CHECK(nivolumab.central.in(litre) == doctest::Approx(3.63));
    CHECK(nivolumab.clearance_change == -0.295);
}

TEST_CASE("weight and random effects act where the publications put them") {
    const std::string eta = "eta_CL = 0.3\neta_V1 = -0.2\neta_V2 = 0.1";
    const auto ratio = [](auto a, auto b) { return a / b; };
    {
        const auto base = drug("pembrolizumab")->disposition({76.8 * kg});
        const auto heavy = drug("pembrolizumab")->disposition({153.6 * kg});
        CHECK(ratio(heavy.clearance, base.clearance) == doctest::Approx(std::exp2(0.595)));
        CHECK(ratio(heavy.exchange, base.exchange) == doctest::Approx(std::exp2(0.595)));
        CHECK(ratio(heavy.central, base.central) == doctest::Approx(std::exp2(0.489)));
        CHECK(ratio(heavy.peripheral, base.peripheral) == doctest::Approx(std::exp2(0.489)));
        const auto other = drug("pembrolizumab", eta)->disposition({76.8 * kg});
        CHECK(ratio(other.clearance, base.clearance) == doctest::Approx(std::exp(0.3)));
        CHECK(ratio(other.exchange, base.exchange) == doctest::Approx(std::exp(0.3)));
        CHECK(ratio(other.central, base.central) == doctest::Approx(std::exp(-0.2)));
        CHECK(ratio(other.peripheral, base.peripheral) == doctest::Approx(std::exp(-0.1)));
    }
    {
        const auto base = drug("nivolumab")->disposition({80.0 * kg});
        const auto heavy = drug("nivolumab")->disposition({160.0 * kg});
        CHECK(ratio(heavy.clearance, base.clearance) == doctest::Approx(std::exp2(0.566)));
        CHECK(heavy.exchange == base.exchange);
        CHECK(ratio(heavy.central, base.central) == doctest::Approx(std::exp2(0.597)));
        CHECK(heavy.peripheral == base.peripheral);
        const auto other = drug("nivolumab", eta + "\neta_Emax = 0.1")->disposition({80.0 * kg});
        CHECK(other.exchange == base.exchange);
        CHECK(ratio(other.peripheral, base.peripheral) == doctest::Approx(std::exp(0.1)));
        CHECK(other.clearance_change == doctest::Approx(-0.195));
    }
}

TEST_CASE("drugs that compete for one receptor share it by concentration over Kd") {
    const Occupant a{3.0 * nanomolar, 1.0 * nanomolar}, b{4.0 * nanomolar, 2.0 * nanomolar};
    CHECK(occupied({}) == 0.0);
    CHECK(occupied(std::vector{a}) == doctest::Approx(0.75));
    CHECK(occupied(std::vector{a, b}) == doctest::Approx(5.0 / 6.0));
    CHECK(occupied(std::vector{Occupant{1e12 * nanomolar, 1e-3 * nanomolar}}) <= 1.0);
}

TEST_CASE("label doses fall on their days and reach the plasma") {
    Patient patient{"[[therapy]]\ntype = 'pembrolizumab'"};
    patient.live(0, 1);
    CHECK(patient.infused_mg() == doctest::Approx(200));
    patient.live(1, 21);
    CHECK(patient.infused_mg() == doctest::Approx(200));
    patient.live(21, 50);
    CHECK(patient.infused_mg() == doctest::Approx(600));
    CHECK(patient.body.occupancy("pd1") > 0.99);
    CHECK(patient.body.occupancy("pdl1") == 0.0);
    const auto& course =
        dynamic_cast<const patient::Infusion&>(*patient.regimen.front().plugin).course();
    CHECK(course.given.value() == 3);
    CHECK(course.mass.value() == doctest::Approx(600));
}

TEST_CASE("doses by weight, other intervals and a limited number") {
    Patient patient{
        "[patient]\nweight = '60 kg'\n"
        "[[therapy]]\ntype = 'nivolumab'\ndose_per_weight = '3 mg/kg'\n"
        "every = '4 weeks'\nnumber = 2\nfirst = '3 d'"};
    patient.live(0, 3);
    CHECK(patient.infused_mg() == 0.0);
    patient.live(3, 4);
    CHECK(patient.infused_mg() == doctest::Approx(180));
    patient.live(4, 100);
    CHECK(patient.infused_mg() == doctest::Approx(360));
}

TEST_CASE("two therapies may give the same drug") {
    Patient patient{
        "[[therapy]]\ntype = 'nivolumab'\nnumber = 1\ndose = '3 mg'\n"
        "[[therapy]]\ntype = 'nivolumab'\nnumber = 1\ndose = '4 mg'"};
    CHECK(patient.body.drugs().size() == 1);
    patient.live(0, 1);
    CHECK(patient.infused_mg() == doctest::Approx(7));
}

TEST_CASE("a flat dose and a dose by weight exclude each other") {
    std::string said;
    try {
        Patient{"[[therapy]]\ntype = 'nivolumab'\ndose = '240 mg'\ndose_per_weight = '3 mg/kg'"};
    } catch (const BadInput& bad) {
        said = bad.what();
    }
    CHECK(said.find("dose_per_weight") != std::string::npos);
}

TEST_CASE("a drug that nobody registered or introduced is our own mistake") {
    Patient patient{""};
    CHECK(patient.body.drugs().empty());
    CHECK_THROWS_AS(patient.body.introduce("aspirin"), std::logic_error);
    CHECK_THROWS_AS(patient.body.infuse("nivolumab", 1.0 * mg), std::logic_error);
}

TEST_CASE("everything mutable of the body has a name to be saved by") {
    Patient patient{"[[therapy]]\ntype = 'nivolumab'\n[[therapy]]\ntype = 'pembrolizumab'"};
    std::vector<std::string> names;
    for (const auto& part : patient.body.tables()) {
        names.push_back(part.name);
        CHECK(part.table != nullptr);
    }
    CHECK(names == std::vector<std::string>{"blood", "banks", "deliveries", "naive", "nodes",
                                            "node_cells", "lymphopenia", "drugs/nivolumab",
                                            "drugs/pembrolizumab"});
}
