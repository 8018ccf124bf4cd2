// Targeted drugs: one that blocks what tumour cells divide by, one that costs them their regulatory
// T cells.

#include <doctest/doctest.h>

#include <cmath>
#include <string>

#include "../support/closed_block.hpp"
#include "../support/saved_patients.hpp"

using namespace perforin;
using namespace perforin::test;

namespace {

/// Blocks all of its target.
const std::string targeted = "[[therapy]]\ntype = 'targeted'\n[drug.erlotinib]\nhalf = '1e-4 nM'\n";

std::string growing(const std::string& more) {
    return quiet_slab(
        "[tissue]\nstep = '2 h'\nsub_step = '1 h'\n[biology.tumour]\ncycle = '24 h'\n"
        "growth_fraction = 1\napoptosis = '0 1/d'\nnecrosis = '0 1/min'\n" +
        more);
}

std::string clone(double share, bool independent) {
    return "[[lesion.clone]]\nshare = " + std::to_string(share) +
           "\ntarget_independent = " + (independent ? "true" : "false") + "\n";
}

std::map<std::string, double> lived(const std::string& text, std::int64_t days) {
    auto patient = make_patient(text);
    live(*patient, days);
    return figures(*patient);
}

}  // namespace

TEST_CASE("without its signal a dependent cell divides rarely and dies, an independent one not") {
    const std::string all = "[growth_signal]\ndependence = 0.9\ndeprivation = '0.2 1/d'\n";
    const auto none = lived(growing(all), 2), blocked = lived(growing(all + targeted), 2);
    CHECK(blocked.at("born") < 0.2 * none.at("born"));
    const double share = blocked.at("drugged") / blocked.at("founded");
    const double agents = blocked.at("founded") / blocked.at("cells_per_agent");
    const double expected = 1.0 - std::exp(-0.4);
    CHECK(std::abs(share - expected) <
          4.0 * std::sqrt(expected * (1.0 - expected) / agents) + 0.05);
    const auto free = lived(growing(all + targeted + clone(1.0, true)), 2);
    CHECK(free.at("drugged") == 0.0);
    CHECK(free.at("born") == none.at("born"));
    const auto ablated = lived(growing(all + targeted + "[ablation]\ngrowth_signal = true\n"), 2);
    CHECK(ablated.at("born") == none.at("born"));
}

TEST_CASE("a pool feels the block of a signal as its own clone does") {
    const auto growth = [](const std::string& therapy, bool block, bool pool) {
        auto patient =
            make_patient(growing("[growth_signal]\ndependence = 0.5\ndeprivation = "
                                 "'0.3 1/d'\n" +
                                 therapy + clone(0.999, block) + clone(0.001, pool)));
        const double before = figures(*patient).at("minority_pool");
        REQUIRE(before > 1e5);
        live(*patient, 2);
        return std::log(figures(*patient).at("minority_pool") / before);
    };
    const double untreated = growth("", false, false);
    REQUIRE(untreated > 0.5);
    CHECK(growth(targeted, false, true) == doctest::Approx(untreated).epsilon(0.35));
    CHECK(growth(targeted, true, true) == doctest::Approx(untreated).epsilon(0.35));
    // The first step comes before the drug is known to have been there.
    CHECK(std::abs(growth(targeted, true, false) - (0.5 * untreated - 0.6)) < 0.25);
    CHECK(std::abs(growth(targeted, false, false) - (0.5 * untreated - 0.6)) < 0.25);
}

TEST_CASE("an independent clone takes over under the drug") {
    auto patient = make_patient(growing(targeted + clone(0.2, true)));
    live(*patient, 4);
    const auto sizes = patient->lesions().front()->clone_sizes();
    CHECK(sizes.at(1) > sizes.at(0));
}

TEST_CASE("where KIT is blocked regulatory T cells die, and no others") {
    const std::string kit =
        "[[therapy]]\ntype = 'imatinib_like'\n[drug.imatinib]\nhalf = '1e-3 nM'\n"
        "[effect.kit]\nregulatory_death = '1 1/d'\n";
    const std::string cells =
        "[tissue]\nstep = '2 h'\nsub_step = '1 h'\n" +
        some("regulatory_t", "2e7", "egress = '0 1/d'\ndeath = '0 1/d'\ndivision = '0 1/d'\n");
    const double before = lived(quiet_slab(cells), 1).at("treg"),
                 after = lived(quiet_slab(cells + kit), 1).at("treg");
    CHECK(after / before == doctest::Approx(std::exp(-1.0)).epsilon(0.25));
    const std::string none = "[tissue]\nstep = '2 h'\nsub_step = '1 h'\n";
    CHECK(lived(small_slab(none), 1).at("killed") == lived(small_slab(none + kit), 1).at("killed"));
}
