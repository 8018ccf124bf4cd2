// Stroma and host tissue around a tumour: how densely, where, and that they are no part of it.

#include <doctest/doctest.h>

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "../support/closed_block.hpp"
#include "tissue/kind.hpp"

using namespace perforin;
using namespace perforin::test;

namespace {

/// Agents of a kind whose height is within these, µm.
double agents_between(const tissue::Lesion& lesion, const std::string& kind, float low,
                      float high) {
    const tissue::Surface& cells = lesion.cells();
    double count = 0.0;
    for (std::size_t row = 0; row != cells.size(); ++row) {
        const float z = cells.position[row].z;
        if (lesion.rules().kind_names[cells.kind[row]] == kind && z >= low && z < high) count += 1;
    }
    return count;
}

/// A kind that comes first by name, and has no cells.
class Absent final : public tissue::Kind {
public:
    explicit Absent(config::Section&) {}
    std::unique_ptr<tissue::Population> populate() const override {
        return std::make_unique<tissue::Population>();
    }
    void found(const tissue::Founder&, tissue::Row, tissue::Surface&,
               tissue::Population&) const override {}
    void decide(const tissue::World&, tissue::Population&, tissue::Intents&) const override {}
    void tally(const tissue::Surface&, const tissue::Population&, double,
               tissue::Tally&) const override {}
};

/// Where every cell stands, by its identity.
std::map<std::uint64_t, std::vector<float>> places(const patient::Patient& patient) {
    const tissue::Surface& cells = patient.lesions().front()->cells();
    std::map<std::uint64_t, std::vector<float>> all;
    for (std::size_t row = 0; row != cells.size(); ++row) {
        const Vec3 at = cells.position[row];
        all[cells.id[row]] = {at.x, at.y, at.z, cells.radius[row]};
    }
    return all;
}

constexpr const char* healthy_host = "[biology.parenchyma]\nhost_density = '1e8 1/mL'\n";

}  // namespace

TEST_CASE("host tissue stands beyond the margin at its density, and is no part of the lesion") {
    const auto with = make_patient(quiet_slab(healthy_host)), without = make_patient(quiet_slab());
    const tissue::Lesion& lesion = *with->lesions().front();
    // 120 × 120 µm above a tumour of 160 µm: 1e8 per mL are one in 10⁴ µm³, 172.8 of them. Voxels
    // hold the next whole number above or below, so the sum scatters by half a root of their
    // number.
    const double host = lesion.box().size.z - 160.0f;
    CHECK(agents_between(lesion, "parenchyma", 160.0f, 1e4f) ==
          doctest::Approx(120.0 * 120.0 * host * 1e-4).epsilon(0.1));
    CHECK(agents_between(lesion, "parenchyma", 0.0f, 160.0f) == 0.0);
    for (const char* figure : {"fill", "volume", "cells_per_agent", "founded"}) {
        CAPTURE(figure);
        CHECK(figures(*with).at(figure) == figures(*without).at(figure));
    }
}

TEST_CASE(
    "stroma holds fibroblasts at their density, nests none; they are no volume of the lesion") {
    const std::string nests = "[tissue.stroma]\nnest = '80 um'\nseptum = '40 um'\n";
    const auto without = make_patient(quiet_slab(nests));
    const auto patient =
        make_patient(quiet_slab(nests + "[biology.fibroblast]\nstromal_density = '2e8 1/mL'\n"));
    CHECK(figures(*patient).at("fill") == figures(*without).at("fill"));
    const tissue::Lesion& lesion = *patient->lesions().front();
    // Nests of 80 × 80 × 80 µm under the margin and under a septum of 40 µm; voxels are whole.
    const double stroma = 120.0 * 120.0 * 160.0 - 80.0 * 80.0 * 120.0;
    CHECK(agents_between(lesion, "fibroblast", 0.0f, 160.0f) ==
          doctest::Approx(stroma * 2e-4).epsilon(0.1));
    const tissue::Surface& cells = lesion.cells();
    for (std::size_t row = 0; row != cells.size(); ++row) {
        const Vec3 at = cells.position[row];
        if ((cells.roles[row] & tissue::role::stroma) == 0 || at.z >= 160.0f) continue;
        CHECK((at.x < 40.0f || at.y < 40.0f || (at.z >= 40.0f && at.z < 80.0f)));
    }
}

TEST_CASE("a block whose core is cut meets host tissue that was always there") {
    auto patient = make_patient(quiet_slab(
        healthy_host + std::string{"[biology.tumour]\napoptosis = '0 1/d'\ncycle = '12 h'\n"
                                   "[ablation]\nhealthy_turnover = true\n"}));
    const tissue::Lesion& lesion = *patient->lesions().front();
    std::int64_t day = 0;
    while (figures(*patient).at("layers_cut") == 0.0) {
        REQUIRE(day < 40);
        patient->live(Day{day++});
    }
    const float top = lesion.box().size.z;
    // Nobody divides: what stands in the uppermost 40 µm has come with them.
    CHECK(agents_between(lesion, "parenchyma", top - 40.0f, top) > 0.5 * 57.6);
}

