// Eisenhauer 2009, sections 3.1 and 4.1: which lesions are measurable, which become targets.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "clinic/imaging/selection.hpp"

using namespace perforin;
using clinic::Candidate;

namespace {

Candidate mass(const std::string& organ, double mm) {
    return {.organ = organ, .long_axis = static_cast<clinic::Tenths>(10 * mm + 0.5)};
}
Candidate node(double mm) {
    return {.organ = "mediastinum",
            .node = true,
            .long_axis = 900,
            .short_axis = static_cast<clinic::Tenths>(10 * mm + 0.5)};
}

/// T target, n non-target, - normal.
std::string roles(const std::vector<Candidate>& lesions, clinic::Tenths slice = 50) {
    std::string text;
    const auto measurable = clinic::Measurable::in_slices(slice, 100, 150);
    std::vector<Candidate> seen = lesions;
    for (Candidate& one : seen) {
        one.measurable = measurable(one.node, one.long_axis, one.short_axis);
    }
    for (const clinic::BaselineRole role : clinic::select_lesions(seen)) {
        text += role == clinic::BaselineRole::target      ? 'T'
                : role == clinic::BaselineRole::nontarget ? 'n'
                                                          : '-';
    }
    return text;
}

}  // namespace

TEST_CASE("RECIST 3.1: a mass is measurable from 10 mm on, or twice the thickness of a slice") {
    CHECK(roles({mass("lung", 10), mass("liver", 9.9)}) == "Tn");
    CHECK(roles({mass("lung", 15.9), mass("liver", 16)}, 80) == "nT");
    CHECK(roles({mass("lung", 9), mass("liver", 10)}, 10) == "nT");
}

TEST_CASE("RECIST 3.1: a node is a target from 15 mm in short axis on, normal under 10 mm") {
    CHECK(roles({node(15), node(14.9), node(10), node(9.9)}) == "Tnn-");
}

TEST_CASE("RECIST 4.1: five targets, two an organ, the largest first") {
    CHECK(roles({mass("lung", 11), mass("lung", 30), mass("lung", 20)}) == "nTT");
    CHECK(roles({mass("a", 11), mass("b", 12), mass("c", 13), mass("d", 14), mass("e", 15),
                 mass("f", 16)}) == "nTTTTT");
    CHECK(roles({mass("a", 50), mass("a", 40), mass("a", 30), mass("b", 20), mass("c", 19),
                 mass("d", 18), mass("e", 17)}) == "TTnTTTn");
}

TEST_CASE("RECIST 4.1: of equally large lesions the earlier is the target") {
    CHECK(roles({mass("lung", 20), mass("lung", 20), mass("lung", 20)}) == "TTn");
}

TEST_CASE("RECIST 4.1: lymph nodes are one organ, wherever they are; their short axis ranks") {
    Candidate neck = node(25);
    neck.organ = "neck";
    CHECK(roles({node(20), node(30), neck}) == "nTT");
    CHECK(roles({mass("lung", 16), mass("lung", 17), mass("liver", 18), mass("liver", 19), node(20),
                 node(15.5)}) == "TTTTTn");
}

TEST_CASE("RECIST 3.1: what was irradiated and has not progressed since is no target") {
    Candidate irradiated = mass("lung", 40);
    irradiated.treated = true;
    CHECK(roles({irradiated, mass("lung", 20), mass("lung", 15)}) == "nTT");
    CHECK(roles({mass("lung", 0)}) == "-");
    CHECK(roles({}).empty());
}
