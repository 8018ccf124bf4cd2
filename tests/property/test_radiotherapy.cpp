// Radiation in a lesion: who survives, how the doomed die, what alarms the immune system. All of it
// through a therapy, as a user gives it.

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include "../support/closed_block.hpp"
#include "../support/saved_patients.hpp"
#include "biology/models/radiation.hpp"

using namespace perforin;
using namespace perforin::test;

namespace {

std::string rays(double gy, int number = 1, const std::string& more = {}) {
    return "[[therapy]]\ntype = 'radiotherapy'\nlesions = ['primary']\ndose = '" +
           std::to_string(gy) + " Gy'\nnumber = " + std::to_string(number) + "\n" + more;
}

/// A ball in ample oxygen of cells that neither divide nor die by themselves; an agent stands for
/// so many.
std::string still_ball(double cells_per_agent, double radius_um, const std::string& more = {}) {
    return "[[lesion]]\nlayout = 'nodule'\nvascularised = false\ncells_per_agent = " +
           std::to_string(cells_per_agent) + "\n[lesion.nodule]\nradius = '" +
           std::to_string(radius_um) + " um'\nextent = '" + std::to_string(3.0 * radius_um) +
           " um'\n[blood]\nspecific_cd8 = 0\n[biology.cytotoxic_t]\ndensity = '0 1/mL'\n"
           "[biology.tumour]\ngrowth_fraction = 0\napoptosis = '0 1/d'\nnecrosis = '0 1/min'\n"
           "oxygen_uptake = '0 1/min'\n[tissue]\nstep = '2 h'\nsub_step = '1 h'\n" +
           more;
}

double balance(const std::map<std::string, double>& f) {
    return f.at("founded") + f.at("born") + f.at("resampled_tumour") - f.at("apoptosis") -
           f.at("necrosis") - f.at("killed") - f.at("irradiated");
}

/// Live cells that go on dividing, in the block and in the pool.
double survivors(const std::map<std::string, double>& f) {
    return f.at("tumour_live") - f.at("tumour_doomed") + f.at("minority_pool");
}

double agents(const patient::Patient& patient, const std::string& kind) {
    const tissue::Lesion& lesion = *patient.lesions().front();
    double count = 0.0;
    for (std::size_t row = 0; row != lesion.cells().size(); ++row) {
        count += lesion.rules().kind_names[lesion.cells().kind[row]] == kind ? 1.0 : 0.0;
    }
    return count;
}

void pass_hours(patient::Patient& patient, std::int64_t hours) {
    for (std::int64_t h = 0; h != hours; h += 2) {
        if (h % 24 == 0) patient.treat(Day{h / 24});
        patient.pass(Tick{h * seconds_per_hour, 2 * seconds_per_hour});
    }
}

}  // namespace

TEST_CASE("of a hundred thousand cells as many survive a fraction as the law says") {
    const std::string ample = "[radiation]\noxygen_enhancement = 1\ninterphase_death = '0 1/d'\n";
    double cells = 0.0, left = 0.0;
    for (std::uint64_t seed = 1; cells < 1e5; ++seed) {
        auto patient = make_patient(still_ball(1, 220, ample + rays(2)), seed);
        cells += figures(*patient).at("tumour_live");
        pass_hours(*patient, 2);
        const auto f = figures(*patient);
        CHECK(f.at("tumour_live") == f.at("founded"));  // nobody is dead yet
        left += survivors(f);
    }
    const double s = surviving(config::standard<biology::RadiationParams>(), 2.0 * gray, 0.0);
    CHECK(std::abs(left - s * cells) < 4.0 * std::sqrt(cells * s * (1.0 - s)));
}

