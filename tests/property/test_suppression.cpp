// Dishes in which something quiets the T cells, helps them, or is taken away.

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "../support/dishes.hpp"
#include "../support/known.hpp"
#include "patient/antibody.hpp"
#include "patient/therapy.hpp"
#include "tissue/placement.hpp"

using namespace perforin;
using namespace perforin::test;

namespace {

const std::string killers = one_per(6, "cytotoxic_t");
const std::string regulators = one_per(10, "regulatory_t");
const std::string no_interferon = "ablation.interferon_gamma=true";

std::map<std::string, double> after(std::int64_t hours, const std::vector<std::string>& settings,
                                    const std::string& more = {}) {
    const auto patient = make_dish(settings, more);
    live_hours(*patient, hours);
    return figures(*patient);
}

/// Sums over six dishes, which differ by their seed.
std::map<std::string, double> dishes(std::int64_t hours, const std::vector<std::string>& settings) {
    std::map<std::string, double> sums;
    for (std::uint64_t seed = 1; seed != 7; ++seed) {
        const auto patient = make_dish(settings, {}, seed);
        live_hours(*patient, hours);
        for (const auto& [name, value] : figures(*patient)) sums[name] += value;
    }
    return sums;
}

patient::AntibodyFacts facts(const std::string& receptor) {
    const auto made_up = config::assumed("for a test");
    const patient::Fact one{1.0, made_up}, none{0.0, made_up};
    return {.receptor = receptor,
            .kd = {0.1, made_up},
            .avidity = one,
            .molar_mass = {150, made_up},
            .clearance = {0.2, made_up},
            .central = {3.5, made_up},
            .exchange = {0.8, made_up},
            .peripheral = {3, made_up},
            .reference_weight = {80, made_up},
            .weight_clearance = none,
            .weight_central = none,
            .weight_exchange = none,
            .weight_peripheral = none,
            .clearance_change = none,
            .half_change = {60, made_up},
            .steepness = one,
            .shared_variability = false};
}

struct AgainstCtla4 final : patient::Antibody {
    explicit AgainstCtla4(config::Section& section) : Antibody{section, facts("ctla4")} {}
};
struct AgainstLag3 final : patient::Antibody {
    explicit AgainstLag3(config::Section& section) : Antibody{section, facts("lag3")} {}
};
struct AgainstPd1 final : patient::Antibody {
    explicit AgainstPd1(config::Section& section) : Antibody{section, facts("pd1")} {}
};
struct AgainstPdl1 final : patient::Antibody {
    explicit AgainstPdl1(config::Section& section) : Antibody{section, facts("pdl1")} {}
};
struct AgainstNkg2a final : patient::Antibody {
    explicit AgainstNkg2a(config::Section& section) : Antibody{section, facts("nkg2a")} {}
};
struct AgainstTumour final : patient::Antibody {
    explicit AgainstTumour(config::Section& section) : Antibody{section, facts("tumour_antigen")} {}
};

/// Gives the drugs that it is told on the first day.
struct FirstDay final : patient::Therapy {
    struct Params : config::Block {
        using Block::Block;
        std::vector<std::string> drugs = texts("drugs", {}, "What to give");
    };
    explicit FirstDay(config::Section& section) : params{section} {}
    void prepare(patient::Body& body) const override {
        for (const auto& drug : params.drugs) body.introduce(drug);
    }
    void administer(const Day& today, patient::Body& body) override {
        if (today.index != 0) return;
        for (const auto& drug : params.drugs) body.infuse(drug, 500.0 * mg);
    }
    Params params;
};

/// All drugs of these tests; they reach tissue within minutes.
struct Pharmacy {
    Known<patient::Drug, AgainstCtla4> ctla4{"test_ctla4"};
    Known<patient::Drug, AgainstLag3> lag3{"test_lag3"};
    Known<patient::Drug, AgainstPd1> pd1{"test_pd1"};
    Known<patient::Drug, AgainstPdl1> pdl1{"test_pdl1"};
    Known<patient::Drug, AgainstNkg2a> nkg2a{"test_nkg2a"};
    Known<patient::Drug, AgainstTumour> tumour{"test_tumour"};
    Known<patient::Therapy, FirstDay> first_day{"test_first_day"};
};

std::string given(const std::vector<std::string>& drugs) {
    std::string text, list;
    for (const auto& drug : drugs) {
        text += "[drug.test_" + drug + "]\ntissue_exchange = '0.01 1/s'\n";
        list += "'test_" + drug + "', ";
    }
    return text + "[[therapy]]\ntype = 'test_first_day'\ndrugs = [" + list + "]\n";
}

}  // namespace

