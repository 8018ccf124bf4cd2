// Surgery: a lesion is taken out, what is left behind grows again, and its node falls silent.

#include <doctest/doctest.h>

#include <cmath>
#include <string>

#include "../support/closed_block.hpp"
#include "../support/saved_patients.hpp"

using namespace perforin;
using namespace perforin::test;

namespace {

std::string operation(double residual, int first = 0) {
    return "[[therapy]]\ntype = 'surgery'\nlesions = ['primary']\nresidual = " +
           std::to_string(residual) + "\nfirst = '" + std::to_string(first) + " d'\n";
}

const std::string other =
    "[[lesion]]\nname = 'other'\n[lesion.slab]\nwidth = '100 um'\ndepth = '100 um'\n"
    "cap = '140 um'\n[tissue]\nstep = '2 h'\nsub_step = '20 min'\n";

double balance(const std::map<std::string, double>& f) {
    return f.at("founded") + f.at("born") + f.at("resampled_tumour") - f.at("apoptosis") -
           f.at("necrosis") - f.at("killed") - f.at("drugged") - f.at("resected");
}

void first_step(patient::Patient& patient) {
    patient.treat(Day{0});
    patient.pass(Tick{0, patient.rules().step()});
}

}  // namespace

TEST_CASE("a lesion that is taken out whole does not come back, and others stay") {
    auto patient = make_patient(small_slab(other + operation(0.0)));
    const double had = figures(*patient).at("tumour_live");
    const double beside = figures(*patient->lesions()[1]).at("tumour_live");
    live(*patient, 4);
    const auto f = figures(*patient);
    CHECK(f.at("tumour_live") == 0.0);
    CHECK(f.at("minority_pool") == 0.0);
    CHECK(f.at("volume") == 0.0);
    CHECK(f.at("resected") == doctest::Approx(had));
    CHECK(f.at("resected_others") > 0.0);
    CHECK(patient->lesions().front()->cells().size() == 0);
    CHECK(patient->lesions().size() == 2);
    CHECK(figures(*patient->lesions()[1]).at("tumour_live") > 0.3 * beside);
}

TEST_CASE("what is left behind is as many cells as chance leaves, and grows again") {
    const std::string quiet = quiet_slab("[tissue]\nstep = '2 h'\nsub_step = '1 h'\n");
    auto patient = make_patient(quiet + operation(1e-4));
    const double had = figures(*patient).at("tumour_live");
    first_step(*patient);
    const auto f = figures(*patient);
    CHECK(f.at("tumour_live") == 0.0);
    // Within the step they have divided and died at the block's rates.
    CHECK(f.at("minority_pool") == doctest::Approx(1e-4 * had).epsilon(0.05));
    CHECK(std::abs(f.at("resected") - (1.0 - 1e-4) * had) <
          5.0 * std::sqrt(1e-4 * had) + 1e-9 * had);
    CHECK(balance(f) == doctest::Approx(f.at("minority_pool")));

    auto half = make_patient(quiet + operation(0.5));
    live(*half, 3);
    const auto g = figures(*half);
    CHECK(g.at("tumour_live") > 0.3 * had);
    CHECK(balance(g) == doctest::Approx(g.at("tumour_live") + g.at("minority_pool")));
}

TEST_CASE("where an agent is a cell, single cells are left behind in their places") {
    auto patient = make_patient(
        "[[lesion]]\nname = 'primary'\nlayout = 'nodule'\n[lesion.nodule]\nradius = '80 um'\n"
        "extent = '240 um'\n[blood]\nspecific_cd8 = 0\n[biology.cytotoxic_t]\n"
        "density = '0 1/mL'\n" +
        operation(0.25));
    const double had = figures(*patient).at("tumour_live");
    first_step(*patient);
    const auto f = figures(*patient);
    CHECK(std::abs(f.at("resected") - 0.75 * had) < 4.0 * std::sqrt(0.25 * 0.75 * had));
    CHECK(balance(f) == doctest::Approx(f.at("tumour_live")));
}

TEST_CASE("no more dendritic cells come to the node of a lesion that is gone") {
    const std::string cells = some("dendritic_cell", "2e7", "departure = '4 1/d'\n") +
                              "[node]\nmigration = 1\n[biology.tumour]\napoptosis = '1 1/d'\n";
    const auto arrived = [&](const std::string& therapy, std::int64_t days) {
        auto patient = make_patient(
            quiet_slab("[tissue]\nstep = '2 h'\nsub_step = '1 h'\n" + cells + therapy));
        live(*patient, days);
        double sum = 0.0;
        const auto& pools = patient->body().nodes().pools();
        for (std::size_t at = 0; at != pools.size(); ++at) sum += pools.arrived[at];
        return sum;
    };
    const double second = arrived("", 2), fifth = arrived("", 5);
    REQUIRE(second > 0.0);
    CHECK(fifth > 1.2 * second);
    CHECK(arrived(operation(0.0, 2), 5) == second);
}

TEST_CASE("an operation that is yet to come changes nothing, to the bit") {
    auto none = make_patient(small_slab()), later = make_patient(small_slab(operation(0.0, 3)));
    live(*none, 2);
    live(*later, 2);
    CHECK(test::bytes_of(*none->lesions().front()) == test::bytes_of(*later->lesions().front()));
}

TEST_CASE("an operation that was ordered before a restart takes place after it") {
    const std::string text = small_slab(operation(1e-3));
    auto straight = make_patient(text), saved = make_patient(text), again = make_patient(text);
    straight->treat(Day{0});
    saved->treat(Day{0});
    restore(*again, save(*saved));
    for (auto* patient : {&straight, &again}) (*patient)->pass(Tick{0, 3600});
    CHECK(difference(*straight, *again) == "");
    CHECK(figures(*again).at("resected") > 0.0);
}
