// Dishes of tumour cells and killers: what in-vitro assays measure.

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include "../support/dishes.hpp"
#include "../support/saved_patients.hpp"

using namespace perforin;
using namespace perforin::test;

namespace {

const std::string no_interferon = "ablation.interferon_gamma=true";

struct Killing {
    double killers = 0.0, kills = 0.0;
    double each() const { return kills / killers; }
};

/// Over several dishes with one effector per so many tumour cells.
Killing killing(double targets_per_effector, std::int64_t hours, int dishes,
                std::vector<std::string> settings) {
    settings.push_back(one_per(targets_per_effector, "cytotoxic_t"));
    settings.push_back(no_interferon);
    Killing all;
    for (int n = 0; n != dishes; ++n) {
        const auto patient = make_dish(settings, {}, static_cast<std::uint64_t>(n + 1));
        all.killers += agents(*patient, "cytotoxic_t");
        live_hours(*patient, hours);
        all.kills += kills(*patient);
    }
    return all;
}

/// Live cells of a clone, in agents.
double left_of(const patient::Patient& patient, std::size_t clone) {
    return patient.lesions().front()->clone_sizes()[clone] / figures(patient).at("cells_per_agent");
}

/// How far T cells of several dishes come across the block in an hour: mean square, µm².
double wandered(std::vector<std::string> settings, const std::string& more) {
    for (const char* setting :
         {"biology.cytotoxic_t.speed='1 um/min'", "biology.cytotoxic_t.persistence='5 min'"}) {
        settings.push_back(setting);
    }
    settings.push_back(one_per(8, "cytotoxic_t"));
    double sum = 0.0, count = 0.0;
    for (std::uint64_t seed = 1; seed <= 4; ++seed) {
        const auto patient = make_dish(settings, more, seed);
        live_hours(*patient, 40);
        const tissue::Lesion& lesion = *patient->lesions().front();
        for (std::int64_t hour = 40; hour != 64; ++hour) {
            std::map<std::uint64_t, Vec3> before;
            for (std::size_t row = 0; row != lesion.cells().size(); ++row) {
                if ((lesion.cells().roles[row] & tissue::role::lymphocyte) != 0) {
                    before[lesion.cells().id[row]] = lesion.cells().position[row];
                }
            }
            live_hours(*patient, 1, hour);
            for (std::size_t row = 0; row != lesion.cells().size(); ++row) {
                const auto was = before.find(lesion.cells().id[row]);
                if (was == before.end()) continue;
                const Vec3 way =
                    lesion.box().displacement(was->second, lesion.cells().position[row]);
                sum += static_cast<double>(way.x) * way.x + static_cast<double>(way.y) * way.y;
                count += 1.0;
            }
        }
    }
    return sum / count;
}

/// Half of the cells are of a second clone that lacks MHC-I.
const std::string half_without_mhc1 = "[[lesion.clone]]\nshare = 0.5\nmhc1 = 0\n";

}  // namespace

TEST_CASE("kills are super-linear in few T cells, and saturate in many") {
    // Hits so rare that one T cell seldom kills alone; its hits add to those of others.
    const std::vector<std::string> rare{"biology.cytotoxic_t.hit_rate='0.015 1/min'"};
    const Killing few = killing(16, 12, 16, rare), some = killing(2, 12, 2, rare);
    CHECK(few.kills > 8.0);
    CHECK(some.each() > 1.5 * few.each());
    // Many T cells kill all there is within hours, and share it.
    const std::vector<std::string> often{hits_often};
    const Killing equal = killing(1, 6, 2, often), many = killing(0.25, 6, 1, often);
    CHECK(equal.each() > 1.5 * killing(16, 6, 16, often).each());
    CHECK(many.each() < 0.5 * equal.each());
}

TEST_CASE("hits add up: without healing the same T cells kill more, with one hit enough far more") {
    const Killing usual = killing(8, 24, 2, {});
    CHECK(killing(8, 24, 2, {"biology.tumour.healing='2880 min'"}).kills > 1.1 * usual.kills);
    CHECK(killing(8, 24, 2, {"biology.tumour.hits_to_kill=1"}).kills > 1.5 * usual.kills);
}

