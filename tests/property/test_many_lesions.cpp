// Several lesions of one patient: what they share, what is their own, and those that come later.

#include <doctest/doctest.h>

#include <cmath>
#include <optional>
#include <string>
#include <utility>

#include "../support/patients.hpp"
#include "../support/saved_patients.hpp"
#include "core/error.hpp"
#include "patient/metastases.hpp"

using namespace perforin;
using namespace perforin::test;

namespace {

std::string lesion(const std::string& name, const std::string& more = {}) {
    return "[[lesion]]\nname = '" + name + "'\ndiameter = '20 mm'\n" + more +
           "[lesion.slab]\nwidth = '80 um'\ndepth = '80 um'\ncap = '100 um'\n";
}

std::size_t count(const tissue::Lesion& lesion, const std::string& kind) {
    std::size_t cells = 0;
    for (std::size_t row = 0; row != lesion.cells().size(); ++row) {
        cells += lesion.rules().kind_names[lesion.cells().kind[row]] == kind;
    }
    return cells;
}

std::string problems(const std::string& text, const config::Places& places = {}) {
    try {
        const config::Input input{"test.toml", text, places};
        const patient::Patient made{input.root(), 1};
        input.finish();
    } catch (const BadInput& bad) {
        return bad.what();
    }
    return {};
}

/// A colony becomes a ball of about a hundred cells.
const std::string spreading =
    "[metastasis]\nsleeping = 2\nsleeping_cells = 60\nbirth = '2 1/d'\ndeath = '0.5 1/d'\n"
    "founding = '0.4 1/d'\nmost = 3\n"
    "[metastasis.lesion]\nlayout = 'nodule'\n"
    "[metastasis.lesion.nodule]\nradius = '40 um'\nextent = '200 um'\n";

}  // namespace

TEST_CASE("lesions share their common antigens and have their own to themselves") {
    const std::string text = lesion("a", "antigens = 2\nown_antigens = 1\n") +
                             lesion("b", "antigens = 1\nown_antigens = 2\n") +
                             "[[lesion.clone]]\nshare = 0.5\nantigens_gained = 1\n";
    const config::Input input{"test.toml", text};
    const auto antigens = tissue::antigens_of_lesions(input.root());
    REQUIRE(antigens.size() == 2);
    CHECK(antigens[0].clonal == 0b000111);
    CHECK(antigens[1].clonal == 0b011001);
    CHECK(antigens[1].gained == std::vector<std::uint64_t>{0b100000});
    CHECK((antigens[0].free & antigens[1].free) == 0);
    CHECK((antigens[0].free | antigens[1].free) == ~std::uint64_t{0b111111});

    const auto patient = make_patient(text);
    for (const auto& one : patient->lesions()) {
        std::uint64_t seen = 0;
        for (std::size_t row = 0; row != one->cells().size(); ++row) {
            seen |= one->cells().antigens[row];
        }
        CHECK(seen == antigens[one->name() == "a" ? 0 : 1].founding());
    }
    CHECK(patient->body().nodes().antigens().size() == 6);
}

TEST_CASE("more antigens than a mask holds are refused where they are asked for") {
    const std::string said =
        problems(lesion("a", "antigens = 40\n") + lesion("b", "own_antigens = 30\n"));
    CHECK(said.find("there are 70 neoantigens, but at most 64 fit") != std::string::npos);
    CHECK(said.find("lesion.b.antigens") != std::string::npos);
}

TEST_CASE("a lesion's contexture lies over the patient's biology") {
    const std::string text = "[biology.cytotoxic_t]\ndensity = '5e8 1/mL'\nspeed = '3 um/min'\n" +
                             lesion("hot") +
                             lesion("cold",
                                    "contexture.base = 'cold.toml'\n"
                                    "contexture.biology.mdsc.density = '5e8 1/mL'\n");
    const config::Places places{.root = "", .folder = "", .read = [](const std::string& path) {
                                    return path == "cold.toml"
                       ? std::optional<std::string>{"[biology.cytotoxic_t]\ndensity = '0 1/mL'\n"}
                       : std::nullopt;
                                }};
    const config::Input input{"test.toml", text, places};
    const patient::Patient patient{input.root(), 1};
    input.finish();
    const tissue::Lesion &hot = *patient.lesions()[0], &cold = *patient.lesions()[1];
    CHECK(count(hot, "cytotoxic_t") > 20);
    CHECK(count(hot, "mdsc") == 0);
    CHECK(count(cold, "cytotoxic_t") == 0);
    CHECK(count(cold, "mdsc") > 20);
    CHECK(
        input.effective().find("lesion.cold.contexture.biology.cytotoxic_t.density = \"0 1/mL\"") !=
        std::string::npos);
    CHECK(input.layers().size() == 2);
    // The same again from what is recorded.
    const config::Input again = config::Input::restore(input.layers(), input.settings());
    const patient::Patient twin{again.root(), 1};
    CHECK(test::bytes_of(*twin.lesions()[1]) == test::bytes_of(cold));
}

