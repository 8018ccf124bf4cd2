// Vaccines, adjuvants, transferred and engineered T cells, cytokines and oncolytic viruses: what
// each does to a patient, and that it does nothing where its target is missing.

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "../support/closed_block.hpp"
#include "../support/saved_patients.hpp"
#include "patient/body.hpp"

using namespace perforin;
using namespace perforin::test;

namespace {

const std::string quick = "[tissue]\nstep = '2 h'\nsub_step = '20 min'\n";

std::string therapy(const std::string& type, const std::string& more = {}) {
    return "[[therapy]]\ntype = '" + type + "'\n" + more;
}

std::string local(const std::string& type, const std::string& more = {}) {
    return therapy(type, "lesions = ['primary']\n" + more);
}

std::unique_ptr<patient::Patient> lived(const std::string& scenario, std::int64_t days) {
    auto patient = make_patient(scenario);
    live(*patient, days);
    return patient;
}

double in_blood(const patient::Patient& patient, const std::string& kind, std::uint32_t antigen,
                const std::string& phenotype) {
    const patient::Blood& blood = patient.body().blood();
    return blood.cells(blood.find(kind, antigen, phenotype));
}

/// A small sample with three antigens.
std::string three_antigens(const std::string& more) {
    return "[[lesion]]\nname = 'primary'\nantigens = 3\ndiameter = '20 mm'\n"
           "[lesion.slab]\nwidth = '120 um'\ndepth = '160 um'\ncap = '200 um'\n" +
           quick + more;
}

}  // namespace

TEST_CASE("none of them does anything at a dose of zero, to the bit") {
    const std::map<std::string, std::string> nothing{
        {"vaccine", "dendritic_cells = 0\n"},
        {"adjuvant", "lesions = ['primary']\nlevel = 0\n"},
        {"adoptive_transfer", "cells = 0\nsurviving = 1\nrest = '0 d'\nil2_doses = 0\n"},
        {"car_t", "cells = 0\nsurviving = 1\nrest = '0 d'\n"},
        {"interleukin_2", "il2_dose = 0\n"},
        {"interferon_alpha", "dose = 0\n"},
        {"oncolytic_virus", "lesions = ['primary']\nlevel = '0 pM'\ngm_csf = true\n"}};
    const std::string cells = quick + some("dendritic_cell", "1e7") + some("regulatory_t", "1e7");
    const auto untreated = lived(small_slab(cells), 2);
    for (const auto& [name, dose] : nothing) {
        CAPTURE(name);
        const auto placebo = lived(small_slab(cells + therapy(name, dose)), 2);
        CHECK(difference_without_therapy(*untreated, *placebo) == "");
    }
}

TEST_CASE("a vaccine primes T cells against the antigens named, and no others") {
    const auto after = [](const std::string& more) {
        auto patient = lived(three_antigens(more), 12);
        return std::array<double, 3>{in_blood(*patient, "cytotoxic_t", 0, "effector"),
                                     in_blood(*patient, "cytotoxic_t", 1, "effector"),
                                     in_blood(*patient, "cytotoxic_t", 2, "effector")};
    };
    const auto untreated = after("");
    const auto vaccinated = after(therapy("vaccine", "antigens = [0, 2]\n"));
    CHECK(vaccinated[0] > 1.1 * untreated[0]);
    CHECK(vaccinated[2] > 1.1 * untreated[2]);
    CHECK(vaccinated[1] < 1.05 * untreated[1]);
    const auto plain = after(therapy("vaccine", "antigens = [0, 2]\nadjuvant = false\n"));
    CHECK(plain[0] < vaccinated[0]);
    CHECK(plain[0] > untreated[0]);
    const std::string off = "[ablation]\npriming = true\n";
    CHECK(after(therapy("vaccine", "antigens = [0, 2]\n") + off)[0] ==
          doctest::Approx(after(off)[0]));
}

TEST_CASE("a vaccine reaches the nodes named, in equal parts if none is") {
    const auto arrived = [](const std::string& more) {
        const std::string text =
            "[[lesion]]\nname = 'primary'\nnode = 'left'\n[lesion.slab]\n"
            "width = '100 um'\ndepth = '120 um'\ncap = '160 um'\n"
            "[[lesion]]\nname = 'other'\nnode = 'right'\n[lesion.slab]\n"
            "width = '100 um'\ndepth = '120 um'\ncap = '160 um'\n" +
            quick + therapy("vaccine", more);
        auto patient = make_patient(text);
        patient->treat(Day{0});
        const patient::LymphNodes& nodes = patient->body().nodes();
        return std::array<double, 2>{nodes.pools().arrived[nodes.row(0, 0)],
                                     nodes.pools().arrived[nodes.row(1, 0)]};
    };
    const auto both = arrived("");
    CHECK(both[0] == doctest::Approx(1e4));
    CHECK(both[1] == doctest::Approx(1e4));
    const auto right = arrived("nodes = ['right']\n");
    CHECK(right[0] == 0.0);
    CHECK(right[1] == doctest::Approx(2e4));
}