TEST_CASE("T cells that see well kill seldom alone, and more each where they are many") {
    // Bulk assays say 1 to 20; one that meets a cell of a solid tumour seldom kills it (Weigelin
    // 2021).
    const std::vector<std::string> well{"biology.cytotoxic_t.mhc1_half=0.125"};
    const Killing alone = killing(16, 24, 4, well), together = killing(4, 24, 4, well);
    MESSAGE("kills a day: alone " << alone.each() << ", one to four targets " << together.each());
    CHECK(alone.killers > 20.0);
    CHECK(alone.each() > 0.2);
    CHECK(together.each() > 1.2 * alone.each());
    CHECK(together.each() < 20.0);
}

TEST_CASE("PD-L1 rises under interferon-gamma and falls without it, each at its own pace") {
    const std::vector<std::string> loud{one_per(4, "cytotoxic_t"), "ablation.ctl_killing=true",
                                        "biology.cytotoxic_t.interferon_secretion='1e6 1/min'"};
    std::vector<std::string> silent = loud;
    silent.push_back(no_interferon);
    const auto patient = make_dish(loud), quiet = make_dish(silent);
    live_hours(*patient, 3);  // synapses form, interferon-γ builds up
    const double full = 1.8e5;
    const double before = full - figures(*patient).at("pdl1");
    live_hours(*patient, 8, 3);
    const double after = full - figures(*patient).at("pdl1");
    CHECK(after / before == doctest::Approx(std::exp(-8.0 / 12.0)).epsilon(0.05));
    live_hours(*patient, 49, 11);
    restore(*quiet, save(*patient));
    live_hours(*quiet, 24, 60);  // what is left of the interferon-γ goes
    const double base = 3e4;
    const double high = figures(*quiet).at("pdl1") - base;
    live_hours(*quiet, 48, 84);
    CHECK((figures(*quiet).at("pdl1") - base) / high ==
          doctest::Approx(std::exp(-1.0)).epsilon(0.05));
}

TEST_CASE("NK cells kill what has lost MHC-I and spare most of the rest; T cells the reverse") {
    const std::string nk = one_per(4, "natural_killer"), t = one_per(4, "cytotoxic_t");
    const auto loss = [](const std::vector<std::string>& settings) {
        const auto patient = make_dish(settings, half_without_mhc1);
        const double with = left_of(*patient, 0), without = left_of(*patient, 1);
        live_hours(*patient, 24);
        return std::pair{with - left_of(*patient, 0), without - left_of(*patient, 1)};
    };
    const auto [with, without] = loss({nk, no_interferon});
    CHECK(without > 10.0);
    CHECK(with < 0.1 * without);
    const auto [seen, unseen] = loss({t, no_interferon, hits_often});
    CHECK(seen > 10.0);
    CHECK(unseen == 0.0);
    const auto [still, blind] = loss({nk, no_interferon, "ablation.missing_self=true"});
    CHECK(still + blind < 0.1 * without);
}

TEST_CASE("an NK cell kills one to ten cells a day, and no more than it has hits for") {
    const auto patient = make_dish({one_per(16, "natural_killer"), no_interferon},
                                   "[[lesion.clone]]\nshare = 1\nmhc1 = 0\n");
    const double killers = agents(*patient, "natural_killer");
    live_hours(*patient, 24);
    const double day = kills(*patient) / killers;
    CHECK(day > 1.0);
    CHECK(day < 10.0);
    CHECK(figures(*patient).at("nk_potency") < 0.8);
    std::size_t by_nk = 0, by_t = 0;
    for (const auto& event : patient->lesions().front()->events()) {
        by_nk += event.kind == tissue::EventKind::killed_by_nk_cells ? 1 : 0;
        by_t += event.kind == tissue::EventKind::killed_by_t_cells ? 1 : 0;
    }
    CHECK(by_nk == std::lround(kills(*patient)));
    CHECK(by_t == 0);
}

TEST_CASE("without their specificity T cells kill cells that have none of their antigens") {
    const std::string foreign = "[[lesion.clone]]\nshare = 1\nantigens_lost = 1\n";
    const std::string t = one_per(8, "cytotoxic_t");
    const auto specific = make_dish({t}, foreign);
    const auto any = make_dish({t, "ablation.specificity=true"}, foreign);
    live_hours(*specific, 12);
    live_hours(*any, 12);
    CHECK(kills(*specific) == 0.0);
    CHECK(kills(*any) > 0.0);
}