TEST_CASE("slips in a lesion's contexture are shown where they stand") {
    const std::string said =
        problems(lesion("a", "contexture.biology.cytotoxic_t.densty = '1 1/mL'\n") +
                 lesion("b", "contexture.tissue.step = '2 h'\n"));
    CHECK(said.find("densty") != std::string::npos);
    CHECK(said.find("did you mean 'density'") != std::string::npos);
    CHECK(said.find("test.toml:4") != std::string::npos);
    CHECK(said.find("must be the same in all lesions") != std::string::npos);
    CHECK(problems(lesion("c", "contexture.base = 'nowhere.toml'\n"))
              .find("there is no base \"nowhere.toml\"") != std::string::npos);
}

TEST_CASE("an identical contexture changes nothing") {
    const auto plain = make_patient(lesion("a"));
    const auto same =
        make_patient(lesion("a", "contexture.biology.cytotoxic_t.speed = '6 um/min'\n"));
    live(*plain, 2);
    live(*same, 2);
    CHECK(test::bytes_of(*plain->lesions()[0]) == test::bytes_of(*same->lesions()[0]));
}

TEST_CASE("T cells home to organs that they prefer") {
    const auto patient = make_patient(lesion("a") + lesion("b", "homing = 3\n"));
    live(*patient, 1);
    const patient::Banks& banks = patient->body().blood().banks();
    const patient::Blood& blood = patient->body().blood();
    CHECK(banks.entry[blood.bank(1, 0)] / banks.entry[blood.bank(0, 0)] ==
          doctest::Approx(3.0).epsilon(0.2));  // their vessels differ a little
}

TEST_CASE("T cells go to the organ whose node primed them, and to others as before") {
    const std::string text =
        "[blood]\nspecific_cd8 = 0\nextravasation = 1e-6\n[node]\nexpansion = '0.5 d'\n"
        "[[therapy]]\ntype = 'vaccine'\nantigens = [0]\nnodes = ['gut']\n" +
        lesion("gut", "organ = 'bowel'\n") + lesion("beside", "organ = 'bowel'\n") +
        lesion("skin", "organ = 'skin'\n");
    const auto relative = [&](const std::string& imprint) {
        const auto patient = make_patient(text + imprint);
        live(*patient, 2);
        const patient::Blood& blood = patient->body().blood();
        REQUIRE(blood.cells(0) > 0.0);
        const auto entry = [&](std::size_t l) { return blood.banks().entry[blood.bank(l, 0)]; };
        return std::pair{entry(0) / entry(2), entry(1) / entry(2)};
    };
    const auto usual = relative(""), drawn = relative("[imprint]\npreference = 4\n");
    CHECK(drawn.first / usual.first == doctest::Approx(4.0).epsilon(0.01));
    CHECK(drawn.second / usual.second == doctest::Approx(4.0).epsilon(0.01));
}

TEST_CASE("lesions that name one node share it") {
    const auto patient = make_patient(lesion("a", "node = 'axilla'\n") +
                                      lesion("b", "node = 'axilla'\n") + lesion("c"));
    CHECK(patient->body().nodes().names() == std::vector<std::string>{"axilla", "c"});
}

TEST_CASE("colonies die out as often as birth and death say") {
    const config::Input input{"test.toml",
                              "[metastasis]\nsleeping = 1000\nsleeping_cells = 2\n"
                              "birth = '0.2 1/d'\ndeath = '0.12 1/d'\n"};
    patient::Metastases colonies{input.root(), 7};
    colonies.begin({});
    for (std::int64_t h = 0; h != 24 * 60; ++h) {
        colonies.grow({h * seconds_per_hour, seconds_per_hour}, [](std::uint64_t) { return 0.0; });
    }
    double extinct = 0;
    for (const std::uint64_t cells : colonies.colonies().cells.span()) extinct += cells == 0;
    const double chance = 0.6 * 0.6;  // after sixty days hardly any that lives is small
    CHECK(std::abs(extinct - 1000 * chance) < 4.0 * std::sqrt(1000 * chance * (1 - chance)));
}

