// Drugs that kill cells which divide: who dies, who resists, what the minority pool and lymphocytes
// feel of it. All of it through a therapy, as a user gives it.

#include <doctest/doctest.h>

#include <cmath>
#include <string>

#include "../support/closed_block.hpp"
#include "../support/saved_patients.hpp"

using namespace perforin;
using namespace perforin::test;

namespace {

/// A drug so potent that it holds all microtubules wherever it is, for as long as it is tested.
const std::string potent =
    "[[therapy]]\ntype = 'chemotherapy'\nevery = '1 d'\nlymphocyte_loss = "
    "'0 m^2/mg'\ndividing_loss = '0 m^2/mg'\n[drug.docetaxel]\nhalf = "
    "'1e-4 nM'\n";

/// A slab whose cells divide fast and do not die by themselves.
std::string growing(const std::string& more) {
    return quiet_slab(
        "[tissue]\nstep = '2 h'\nsub_step = '1 h'\n[biology.tumour]\ncycle = '24 h'\n"
        "growth_fraction = 1\napoptosis = '0 1/d'\nnecrosis = '0 1/min'\n" +
        more);
}

std::map<std::string, double> lived(const std::string& text, std::int64_t days) {
    auto patient = make_patient(text);
    live(*patient, days);
    return figures(*patient);
}

std::string failed(double share) {
    return "[cytotoxic]\nfailed_mitosis = " + std::to_string(share) + "\n";
}

std::string clone(double share, double resistance) {
    return "[[lesion.clone]]\nshare = " + std::to_string(share) +
           "\ndrug_resistance = " + std::to_string(resistance) + "\n";
}

/// Of the divisions that cells set out for, the share that ended in death.
double failing(const std::map<std::string, double>& f) {
    return f.at("drugged") / (f.at("born") + f.at("drugged"));
}

}  // namespace

TEST_CASE("as many divisions end in death as the drug's share and a clone's resistance say") {
    for (const auto& [share, resistance] : {std::pair{0.9, 0.0}, {0.5, 0.0}, {0.8, 0.5}}) {
        const auto f = lived(growing(potent + failed(share) + clone(1.0, resistance)), 3);
        const double agents = (f.at("born") + f.at("drugged")) / f.at("cells_per_agent");
        REQUIRE(agents > 100.0);
        const double expected = (1.0 - resistance) * share;
        CHECK(std::abs(failing(f) - expected) <
              4.0 * std::sqrt(expected * (1.0 - expected) / agents));
    }
}

TEST_CASE("cells that do not divide do not die of it, nor do fully resistant ones") {
    CHECK(lived(growing(potent + clone(1.0, 1.0)), 2).at("drugged") == 0.0);
    std::string still = growing(potent);
    still.replace(still.find("growth_fraction = 1"), 19, "growth_fraction = 0");
    CHECK(lived(still, 2).at("drugged") == 0.0);
    CHECK(lived(growing(potent), 2).at("drugged") > 0.0);
}

TEST_CASE("without its target the drug does nothing, to the bit") {
    auto none = make_patient(growing("")),
         ablated = make_patient(growing(potent + "[ablation]\nmitotic_poison = true\n"));
    live(*none, 2);
    live(*ablated, 2);
    auto expected = figures(*none);
    const auto seen = figures(*ablated);
    for (const auto& [name, value] : expected) CHECK_MESSAGE(seen.at(name) == value, name);
}

TEST_CASE("a pool divides and dies as its own clone does, whatever the block's resists") {
    const auto growth = [](const std::string& therapy, double block, double pool) {
        auto patient =
            make_patient(growing(therapy + failed(0.9) + clone(0.999, block) + clone(0.001, pool)));
        const double before = figures(*patient).at("minority_pool");
        REQUIRE(before > 1e5);
        live(*patient, 2);
        return std::log(figures(*patient).at("minority_pool") / before);
    };
    const double untreated = growth("", 0.0, 0.0);
    REQUIRE(untreated > 0.3);
    // Births less deaths are 0.1 − 0.9 of what they were.
    CHECK(growth(potent, 0.0, 1.0) == doctest::Approx(untreated).epsilon(0.35));
    CHECK(growth(potent, 0.0, 0.0) == doctest::Approx(-0.8 * untreated).epsilon(0.35));
    CHECK(growth(potent, 1.0, 1.0) == doctest::Approx(untreated).epsilon(0.35));
    CHECK(growth(potent, 1.0, 0.0) == doctest::Approx(-0.8 * untreated).epsilon(0.35));
}