TEST_CASE("a dose falls once, oxygen and a clone's resistance save cells from it") {
    const std::string quiet = "[radiation]\ninterphase_death = '0 1/d'\n";
    const auto share = [&](const std::string& more, int hours = 2) {
        auto patient = make_patient(still_ball(1, 100, quiet + more));
        pass_hours(*patient, hours);
        const auto f = figures(*patient);
        return survivors(f) / f.at("founded");
    };
    const double usual = share(rays(6));
    CHECK(share(rays(6), 24) == usual);
    const auto p = config::standard<biology::RadiationParams>();
    const double most = surviving(p, 6.0 * gray, 0.0);  // with ample oxygen
    CHECK(usual > 0.5 * most);
    CHECK(usual < 2.0 * most);
    // All cells of one clone that is resistant, all without oxygen.
    const double hardy =
        share(rays(6, 1, "[[lesion.clone]]\nshare = 1\nradiation_resistance = 0.5\n"));
    CHECK(hardy == doctest::Approx(std::sqrt(most)).epsilon(0.2));
    const double airless = share(rays(6) + "[substance.oxygen]\nhost = '0 mmHg'\n");
    CHECK(airless == doctest::Approx(surviving(p, 6.0 / 2.8 * gray, 0.0)).epsilon(0.2));
}

TEST_CASE("doomed cells die between mitoses at their hazard, and are alive until then") {
    auto patient = make_patient(still_ball(1, 150, rays(60)));
    pass_hours(*patient, 72);
    const auto f = figures(*patient);
    CHECK(survivors(f) == 0.0);
    const double left = f.at("tumour_doomed") / f.at("founded");
    CHECK(std::abs(left - std::exp(-1.0)) <
          4.0 * std::sqrt(std::exp(-1.0) * (1.0 - std::exp(-1.0)) / f.at("founded")));
    CHECK(f.at("irradiated") == f.at("founded") - f.at("tumour_doomed"));
    const tissue::Surface& cells = patient->lesions().front()->cells();
    for (std::size_t row = 0; row != cells.size(); ++row) {
        if ((cells.roles[row] & tissue::role::doomed) == 0) continue;
        CHECK((cells.roles[row] & tissue::role::target) != 0);
        CHECK(cells.antigens[row] != 0);
    }
}

TEST_CASE("doomed cells die in one of their first mitoses and leave no daughters") {
    const auto after = [](int mitoses) {
        const std::string dividing =
            "[radiation]\ninterphase_death = '0 1/d'\nmitoses = " + std::to_string(mitoses) + "\n";
        std::string text = still_ball(1, 100, dividing + rays(60));
        text.replace(text.find("growth_fraction = 0"), 19,
                     "growth_fraction = 1\ncycle = '24 h'\n"
                     "crowding_limit = '1000 um/min'");
        auto patient = make_patient(text);
        pass_hours(*patient, 24);
        return figures(*patient);
    };
    // A mitosis comes at ln 2 a day in ample oxygen; as many do not yet have the mass for it at
    // first.
    const auto first = after(1), third = after(3);
    for (const auto& f : {first, third}) {
        CHECK(f.at("born") == 0.0);
        CHECK(f.at("irradiated") > 0.0);
        CHECK(balance(f) == doctest::Approx(f.at("tumour_live")));
    }
    const double all = first.at("founded"), once = first.at("irradiated") / all;
    CHECK(once > 0.3);
    // Poisson: of those who die in their k-th mitosis, k = 1, 2, 3 alike, a share has reached it.
    const double m = -std::log(1.0 - once);
    const double expected = (3.0 - std::exp(-m) * (3.0 + 2.0 * m + 0.5 * m * m)) / 3.0;
    CHECK(std::abs(third.at("irradiated") / all - expected) <
          4.0 * std::sqrt(expected * (1.0 - expected) / all) + 0.02);
}

TEST_CASE("who survives is unbiased, agent by agent or counted in the pool, fraction by fraction") {
    const std::string plain = "[radiation]\noxygen_enhancement = 1\n";
    const auto p = config::standard<biology::RadiationParams>();
    // Two fractions of 4 Gy; expected agents after the first: 90 × 0.19 = 17, after both 3.
    for (const double gy : {4.0, 10.0}) {
        double sum = 0.0, squares = 0.0, founded = 0.0;
        bool pooled = false;
        constexpr int seeds = 60;
        for (int seed = 1; seed <= seeds; ++seed) {
            auto patient = make_patient(still_ball(1000, 40, plain + rays(gy, 2)),
                                        static_cast<std::uint64_t>(seed));
            pass_hours(*patient, 26);
            const auto f = figures(*patient);
            pooled |= f.at("minority_pool") > 0.0;
            founded = f.at("founded");
            CHECK(balance(f) == doctest::Approx(f.at("tumour_live") + f.at("minority_pool")));
            sum += survivors(f);
            squares += survivors(f) * survivors(f);
        }
        CHECK(pooled);
        const double s = surviving(p, gy * gray, 0.0), mean = sum / seeds;
        const double error = std::sqrt((squares / seeds - mean * mean) / seeds);
        CAPTURE(gy);
        CAPTURE(mean);
        CAPTURE(error);
        CHECK(std::abs(mean - s * s * founded) < 4.0 * error + 1.0);
    }
}

