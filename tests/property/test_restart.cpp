// Saved, destroyed and made again after every step, a patient lives the same life.

#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "../support/closed_block.hpp"
#include "../support/known.hpp"
#include "../support/patients.hpp"
#include "../support/saved_patients.hpp"
#include "../support/treated_by.hpp"
#include "cases/cancer_immune/sources.hpp"
#include "core/parallel.hpp"
#include "core/registry.hpp"
#include "patient/body.hpp"
#include "patient/therapy.hpp"
#include "tissue/effect.hpp"
#include "tissue/layout.hpp"

using namespace perforin;
using namespace perforin::test;

namespace {

/// Events, down to the hits of each killer.
std::vector<std::uint64_t> told_by(const std::vector<tissue::Event>& events) {
    std::vector<std::uint64_t> all;
    for (const tissue::Event& event : events) {
        all.push_back(static_cast<std::uint64_t>(event.at));
        all.push_back(static_cast<std::uint64_t>(event.kind));
        all.push_back(event.who);
        all.push_back(event.whom);
        for (const tissue::Party& party : event.parties) {
            all.push_back(party.id);
            all.push_back(party.amount);
        }
    }
    return all;
}

/// Lives with a patient and with another who is made anew after every step. Says when and where
/// they differ first; empty if they never do.
std::string first_difference(const std::string& scenario, std::int64_t days) {
    auto straight = make_patient(scenario), again = make_patient(scenario);
    for (std::int64_t d = 0; d != days; ++d) {
        const Day today{d};
        straight->treat(today);
        again->treat(today);
        for (const Tick& tick : today.ticks(straight->rules().step())) {
            straight->pass(tick);
            again->pass(tick);
            const Saving saving = save(*again);
            again = make_patient(scenario);
            restore(*again, saving);
            const std::string table = difference(*straight, *again);
            if (!table.empty()) return table + " after second " + std::to_string(tick.end());
        }
        for (std::size_t l = 0; l != straight->lesions().size(); ++l) {
            const auto told = told_by(straight->lesions()[l]->events());
            if (told_by(again->lesions()[l]->events()) != told) {
                return "events of day " + std::to_string(d);
            }
        }
    }
    return {};
}

constexpr const char* quick = "[tissue]\nstep = '2 h'\nsub_step = '20 min'\n";

/// A clone in the pool beside a small block, and probes that show its rates.
constexpr const char* nearly_cleared = R"([[lesion]]
diameter = '2 mm'
[lesion.slab]
width = '60 um'
depth = '100 um'
cap = '160 um'
cut = '20 um'
[tissue]
step = '2 h'
sub_step = '20 min'
[biology.tumour]
apoptosis = '3 1/d'
)";

/// Kinds that a scenario has only if it says so.
constexpr const char* lymphocytes = R"([biology.helper_t]
density = '5e6 1/mL'
in_blood = '1e4 1/mL'
[biology.natural_killer]
density = '5e6 1/mL'
in_blood = '2e5 1/mL'
[biology.regulatory_t]
density = '5e6 1/mL'
in_blood = '4e4 1/mL'
[lag3]
Emax = 0.4
)";
/// A patient whose lesion holds every kind of cell, some of them from blood.
std::string full_of_life() {
    std::string text = small_slab(quick);
    for (const auto& kind : registry<tissue::Kind>()) {
        if (kind.first != "tumour") text += some(kind.first, "1e7");
        if (kind.first == "bystander") text += "in_blood = '1e7 1/mL'\nextravasation = 0.2\n";
    }
    return text;
}

/// A nodule that outgrows its cap within a day or two.
constexpr const char* outgrowing = R"([[lesion]]
layout = 'nodule'
[lesion.nodule]
radius = '60 um'
extent = '300 um'
cap = '66 um'
[lesion.slab]
width = '60 um'
depth = '40 um'
cut = '20 um'
cap = '60 um'
[biology.tumour]
cycle = '12 h'
growth_fraction = 1
[tissue]
step = '2 h'
sub_step = '20 min'
)";

}  // namespace

TEST_CASE("restarted after every step a lesion of each layout lives on as it would have") {
    for (const auto& layout : registry<tissue::Layout>()) {
        CAPTURE(layout.first);
        const std::string small =
            "[[lesion]]\nlayout = '" + layout.first +
            "'\n[lesion.slab]\nwidth = '100 um'\ndepth = '120 um'\ncap = '160 um'\n"
            "[lesion.nodule]\nradius = '50 um'\nextent = '200 um'\n";
        const std::string other = layout.first == "slab" ? "[lesion.nodule]" : "[lesion.slab]";
        const std::size_t first = small.find(other);
        const std::size_t last = small.find("[lesion.", first + 1);
        std::string text = small;
        text.erase(first, (last == std::string::npos ? small.size() : last) - first);
        CHECK(first_difference(text + quick, 2) == "");
    }
}