TEST_CASE("antigens and nodes that no lesion has are refused, with what there is") {
    const auto complaint = [](const std::string& more) {
        try {
            make_patient(three_antigens(therapy("vaccine", more)));
        } catch (const BadInput& bad) {
            return std::string{bad.what()};
        }
        return std::string{};
    };
    CHECK(complaint("antigens = [0, 3]\n").find("names antigen 3") != std::string::npos);
    CHECK(complaint("antigens = [0, 3]\n").find("there are: 0, 1, 2") != std::string::npos);
    CHECK(complaint("antigens = [1, 1]\n").find("twice") != std::string::npos);
    CHECK(complaint("nodes = ['neck']\n").find("there are: primary") != std::string::npos);
    CHECK(complaint("antigens = [2]\nnodes = ['primary']\n") == "");
}

TEST_CASE("transferred cells come into blood after lymphodepletion, by antigen, and kill") {
    const std::string tcr =
        "cells = 1e10\ntumour_reactive = 0.5\nantigens = [0, 2]\n"
        "shares = [0.25, 0.75]\nmemory_share = 0.1\nrest = '1 d'\n"
        "il2_doses = 0\n";
    auto treated = make_patient(three_antigens(therapy("adoptive_transfer", tcr)));
    auto twin = make_patient(three_antigens(""));
    const double before = in_blood(*treated, "cytotoxic_t", 0, "effector");
    treated->treat(Day{0});
    CHECK(in_blood(*treated, "cytotoxic_t", 0, "effector") == doctest::Approx(0.05 * before));
    CHECK(treated->body().nodes().lymphocytes() == doctest::Approx(0.05));
    for (const Tick& tick : Day{0}.ticks(treated->rules().step())) treated->pass(tick);
    const double waiting = in_blood(*treated, "cytotoxic_t", 0, "effector"),
                 other = in_blood(*treated, "cytotoxic_t", 1, "effector");
    treated->treat(Day{1});
    CHECK(in_blood(*treated, "cytotoxic_t", 0, "effector") - waiting ==
          doctest::Approx(0.9 * 0.25 * 5e9));
    CHECK(in_blood(*treated, "cytotoxic_t", 2, "memory") == doctest::Approx(0.1 * 0.75 * 5e9));
    CHECK(in_blood(*treated, "cytotoxic_t", 1, "effector") == other);
    for (const Tick& tick : Day{1}.ticks(treated->rules().step())) treated->pass(tick);
    live(*treated, 6, 2);
    live(*twin, 8);
    CHECK(figures(*treated).at("killed") > 1.5 * figures(*twin).at("killed"));
    // Where no cell has the antigens they find nothing.
    const std::string unseen = "[[lesion.clone]]\nshare = 1\nantigens_lost = 3\n";
    const auto blind = lived(three_antigens(unseen + therapy("adoptive_transfer", tcr)), 8);
    CHECK(figures(*blind).at("killed") == 0.0);
}

TEST_CASE("CAR T cells kill without MHC-I, and spare who lost the antigen") {
    const std::string cells = therapy("car_t", "cells = 3e10\nrest = '0 d'\n");
    const std::string alone =
        "[blood]\nspecific_cd8 = 0\n[biology.cytotoxic_t]\n"
        "density = '0 1/mL'\n" +
        quick;
    const auto killed = [&](const std::string& more) {
        const auto patient = lived(small_slab(more + cells + alone), 6);
        CHECK(figures(*patient).at("car_t") > 0.0);
        return figures(*patient).at("killed");
    };
    const double hidden = killed("[[lesion.clone]]\nshare = 1\nmhc1 = 0\n");
    CHECK(hidden > 0.0);
    CHECK(killed("[[lesion.clone]]\nshare = 1\nantigens_lost = 1\n") == 0.0);
    CHECK(killed("[ablation]\ncar_t_killing = true\n") == 0.0);
    CHECK(figures(*lived(small_slab(alone), 6)).at("killed") == 0.0);
}