TEST_CASE("healthy cells that lie too densely give way until they fit") {
    const KnownClosedBlock closed{"test_closed"};
    auto patient = make_patient(closed_block(some("parenchyma", "3.6e8")));
    const tissue::Lesion& lesion = *patient->lesions().front();
    const auto alive = [&] {
        const tissue::Surface& cells = lesion.cells();
        double count = 0.0;
        for (std::size_t row = 0; row != cells.size(); ++row) {
            count += (cells.roles[row] & tissue::role::healthy) != 0 ? 1.0 : 0.0;
        }
        return count / (160.0 * 160.0 * 160.0 * 1.2e-4);  // as a multiple of the full density
    };
    REQUIRE(alive() == doctest::Approx(3.0).epsilon(0.02));
    live(*patient, 10);
    // x' = −x (0.01 + 0.2 (x − 1)) from 3: 1.06 after 10 days. Cells see neighbours, not the mean,
    // so the last of them go sooner and later; without the loss nine of ten are left.
    CHECK(alive() > 0.9);
    CHECK(alive() < 1.25);
}

TEST_CASE(
    "healthy cells among tumour cells are pressed to death, those beyond the margin are not") {
    auto patient =
        make_patient(quiet_slab("[biology.parenchyma]\ndensity = '4e7 1/mL'\n"
                                "host_density = '1.2e8 1/mL'\n"));
    const tissue::Lesion& lesion = *patient->lesions().front();
    const double host_before = agents_between(lesion, "parenchyma", 200.0f, 1e4f);
    const double inside_before = agents_between(lesion, "parenchyma", 0.0f, 120.0f);
    REQUIRE(inside_before > 50.0);
    live(*patient, 21);
    // At a hazard of 0.2 to 0.4 per day 1.5 % or less are left of those inside, corpses apart.
    CHECK(agents_between(lesion, "parenchyma", 0.0f, 120.0f) < 0.15 * inside_before);
    CHECK(agents_between(lesion, "parenchyma", 200.0f, 1e4f) > 0.6 * host_before);
}

TEST_CASE("a slow kind strolls as far as its speed and persistence say") {
    const KnownClosedBlock closed{"test_closed"};
    // Nobody pushes, dies or leaves; there is no chemokine.
    auto patient = make_patient(
        closed_block(some("bystander", "1e9",
                          "speed = '0.2 um/min'\npersistence = '10 min'\nrepulsion = '0 um/min'\n"
                          "egress = '0 1/d'\ndeath = '0 1/d'\nweight = 1\n")));
    const tissue::Surface& cells = patient->lesions().front()->cells();
    std::map<tissue::CellId, Vec3> before;
    for (std::size_t row = 0; row != cells.size(); ++row) {
        const Vec3 at = cells.position[row];
        bool inside = (cells.roles[row] & tissue::role::leukocyte) != 0;
        for (std::size_t axis = 0; axis != 3; ++axis) inside &= at[axis] > 30 && at[axis] < 130;
        if (inside) before[cells.id[row]] = at;  // far from the walls
    }
    REQUIRE(before.size() > 900);
    patient->pass(Tick{0, seconds_per_hour});
    double squares = 0.0;
    for (std::size_t row = 0; row != cells.size(); ++row) {
        const auto was = before.find(cells.id[row]);
        if (was == before.end()) continue;
        const Vec3 moved = cells.position[row] - was->second;
        squares += dot(moved, moved);
    }
    // ⟨r²⟩ = 2 v² P t in any number of dimensions (Fürth 1920, long after P). The mean of 1,000 has
    // a relative standard error of √(2/3/1000) = 2.6 %; four of them are left.
    const double expected = 2.0 * 0.2 * 0.2 * 10.0 * 60.0;
    CHECK(squares / static_cast<double>(before.size()) == doctest::Approx(expected).epsilon(0.11));
}

TEST_CASE(
    "a new kind of cell without cells leaves all others where they were, and lets them live on") {
    const std::string text = small_slab(
        "[tissue]\nstep = '2 h'\nsub_step = '20 min'\n"
        "[biology.fibroblast]\nstromal_density = '2e8 1/mL'\n" +
        some("regulatory_t", "1e7") + some("macrophage", "1e7") + healthy_host);
    const auto before = make_patient(text);
    const Known<tissue::Kind, Absent> absent{"aaa"};
    const auto after = make_patient(text);
    REQUIRE(after->rules().kind_names.front() == "aaa");
    CHECK(places(*before) == places(*after));
    live(*after, 2);
    const auto lived_on = places(*after);
    live(*before, 2);
    CHECK(places(*before) == lived_on);
}
