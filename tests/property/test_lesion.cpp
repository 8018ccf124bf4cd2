#include <doctest/doctest.h>

#include <cmath>
#include <map>
#include <set>

#include "../support/patients.hpp"
#include "core/parallel.hpp"

using namespace perforin;
using namespace perforin::test;

namespace {

const std::string nivolumab = "[[therapy]]\ntype = 'nivolumab'\nfirst = '4 d'\n";

/// Live tumour cells that the books expect.
double expected_live(const std::map<std::string, double>& f, double founded) {
    return founded + f.at("born") - f.at("apoptosis") - f.at("necrosis") - f.at("killed") +
           f.at("resampled_tumour");
}

}  // namespace

TEST_CASE("the books of a lesion close, day by day") {
    auto patient = make_patient(small_slab(nivolumab));
    const auto& lesion = *patient->lesions().front();
    const double founded = figures(lesion).at("tumour_live");
    for (std::int64_t d = 0; d != 20; ++d) {
        patient->live(Day{d});
        const auto f = figures(lesion);
        const double live = f.at("tumour_live") + f.at("minority_pool");
        CHECK(live == doctest::Approx(expected_live(f, founded)).epsilon(1e-9));
        const double corpses =
            f.at("tumour_apoptotic") + f.at("tumour_secondary_necrosis") + f.at("tumour_necrotic");
        CHECK(corpses == doctest::Approx(f.at("apoptosis") + f.at("necrosis") + f.at("killed") -
                                         f.at("cleared") + f.at("resampled_corpses"))
                             .epsilon(1e-9));
    }
    CHECK(figures(lesion).at("killed") > 0.0);
}

TEST_CASE("the series say how many steps the mechanics took, and how many were shortened") {
    auto usual = make_patient(small_slab());
    auto cautious = make_patient(small_slab("[mechanics]\nstride = 0.05\n"));
    for (auto* patient : {&usual, &cautious}) live(**patient, 2);
    const auto f = figures(*usual->lesions().front()), g = figures(*cautious->lesions().front());
    CHECK(f.at("steps") >= 48.0);
    CHECK(f.at("sweeps") >= 3.0 * f.at("steps"));
    CHECK(g.at("shortened") > f.at("shortened"));
    CHECK(g.at("steps") > f.at("steps"));
}

TEST_CASE("blood loses what lesions gain") {
    auto patient = make_patient(small_slab());
    live(*patient, 10);
    const auto& blood = patient->body().blood();
    const auto& pools = blood.pools();
    const auto& banks = blood.banks();
    const double now = pools.cells[0];
    CHECK(now == doctest::Approx(1e7 + pools.supplied[0] + pools.received[0] - pools.lost[0] -
                                 banks.entered[0] - banks.advanced[0])
                     .epsilon(1e-9));
    const auto f = figures(*patient->lesions().front());
    CHECK(f.at("departed") == doctest::Approx(pools.received[0]).epsilon(0.02));
    CHECK(f.at("arrived") > 0.0);
}

TEST_CASE("one, two and three threads make the same lesion, bit by bit") {
    const auto with = [](int threads) {
        parallel::use_threads(threads);
        auto patient = make_patient(small_slab(nivolumab));
        live(*patient, 6);
        return bytes_of(*patient->lesions().front());
    };
    const std::string alone = with(1);
    CHECK(alone == with(2));
    CHECK(alone == with(3));
}

TEST_CASE("another seed makes another lesion") {
    auto one = make_patient(small_slab(), 1), other = make_patient(small_slab(), 2);
    CHECK(bytes_of(*one->lesions().front()) != bytes_of(*other->lesions().front()));
}

TEST_CASE("a dose of zero is no therapy, and twins share their luck until a dose") {
    auto untreated = make_patient(small_slab());
    auto placebo = make_patient(small_slab(nivolumab + "dose = '0 mg'\n"));
    auto treated = make_patient(small_slab(nivolumab));
    live(*untreated, 4);
    live(*placebo, 4);
    live(*treated, 4);
    const auto lesion = [](const auto& patient) { return bytes_of(*patient->lesions().front()); };
    // A drug adds its own columns to the series; cells tell whether anything differs.
    const auto cells = [](const auto& patient) {
        Bytes sink;
        for (std::uint16_t kind = 0; kind != patient->rules().kinds.size(); ++kind) {
            patient->lesions().front()->write_cells(kind, sink);
        }
        return sink.bytes;
    };
    CHECK(cells(untreated) == cells(treated));
    live(*untreated, 4, 4);
    live(*placebo, 4, 4);
    live(*treated, 4, 4);
    CHECK(cells(untreated) == cells(placebo));
    CHECK(lesion(untreated) != lesion(treated));
}

