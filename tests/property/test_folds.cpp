// Where fast cells are many, an agent stands for more of them, and nothing else is changed by it.

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <vector>

#include "../support/dishes.hpp"
#include "../support/saved_patients.hpp"

using namespace perforin;
using namespace perforin::test;

namespace {

constexpr const char* never = "tissue.most_agents=1000000";
constexpr const char* soon = "tissue.most_agents=200";

/// T cells that stand for a tenth of a cell each at first.
std::unique_ptr<patient::Patient> dish_of(double targets_per_t_cell, const char* most,
                                          std::vector<std::string> settings = {},
                                          std::uint64_t seed = 1) {
    settings.push_back(one_per(targets_per_t_cell, "cytotoxic_t"));
    settings.push_back("biology.cytotoxic_t.weight=0.1");
    settings.push_back("ablation.interferon_gamma=true");
    settings.push_back(most);
    return make_dish(settings, {}, seed);
}

double t_cells(const patient::Patient& patient) {
    const auto f = figures(patient);
    return f.at("ctl_progenitor") + f.at("ctl_effector") + f.at("ctl_exhausted") +
           f.at("ctl_memory");
}

/// Cells that an agent of the T cells stands for, in tumour agents.
double weight(const patient::Patient& patient) {
    return t_cells(patient) / figures(patient).at("cells_per_agent") /
           agents(patient, "cytotoxic_t");
}

}  // namespace

TEST_CASE("many T cells are fewer agents of more cells each; cells, kinds and volume stay") {
    const std::vector<std::string> mixed{"biology.cytotoxic_t.progenitors=0.3",
                                         "ablation.ctl_killing=true"};
    const auto plain = dish_of(1, never, mixed), folded = dish_of(1, soon, mixed);
    CHECK(agents(*plain, "cytotoxic_t") > 800);
    live_hours(*plain, 1);
    live_hours(*folded, 1);
    CHECK(weight(*plain) == doctest::Approx(0.1).epsilon(1e-5));
    CHECK(weight(*folded) == doctest::Approx(0.2).epsilon(1e-5));  // once a step
    live_hours(*folded, 5, 1);
    CHECK(agents(*folded, "cytotoxic_t") <= 200);
    CHECK(weight(*folded) <= 1.0 + 1e-5);
    // One a stratum may be left over each time.
    const auto before = figures(*plain), after = figures(*folded);
    const double per_agent = after.at("cells_per_agent");
    CHECK(std::abs(after.at("ctl_effector") - before.at("ctl_effector")) < 2.0 * per_agent);
    CHECK(std::abs(after.at("ctl_progenitor") - before.at("ctl_progenitor")) < 2.0 * per_agent);
    CHECK(after.at("volume") == doctest::Approx(before.at("volume")).epsilon(0.01));
    const double gained = t_cells(*folded) - t_cells(*plain);
    CHECK(std::abs(after.at("resampled_others") - gained) < 1e-3 * per_agent);
}

TEST_CASE("bystanders and fibroblasts fold, too, up to a tumour cell's size; macrophages do not") {
    const auto dish_with = [&](const char* most) {
        return make_dish({one_per(0.5, "bystander"), one_per(1, "fibroblast"),
                          one_per(3, "macrophage"), "biology.bystander.weight=1",
                          "biology.macrophage.weight=0.5", "lesion.0.slab.width=160 um", most});
    };
    const auto plain = dish_with("tissue.most_agents=1000000"),
               folded = dish_with("tissue.most_agents=100");
    const double bystanders = agents(*plain, "bystander");
    live_hours(*folded, 1);
    CHECK(agents(*folded, "bystander") < 0.5 * bystanders + 3);  // once a step
    live_hours(*folded, 5, 1);
    live_hours(*plain, 6);
    // More than a hundred are left of each: no agent is more than it may be.
    CHECK(agents(*folded, "bystander") > 150);
    CHECK(agents(*folded, "fibroblast") > 150);
    CHECK(agents(*folded, "macrophage") > 150);
    const tissue::Lesion& lesion = *folded->lesions().front();
    for (std::size_t row = 0; row != lesion.cells().size(); ++row) {
        const std::string& kind = lesion.rules().kind_names[lesion.cells().kind[row]];
        const double weight = lesion.cells().weight[row];
        if (kind == "bystander") REQUIRE(weight == doctest::Approx(4.0));
        if (kind == "fibroblast") REQUIRE(weight == doctest::Approx(2.0));
        if (kind == "macrophage") REQUIRE(weight == doctest::Approx(0.5));
    }
    const auto usual = figures(*plain), now = figures(*folded);
    CHECK(now.at("bystander") == doctest::Approx(usual.at("bystander")).epsilon(0.05));
    CHECK(now.at("fibroblast") == doctest::Approx(usual.at("fibroblast")).epsilon(0.05));
    CHECK(now.at("volume") == doctest::Approx(usual.at("volume")).epsilon(0.02));
    CHECK(now.at("cxcl12") == doctest::Approx(usual.at("cxcl12")).epsilon(0.1));
}