TEST_CASE("T cells that patrol kill colonies they see") {
    const config::Input input{"test.toml",
                              "[metastasis]\nsleeping = 200\nsleeping_cells = 20\n"
                              "patrol = '0.5 1/d'\n"};
    patient::Metastases seen{input.root(), 1}, unseen{input.root(), 1};
    for (patient::Metastases* some : {&seen, &unseen}) {
        some->begin({.antigens = 1});
        for (std::int64_t h = 0; h != 24 * 20; ++h) {
            some->grow({h * seconds_per_hour, seconds_per_hour},
                       [&](std::uint64_t) { return some == &seen ? 1e7 : 0.0; });
        }
    }
    std::uint64_t left = 0, grown = 0;
    for (const std::uint64_t cells : seen.colonies().cells.span()) left += cells;
    for (const std::uint64_t cells : unseen.colonies().cells.span()) grown += cells;
    CHECK(left < 20);
    CHECK(grown > 4000);
}

TEST_CASE("cells settle as often as they are said to") {
    const auto patient = make_patient(lesion("a"));
    const config::Input input{"test.toml", "[metastasis]\nfounding = '50 1/d'\n"};
    patient::Metastases colonies{input.root(), 3};
    for (std::int64_t h = 0; h != 240; ++h) {
        colonies.spread(*patient->lesions()[0], {h * seconds_per_hour, seconds_per_hour});
    }
    const double expected = 500 * patient->lesions()[0]->live() / 1e9;
    CHECK(std::abs(static_cast<double>(colonies.colonies().size()) - expected) <
          4.0 * std::sqrt(expected));
    CHECK(expected > 100);
}

TEST_CASE("clones settle by their invasiveness") {
    const auto patient = make_patient(
        lesion("a", "[[lesion.clone]]\nshare = 0.5\ninvasiveness = 0\nantigens_lost = 1\n"));
    const config::Input input{"test.toml", "[metastasis]\nfounding = '50 1/d'\n"};
    patient::Metastases colonies{input.root(), 3};
    for (std::int64_t h = 0; h != 240; ++h) {
        colonies.spread(*patient->lesions()[0], {h * seconds_per_hour, seconds_per_hour});
    }
    REQUIRE(colonies.colonies().size() > 50);
    for (std::size_t row = 0; row != colonies.colonies().size(); ++row) {
        CHECK(colonies.traits(row).antigens == 1);  // none of the clone that does not spread
    }
}

TEST_CASE("a colony that is large enough becomes a lesion, with its clone's traits") {
    const auto patient = make_patient(lesion("a", "antigens = 3\n") + spreading);
    live(*patient, 3);
    REQUIRE(patient->lesions().size() > 2);
    CHECK(patient->founding_lesions() == 1);
    const tissue::Lesion& young = *patient->lesions()[1];
    CHECK(young.name() == "metastasis_1");
    CHECK(young.clones().antigens[0] == 0b111);
    CHECK_FALSE(young.sample());
    CHECK(young.live() > 50);
    CHECK(patient->lesions().size() <= 4);  // `most`
}

TEST_CASE("saved and made again after every step, new lesions live the same lives") {
    const std::string text = lesion("a") + spreading;
    auto straight = make_patient(text), again = make_patient(text);
    for (std::int64_t d = 0; d != 3; ++d) {
        for (const Tick& tick : Day{d}.ticks(straight->rules().step())) {
            straight->pass(tick);
            again->pass(tick);
            const Saving saving = save(*again);
            again = make_patient(text);
            test::restore(*again, saving);
            REQUIRE(difference(*straight, *again) == "");
        }
    }
    CHECK(straight->lesions().size() > 2);
}

TEST_CASE("a colony must become a whole lesion") {
    CHECK(problems(lesion("a") + "[metastasis]\nsleeping = 1\n").find("must be \"nodule\"") !=
          std::string::npos);
}