TEST_CASE("every death by T cells names its killers, and their hits add up") {
    auto patient = make_patient(small_slab(nivolumab));
    std::size_t kills = 0;
    for (std::int64_t d = 0; d != 12; ++d) {
        patient->live(Day{d});
        for (const auto& event : patient->lesions().front()->events()) {
            if (event.kind != tissue::EventKind::killed_by_t_cells) continue;
            ++kills;
            double hits = 0.0;
            std::set<std::uint64_t> names;
            for (const auto& party : event.parties) {
                hits += party.amount;
                names.insert(party.id);
            }
            CHECK(hits == event.value);
            CHECK(event.value == 3.0);
            CHECK(names.size() == event.parties.size());
            CHECK(event.at >= d * seconds_per_day - 3600);
            CHECK(event.at <= (d + 1) * seconds_per_day);
        }
    }
    CHECK(kills > 0);
}

TEST_CASE("T cells without their target's antigen kill nobody") {
    auto patient = make_patient(small_slab("[ablation]\nctl_killing = true\n"));
    live(*patient, 8);
    CHECK(figures(*patient->lesions().front()).at("killed") == 0.0);
    auto blind = make_patient(
        "[[lesion]]\nlayout = 'slab'\nantigens = 0\n[lesion.slab]\nwidth = '120 um'\n");
    live(*blind, 4);
    const auto f = figures(*blind->lesions().front());
    CHECK(f.at("killed") == 0.0);
    CHECK(f.at("ctl_engagement") == 0.0);
}

TEST_CASE("cutting the core leaves the lesion's volume as it was, and books the rest") {
    // Grown fast, the block must be cut within days.
    const std::string fast = small_slab(
        "[biology.tumour]\napoptosis = '0 1/d'\ncycle = '12 h'\n[biology.cytotoxic_t]\n"
        "density = '0 1/mL'\n[blood]\nspecific_cd8 = 0\n");
    auto patient = make_patient(fast);
    const auto& lesion = *patient->lesions().front();
    const double founded = figures(lesion).at("tumour_live");
    double cut = 0.0, volume = figures(lesion).at("volume");
    for (std::int64_t d = 0; d != 12; ++d) {
        patient->live(Day{d});
        const auto f = figures(lesion);
        CHECK(f.at("tumour_live") + f.at("minority_pool") ==
              doctest::Approx(expected_live(f, founded)).epsilon(1e-9));
        CHECK(f.at("volume") > volume);        // no jump down,
        CHECK(f.at("volume") < 4.0 * volume);  // none up
        volume = f.at("volume");
        cut = f.at("layers_cut");
    }
    CHECK(cut > 0.0);
}

TEST_CASE("a last agent goes to the pool without a jump, and the pool gives agents back") {
    // Two births for each death, from a handful of cells: the lesion dies down and comes back.
    auto patient = make_patient(
        "[[lesion]]\nlayout = 'nodule'\ncells_per_agent = 1000\n[lesion.nodule]\nradius = '14 um'\n"
        "extent = '200 um'\n[biology.tumour]\napoptosis = '0.25 1/d'\ncycle = '60 h'\n"
        "[biology.cytotoxic_t]\ndensity = '0 1/mL'\n[blood]\nspecific_cd8 = 0\n",
        3);
    const auto& lesion = *patient->lesions().front();
    const double founded = figures(lesion).at("tumour_live");
    bool pooled = false;
    for (std::int64_t d = 0; d != 60; ++d) {
        patient->live(Day{d});
        const auto f = figures(lesion);
        const double live = f.at("tumour_live") + f.at("minority_pool");
        CHECK(live == doctest::Approx(expected_live(f, founded)).epsilon(1e-9));
        pooled |= f.at("minority_pool") > 0.0;
        // Nothing is lost between the two: fewer than two agents' worth stays in the pool.
        CHECK(f.at("minority_pool") < 2000.0);
    }
    CHECK(pooled);
}

TEST_CASE("a drug that arrives during a synapse releases the T cell within that synapse") {
    const auto patient =
        make_patient(small_slab("[biology.cytotoxic_t]\ndensity = '2e7 1/mL'\n"
                                "contact = '48 h'\n[ablation]\n"
                                "ctl_killing = true\n"
                                "[[therapy]]\ntype = 'nivolumab'\n"
                                "first = '2 d'\n"));
    const tissue::Lesion& lesion = *patient->lesions().front();
    live(*patient, 2);
    CHECK(figures(lesion)["ctl_engagement"] > 0.5);
    const double inhibited = figures(lesion)["ctl_inhibition"];
    CHECK(inhibited > 0.1);
    live(*patient, 1, 2);
    CHECK(figures(lesion)["ctl_inhibition"] < 0.25 * inhibited);
}

TEST_CASE("lesions that threads take side by side are the same as one after the other") {
    const std::string twins = small_slab(nivolumab) +
                              "[[lesion]]\nname = 'other'\n[lesion.slab]\n" +
                              "width = '100 um'\ndepth = '100 um'\ncap = '140 um'\n";
    const auto with = [&](int threads) {
        parallel::use_threads(threads);
        auto patient = make_patient(twins);
        live(*patient, 4);
        return bytes_of(*patient->lesions().front()) + bytes_of(*patient->lesions().back());
    };
    const int before = parallel::threads();
    const std::string alone = with(1);
    CHECK(alone == with(2));
    CHECK(alone == with(3));
    parallel::use_threads(before);
}