TEST_CASE("tissue that a block meets when it moves on holds as many fibroblasts, folded or not") {
    const auto fibroblasts_met = [](const char* most) {
        double cells = 0.0, layers = 0.0;
        for (std::uint64_t seed = 1; seed <= 4; ++seed) {
            const auto patient = make_dish(
                {"biology.fibroblast.stromal_density='8e7 1/mL'", "lesion.0.slab.width=160 um",
                 "biology.tumour.growth_fraction=1", "biology.fibroblast.death='0 1/d'",
                 "biology.fibroblast.division='0 1/d'", most},
                "[tissue.stroma]\nnest = '100 um'\nseptum = '60 um'\n", seed);
            live_hours(*patient, 240);
            const auto f = figures(*patient);
            layers += f.at("layers_cut");
            cells += f.at("fibroblast") / f.at("cells_per_agent");
        }
        return std::pair{cells, layers};
    };
    const auto [plain, layers] = fibroblasts_met("tissue.most_agents=1000000");
    const auto [folded, as_many] = fibroblasts_met("tissue.most_agents=100");
    MESSAGE("fibroblasts " << plain << " after " << layers << " layers, folded " << folded
                           << " after " << as_many);
    CHECK(layers >= 20);
    CHECK(as_many >= 20);
    CHECK(folded == doctest::Approx(plain).epsilon(0.1));
}

TEST_CASE("folded bystanders leave others who enter as much room as many small ones") {
    // As many of them as are let in; T cells that do not kill make interferon, which opens vessels.
    const auto passes = [](const char* most) {
        double sum = 0.0;
        for (std::uint64_t seed = 1; seed <= 6; ++seed) {
            const auto patient =
                make_dish({one_per(0.4, "bystander"), "biology.bystander.weight=1",
                           "biology.bystander.crowd=0.2", "lesion.0.slab.width=160 um",
                           one_per(4, "cytotoxic_t"), "ablation.ctl_killing=true", most},
                          {}, seed);
            live_hours(*patient, 12);
            const tissue::Lesion& lesion = *patient->lesions().front();
            const auto& names = lesion.rules().kind_names;
            const auto kind = std::find(names.begin(), names.end(), "bystander") - names.begin();
            sum += lesion.encounter_rate(static_cast<std::uint16_t>(kind), 1.0).in(per_minute);
        }
        return sum / 6.0;
    };
    const double plain = passes("tissue.most_agents=1000000"),
                 folded = passes("tissue.most_agents=100");
    MESSAGE("passages a minute " << plain << ", folded " << folded);
    REQUIRE(plain > 0.0);
    CHECK(std::abs(folded / plain - 1.0) < 0.1);
}

TEST_CASE("one that is left over stays as often as not") {
    double gained = 0.0;
    int odd = 0;
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        const auto folded = dish_of(4.015, soon, {"ablation.ctl_killing=true"}, seed);
        const double agents_first = agents(*folded, "cytotoxic_t");
        live_hours(*folded, 1);
        const double change = figures(*folded).at("resampled_others") /
                              (0.1 * figures(*folded).at("cells_per_agent"));
        if (std::abs(change) > 0.5) ++odd;
        CHECK(std::abs(change) < 1.5);
        CHECK(agents_first > 200);
        gained += change;
    }
    CHECK(odd >= 15);
    CHECK(std::abs(gained) < 3.0 * std::sqrt(odd));  // three in a thousand by chance
}

