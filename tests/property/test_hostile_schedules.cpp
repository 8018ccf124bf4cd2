// Schedules that make no sense, for every therapy that is registered: each is refused with its
// place, and all that is wrong is told at once.

#include <doctest/doctest.h>

#include <string>

#include "../support/patients.hpp"
#include "../support/treated_by.hpp"
#include "config/input.hpp"
#include "core/error.hpp"
#include "core/registry.hpp"
#include "patient/patient.hpp"
#include "patient/therapy.hpp"

using namespace perforin;
using namespace perforin::test;

namespace {

/// What is said of a patient with these tables, or nothing.
std::string complaint(const std::string& tables) {
    const config::Input input{"hostile.toml", tables + small_slab("")};
    try {
        const patient::Patient patient{input.root(), 1};
        input.finish();
    } catch (const BadInput& bad) {
        return bad.what();
    }
    return "";
}

std::string bare(const std::string& therapy) {
    return "[[therapy]]\ntype = '" + therapy + "'\n";
}

bool says(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a dose before the start is refused with its place, whatever the therapy") {
    for (const auto& entry : registry<patient::Therapy>()) {
        CAPTURE(entry.first);
        const std::string said = complaint(treated_by(entry.first, "first = '-1 d'\n"));
        CHECK(says(said, "hostile.toml:3:9: "));
        CHECK(says(said, "first"));
        CHECK(says(said, "outside"));
    }
}

TEST_CASE("an interval below zero is refused with its place, whatever the therapy") {
    for (const auto& entry : registry<patient::Therapy>()) {
        CAPTURE(entry.first);
        const std::string said = complaint(treated_by(entry.first, "every = '-3 week'\n"));
        CHECK(says(said, "hostile.toml:3:"));
        CHECK(says(said, "every"));
    }
}

TEST_CASE("a lesion that does not exist is refused, with those that do") {
    for (const auto& entry : registry<patient::Therapy>()) {
        if (!is_local(entry.first)) continue;
        CAPTURE(entry.first);
        const std::string said = complaint(bare(entry.first) + "lesions = ['nowhere']\n");
        CHECK(says(said, "hostile.toml:3:"));
        CHECK(says(said, "nowhere"));
        CHECK(says(said, "primary"));
        CHECK(says(complaint(bare(entry.first)), "hostile.toml:1:"));  // and none is not enough
    }
}

TEST_CASE("ten thousand fractions are refused with their place") {
    const std::string said = complaint(treated_by("radiotherapy", "number = 10000\n"));
    CHECK(says(said, "hostile.toml:3:10: "));
    CHECK(says(said, "number"));
}

TEST_CASE("two therapies of one name are refused, whatever they are") {
    for (const auto& entry : registry<patient::Therapy>()) {
        CAPTURE(entry.first);
        const std::string one = treated_by(entry.first, "name = 'same'\n");
        const std::string said = complaint(one + treated_by("nivolumab", "name = 'same'\n"));
        CHECK(says(said, "hostile.toml:"));
        CHECK(says(said, "same"));
    }
}

TEST_CASE("all that is wrong with a therapy is told at once") {
    const std::string said = complaint(
        bare("radiotherapy") +
        "first = '-1 d'\nevery = '-1 d'\nnumber = 10000\nlesions = ['nowhere']\ndose = '8 kg'\n");
    for (const char* place : {":3:", ":4:", ":5:", ":6:", ":7:"}) {
        CAPTURE(place);
        CHECK(says(said, "hostile.toml" + std::string{place}));
    }
}
