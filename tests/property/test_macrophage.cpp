#include <doctest/doctest.h>

#include <string>

#include "../support/closed_block.hpp"
#include "biology/macrophage.hpp"

using namespace perforin;
using namespace perforin::test;

namespace {

std::string dying(const std::string& apoptosis, const std::string& more = {}) {
    return quiet_slab("[biology.tumour]\napoptosis = '" + apoptosis + " 1/d'\n" + more);
}

/// Corpses that nobody else clears.
const std::string left_alone =
    "[corpse]\nefferocytosis = '0 1/d'\nsecondary_necrosis = '0 1/d'\n"
    "necrotic_clearance = '0 1/d'\n";

/// Corpses that one macrophage clears a day, on the second and third day.
double cleared_by_each(const std::string& apoptosis, const std::string& more = {}) {
    auto patient = make_patient(dying(
        apoptosis,
        left_alone + some("macrophage", "1e7", "death = '0 1/d'\nspeed = '0 um/min'\n" + more)));
    live(*patient, 1);
    const double before = figures(*patient).at("cleared");
    live(*patient, 2, 1);
    const auto f = figures(*patient);
    return (f.at("cleared") - before) / (2.0 * f.at("macrophage"));
}

}  // namespace

TEST_CASE("macrophages clear debris that would lie about without them") {
    auto without = make_patient(dying("0.5"));
    auto with = make_patient(dying("0.5", some("macrophage", "5e7")));
    for (auto* patient : {&without, &with}) live(**patient, 5);
    const double many = figures(*without).at("tumour_apoptotic"),
                 few = figures(*with).at("tumour_apoptotic");
    CHECK(few < 0.7 * many);
    auto ablated = make_patient(
        dying("0.5", some("macrophage", "5e7") + "[ablation]\nmacrophage_clearance = true\n"));
    live(*ablated, 5);
    CHECK(figures(*ablated).at("tumour_apoptotic") > 0.85 * many);
}

TEST_CASE("a macrophage clears no more than its handling time lets it, however much there is") {
    const double most =
        biology::fastest_clearance(config::standard<biology::MacrophageParams>()).in(per_day);
    const double scarce = cleared_by_each("0.02"), much = cleared_by_each("2"),
                 more = cleared_by_each("4");
    CHECK(scarce < 0.6 * most);
    CHECK(much > 0.7 * most);
    CHECK(much < 1.05 * most);
    CHECK(more == doctest::Approx(much).epsilon(0.15));
    // Agents of less weight clear as much a cell.
    CHECK(cleared_by_each("2", "weight = 0.2\n") == doctest::Approx(much).epsilon(0.15));
}

TEST_CASE("interferon-γ makes macrophages show antigen, TGF-β makes them suppress") {
    const auto polarised = [](const std::string& more) {
        auto patient = make_patient(quiet_slab(more + some("macrophage", "2e7")));
        live(*patient, 4);
        return patient;
    };
    const auto m2 = polarised("[biology.tumour]\ntgf_beta_secretion = '2000 1/min'\n");
    const auto f = figures(*m2);
    CHECK(f.at("macrophage_polarisation") > 0.7);
    CHECK(f.at("macrophage_m2") > 0.9 * f.at("macrophage"));
    const auto stuck = polarised(
        "[biology.tumour]\ntgf_beta_secretion = '2000 1/min'\n[ablation]\n"
        "macrophage_polarisation = true\n");
    CHECK(figures(*stuck).at("macrophage_polarisation") == 0.5);
    const auto harmless = polarised(
        "[biology.tumour]\ntgf_beta_secretion = '2000 1/min'\n[ablation]\n"
        "macrophage_suppression = true\n");
    const auto suppressors = [](const patient::Patient& patient) {
        std::size_t count = 0;
        for (const auto roles : patient.lesions().front()->cells().roles.span()) {
            count += (roles & tissue::role::suppressive) != 0;
        }
        return count;
    };
    CHECK(suppressors(*m2) > 20);
    CHECK(suppressors(*harmless) == 0);

    // T cells in synapses secrete interferon-γ.
    auto m1 = make_patient(small_slab(
        "[biology.cytotoxic_t]\ndensity = '5e7 1/mL'\ninterferon_secretion = '20000 1/min'\n"
        "[ablation]\nctl_killing = true\n" +
        some("macrophage", "2e7", "il10 = '0 1/min'\ntgf_beta = '0 1/min'\n")));
    live(*m1, 4);
    CHECK(figures(*m1).at("macrophage_polarisation") < 0.4);
    CHECK(figures(*m1).at("macrophage_m1") > 0.5 * figures(*m1).at("macrophage"));
}
