// Clones of a lesion: mutants are born as often as expected and as one real cell each, inherit,
// are counted, and are selected by what kills them.

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "../support/patients.hpp"
#include "../unit/memory_store.hpp"
#include "core/parallel.hpp"

using namespace perforin;
using namespace perforin::test;

namespace {

/// A small ball that grows fast; `more` is appended.
std::string ball(double cells_per_agent, const std::string& more) {
    return "[[lesion]]\nlayout = 'nodule'\nantigens = 3\ncells_per_agent = " +
           std::to_string(cells_per_agent) +
           "\n[lesion.nodule]\nradius = '50 um'\nextent = '300 um'\n"
           "[biology.tumour]\ncycle = '12 h'\ngrowth_fraction = 1\n"
           "[tissue]\nstep = '2 h'\nsub_step = '20 min'\n" +
           more;
}

constexpr const char* mutating = R"([mutation]
antigen_loss = 0.01
antigen_gain = 0.01
mhc1_reduction = 0.01
mhc1_loss = 0.01
interferon_loss = 0.01
growth_change = 0.01
growth_gain = 0.2
)";

double sum(const std::vector<double>& values) {
    return std::accumulate(values.begin(), values.end(), 0.0);
}

double owed(const tissue::Clones& clones) {
    double all = 0.0;
    for (std::size_t i = 0; i != clones.size(); ++i) all += clones.owed[i];
    return all;
}

template <class T>
std::vector<T> column(const MemoryStore& store, const std::string& name, Scalar type) {
    std::vector<T> values(store.rows(name));
    store.take({name, "", ""}, values.data(), values.size(), 1, type);
    return values;
}

}  // namespace

TEST_CASE("mutants are as many as real cells divided, times the chance") {
    // 1000 cells an agent, one in a thousand divisions: one mutant expected at each division.
    auto patient = make_patient(ball(1000, "[mutation]\ninterferon_loss = 0.001\n"));
    auto& lesion = *patient->lesions().front();
    live(*patient, 2);
    double divisions = 0.0;
    for (const tissue::Event& event : lesion.events()) {
        divisions += event.kind == tissue::EventKind::birth;
    }
    REQUIRE(lesion.clones().size() == 2);
    REQUIRE(divisions > 200.0);
    // Nobody has paid yet: what agents owe is how many of their cells mutated.
    const double z = (lesion.clones().owed[0] - divisions) / std::sqrt(divisions);
    CHECK(std::abs(z) < 3.9);  // a fair program exceeds it with a chance of 1e-4
}

TEST_CASE("a mutation makes and loses no cell, though its clone's agents stand for whole ones") {
    auto patient = make_patient(ball(10, mutating));
    auto& lesion = *patient->lesions().front();
    bool paid = false;
    for (std::int64_t d = 0; d != 4; ++d) {
        patient->live(Day{d});
        const auto f = figures(lesion);
        const double cells = sum(lesion.clone_sizes());
        CHECK(cells ==
              doctest::Approx(f.at("tumour_live") + f.at("minority_pool") - owed(lesion.clones())));
        CHECK(cells == doctest::Approx(f.at("founded") + f.at("born") - f.at("apoptosis") -
                                       f.at("necrosis") - f.at("killed")));
        for (const tissue::Event& event : lesion.events()) {
            paid |= event.kind == tissue::EventKind::to_pool;
        }
    }
    CHECK(paid);
    CHECK(lesion.clones().size() > 10);
}

