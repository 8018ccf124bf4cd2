// Patients who may die of their disease, with tissue and all.

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <memory>
#include <string>

#include "../support/patients.hpp"
#include "../support/saved_patients.hpp"
#include "clinic/examinations.hpp"
#include "config/input.hpp"

using namespace perforin;
using namespace perforin::test;
using patient::Cause;

namespace {

constexpr const char* quick = "[tissue]\nstep = '2 h'\nsub_step = '20 min'\n";
/// So that a few days matter.
constexpr const char* deadly = "[patient.mortality]\ndisease = true\nhazard = '1 1/d'\n";

std::int64_t day_of_death(const std::string& text, std::uint64_t seed, std::int64_t days) {
    auto patient = make_patient(text, seed);
    for (std::int64_t day = 0; day != days; ++day) {
        patient->live(Day{day});
        if (patient->body().dead()) return day + 1;
    }
    return -1;
}

}  // namespace

TEST_CASE("a hazard of death changes nothing of who lives") {
    const std::string text = small_slab(quick);
    auto spared = make_patient(text);
    live(*spared, 3);
    CHECK(spared->body().mortality().died() == -1);
    for (const auto& one : spared->tables()) CHECK(one.name != "body/mortality");
    auto mortal = make_patient(text + "[patient.mortality]\ndisease = true\nbackground = true\n");
    live(*mortal, 3);
    CHECK_FALSE(mortal->body().dead());
    CHECK(mortal->body().mortality().state().passed_disease > 0.0);
    CHECK(mortal->body().mortality().state().passed_background > 0.0);
    auto all = bytes_of(*mortal);
    CHECK(all.erase("body/mortality") == 1);
    CHECK(all == bytes_of(*spared));
}

TEST_CASE("burden is the live tumour, not what swells a lesion") {
    auto patient = make_patient(small_slab(std::string{quick} + deadly));
    patient->live(Day{0});
    const double tumour = patient->lesions().front()->parts().tumour.in(mm3);
    const auto& state = patient->body().mortality().state();
    CHECK(state.burden.value() == doctest::Approx(std::cbrt(6.0 * tumour / 3.14159265358979)));
    CHECK(state.burden.value() < patient->lesions().front()->diameter().in(mm));
}

TEST_CASE("a patient dies once of her disease, and nobody sees her after that") {
    const std::string text = small_slab(std::string{quick} + deadly) +
                             "[[examination]]\ntype = 'ct'\nfirst = '1 d'\nevery = '1 d'\nlater = "
                             "'1 d'\njitter = '0 d'\n";
    const config::Input input{"test.toml", text};
    patient::Patient patient{input.root(), 3};
    clinic::Examinations examinations{input.root(), 3};
    std::int64_t died = -1, looks = 0;
    for (std::int64_t day = 0; day != 12; ++day) {
        patient.live(Day{day});
        looks += examinations.look(Day{day + 1}.start(), patient).empty() ? 0 : 1;
        if (died < 0 && patient.body().dead()) died = day + 1;
    }
    REQUIRE(died > 0);
    REQUIRE(died < 12);
    CHECK(looks == died - 1);
    CHECK(patient.body().mortality().died() == died * seconds_per_day);
    CHECK(patient.body().mortality().cause() == Cause::disease);
    CHECK(examinations.chart("she", patient).died == died);
}

TEST_CASE("death by an adverse event is noted with its cause") {
    auto patient = make_patient(small_slab(
        std::string{quick} +
        "[patient.mortality]\ndisease = true\n[toxicity]\nworsening = '0.1 d'\n"
        "[toxicity.gut]\npd1 = '10 1/d'\nmedian = 5\n[[therapy]]\ntype = 'nivolumab'\n"));
    for (std::int64_t day = 0; day != 40 && !patient->body().dead(); ++day) patient->live(Day{day});
    CHECK(patient->body().mortality().cause() == Cause::toxicity);
}

TEST_CASE("a saved patient dies on the day on which she would have died") {
    const std::string text = small_slab(std::string{quick} + deadly);
    const std::int64_t expected = day_of_death(text, 3, 12);
    REQUIRE(expected > 1);
    auto first = make_patient(text, 3);
    for (std::int64_t day = 0; day != expected - 1; ++day) first->live(Day{day});
    CHECK_FALSE(first->body().dead());
    auto second = make_patient(text, 3);
    restore(*second, save(*first));
    second->live(Day{expected - 1});
    CHECK(second->body().dead());
    CHECK(second->body().mortality().died() == expected * seconds_per_day);
}