TEST_CASE("folded T cells kill as many, within chance") {
    const auto killed = [](const char* most) {
        std::vector<double> each;
        for (std::uint64_t seed = 1; seed <= 12; ++seed) {
            const auto patient = dish_of(4, most, {hits_often}, seed);
            live_hours(*patient, 24);
            each.push_back(kills(*patient));
        }
        double mean = 0.0, square = 0.0;
        for (const double one : each) mean += one / 12.0;
        for (const double one : each) square += (one - mean) * (one - mean) / 11.0 / 12.0;
        return std::pair{mean, square};
    };
    const auto [plain, of_plain] = killed(never);
    const auto [folded, of_folded] = killed(soon);
    MESSAGE("kills a dish: " << plain << " ± " << std::sqrt(of_plain) << ", folded " << folded
                             << " ± " << std::sqrt(of_folded));
    CHECK(plain > 20.0);
    CHECK(std::abs(folded - plain) < 3.5 * std::sqrt(of_plain + of_folded));
}

TEST_CASE("where they have become few again an agent stands for as few cells as at first") {
    const std::vector<std::string> dying{"biology.cytotoxic_t.effector_death='2 1/d'",
                                         "ablation.ctl_killing=true"};
    double plain = 0.0, folded = 0.0;
    for (std::uint64_t seed = 1; seed <= 8; ++seed) {
        const auto one = dish_of(1, never, dying, seed), other = dish_of(1, soon, dying, seed);
        live_hours(*one, 36);
        live_hours(*other, 12);
        CHECK(weight(*other) > 0.15);
        live_hours(*other, 24, 12);
        CHECK(weight(*other) < 0.25);
        CHECK(agents(*other, "cytotoxic_t") >= 25);
        plain += t_cells(*one);
        folded += t_cells(*other);
    }
    CHECK(folded == doctest::Approx(plain).epsilon(0.25));
}

TEST_CASE("blood loses what lesions gain, and the reverse, while agents are folded and unfolded") {
    const auto patient = make_patient(
        small_slab("[tissue]\nmost_agents = 100\n[biology.cytotoxic_t]\nweight = 0.02\n"
                   "exhausted_death = '3 1/d'\neffector_death = '1 1/d'\negress = '1 1/d'\n"),
        1, {"biology.cytotoxic_t.density=3e7 1/mL"});
    const tissue::Lesion& lesion = *patient->lesions().front();
    const patient::Blood& blood = patient->body().blood();
    std::set<float> weights;
    for (std::int64_t d = 0; d != 12; ++d) {
        patient->live(Day{d});
        for (std::size_t row = 0; row != lesion.cells().size(); ++row) {
            if ((lesion.cells().roles[row] & tissue::role::lymphocyte) == 0) continue;
            weights.insert(lesion.cells().weight[row]);
        }
    }
    CHECK(weights.size() >= 3);
    double handed = 0.0, received = 0.0;
    for (std::size_t row = 0; row != blood.banks().size(); ++row) {
        handed += blood.banks().advanced[row] + blood.banks().lent[row] +
                  blood.banks().entered[row] - blood.banks().cells[row];
    }
    for (std::size_t row = 0; row != blood.classes(); ++row)
        received += blood.pools().received[row];
    const auto f = figures(lesion);
    REQUIRE(f.at("layers_cut") == 0.0);
    CHECK(f.at("arrived") > 0.0);
    CHECK(f.at("arrived") == doctest::Approx(handed).epsilon(1e-6));
    CHECK(f.at("departed") > 0.0);
    CHECK(f.at("departed") == doctest::Approx(received).epsilon(1e-6));
}

TEST_CASE("a patient with folded T cells goes on from what was saved") {
    const auto patient = dish_of(1, soon), other = dish_of(1, soon);
    live_hours(*patient, 2);
    restore(*other, save(*patient));
    live_hours(*patient, 6, 2);
    live_hours(*other, 6, 2);
    CHECK(figures(*other) == figures(*patient));
    CHECK(weight(*other) > 0.3);
}