TEST_CASE("where less than an agent survives it is counted to the cell, and what survives grows") {
    // Of 80 agents of a million cells each 0.006 of an agent survive.
    const double s = surviving(config::standard<biology::RadiationParams>(), 14.0 * gray, 0.0);
    for (std::uint64_t seed = 1; seed != 6; ++seed) {
        auto patient = make_patient(
            still_ball(1e6, 40, "[radiation]\noxygen_enhancement = 1\n" + rays(14)), seed);
        const double cells = figures(*patient).at("founded");
        REQUIRE(s * cells > 1000.0);
        REQUIRE(s * cells < 1e6);
        pass_hours(*patient, 2);
        const auto f = figures(*patient);
        CHECK(f.at("tumour_live") == f.at("tumour_doomed"));
        CHECK(std::abs(f.at("minority_pool") - s * cells) < 4.5 * std::sqrt(s * cells));
    }
    // They divide among probes, which are not doomed.
    std::string text = still_ball(1e4, 40, "[radiation]\noxygen_enhancement = 1\n" + rays(10));
    text.replace(text.find("growth_fraction = 0"), 19, "growth_fraction = 1\ncycle = '12 h'");
    auto patient = make_patient(text);
    pass_hours(*patient, 2);
    const double left = survivors(figures(*patient));
    REQUIRE(left > 0.0);
    std::map<std::string, double> f;
    for (std::int64_t h = 2; h != 120; h += 2) {
        patient->pass(Tick{h * seconds_per_hour, 2 * seconds_per_hour});
        f = figures(*patient);
        // While doomed agents are many they say nothing about the pool: it doubles in 12 h or so.
        if (h == 36) CHECK(survivors(f) > 4.0 * left);
    }
    CHECK(survivors(f) > 10.0 * left);
    CHECK(balance(f) == doctest::Approx(f.at("tumour_live") + f.at("minority_pool")));
}

TEST_CASE("a dose that leaves no cell leaves none in the pool") {
    auto patient = make_patient(still_ball(1000, 40, rays(60)));
    live(*patient, 40);
    const auto f = figures(*patient);
    CHECK(f.at("tumour_live") == 0.0);
    CHECK(f.at("minority_pool") == 0.0);
    CHECK(f.at("irradiated") == doctest::Approx(f.at("founded")));
}

TEST_CASE("a pool loses what its own clone loses, by its mean place in the block") {
    // A clone too small for an agent, that resists; the others are all alike.
    std::string text = still_ball(1e5, 40, "");
    text.replace(text.find("[tissue]\n"), 9, "[tissue]\nfew_survivors = 0\n");
    text += "[radiation]\noxygen_enhancement = 1\n" + rays(2) +
            "[[lesion.clone]]\nshare = 0.002\nradiation_resistance = 0.5\n";
    auto patient = make_patient(text);
    const double before = figures(*patient).at("minority_pool");
    REQUIRE(before > 1000.0);
    pass_hours(*patient, 2);
    const double s = surviving(config::standard<biology::RadiationParams>(), 2.0 * gray, 0.5);
    CHECK(std::abs(figures(*patient).at("minority_pool") - s * before) <
          4.0 * std::sqrt(before * s * (1.0 - s)));
}

TEST_CASE("no dose is no therapy, to the last bit") {
    auto none = make_patient(small_slab()), zero = make_patient(small_slab(rays(0, 3)));
    live(*none, 3);
    live(*zero, 3);
    CHECK(test::bytes_of(*none->lesions().front()) == test::bytes_of(*zero->lesions().front()));
}