TEST_CASE("T cells wander as far where nothing is left to hunt as where they recognise nobody") {
    const std::string foreign = "[[lesion.clone]]\nshare = 1\nantigens_lost = 1\n";
    const double searching = wandered({}, foreign);
    const double resting = wandered({"biology.tumour.apoptosis='10 1/d'"}, foreign);
    CHECK(searching > 100.0);
    CHECK(resting == doctest::Approx(searching).epsilon(0.15));
}

TEST_CASE("a death is dated within the step in which it comes true") {
    // Hits so frequent that a cell dies within the sub-step in which the synapse forms.
    const auto patient =
        make_dish({one_per(2, "cytotoxic_t"), no_interferon, "tissue.sub_step='20 min'",
                   "biology.cytotoxic_t.hit_rate='2 1/min'"});
    std::size_t deaths = 0;
    for (std::int64_t hour = 0; hour != 6; ++hour) {
        const Tick tick{hour * seconds_per_hour, seconds_per_hour};
        patient->pass(tick);
        for (const tissue::Event& event : patient->lesions().front()->events()) {
            if (event.kind != tissue::EventKind::killed_by_t_cells) continue;
            deaths += 1;
            CHECK(event.at >= tick.start);
            CHECK(event.at <= tick.end());
        }
    }
    CHECK(deaths > 20);
}

TEST_CASE("kills do not depend on the length of sub-steps") {
    // T cells that kill one after the other: what a sub-step rounds away would add up.
    const auto rate = [](const char* sub_step) {
        double sum = 0.0;
        for (std::uint64_t seed = 1; seed != 151; ++seed) {
            const auto patient = make_dish({one_per(16, "cytotoxic_t"), no_interferon, hits_often,
                                            std::string{"tissue.sub_step='"} + sub_step + "'"},
                                           {}, seed);
            live_hours(*patient, 3);
            const double before = kills(*patient);
            live_hours(*patient, 9, 3);
            sum += kills(*patient) - before;
        }
        return sum;
    };
    const double fine = rate("2 min"), coarse = rate("20 min");
    CHECK(fine > 900.0);
    CHECK(coarse == doctest::Approx(fine).epsilon(0.09));  // two standard errors of the ratio
}

TEST_CASE("cells that search in longer legs find as many targets, where these are rare") {
    // One tumour cell in six shows what they see, so that most of their time is search.
    constexpr const char* rare = "[[lesion.clone]]\nshare = 0.833\nantigens_lost = 1\n";
    const auto rate = [](const char* leg) {
        double sum = 0.0;
        for (std::uint64_t seed = 1; seed != 301; ++seed) {
            const auto patient =
                make_dish({one_per(16, "cytotoxic_t"), no_interferon, hits_often,
                           "tissue.sub_step='20 min'", std::string{"search.leg="} + leg},
                          rare, seed);
            live_hours(*patient, 12);
            sum += kills(*patient);
        }
        return sum;
    };
    const double fine = rate("0.5"), usual = rate("1"), coarse = rate("3");
    MESSAGE("kills with legs of half a radius, of one and three: " << fine << ", " << usual << ", "
                                                                   << coarse);
    CHECK(fine > 1400.0);
    CHECK(usual == doctest::Approx(fine).epsilon(0.11));  // three standard errors of the ratio
    CHECK(coarse == doctest::Approx(usual).epsilon(0.11));
}

TEST_CASE("a cell that meets its target on the way stays where it met it") {
    for (const char* leg : {"1", "4"}) {
        CAPTURE(leg);
        std::size_t bound = 0;
        for (std::uint64_t seed = 1; seed != 9; ++seed) {
            const auto patient =
                make_dish({one_per(8, "cytotoxic_t"), no_interferon, "tissue.sub_step='20 min'",
                           std::string{"search.leg="} + leg},
                          {}, seed);
            live_hours(*patient, 1);
            const tissue::Lesion& lesion = *patient->lesions().front();
            const tissue::Surface& cells = lesion.cells();
            for (std::size_t row = 0; row != cells.size(); ++row) {
                if (cells.partner[row] == 0) continue;
                const tissue::Row target = cells.partner_row[row];
                const float apart =
                    norm(lesion.box().displacement(cells.position[row], cells.position[target]));
                CHECK(apart <= cells.radius[row] + cells.radius[target] + 1.0f + 1e-3f);  // gap
                ++bound;
            }
        }
        CHECK(bound > 30);
    }
}