TEST_CASE("restarted after every step a patient on any therapy lives on as she would have") {
    for (const auto& therapy : registry<patient::Therapy>()) {
        CAPTURE(therapy.first);
        CHECK(first_difference(small_slab(treated_by(therapy.first) + quick), 2) == "");
    }
}

TEST_CASE("restarted after every step a cut core, a minority pool and probes go on") {
    auto patient = make_patient(nearly_cleared);
    live(*patient, 3);
    CHECK(figures(*patient->lesions().front()).at("minority_pool") > 0.0);
    CHECK(first_difference(nearly_cleared, 3) == "");
    CHECK(first_difference(
              small_slab("[biology.tumour]\ncycle = '12 h'\ngrowth_fraction = 1\n") + quick, 3) ==
          "");
}

TEST_CASE("restarted after every step a nodule outgrows its block at the same moment") {
    auto patient = make_patient(outgrowing);
    live(*patient, 3);
    REQUIRE(patient->lesions().front()->outgrown());
    CHECK(first_difference(outgrowing, 3) == "");
}

TEST_CASE(
    "restarted after every step doomed cells, their DNA and the survivors in the pool go on") {
    const auto rays = [](const char* dose) {
        return treated_by("radiotherapy") + "number = 3\ndose = '" + dose + "'\n";
    };
    // A nodule that outgrows its block and a sample whose core is cut, with doomed cells in them.
    const std::string nodule = outgrowing + rays("2 Gy"),
                      cut = small_slab("[biology.tumour]\ncycle = '12 h'\ngrowth_fraction = 1\n") +
                            quick + rays("0.5 Gy"),
                      pool = small_slab(quick) + rays("8 Gy");
    auto changed = make_patient(nodule);
    live(*changed, 3);
    REQUIRE(changed->lesions().front()->outgrown());
    REQUIRE(figures(*changed->lesions().front()).at("tumour_doomed") > 0.0);
    auto sample = make_patient(cut);
    live(*sample, 3);
    REQUIRE(figures(*sample->lesions().front()).at("layers_cut") > 0.0);
    REQUIRE(figures(*sample->lesions().front()).at("tumour_doomed") > 0.0);
    auto few = make_patient(pool);
    live(*few, 3);
    REQUIRE(figures(*few->lesions().front()).at("minority_pool") > 0.0);
    REQUIRE(figures(*few->lesions().front()).at("ifn_1") > 0.0);
    for (const std::string& scenario : {nodule, cut, pool})
        CHECK(first_difference(scenario, 3) == "");
}

TEST_CASE("restarted after every step vessels that sprout and close, and fluid, go on") {
    const std::string changing =
        "[tissue.vessels]\nspacing = '160 um'\ncollapse_begins = '0.05 um/min'\n"
        "collapse_full = '0.1 um/min'\n[tissue.oedema]\nmost = 0.4\nhalf = '10 pM'\n"
        "[biology.cytotoxic_t]\ndensity = '2e7 1/mL'\n";
    const std::string slab = small_slab(quick + changing +
                                        "[biology.tumour]\ncycle = '12 h'\n"
                                        "growth_fraction = 1\noxygen_uptake = '60 1/min'\n");
    auto patient = make_patient(slab);
    auto tables = bytes_of(*patient);
    live(*patient, 3);
    const auto f = figures(*patient->lesions().front());
    CHECK(f.at("fluid") > 0.0);
    CHECK(f.at("vegf") > 0.0);
    CHECK(f.at("layers_cut") > 0.0);
    const std::string stroma = "lesions/primary/dissolved/stroma";
    REQUIRE(tables.count(stroma) == 1);
    CHECK(bytes_of(*patient).at(stroma) != tables.at(stroma));
    CHECK(first_difference(slab, 3) == "");
    CHECK(first_difference(outgrowing + changing, 3) == "");
}

TEST_CASE("restarted after every step clones and their mutants go on") {
    for (const char* agent : {"1", "10"}) {
        CAPTURE(agent);
        const std::string evolving = std::string{"[[lesion]]\nlayout = 'nodule'\nantigens = 2\n"} +
                                     "cells_per_agent = " + agent + R"(
[lesion.nodule]
radius = '40 um'
extent = '300 um'
[[lesion.clone]]
share = 0.2
growth = 1.5
antigens_gained = 1
[biology.tumour]
cycle = '12 h'
growth_fraction = 1
[mutation]
antigen_loss = 0.01
antigen_gain = 0.01
mhc1_reduction = 0.01
interferon_loss = 0.01
growth_change = 0.01
)" + quick;
        auto patient = make_patient(evolving);
        live(*patient, 2);
        REQUIRE(patient->lesions().front()->clones().size() > 5);
        CHECK(first_difference(evolving, 2) == "");
    }
}