TEST_CASE("two fields on one lesion on one day are one dose, and other lesions get none") {
    const std::string other =
        "[[lesion]]\nname = 'other'\n[lesion.slab]\nwidth = '100 um'\n"
        "depth = '100 um'\ncap = '140 um'\n"
        "[blood]\nspecific_cd8 = 0\n[biology.cytotoxic_t]\ndensity = '0 1/mL'\n";
    auto one = make_patient(small_slab(other + rays(8, 2))),
         two = make_patient(small_slab(other + rays(4, 2) + rays(4, 2))),
         none = make_patient(small_slab(other));
    for (auto* patient : {&one, &two, &none}) live(**patient, 2);
    const auto bytes = [](const auto& patient, std::size_t lesion) {
        return test::bytes_of(*patient->lesions()[lesion]);
    };
    CHECK(bytes(one, 0) == bytes(two, 0));
    CHECK(bytes(one, 0) != bytes(none, 0));
    CHECK(bytes(one, 1) == bytes(none, 1));
}

TEST_CASE("leukocytes in the field die by their dose, lymphocytes more than others") {
    const std::string cells = "[effect.radiation]\nlymphocytes = '0.2 1/Gy'\n" +
                              some("natural_killer", "5e7") + some("dendritic_cell", "5e7");
    const auto count = [&](const std::string& more) {
        auto patient = make_patient(quiet_slab(cells + more));
        patient->treat(Day{0});
        patient->pass(Tick{0, 3600});
        return std::pair{agents(*patient, "natural_killer"), agents(*patient, "dendritic_cell")};
    };
    const auto before = count(""), after = count(rays(4));
    const double nk = after.first / before.first, dc = after.second / before.second;
    CHECK(nk == doctest::Approx(std::exp(-0.8)).epsilon(0.15));
    CHECK(dc == doctest::Approx(std::exp(-0.4)).epsilon(0.15));
}

TEST_CASE("a fraction kills in the blood that flows by, and in a course doses add up") {
    auto patient = make_patient(small_slab(rays(8, 3)));
    const auto table = [&](const std::string& name) {
        MemoryStore store;
        for (const cells::NamedTable& one : patient->tables()) {
            if (one.name == name) one.table->write(store);
        }
        return store;
    };
    const auto value = [&](const std::string& name, const std::string& column) {
        double one = 0.0;
        table(name).take({column, "", ""}, &one, 1, 1, Scalar::f64);
        return one;
    };
    const patient::Pools& blood = patient->body().blood().pools();
    const double before = blood.cells[0];
    patient->treat(Day{0});
    const double killed = before - blood.cells[0];
    CHECK(killed == doctest::Approx(before * 0.015 * (1.0 - std::exp(-5.6))));
    CHECK(blood.depleted[0] == doctest::Approx(killed));
    CHECK(patient->body().nodes().lymphocytes() == doctest::Approx(1.0 - killed / before));
    CHECK(table("body/deliveries").rows("level") == 1);
    CHECK(value("body/deliveries", "level") == 8.0);
    patient->pass(Tick{0, 3600});
    CHECK(table("body/deliveries").rows("level") == 0);
    const MemoryStore exposures = table("lesions/primary/dissolved/exposures");
    std::vector<double> levels(exposures.rows("level"), 1.0);
    exposures.take({"level", "", ""}, levels.data(), levels.size(), 1, Scalar::f64);
    for (const double level : levels) CHECK(level == 0.0);
    for (std::int64_t d = 1; d != 5; ++d) patient->treat(Day{d});
    CHECK(value("therapies/0", "dose") == 24.0);
    CHECK(value("therapies/0", "bed_late") == doctest::Approx(24.0 * (1.0 + 8.0 / 3.0)));
    CHECK(value("therapies/0", "bed_early") == doctest::Approx(24.0 * 1.8));
}