TEST_CASE("cells are what their clone is, and clones descend from earlier ones") {
    for (const double weight : {1.0, 10.0}) {
        CAPTURE(weight);
        auto patient = make_patient(ball(weight, mutating));
        live(*patient, 3);
        const auto& lesion = *patient->lesions().front();
        const tissue::Clones& clones = lesion.clones();
        MemoryStore shown;
        lesion.write_cells(lesion.rules().tumour, shown);
        const auto clone = column<std::uint32_t>(shown, "clone", Scalar::u32);
        const auto antigens = column<std::uint64_t>(shown, "antigens", Scalar::u64);
        const auto condition = column<std::uint8_t>(shown, "condition", Scalar::u8);
        const auto mhc1 = column<float>(shown, "mhc1_ceiling", Scalar::f32);
        const auto growth = column<float>(shown, "growth", Scalar::f32);
        const auto hears = column<std::uint8_t>(shown, "interferon_response", Scalar::u8);
        std::size_t mutants = 0, wrong = 0;
        for (std::size_t i = 0; i != clone.size(); ++i) {
            if (condition[i] != 0) continue;
            const tissue::Traits traits = clones.traits(clone[i]);
            wrong += !tissue::same(traits, {antigens[i], mhc1[i], hears[i] != 0, growth[i]});
            mutants += clone[i] != 0;
        }
        CHECK(wrong == 0);
        if (weight < 2.0) CHECK(mutants > 20);
        CHECK(clones.parent[0] == tissue::no_clone);
        for (std::size_t i = 1; i != clones.size(); ++i) {
            REQUIRE(clones.parent[i] < i);
            CHECK(clones.born[i] >= clones.born[clones.parent[i]]);
            CHECK(clones.born[i] > 0);
        }
    }
}

TEST_CASE("without mutation and clones of the start a lesion is one clone") {
    auto patient = make_patient(small_slab());
    live(*patient, 3);
    const auto f = figures(*patient->lesions().front());
    CHECK(f.at("clones") == 1.0);
    CHECK(f.at("clone_dominant") == 1.0);
    CHECK(f.at("neoantigens") == doctest::Approx(1.0));
    CHECK(f.at("mhc1_negative") == 0.0);
    CHECK(f.at("minority_pool") == 0.0);
}

TEST_CASE("clones of the start have their share; what is less than an agent waits in the pool") {
    auto patient = make_patient(
        "[[lesion]]\nantigens = 3\n[[lesion.clone]]\nshare = 0.3\nantigens_lost = 2\n"
        "antigens_gained = 1\n[[lesion.clone]]\nshare = 1e-6\nmhc1 = 0\n"
        "[lesion.slab]\nwidth = '120 um'\ndepth = '160 um'\ncap = '200 um'\n");
    const auto& lesion = *patient->lesions().front();
    const auto cells = lesion.clone_sizes();
    const auto f = figures(lesion);
    REQUIRE(cells.size() == 3);
    CHECK(lesion.clones().antigens[0] == 0b0111);
    CHECK(lesion.clones().antigens[1] == 0b1100);
    const double all = f.at("founded"), agents = f.at("tumour_live") / f.at("cells_per_agent");
    CHECK(all == doctest::Approx(sum(cells)));
    CHECK(std::abs(cells[1] / all - 0.3) < 3.9 * std::sqrt(0.21 / agents));
    CHECK(cells[2] == doctest::Approx(1e-6 * all).epsilon(1e-3));
    CHECK(f.at("minority_pool") == cells[2]);
    CHECK(f.at("neoantigens") == doctest::Approx(3.0 - cells[1] / all));
    CHECK(f.at("mhc1_negative") == doctest::Approx(1e-6).epsilon(1e-3));
    CHECK(patient->body().nodes().antigens().size() == 4);
}

TEST_CASE("clones of the start that do not fit are refused") {
    const std::string half = "[[lesion.clone]]\nshare = 0.6\nantigens_gained = 40\n";
    CHECK_THROWS_WITH_AS(make_patient("[[lesion]]\n" + half + half),
                         doctest::Contains("more than 1"), BadInput);
    CHECK_THROWS_WITH_AS(make_patient("[[lesion]]\n" + half + half),
                         doctest::Contains("81 neoantigens"), BadInput);
}