TEST_CASE("restarted after every step lymphocytes of all kinds go on, from blood too") {
    const std::string all = small_slab(quick) + lymphocytes + treated_by("nivolumab");
    auto patient = make_patient(all);
    live(*patient, 2);
    const auto f = figures(*patient->lesions().front());
    for (const char* kind : {"helper_t", "nk", "treg"}) REQUIRE(f.at(kind) > 0.0);
    CHECK(first_difference(all, 2) == "");
}

TEST_CASE("restarted after every step cells of every kind go on, with any number of threads") {
    const std::string full = full_of_life();
    const int before = parallel::threads();
    parallel::use_threads(1);
    auto patient = make_patient(full);
    live(*patient, 2);
    const auto f = figures(*patient);
    for (const char* changed : {"arrived", "immune_died", "cleared", "dc_loaded"}) {
        CAPTURE(changed);
        CHECK(f.at(changed) > 0.0);
    }
    parallel::use_threads(3);
    CHECK(first_difference(full, 1) == "");
    auto same = make_patient(full);
    live(*same, 2);
    CHECK(test::bytes_of(*same->lesions().front()) == test::bytes_of(*patient->lesions().front()));
    parallel::use_threads(before);
}

TEST_CASE("restarted after every step several lesions go on, with any number of threads") {
    const std::string two = small_slab() +
                            "[[lesion]]\nname = 'disc'\nlayout = 'nodule'\n"
                            "[lesion.nodule]\ndimensions = 2\nradius = '60 um'\n" +
                            treated_by("nivolumab") + quick;
    const int before = parallel::threads();
    for (const int threads : {1, 3}) {
        parallel::use_threads(threads);
        CHECK(first_difference(two, 1) == "");
    }
    parallel::use_threads(before);
}

TEST_CASE(
    "restarted after every step the plug-ins of PhysiCell's case live on as they would have") {
    const Model theirs{cases::cancer_immune::model};
    CHECK(first_difference(R"([mechanics]
interaction = 'repulsion'
[[lesion]]
layout = 'ball'
antigens = 0
vascularised = false
[lesion.ball]
radius = '60 um'
extent = '300 um'
[[therapy]]
type = 'insertion'
count = 60
at = '90 min'
least_radius = '60 um'
beyond = '30 um'
[tissue]
settle = '6 min'
sub_step = '6 min'
)",
                           1) == "");
}

namespace {

/// A therapy that counts where no table sees it: it gives a dose on every second day that it is
/// asked, whatever the day.
struct Forgetful final : patient::Therapy {
    explicit Forgetful(config::Section&) {}
    void prepare(patient::Body& body) const override { body.introduce("nivolumab"); }
    void administer(const Day&, patient::Body& body) override {
        if (++asked % 2 == 0) body.infuse("nivolumab", 240.0 * mg);
    }
    int asked = 0;
};

/// The same, honestly.
struct Mindful final : patient::Therapy {
    explicit Mindful(config::Section&) {}
    void prepare(patient::Body& body) const override { body.introduce("nivolumab"); }
    void administer(const Day&, patient::Body& body) override {
        course.asked += 1;
        if (course.asked % 2 == 0) body.infuse("nivolumab", 240.0 * mg);
    }
    patient::Administrations* state() override { return &course; }
    struct Course : patient::Administrations {
        cells::Scalar<std::int64_t> asked = scalar<std::int64_t>("asked", "1", "Days so far");
    } course;
};

/// An effect whose memory is not in the cells: after some steps it kills one.
struct Grudging final : tissue::Effect {
    explicit Grudging(config::Section&) {}
    void act(const tissue::World&, tissue::Intents& intents) const override {
        if (++steps == 5) intents.deaths.push_back({0, tissue::Cause::apoptosis});
    }
    mutable int steps = 0;
};

}  // namespace

TEST_CASE("a plug-in that keeps its state elsewhere is caught by restarting") {
    const std::string slab = small_slab(quick);
    {
        const Known<patient::Therapy, Mindful> mindful{"mindful"};
        CHECK(first_difference(slab + treated_by("mindful"), 3) == "");
    }
    {
        const Known<patient::Therapy, Forgetful> forgetful{"forgetful"};
        CHECK(first_difference(slab + treated_by("forgetful"), 3).find("after second 93600") !=
              std::string::npos);
    }
    const Known<tissue::Effect, Grudging> grudging{"grudging"};
    CHECK(first_difference(slab, 1).find("after second 36000") != std::string::npos);
}

TEST_CASE("what was saved of another patient is refused") {
    auto one = make_patient(small_slab()),
         other = make_patient(small_slab(treated_by("nivolumab")));
    CHECK_THROWS_WITH_AS(restore(*other, save(*one)), doctest::Contains("nivolumab"), Broken);
}
