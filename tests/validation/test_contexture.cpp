// What a tumour's contexture does, with the presets that users have: stroma keeps T cells out of
// nests, and healthy cells are spared.

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include "../support/patients.hpp"
#include "tissue/geometry.hpp"

using namespace perforin;
using namespace perforin::test;

namespace {

std::optional<std::string> read(const std::string& path) {
    std::ifstream file{path};
    if (!file) return std::nullopt;
    return std::string{std::istreambuf_iterator<char>{file}, {}};
}

/// A patient with one lesion of that tumour and contexture.
std::unique_ptr<patient::Patient> patient_with(const std::string& tumour,
                                               const std::string& contexture,
                                               const std::vector<std::string>& settings = {},
                                               std::uint64_t seed = 1) {
    const char* root = std::getenv("PERFORIN_ROOT");
    REQUIRE(root != nullptr);
    const std::string text = "base = ['configs/" + tumour + ".toml', 'configs/" + contexture +
                             ".toml']\n[[lesion]]\nname = 'primary'\ndiameter = '28 mm'\n"
                             "[tissue]\nsub_step = '10 min'\n[mechanics]\nstride = 2\n";
    const config::Input input{"test.toml", text, {root, {}, read}, settings};
    auto patient = std::make_unique<patient::Patient>(input.root(), seed);
    input.finish();
    return patient;
}

/// Agents of a kind that a point sees within `reach` µm.
std::size_t near(const tissue::Lesion& lesion, Vec3 at, std::uint16_t role, float reach) {
    const tissue::Surface& cells = lesion.cells();
    std::size_t count = 0;
    for (std::size_t row = 0; row != cells.size(); ++row) {
        if ((cells.roles[row] & role) == 0) continue;
        count += norm(lesion.box().displacement(at, cells.position[row])) < reach;
    }
    return count;
}

/// Whether a place lies among tumour cells rather than fibroblasts.
bool in_nest(const tissue::Lesion& lesion, Vec3 at) {
    constexpr float reach = 25.0f;
    return near(lesion, at, tissue::role::tumour, reach) >
           2 * near(lesion, at, tissue::role::stroma, reach);
}

/// How often leukocytes of these kinds lie in nests, relative to random places in the tumour.
double share_in_nests(const tissue::Lesion& lesion, const std::vector<std::string>& kinds) {
    double all = 0.0, inside = 0.0;
    const tissue::Surface& cells = lesion.cells();
    for (std::size_t row = 0; row != cells.size(); ++row) {
        const std::string& kind = lesion.rules().kind_names[cells.kind[row]];
        if (std::find(kinds.begin(), kinds.end(), kind) == kinds.end()) continue;
        if (cells.position[row].z > 240.0f) continue;  // beyond the first margin
        all += 1.0;
        inside += in_nest(lesion, cells.position[row]);
    }
    REQUIRE(all > 50.0);
    constexpr int places = 1000;
    double nests = 0.0;
    for (std::uint64_t k = 0; k != places; ++k) {
        Stream random{1, "test.place"_draw, {k}, 0};
        const Vec3 at{static_cast<float>(uniform(random)) * 200.0f,
                      static_cast<float>(uniform(random)) * 200.0f,
                      static_cast<float>(uniform(random)) * 240.0f};
        nests += in_nest(lesion, at);
    }
    return inside / all / (nests / places);
}

/// Mean over seeds, three weeks after the tissue was founded.
double excluded(const std::vector<std::string>& settings) {
    double sum = 0.0;
    for (const std::uint64_t seed : {1, 2}) {
        auto patient = patient_with("nsclc", "excluded", settings, seed);
        live(*patient, 21);
        sum += share_in_nests(*patient->lesions().front(), {"bystander", "cytotoxic_t"}) / 2.0;
    }
    return sum;
}

}  // namespace

TEST_CASE("excluded tissue keeps T cells in its stroma; without TGF-β or matrix they come in" *
          doctest::test_suite("full")) {
    const double with = excluded({}), without_tgf_beta = excluded({"ablation.tgf_beta=true"}),
                 without_matrix = excluded({"ablation.matrix=true"});
    MESSAGE("T cells in nests, relative to chance: ", with, "; without TGF-β ", without_tgf_beta,
            "; without matrix ", without_matrix);
    CHECK(with < 0.65);
    CHECK(without_tgf_beta > with + 0.15);
    CHECK(without_matrix > with + 0.15);
}

TEST_CASE("healthy cells are spared, unless T cells lose their specificity") {
    // Some of the organ's cells stand among the tumour's, where T cells meet them.
    const auto lost = [](std::vector<std::string> settings) {
        settings.emplace_back("biology.parenchyma.density='2e7 1/mL'");
        auto patient = patient_with("melanoma", "inflamed", settings);
        live(*patient, 14);
        const auto f = figures(*patient->lesions().front());
        MESSAGE("healthy ", f.at("killed_healthy"), ", tumour ", f.at("killed"));
        REQUIRE(f.at("killed") > 0.0);
        return 1000.0 * f.at("killed_healthy") / f.at("killed");
    };
    const double specific = lost({}), blind = lost({"ablation.specificity=true"});
    MESSAGE("healthy cells lost per 1,000 tumour kills: ", specific, ", without specificity ",
            blind);
    CHECK(specific < 5.0);
    CHECK(blind > 200.0);
}
