// A dose of nothing is no therapy, to the bit, whatever the drug.

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <vector>

#include "../support/saved_patients.hpp"
#include "core/registry.hpp"
#include "patient/infusion.hpp"

using namespace perforin;
using namespace perforin::test;

namespace {

/// Everybody whose rules read a receptor.
const std::string ecosystem =
    "[patient]\nautoimmunity = 0\n"  // no prednisone for adverse events
    "[tissue]\nstep = '2 h'\nsub_step = '20 min'\n[lag3]\nEmax = 0.4\n"
    "[biology.helper_t]\ndensity = '3e6 1/mL'\n"
    "[biology.regulatory_t]\ndensity = '3e6 1/mL'\n"
    "[biology.natural_killer]\ndensity = '3e6 1/mL'\n"
    "[biology.dendritic_cell]\ndensity = '3e6 1/mL'\n";

std::vector<std::string> infusions() {
    std::vector<std::string> names;
    for (const auto& [name, entry] : registry<patient::Therapy>()) {
        const config::Section none;
        config::Section section = none;
        const auto made = entry.make(section);
        if (dynamic_cast<const patient::Infusion*>(made.get())) names.push_back(name);
    }
    return names;
}

std::unique_ptr<patient::Patient> lived(const std::string& therapy) {
    auto patient = make_patient(small_slab(ecosystem + therapy));
    live(*patient, 2);
    return patient;
}

}  // namespace

TEST_CASE("a dose of zero of any drug is no therapy, to the bit") {
    const auto untreated = lived("");
    const auto expected = without_therapy(*untreated);
    CHECK(expected.size() > 50);
    CHECK(infusions().size() >= 7);
    for (const std::string& name : infusions()) {
        CAPTURE(name);
        const auto placebo = lived("[[therapy]]\ntype = '" + name + "'\ndose = '0 mg'\n");
        CHECK(placebo->body().drugs().size() == 1);
        const auto seen = without_therapy(*placebo);
        CHECK(seen.size() == expected.size());
        for (const auto& [column, bytes] : expected) {
            const auto found = seen.find(column);
            CHECK_MESSAGE((found != seen.end() && found->second == bytes), column);
        }
    }
}

TEST_CASE("a label dose of any drug changes something") {
    const auto untreated = lived("");
    const auto expected = without_therapy(*untreated);
    for (const std::string& name : infusions()) {
        CAPTURE(name);
        const auto treated = lived("[[therapy]]\ntype = '" + name + "'\n");
        CHECK(without_therapy(*treated) != expected);
    }
}