TEST_CASE("deaths by radiation are recorded and booked as such") {
    auto patient = make_patient(quiet_slab(some("natural_killer", "5e7") + rays(8)));
    live(*patient, 1);
    const tissue::Lesion& lesion = *patient->lesions().front();
    double tumour = 0.0, others = 0.0;
    for (const tissue::Event& event : patient->lesions().front()->events()) {
        if (event.kind != tissue::EventKind::killed_by_radiation) continue;
        (event.at <= 3600 ? others : tumour) += 1.0;  // leukocytes at once, some tumour cells too
    }
    const auto f = figures(lesion);
    CHECK(tumour > 100.0);
    CHECK(others > 5.0);
    CHECK(f.at("irradiated") <= (tumour + others) * f.at("cells_per_agent"));
    CHECK(f.at("irradiated") > tumour * f.at("cells_per_agent"));
}

TEST_CASE("radiation alarms: interferon comes, dendritic cells mature, and switches stop it") {
    const auto peak = [](const std::string& more) {
        auto patient =
            make_patient(quiet_slab(some("dendritic_cell", "2e7", "departure = '0 1/d'\n") +
                                    "[tissue]\nstep = '2 h'\n" + more));
        std::map<std::string, double> highest;
        for (std::int64_t d = 0; d != 5; ++d) {
            patient->live(Day{d});
            for (const auto& [name, value] : figures(*patient)) {
                highest[name] = std::max(highest[name], value);
            }
        }
        return highest;
    };
    const auto none = peak(""), three = peak(rays(8, 3));
    CHECK(none.at("ifn_1") == 0.0);
    CHECK(three.at("ifn_1") > 0.0);
    CHECK(three.at("cxcl9_10") > none.at("cxcl9_10"));
    CHECK(three.at("mhc1") > none.at("mhc1"));
    const auto mute = peak(rays(8, 3, "[ablation]\ninterferon_1 = true\n"));
    CHECK(mute.at("ifn_1") == 0.0);
    // Where no danger signals are, interferon alone matures dendritic cells.
    const std::string safe = "[ablation]\ndamps = true\n";
    CHECK(peak(rays(8, 3, safe)).at("dc_mature") > 0.0);
    CHECK(peak(rays(8, 3, safe + "interferon_1 = true\n")).at("dc_mature") == 0.0);
    const auto large = peak(rays(20)), undigested = peak(rays(20, 1, "[ablation]\ntrex1 = true\n"));
    CHECK(three.at("ifn_1") > 5.0 * large.at("ifn_1"));
    CHECK(undigested.at("ifn_1") > three.at("ifn_1"));
    MESSAGE("ifn_1 in the block, highest of days 1 to 5, pM: 3 x 8 Gy "
            << three.at("ifn_1") << ", 5 x 6 Gy " << peak(rays(6, 5)).at("ifn_1") << ", 1 x 20 Gy "
            << large.at("ifn_1") << ", 1 x 20 Gy without TREX1 " << undigested.at("ifn_1"));
}

TEST_CASE("what is wrong with a course is told with its place") {
    const auto complaint = [](const std::string& therapy) {
        try {
            make_patient(small_slab("[[therapy]]\ntype = 'radiotherapy'\n" + therapy));
        } catch (const BadInput& bad) {
            return std::string{bad.what()};
        }
        return std::string{};
    };
    const auto tells = [&](const std::string& therapy, const std::string& what) {
        const std::string text = complaint(therapy);
        CAPTURE(therapy);
        CAPTURE(text);
        CHECK(text.find("test.toml:") != std::string::npos);
        CHECK(text.find(what) != std::string::npos);
    };
    const std::string here = "lesions = ['primary']\n";
    CHECK(complaint(here) == "");
    tells("", "lesions");
    tells("lesions = []\n", "is empty");
    tells("lesions = ['primry']\n", "did you mean 'primary'?");
    tells("lesions = ['liver']\n", "there are: primary");
    tells("lesions = ['primary', 'primary']\n", "twice");
    tells(here + "first = '-3 d'\n", "first");
    tells(here + "every = '-1 d'\n", "every");
    tells(here + "every = '12 h'\n", "every");
    tells(here + "number = 10000\n", "[1, 100]");
    tells(here + "number = 0\n", "[1, 100]");
    tells(here + "dose = '-2 Gy'\n", "dose");
    tells(here + "dose = 8\n", "Gy");
    tells(here + "name = 'one'\n[[therapy]]\ntype = 'radiotherapy'\nname = 'one'\n" + here,
          "names must differ");
}