TEST_CASE("interferon-gamma does nothing to a clone that does not hear it; lost MHC-I stays away") {
    auto patient = make_patient(
        "[[lesion]]\n[[lesion.clone]]\nshare = 0.3\ninterferon_response = false\n"
        "[[lesion.clone]]\nshare = 0.3\nmhc1 = 0\n"
        "[lesion.slab]\nwidth = '120 um'\ndepth = '160 um'\ncap = '200 um'\n"
        "[tissue]\nstep = '2 h'\nsub_step = '20 min'\n");
    live(*patient, 2);
    const auto& lesion = *patient->lesions().front();
    const auto& cells = lesion.cells();
    std::array<double, 3> pdl1{}, mhc1{};
    for (std::size_t row = 0; row != cells.size(); ++row) {
        if (!tissue::tumour_agent(cells, row)) continue;
        auto& p = pdl1[cells.clone[row]];
        auto& m = mhc1[cells.clone[row]];
        p = std::max(p, double{cells.pdl1[row]});
        m = std::max(m, double{cells.mhc1[row]});
    }
    CHECK(pdl1[0] > 3.3e4);
    CHECK(pdl1[1] == doctest::Approx(3e4));
    CHECK(pdl1[2] > 3.3e4);
    CHECK(mhc1[0] > 1.05);
    CHECK(mhc1[1] == doctest::Approx(1.0));
    CHECK(mhc1[2] == 0.0);
}

TEST_CASE("a clone that divides faster takes over, in agents and in the pool") {
    const auto share_after = [](const std::string& share, double growth) {
        auto patient = make_patient("[[lesion]]\n[[lesion.clone]]\nshare = " + share +
                                    "\ngrowth = " + std::to_string(growth) +
                                    "\n[lesion.slab]\nwidth = '120 um'\ndepth = '160 um'\n"
                                    "cap = '200 um'\n[tissue]\nstep = '2 h'\n"
                                    "[biology.cytotoxic_t]\ndensity = '0 1/mL'\n"
                                    "[blood]\nspecific_cd8 = 0\n");
        const auto& lesion = *patient->lesions().front();
        const double before = lesion.clone_sizes()[1] / sum(lesion.clone_sizes());
        live(*patient, 4);
        return lesion.clone_sizes()[1] / sum(lesion.clone_sizes()) / before;
    };
    for (const char* share : {"0.4", "1e-4"}) {
        CAPTURE(share);
        CHECK(share_after(share, 2.0) > 1.15 * share_after(share, 1.0));
    }
}

TEST_CASE("one, two and three threads make the same clones, bit by bit") {
    const auto with = [](int threads) {
        parallel::use_threads(threads);
        auto patient = make_patient(ball(10, mutating));
        live(*patient, 3);
        Bytes clones;
        patient->lesions().front()->write_clones(0.0, clones);
        return bytes_of(*patient->lesions().front()) + clones.bytes;
    };
    const int before = parallel::threads();
    const std::string alone = with(1);
    CHECK(alone == with(2));
    CHECK(alone == with(3));
    parallel::use_threads(before);
}

TEST_CASE("T cells edit a tumour: the clone that they see gives way to the one that they do not") {
    const auto seen_share = [](std::uint64_t seed, const std::string& t_cells) {
        auto patient = make_patient(
            "[[lesion]]\n[[lesion.clone]]\nshare = 0.5\nantigens_lost = 1\n"
            "[lesion.slab]\nwidth = '100 um'\ndepth = '120 um'\ncap = '160 um'\n"
            "[tissue]\nstep = '2 h'\nsub_step = '10 min'\n" +
                t_cells,
            seed);
        live(*patient, 4);
        const auto cells = patient->lesions().front()->clone_sizes();
        return cells[0] / sum(cells);
    };
    // Were T cells blind, a twin pair would go either way with equal chance: eight alike by chance
    // of 1/256.
    for (std::uint64_t seed = 1; seed != 9; ++seed) {
        CAPTURE(seed);
        const double with = seen_share(seed, "[biology.cytotoxic_t]\ndensity = '2e7 1/mL'\n");
        const double without = seen_share(
            seed, "[biology.cytotoxic_t]\ndensity = '0 1/mL'\n[blood]\nspecific_cd8 = 0\n");
        MESSAGE("share ", with, " against ", without);
        CHECK(with < without);
    }
}
