// Surgery: a lesion is taken out, what is left behind grows again, and its node falls silent.

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

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

/// Tumour agents above the height under which 99 % of the lesion's cells and corpses lie.
double beyond_the_edge(const tissue::Surface& cells, double by_um) {
    std::vector<float> heights;
    for (std::size_t row = 0; row != cells.size(); ++row) heights.push_back(cells.position[row].z);
    std::sort(heights.begin(), heights.end());
    const auto rank = static_cast<std::size_t>(0.99 * static_cast<double>(heights.size() - 1));
    return static_cast<double>(std::count_if(heights.begin(), heights.end(), [&](float z) {
        return static_cast<double>(z - heights[rank]) > by_um;
    }));
}

void first_step(patient::Patient& patient) {
    patient.treat(Day{0});
    patient.pass(Tick{0, patient.rules().step()});
}

}  // namespace

TEST_CASE("the largest lesion may be aimed at without its name") {
    const std::string small =
        "[[lesion]]\nname = 'small'\ndiameter = '9 mm'\n"
        "[lesion.slab]\nwidth = '100 um'\ndepth = '100 um'\ncap = '140 um'\n";
    const std::string of_largest =
        "[[therapy]]\ntype = 'surgery'\nlesions = ['largest']\nresidual = 0\n";
    const auto taken = [](const std::string& text) {
        auto patient = make_patient(text);
        first_step(*patient);
        std::vector<bool> gone;
        for (const auto& lesion : patient->lesions()) {
            gone.push_back(figures(*lesion).at("tumour_live") == 0.0);
        }
        return gone;
    };
    CHECK(taken(small_slab(small + of_largest)) == std::vector{true, false});
    CHECK(taken(small_slab("[[lesion]]\nname = 'big'\ndiameter = '90 mm'\n"
                           "[lesion.slab]\nwidth = '100 um'\ndepth = '100 um'\ncap = '140 um'\n" +
                           of_largest)) == std::vector{false, true});
    // A lesion that is called so is meant by its name.
    CHECK(taken(small_slab("[[lesion]]\nname = 'largest'\ndiameter = '9 mm'\n"
                           "[lesion.slab]\nwidth = '100 um'\ndepth = '100 um'\ncap = '140 um'\n" +
                           of_largest)) == std::vector{false, true});
}

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

TEST_CASE("what has grown beyond the margin stays, what lies within goes") {
    const std::string quiet = quiet_slab("[tissue]\nstep = '1 h'\nsub_step = '1 h'\n");
    auto before = make_patient(quiet);
    const tissue::Surface& cells = before->lesions().front()->cells();
    const double agent = before->lesions().front()->cells_per_agent(before->rules().tumour);
    const double shelled = beyond_the_edge(cells, 0.0), fringe = beyond_the_edge(cells, 0.3);
    REQUIRE(shelled >= 3.0);
    REQUIRE(fringe < shelled);
    REQUIRE(fringe >= 1.0);
    const auto left = [&](const std::string& margin) {
        auto patient = make_patient(quiet + operation(0.0) + "margin = '" + margin + "'\n");
        first_step(*patient);
        const auto f = figures(*patient);
        const double all = f.at("tumour_live") + f.at("minority_pool");
        CHECK(balance(f) == doctest::Approx(all));
        return all / agent;
    };
    // Within the step they divide and die at the block's rates.
    CHECK(left("0 mm") == doctest::Approx(shelled).epsilon(0.05));
    CHECK(left("0.0003 mm") == doctest::Approx(fringe).epsilon(0.05));
    CHECK(left("1 mm") == 0.0);
}

TEST_CASE("of a nodule that is shelled out the outermost cells stay") {
    auto patient = make_patient(
        "[[lesion]]\nname = 'primary'\nlayout = 'nodule'\n[lesion.nodule]\nradius = '80 um'\n"
        "extent = '240 um'\n[blood]\nspecific_cd8 = 0\n[biology.cytotoxic_t]\n"
        "density = '0 1/mL'\n[biology.tumour]\ncycle = '400 h'\napoptosis = '0 1/d'\n" +
        operation(0.0) + "margin = '0 mm'\n");
    const double had = figures(*patient).at("tumour_live");
    first_step(*patient);
    const double left = figures(*patient).at("tumour_live");
    CHECK(left == std::ceil(0.01 * (had - 1.0)));
}

TEST_CASE("the wider the margin, the fewer of the cells that have spread stay") {
    const std::string quiet = quiet_slab("[tissue]\nstep = '1 h'\nsub_step = '1 h'\n");
    const auto left = [&](const std::string& margin) {
        auto patient =
            make_patient(quiet + operation(0.0) +
                         "infiltration = 1e-3\nextension = '2 mm'\nmargin = '" + margin + "'\n");
        first_step(*patient);
        const auto f = figures(*patient);
        return f.at("minority_pool") / (f.at("resected") + f.at("minority_pool"));
    };
    CHECK(1e3 * left("2 mm") / std::exp(-1.0) == doctest::Approx(1.0).epsilon(0.02));
    CHECK(1e3 * left("8 mm") / std::exp(-4.0) == doctest::Approx(1.0).epsilon(0.03));
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