TEST_CASE("regulatory T cells lower killing by contact, and by TGF-beta") {
    const double alone = after(12, {killers, no_interferon}).at("killed");
    const double suppressed = after(12, {killers, regulators, no_interferon}).at("killed");
    CHECK(suppressed < 0.7 * alone);
    const std::string untouched = "ablation.treg_suppression=true";
    const std::string loud = "biology.regulatory_t.tgf_beta_secretion='1e4 1/min'";
    const auto deaf =
        after(12, {killers, regulators, no_interferon, untouched, loud, "ablation.tgf_beta=true"});
    const auto heard = after(12, {killers, regulators, no_interferon, untouched, loud});
    CHECK(heard.at("tgf_beta") > 100.0);
    CHECK(deaf.at("killed") > 0.6 * alone);  // about thirty kills: chance, and less room
    CHECK(heard.at("killed") < 0.7 * deaf.at("killed"));
    CHECK(heard.at("ctl_suppression") > 0.3);
}

TEST_CASE("helper cells feed effectors with interleukin-2, regulatory T cells deprive them") {
    const std::vector<std::string> dividing{killers,
                                            one_per(20, "helper_t"),
                                            "ablation.ctl_killing=true",
                                            "ablation.tgf_beta=true",
                                            "ablation.il10=true",
                                            "ablation.treg_suppression=true",
                                            "biology.cytotoxic_t.burst_from_blood=2",
                                            "biology.helper_t.il2_secretion='500 1/min'"};
    auto deprived = dividing;
    deprived.push_back(one_per(5, "regulatory_t"));
    auto careless = deprived;
    careless.push_back("ablation.il2=true");
    const auto fed = dishes(36, dividing), hungry = dishes(36, deprived),
               usual = dishes(36, careless);
    CHECK(fed.at("helper_t_activity") > 6 * 0.1);
    CHECK(fed.at("il2") > 6 * 100.0);
    CHECK(hungry.at("il2") < 0.3 * fed.at("il2"));
    CHECK(usual.at("il2") == 0.0);
    CHECK(hungry.at("immune_born") < 0.7 * fed.at("immune_born"));
    CHECK(hungry.at("immune_born") < usual.at("immune_born"));
}

TEST_CASE("where nobody is known to make or take interleukin-2 it is as usual, and costs nothing") {
    const std::vector<std::string> dividing{killers, "ablation.ctl_killing=true",
                                            "biology.cytotoxic_t.burst_from_blood=2"};
    auto ablated = dividing;
    ablated.push_back("ablation.il2=true");
    const auto free = after(24, dividing), off = after(24, ablated);
    CHECK(free.at("il2") == 0.0);
    CHECK(free.at("immune_born") > 0.0);
    CHECK(free.at("immune_born") == off.at("immune_born"));
}

