// Exposures that stay in lesions and fall, and what the formulas of given cytokines and viruses
// say.

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <string>

#include "biology/dendritic_cell.hpp"
#include "biology/models/virus.hpp"
#include "config/input.hpp"
#include "core/registry.hpp"
#include "patient/body.hpp"
#include "tissue/lesion.hpp"
#include "tissue/oedema.hpp"

using namespace perforin;

namespace {

constexpr Tick an_hour{0, seconds_per_hour};

struct Patient {
    config::Input input{"test.toml", ""};
    patient::Body body{input.root(), 1};
    std::uint64_t adjuvant = rank_of<tissue::Exposure>("adjuvant");

    double level(const char* lesion) const {
        return body.exposed(adjuvant, {.lesion = tissue::identity_of(lesion)}, an_hour.dt());
    }
    void pass(int hours) {
        for (int h = 0; h != hours; ++h) body.deliver(an_hour);
    }
};

}  // namespace

TEST_CASE("what is injected into a lesion is there, falls with its half-life, and is gone") {
    Patient patient;
    patient.body.deposit(
        {.exposure = "adjuvant", .lesion = "left", .level = 8.0, .half_life = 1.0 * hour});
    const double mean = 8.0 * 0.5 / std::log(2.0);  // over the first hour
    CHECK(patient.level("left") == doctest::Approx(mean).epsilon(1e-12));
    CHECK(patient.level("right") == 0.0);
    patient.pass(3);
    CHECK(patient.level("left") == doctest::Approx(mean / 8.0).epsilon(1e-12));
    patient.pass(40);
    CHECK(patient.body.exposures().empty());
}

TEST_CASE("doses that come later wait, those for all lesions reach each, and all add up") {
    Patient patient;
    patient.body.deposit(
        {.exposure = "adjuvant", .level = 1.0, .half_life = 1e6 * day, .wait = 2.0 * hour});
    patient.body.deposit(
        {.exposure = "adjuvant", .lesion = "left", .level = 2.0, .half_life = 1e6 * day});
    CHECK(patient.level("left") == doctest::Approx(2.0));
    patient.pass(1);
    CHECK(patient.level("right") == 0.0);
    patient.pass(1);
    CHECK(patient.level("left") == doctest::Approx(3.0));
    CHECK(patient.level("right") == doctest::Approx(1.0));
}

TEST_CASE("what is for one step is gone after it, and nothing is what nobody injects") {
    Patient patient;
    patient.body.expose("adjuvant", "left", 3.0);
    CHECK(patient.level("left") == 3.0);
    patient.pass(1);
    CHECK(patient.body.exposures().empty());
    patient.body.deposit(
        {.exposure = "adjuvant", .lesion = "left", .level = 0.0, .half_life = 1.0 * day});
    CHECK(patient.body.exposures().empty());
}

TEST_CASE("GM-CSF multiplies, half of it does half of that") {
    CHECK(biology::gm_csf_times(0.0, 3.0) == 1.0);
    CHECK(biology::gm_csf_times(1.0, 3.0) == doctest::Approx(2.0));
    CHECK(biology::gm_csf_times(1e9, 3.0) == doctest::Approx(3.0));
}

TEST_CASE("infection needs virus; interferon and antibodies hinder it") {
    const auto p = config::standard<biology::VirusParams>();
    const auto hazard = [&](double virus, double interferon, double antibody) {
        return infection_hazard(p, virus * picomolar, interferon * picomolar, antibody) /
               p.infectivity;
    };
    CHECK(hazard(0, 0, 0) == 0.0);
    CHECK(hazard(2, 0, 0) == doctest::Approx(2.0));
    CHECK(hazard(2, p.interferon_half.in(picomolar), 0) == doctest::Approx(1.0));
    CHECK(hazard(2, 0, 3) == doctest::Approx(0.5));
    CHECK(lysis_hazard(p, 0.5 * p.eclipse) == Rate{});
    CHECK(virion_release(p, 0.5 * p.eclipse) == Rate{});
    CHECK(virion_release(p, p.eclipse) / lysis_hazard(p, p.eclipse) == doctest::Approx(p.burst));
}

TEST_CASE("interleukin-2 that is given makes vessels leak, beside interferon-γ") {
    const auto p = config::standard<tissue::OedemaParams>();
    CHECK(leak(p, Molarity{}, 1.0) == Rate{});
    CHECK(leak(p, Molarity{}, 1.0, p.il2_half) * p.fill == doctest::Approx(0.5));
    CHECK(leak(p, p.half, 1.0, p.il2_half) * p.fill == doctest::Approx(0.75));
}