TEST_CASE("a resistant clone is selected, and is not where the drug has no target") {
    const auto share = [](const std::string& more) {
        auto patient = make_patient(growing(potent + clone(0.3, 1.0) + more));
        live(*patient, 4);
        const auto sizes = patient->lesions().front()->clone_sizes();
        return sizes.at(1) / (sizes.at(0) + sizes.at(1));
    };
    CHECK(share("") > 0.6);
    CHECK(share("[ablation]\nmitotic_poison = true\n") == doctest::Approx(0.3).epsilon(0.3));
}

TEST_CASE("cells that it kills alarm as much as the drug's immunogenicity says") {
    const auto damps = [](double immunogenic) {
        return lived(growing(potent +
                             "[corpse]\nimmunogenic_drug = " + std::to_string(immunogenic) + "\n"),
                     2)
            .at("damps");
    };
    const double none = damps(0.0), docetaxel = damps(0.1), oxaliplatin = damps(1.0);
    CHECK(docetaxel > none);
    CHECK(oxaliplatin > 1.2 * docetaxel);
    MESSAGE("danger signals after two days: " << none << ", " << docetaxel << ", " << oxaliplatin);
}

TEST_CASE("lymphocytes that divide in a lesion die of it, those that do not live on") {
    const auto nk = [](const std::string& therapy, const std::string& division) {
        return lived(growing(therapy + some("natural_killer", "5e7",
                                            "egress = '0 1/d'\ndeath = '0 1/d'\ndivision = '" +
                                                division + " 1/d'\n")),
                     1);
    };
    const auto before = nk("", "1"), after = nk(potent, "1");
    CHECK(before.at("immune_born") > 0.0);
    CHECK(after.at("immune_born") == doctest::Approx(0.1 * before.at("immune_born")).epsilon(0.8));
    // Of n cells that do not multiply 1 − 1/e set out to divide, of n that do there are e − 1
    // births.
    CHECK(after.at("immune_died") > 0.2 * before.at("immune_born"));
    CHECK(after.at("immune_died") < 0.6 * before.at("immune_born"));
    CHECK(nk(potent, "0").at("immune_died") == 0.0);
}

TEST_CASE("a dose depletes lymphocytes of blood and nodes by its size, others not") {
    const std::string dose =
        "[[therapy]]\ntype = 'chemotherapy'\ndose_per_surface = '100 mg/m^2'\n"
        "lymphocyte_loss = '0.01 m^2/mg'\n";
    const std::string cells = some("natural_killer", "1e6", "in_blood = '2e5 1/mL'\n") +
                              some("bystander", "1e6", "in_blood = '1e6 1/mL'\n");
    auto patient = make_patient(quiet_slab(cells + dose));
    const patient::Blood& blood = patient->body().blood();
    std::vector<double> before;
    for (std::size_t c = 0; c != blood.classes(); ++c) before.push_back(blood.cells(c));
    patient->treat(Day{0});
    for (std::size_t c = 0; c != blood.classes(); ++c) {
        const double left = blood.cell_class(c).lymphoid ? std::exp(-1.0) : 1.0;
        CHECK(blood.cells(c) == doctest::Approx(left * before[c]));
    }
    CHECK(patient->body().nodes().lymphocytes() == doctest::Approx(std::exp(-1.0)));
}

TEST_CASE("a flat dose and one by surface exclude each other") {
    const auto complaint = [](const std::string& therapy) {
        try {
            make_patient(small_slab("[[therapy]]\ntype = 'chemotherapy'\n" + therapy));
        } catch (const BadInput& bad) {
            return std::string{bad.what()};
        }
        return std::string{};
    };
    CHECK(complaint("dose_per_surface = '75 mg/m^2'\n") == "");
    CHECK(complaint("dose = '140 mg'\n") == "");
    CHECK(complaint("dose = '140 mg'\ndose_per_surface = '75 mg/m^2'\n").find("leave one") !=
          std::string::npos);
    CHECK(complaint("dose_per_surface = '75 mg'\n").find("mg/m^2") != std::string::npos);
}
