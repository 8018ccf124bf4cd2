#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "../support/closed_block.hpp"
#include "tissue/geometry.hpp"

using namespace perforin;
using namespace perforin::test;

namespace {

/// Share of the tumour part's volume in leukocytes.
double infiltrate(const patient::Patient& patient) {
    const tissue::Surface& cells = patient.lesions().front()->cells();
    double um3_of_cells = 0.0;
    for (std::size_t row = 0; row != cells.size(); ++row) {
        if ((cells.roles[row] & tissue::role::leukocyte) == 0) continue;
        if (cells.position[row].z <= 160.0f) um3_of_cells += tissue::sphere_um3(cells.radius[row]);
    }
    return um3_of_cells / (120.0 * 120.0 * 160.0);
}

/// An endothelium that lets everybody pass.
std::string open_slab(const std::string& bystander, const std::string& more = {}) {
    return quiet_slab(
        "[tissue.vessels]\nentry_floor = 1\nadhesion_floor = 1\n"
        "[biology.bystander]\nin_blood = '1e6 1/mL'\nloss = '10 1/d'\n"
        "extravasation = 1\nweight = 1\n" +
        bystander + more);
}

}  // namespace

TEST_CASE("bystanders fill a tumour up to their packing cap and not beyond") {
    auto patient = make_patient(open_slab("crowd = 0.3\n"));
    double most = 0.0;
    for (std::int64_t d = 0; d != 6; ++d) {
        patient->live(Day{d});
        most = std::max(most, infiltrate(*patient));
    }
    CHECK(most < 0.3);
    CHECK(infiltrate(*patient) > 0.7 * 0.3);
    auto fuller = make_patient(open_slab("crowd = 0.1\n"));
    live(*fuller, 3);
    CHECK(infiltrate(*fuller) < 0.7 * infiltrate(*patient));
}

TEST_CASE("leukocytes bring blood to a lesion up to a half of its cells, and no more") {
    const auto perfused = [](const std::string& density) {
        auto patient = make_patient(quiet_slab(some("bystander", density)));
        const tissue::Lesion& lesion = *patient->lesions().front();
        const double all = lesion.solid().in(mm3), infiltrate = lesion.parts().infiltrate.in(mm3);
        const double without = all - infiltrate;
        CHECK(lesion.perfused().in(mm3) == doctest::Approx(std::min(all, without / 0.5)));
        return infiltrate / all;
    };
    CHECK(perfused("2e8") < 0.4);
    CHECK(perfused("3e9") > 0.6);
}

TEST_CASE(
    "bystanders wait in organs, stop by a power of chemokine, and come with perfused tissue") {
    auto patient = make_patient(quiet_slab(
        some("bystander", "1e9",
             "in_blood = '1e6 1/mL'\ncirculating = 0.1\nsteepness = 3\nextravasation = 0.5\n"
             "egress = '0 1/d'\ndeath = '0 1/d'\n[tissue.vessels]\nperfused_infiltrate = 0\n")));
    live(*patient, 1);
    const tissue::Lesion& lesion = *patient->lesions().front();
    const auto& names = lesion.rules().kind_names;
    const auto kind = static_cast<std::uint16_t>(
        std::find(names.begin(), names.end(), "bystander") - names.begin());
    CHECK(lesion.rules().kinds[kind]->recruitment().lure.power == 3.0);

    const patient::Blood& blood = patient->body().blood();
    const std::size_t row = blood.find("bystander", 0, "");
    CHECK(blood.cell_class(row).circulating == 0.1);
    CHECK(blood.cells(row) == doctest::Approx(0.1 * blood.pools().cells[row]));

    const auto enters = [&](Volume of) {
        return 0.5 * lesion.encounter_rate(kind, of / (5.0 * litre)).raw();
    };
    const double entry = blood.banks().entry[blood.bank(0, row)];
    REQUIRE(entry > 0.0);
    CHECK(entry / enters(lesion.perfused()) == doctest::Approx(1.0).epsilon(1e-9));
    CHECK(entry < 0.8 * enters(lesion.solid()));
}

TEST_CASE("bystanders leave and die at their hazards, and none comes unless blood has some") {
    auto patient = make_patient(quiet_slab(some("bystander", "2e8")));
    const double first = figures(*patient).at("bystander");
    live(*patient, 4);
    const auto f = figures(*patient);
    CHECK(f.at("arrived") == 0.0);
    CHECK(f.at("bystander") == doctest::Approx(first * std::exp(-0.15 * 4)).epsilon(0.1));
    CHECK(f.at("departed") == doctest::Approx(2.0 * f.at("immune_died")).epsilon(0.3));
    auto ablated = make_patient(open_slab("", "[ablation]\nbystanders = true\n"));
    live(*ablated, 1);
    CHECK(figures(*ablated).at("bystander") == 0.0);
}

TEST_CASE("suppressor cells die within days, and suppress unless they are ablated") {
    const auto lives = [](const std::string& more) {
        auto patient = make_patient(quiet_slab(some("mdsc", "1e8") + more));
        const double first = figures(*patient).at("mdsc");
        live(*patient, 3);
        CHECK(figures(*patient).at("mdsc") ==
              doctest::Approx(first * std::exp(-0.9)).epsilon(0.12));
        bool suppress = false;
        for (const auto roles : patient->lesions().front()->cells().roles.span()) {
            suppress |= (roles & tissue::role::suppressive) != 0;
        }
        CHECK(suppress == (figures(*patient).at("il10") > 0.0));
        return suppress;
    };
    CHECK(lives(""));
    CHECK_FALSE(lives("[ablation]\nmdsc_suppression = true\n"));
}
