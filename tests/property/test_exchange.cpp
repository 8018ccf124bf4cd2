// What cells make and take of every substance is all that changes it, decay apart.

#include <doctest/doctest.h>

#include <cmath>
#include <set>
#include <string>

#include "../support/closed_block.hpp"
#include "fields/substance.hpp"

using namespace perforin;
using namespace perforin::test;

namespace {

/// Cells of every kind there is, in a closed block; corpses among them.
std::string all_kinds() {
    std::string text = "[biology.tumour]\ntgf_beta_secretion = '10 1/min'\n";
    for (const auto& kind : registry<tissue::Kind>()) {
        if (kind.first == "tumour") continue;
        text += some(kind.first, "3e7", kind.first == "parenchyma" ? "turnover = '0.2 1/d'\n" : "");
    }
    return text + "[corpse]\nsecondary_necrosis = '2 1/d'\n";
}

Tick hour_of(std::int64_t k) {
    return {k * seconds_per_hour, seconds_per_hour};
}

/// Molecules of a substance in the whole block.
double molecules(const patient::Patient& patient, const std::string& name) {
    const auto& dissolved = field(patient, name);
    return dissolved.total() / dissolved.transport().per_molecule;
}

double cells_of(const patient::Patient& patient, const std::string& kind) {
    return figures(patient).at(kind);
}

}  // namespace

TEST_CASE("in a closed block every substance changes by what is made, taken and decays") {
    const KnownClosedBlock closed{"test_closed"};
    auto patient = make_patient(closed_block(all_kinds() + "[tissue]\nsolver_tolerance = 1e-5\n"));
    const tissue::Lesion& lesion = *patient->lesions().front();
    std::set<int> kinds;
    for (const auto kind : lesion.cells().kind.span()) kinds.insert(kind);
    REQUIRE(kinds.size() == registry<tissue::Kind>().size());

    std::set<std::string> made, taken;
    for (std::int64_t k = 0; k != 30; ++k) {
        std::map<std::string, double> before;
        for (const auto& one : registry<fields::Substance>()) {
            before[one.first] = field(*patient, one.first).total();
        }
        patient->pass(hour_of(k));
        for (const auto& one : registry<fields::Substance>()) {
            CAPTURE(one.first);
            const auto& now = field(*patient, one.first);
            const auto flows =
                now.balance({lesion.dissolved().vessels(), now.transport().vessel_level});
            const double dt = hour_of(k).dt().in(minute);
            const double turnover =
                flows.secretion + flows.uptake + flows.decay + std::abs(flows.supply);
            CHECK(flows.inflow == 0.0);
            CHECK(flows.secretion >= 0.0);
            CHECK(flows.uptake >= 0.0);
            const double change =
                now.quasi_steady(hour_of(k).dt()) ? 0.0 : now.total() - before[one.first];
            CHECK(std::abs(change - flows.net() * dt) <=
                  2e-3 * turnover * dt + 1e-5 * before[one.first] + 1e-15);
            if (flows.secretion > 0.0) made.insert(one.first);
            if (flows.uptake > 0.0) taken.insert(one.first);
        }
    }
    for (const char* name : {"cxcl12", "cxcl9_10", "damps", "il10", "matrix", "tgf_beta"}) {
        CAPTURE(name);
        CHECK(made.count(name) == 1);
    }
    CHECK(taken.count("oxygen") == 1);
}

TEST_CASE("so many cells make so many molecules, by the step's own equation") {
    const KnownClosedBlock closed{"test_closed"};
    auto patient =
        make_patient(closed_block(some("mdsc", "1e8", "death = '0 1/d'\nil10 = '7 1/min'\n")));
    const double made = 7.0 * cells_of(*patient, "mdsc");  // a minute
    REQUIRE(made > 100.0);
    const double decay = field(*patient, "il10").transport().decay.in(per_minute);
    double expected = 0.0;
    for (std::int64_t k = 0; k != 5; ++k) {
        patient->pass(hour_of(k));
        expected = (expected + 60.0 * made) / (1.0 + 60.0 * decay);
        CHECK(molecules(*patient, "il10") == doctest::Approx(expected).epsilon(1e-3));
    }
}

TEST_CASE("a corpse spills what it holds, once, in whatever steps") {
    const KnownClosedBlock closed{"test_closed"};
    for (const char* step : {"1 h", "4 h"}) {
        CAPTURE(step);
        // Healthy cells die fast; their danger signals decay slowly and cannot leave.
        auto patient = make_patient(
            closed_block(some("parenchyma", "2e7", "turnover = '3 1/d'\nrenewal = '3 1/d'\n") +
                         "[corpse]\nefferocytosis = '0 1/d'\nnecrotic_clearance = '0 1/d'\n"
                         "secondary_necrosis = '10 1/d'\nspill = '2 h'\n[substance.damps]\n"
                         "half_life = '72 h'\n[tissue]\nstep = '" +
                         std::string{step} + "'\n"));
        live(*patient, 3);
        const auto f = figures(*patient);
        const double corpses = f.at("healthy_corpses");
        REQUIRE(corpses > 50.0);
        CHECK(molecules(*patient, "damps") < 1e7 * corpses);
        CHECK(molecules(*patient, "damps") > 0.45 * 1e7 * corpses);
    }
}

TEST_CASE("the ablation of TGF-β silences every kind that makes it") {
    const KnownClosedBlock closed{"test_closed"};
    auto usual = make_patient(closed_block(all_kinds()));
    auto without = make_patient(closed_block(all_kinds() + "[ablation]\ntgf_beta = true\n"));
    for (auto* patient : {&usual, &without}) (*patient)->pass(hour_of(0));
    CHECK(molecules(*usual, "tgf_beta") > 0.0);
    CHECK(molecules(*without, "tgf_beta") == 0.0);
}