TEST_CASE("antibodies against CTLA-4 deplete regulatory T cells only with NK cells and Fc") {
    const Pharmacy pharmacy;
    const std::string nk = one_per(4, "natural_killer");
    // Regulatory T cells quiet NK cells too, which is not the question here.
    const std::string untouched = "ablation.treg_suppression=true", deaf = "ablation.tgf_beta=true";
    const std::string active = "biology.regulatory_t.fc_activity=1";
    const std::string given_it = given({"ctla4"});
    const auto depleted = after(24, {regulators, nk, untouched, deaf, active}, given_it);
    CHECK(depleted.at("killed_immune") > 0.3 * depleted.at("treg"));
    CHECK(depleted.at("cleared") + depleted.at("treg_corpses") + depleted.at("tumour_apoptotic") +
              depleted.at("tumour_secondary_necrosis") ==
          doctest::Approx(depleted.at("killed_immune") + depleted.at("killed")));
    CHECK(after(24, {regulators, active}, given_it).at("killed_immune") == 0.0);
    CHECK(after(24, {regulators, nk, untouched, deaf, active}).at("killed_immune") == 0.0);
    CHECK(after(24, {regulators, nk, untouched, deaf, active, "ablation.adcc=true"}, given_it)
              .at("killed_immune") == 0.0);
    CHECK(after(24, {regulators, nk, untouched, deaf, "biology.regulatory_t.fc_activity=0.05"},
                given_it)
              .at("killed_immune") < 0.3 * depleted.at("killed_immune"));
}

TEST_CASE("antibodies on tumour cells let NK cells kill them in spite of MHC-I; NKG2A held a few") {
    const Pharmacy pharmacy;
    const std::string nk = one_per(4, "natural_killer");
    const double spared = after(12, {nk}).at("killed");
    const double marked = after(12, {nk}, given({"tumour"})).at("killed");
    const double released = after(12, {nk}, given({"nkg2a"})).at("killed");
    CHECK(marked > 0.0);
    CHECK(spared < 0.2 * marked);
    CHECK(released > spared);
    CHECK(released < marked);
    CHECK(after(12, {nk, "ablation.adcc=true"}, given({"tumour"})).at("killed") == spared);
}

TEST_CASE("blockade of PD-L1 relieves T cells of PD-1, and not of what PD-L2 binds") {
    const Pharmacy pharmacy;
    const auto inhibition = [](const std::string& pdl2, const std::string& more) {
        return after(12,
                     {killers, "checkpoint.Emax=0.8", "checkpoint.pdl2_per_pdl1=" + pdl2,
                      "ablation.ctl_killing=true"},
                     more)
            .at("ctl_inhibition");
    };
    const double none = inhibition("1", ""), pd1 = inhibition("1", given({"pd1"})),
                 pdl1 = inhibition("1", given({"pdl1"}));
    CHECK(pd1 < 0.2 * none);
    CHECK(pdl1 > 2.0 * pd1);
    CHECK(pdl1 < none);
    CHECK(inhibition("0", given({"pdl1"})) < 0.2 * inhibition("0", ""));
}

TEST_CASE("LAG-3 blockade adds to PD-1 blockade, and does nothing where LAG-3 inhibits nothing") {
    const Pharmacy pharmacy;
    const auto inhibition = [](const std::string& lag3, const std::string& more) {
        return after(12,
                     {killers, "checkpoint.Emax=0.8", "lag3.Emax=" + lag3, "lag3.on_effectors=1",
                      "ablation.ctl_killing=true"},
                     more)
            .at("ctl_inhibition");
    };
    const double none = inhibition("0.5", ""), pd1 = inhibition("0.5", given({"pd1"})),
                 lag3 = inhibition("0.5", given({"lag3"})),
                 both = inhibition("0.5", given({"pd1", "lag3"}));
    CHECK(none > lag3);
    CHECK(none > pd1);
    CHECK(pd1 > 0.2);
    CHECK(both < 0.2 * pd1);
    CHECK(both < 0.2 * lag3);
    CHECK(inhibition("0", given({"lag3"})) == doctest::Approx(inhibition("0", "")).epsilon(1e-6));
}

TEST_CASE("of the function that PD-1 takes hits lose the cube root alone") {
    const std::string third = "0.3333333333333333";
    for (const std::string& kind : {killers, one_per(6, "car_t")}) {
        CAPTURE(kind);
        const auto killed = [&](const std::string& emax, const std::string& power) {
            return after(12, {kind, "biology.car_t.weight=1", hits_often, "checkpoint.Emax=" + emax,
                              "checkpoint.hit_power=" + power,
                              "biology.tumour.pdl1_constitutive=1.8e5"})
                .at("killed");
        };
        const double free = killed("0", third), held = killed("0.95", third);
        CHECK(held > 2.0 * killed("0.95", "1"));
        CHECK(held < 0.7 * free);
        CHECK(killed("0", "1") == free);
    }
}