TEST_CASE("a TLR agonist matures dendritic cells; GM-CSF makes them more, and no more mature") {
    const auto after = [](const std::string& more) {
        return figures(
            *lived(small_slab(quick + "[blood]\nspecific_cd8 = 0\n" + some("cytotoxic_t", "0") +
                              some("dendritic_cell", "2e7", "departure = '0 1/d'\n") + more),
                   5));
    };
    const auto untreated = after("");
    const auto agonist = after(local("adjuvant"));
    const auto gm_csf = after(local("adjuvant", "agent = 'gm_csf'\nhalf_life = '10 d'\n"));
    CHECK(agonist.at("dc_mature") > 3.0 * untreated.at("dc_mature"));
    CHECK(gm_csf.at("dc_immature") + gm_csf.at("dc_mature") >
          1.2 * (untreated.at("dc_immature") + untreated.at("dc_mature")));
    CHECK(gm_csf.at("dc_mature") <= 2.0 * untreated.at("dc_mature") + 1e6);
    const auto immature = after(local("adjuvant") + "[ablation]\ndc_maturation = true\n");
    CHECK(immature.at("dc_mature") == 0.0);
}

TEST_CASE("interleukin-2 lets effectors and regulatory T cells multiply, and vessels leak") {
    const auto after = [](const std::string& more) {
        return figures(
            *lived(small_slab(quick + "[tissue.oedema]\nmost = 0.3\n" + some("cytotoxic_t", "2e7") +
                              some("regulatory_t", "2e7") + more),
                   5));
    };
    const auto untreated = after(""), treated = after(therapy("interleukin_2"));
    const auto effectors = [](const std::map<std::string, double>& f) {
        return f.at("ctl_effector") + f.at("ctl_exhausted");
    };
    CHECK(effectors(treated) > 1.05 * effectors(untreated));
    CHECK(treated.at("treg") > 1.05 * untreated.at("treg"));
    CHECK(treated.at("fluid") > 1.02 * untreated.at("fluid"));
    const std::string deaf = "[ablation]\nil2 = true\noedema = true\n";
    const auto off = after(deaf), on = after(deaf + therapy("interleukin_2"));
    CHECK(effectors(on) == effectors(off));
    CHECK(on.at("treg") == off.at("treg"));
}

TEST_CASE("interferon alpha raises MHC-I of cells that hear it, a little") {
    const auto mhc1 = [](const std::string& more) {
        return figures(*lived(small_slab(quick + "[blood]\nspecific_cd8 = 0\n" +
                                         some("cytotoxic_t", "0") + more),
                              5))
            .at("mhc1");
    };
    const double untreated = mhc1(""), treated = mhc1(therapy("interferon_alpha"));
    CHECK(treated > 1.02 * untreated);
    CHECK(treated < 2.0 * untreated);
    const std::string deaf = "[[lesion.clone]]\nshare = 1\ninterferon_response = false\n";
    CHECK(mhc1(deaf + therapy("interferon_alpha")) == mhc1(deaf));
}

TEST_CASE("a virus infects the injected lesion alone, spreads there, and bursts its cells") {
    const std::string other =
        "[[lesion]]\nname = 'other'\n[lesion.slab]\nwidth = '120 um'\n"
        "depth = '160 um'\ncap = '200 um'\n";
    const auto after = [&](const std::string& more, std::int64_t days) {
        return lived(small_slab(other + quick + "[blood]\nspecific_cd8 = 0\n" +
                                some("cytotoxic_t", "0") + local("oncolytic_virus", more)),
                     days);
    };
    const auto early = after("", 1);
    CHECK(figures(*early->lesions()[0]).at("tumour_infected") > 0.0);
    const auto late = after("", 5);
    const auto injected = figures(*late->lesions()[0]), spared = figures(*late->lesions()[1]);
    CHECK(injected.at("virus") > 0.0);
    CHECK(injected.at("necrosis") > 3.0 * spared.at("necrosis"));
    CHECK(injected.at("ifn_1") > 0.0);
    CHECK(spared.at("tumour_infected") == 0.0);
    CHECK(spared.at("virus") == 0.0);
    // Antibodies end the spread.
    const auto immune = after("antibody = 1000\nantibody_rise = '10 1/d'\n", 5);
    CHECK(figures(*immune->lesions()[0]).at("necrosis") < 0.7 * injected.at("necrosis"));
    const auto off = after("[ablation]\nvirus_infection = true\n", 2);
    CHECK(figures(*off->lesions()[0]).at("tumour_infected") == 0.0);
}
