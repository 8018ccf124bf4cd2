// Schedules that make no sense, for every therapy that is registered: each is refused with its
// place, and all that is wrong is told at once.

#include <doctest/doctest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "../support/patients.hpp"
#include "config/input.hpp"
#include "core/error.hpp"
#include "core/registry.hpp"
#include "patient/patient.hpp"
#include "patient/therapy.hpp"

using namespace perforin;

namespace {

/// What is said of a patient with these tables, or nothing.
std::string complaint(const std::string& tables) {
    const config::Input input{"hostile.toml", tables + test::small_slab("")};
    try {
        const patient::Patient patient{input.root(), 1};
        input.finish();
    } catch (const BadInput& bad) {
        return bad.what();
    }
    return "";
}

bool local(const std::string& therapy) {
    const std::vector<std::string> all{"adjuvant", "oncolytic_virus", "radiotherapy", "surgery"};
    return std::find(all.begin(), all.end(), therapy) != all.end();
}

/// A table of the therapy that begins in the first line.
std::string table(const std::string& therapy, const std::string& lines) {
    return "[[therapy]]\ntype = '" + therapy + "'\n" + lines;
}

std::string where(const std::string& therapy) {
    return local(therapy) ? "lesions = ['primary']\n" : "";
}

bool says(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a dose before the start is refused with its place, whatever the therapy") {
    for (const auto& entry : registry<patient::Therapy>()) {
        CAPTURE(entry.first);
        const std::string said =
            complaint(table(entry.first, "first = '-1 d'\n" + where(entry.first)));
        CHECK(says(said, "hostile.toml:3:9: "));
        CHECK(says(said, "first"));
        CHECK(says(said, "outside"));
    }
}

TEST_CASE("an interval below zero is refused with its place, whatever the therapy") {
    for (const auto& entry : registry<patient::Therapy>()) {
        CAPTURE(entry.first);
        const std::string said =
            complaint(table(entry.first, "every = '-3 week'\n" + where(entry.first)));
        CHECK(says(said, "hostile.toml:3:"));
        CHECK(says(said, "every"));
    }
}

TEST_CASE("a lesion that does not exist is refused, with those that do") {
    for (const auto& entry : registry<patient::Therapy>()) {
        if (!local(entry.first)) continue;
        CAPTURE(entry.first);
        const std::string said = complaint(table(entry.first, "lesions = ['nowhere']\n"));
        CHECK(says(said, "hostile.toml:3:"));
        CHECK(says(said, "nowhere"));
        CHECK(says(said, "primary"));
        CHECK(
            says(complaint(table(entry.first, "")), "hostile.toml:1:"));  // and none is not enough
    }
}

TEST_CASE("ten thousand fractions are refused with their place") {
    const std::string said =
        complaint(table("radiotherapy", "number = 10000\n" + where("radiotherapy")));
    CHECK(says(said, "hostile.toml:3:10: "));
    CHECK(says(said, "number"));
}

TEST_CASE("two therapies of one name are refused, whatever they are") {
    for (const auto& entry : registry<patient::Therapy>()) {
        CAPTURE(entry.first);
        const std::string one = table(entry.first, "name = 'same'\n" + where(entry.first));
        const std::string said = complaint(one + table("nivolumab", "name = 'same'\n"));
        CHECK(says(said, "hostile.toml:"));
        CHECK(says(said, "same"));
    }
}

TEST_CASE("all that is wrong with a therapy is told at once") {
    const std::string said = complaint(table(
        "radiotherapy",
        "first = '-1 d'\nevery = '-1 d'\nnumber = 10000\nlesions = ['nowhere']\ndose = '8 kg'\n"));
    for (const char* place : {":3:", ":4:", ":5:", ":6:", ":7:"}) {
        CAPTURE(place);
        CHECK(says(said, "hostile.toml" + std::string{place}));
    }
}