TEST_CASE("PD-1 restrains regulatory T cells: blockade lets them multiply, unless it is ablated") {
    const Pharmacy pharmacy;
    const std::vector<std::string> settings{one_per(8, "regulatory_t"),
                                            "checkpoint.Emax=0.8",
                                            "ablation.il2=true",  // as usual, which is ample
                                            "biology.tumour.pdl1_constitutive=1.8e5",
                                            "biology.regulatory_t.division='1 1/d'",
                                            "biology.regulatory_t.niche='1e9 1/mL'"};
    auto deaf = settings;
    deaf.push_back("ablation.pd1_on_treg=true");
    const double held = after(72, settings).at("treg"),
                 freed = after(72, settings, given({"pd1"})).at("treg");
    CHECK(freed > 1.5 * held);
    CHECK(after(24, deaf, given({"pd1"})).at("treg") == after(24, deaf).at("treg"));
}

namespace {

/// On day 20 tumour cells of the first clone, which has the antigen, are strewn over the dish.
struct Rechallenge final : patient::Therapy {
    struct Everywhere final : tissue::Placement {
        std::vector<tissue::Founder> place(const tissue::World& world) const override {
            std::vector<tissue::Founder> all;
            const Vec3 size = world.box().size;
            for (int i = 0; i != 60; ++i) {
                tissue::Founder one;
                one.position = {size.x * static_cast<float>(i % 4) / 4.0f,
                                size.y * static_cast<float>(i / 4 % 4) / 4.0f,
                                80.0f * static_cast<float>(i / 16) / 4.0f};
                all.push_back(one);
            }
            return all;
        }
    };
    explicit Rechallenge(config::Section&) {}
    void prepare(patient::Body&) const override {}
    void administer(const Day&, patient::Body&) override {}
    std::vector<patient::Graft> grafts(const Tick& tick) const override {
        if (tick.start != 20 * seconds_per_day) return {};
        return {{"", static_cast<std::uint16_t>(rank_of<tissue::Kind>("tumour")), &where}};
    }
    Everywhere where;
};

}  // namespace

TEST_CASE("effectors that lost their antigen live on as memory cells and kill again") {
    const Known<patient::Therapy, Rechallenge> rechallenge{"test_rechallenge"};
    const std::string foreign =
        "[[lesion.clone]]\nshare = 1\nantigens_lost = 1\n[[therapy]]\ntype = 'test_rechallenge'\n";
    std::vector<std::string> settings{killers, "biology.cytotoxic_t.effector_death='0.3 1/d'",
                                      "biology.cytotoxic_t.memory_formation='0.3 1/d'",
                                      "tissue.step='2 h'", "tissue.sub_step='20 min'"};
    const auto kept = make_dish(settings, foreign);
    settings.push_back("ablation.memory=true");
    const auto lost = make_dish(settings, foreign);
    const auto t_cells = [](const patient::Patient& patient) {
        return agents(patient, "cytotoxic_t");
    };
    const double first = t_cells(*kept);
    live(*kept, 20);
    live(*lost, 20);
    const double born = figures(*kept).at("immune_born");
    CHECK(figures(*kept).at("ctl_effector") < 0.05 * figures(*kept).at("ctl_memory"));
    CHECK(t_cells(*kept) > 0.3 * first);
    CHECK(t_cells(*lost) < 0.05 * first);
    CHECK(kills(*kept) == 0.0);
    live(*kept, 4, 20);
    CHECK(figures(*kept).at("ctl_effector") > figures(*kept).at("ctl_memory"));
    CHECK(figures(*kept).at("immune_born") > born);  // they divide again
    CHECK(kills(*kept) > 10.0);
}
