// Biopsies of patients: nothing is taken, and what is found is the block's.

#include <doctest/doctest.h>

#include <cmath>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "../support/saved_patients.hpp"
#include "clinic/examinations.hpp"
#include "config/input.hpp"
#include "core/error.hpp"

using namespace perforin;
using namespace perforin::test;
using clinic::ResultRow;

namespace {

constexpr const char* quick = "[tissue]\nstep = '2 h'\nsub_step = '20 min'\n";
constexpr const char* daily =
    "[[examination]]\ntype = 'biopsy'\nfirst = '1 d'\nevery = '1 d'\nlater = '1 d'\n"
    "jitter = '0 d'\n";
constexpr const char* no_t_cells = "[biology.cytotoxic_t]\ndensity = '0 1/mL'\n";
constexpr const char* any_size = "least = '0 mm'\n";
constexpr const char* infiltrate =
    "[biology.cytotoxic_t]\ndensity = '5e6 1/mL'\n[biology.regulatory_t]\ndensity = '5e6 1/mL'\n"
    "[biology.bystander]\ndensity = '8e7 1/mL'\n[biology.macrophage]\ndensity = '3e7 1/mL'\n";

/// The biopsies of a patient who has lived so many days, and herself.
struct Biopsied {
    explicit Biopsied(const std::string& text, std::int64_t days = 0, std::uint64_t seed = 1)
        : input{"test.toml", text}, patient{input.root(), seed}, clinic{input.root(), seed} {
        input.finish();
        look(0);
        for (std::int64_t day = 0; day != days; ++day) {
            patient.live(Day{day});
            look(day + 1);
        }
    }
    void look(std::int64_t day) {
        for (ResultRow& row : clinic.look(Day{day}.start(), patient)) {
            if (row.table.find("/lesions/") != std::string::npos) found.push_back(std::move(row));
        }
    }
    std::map<std::string, double> figures(std::size_t i = 0) const {
        std::map<std::string, double> named;
        const tissue::Tally& row = found.at(i).row;
        for (std::size_t k = 0; k != row.labels().size(); ++k) {
            named[row.labels()[k].name] = row.values()[k];
        }
        return named;
    }

    config::Input input;
    patient::Patient patient;
    clinic::Examinations clinic;
    std::vector<ResultRow> found;
};

std::string nodule(const std::string& dimensions) {
    return std::string{quick} +
           "[[lesion]]\nname = 'n'\nlayout = 'nodule'\n[lesion.nodule]\nradius = '80 um'\n"
           "extent = '300 um'\ndimensions = " +
           dimensions + "\n" + no_t_cells + daily;
}

}  // namespace

TEST_CASE("a patient who is biopsied every day is the one who is not, to the bit") {
    const std::string text = small_slab(std::string{quick} + infiltrate);
    auto alone = make_patient(text);
    live(*alone, 2);
    Biopsied biopsied{text + daily, 2};
    CHECK(biopsied.found.size() == 3);
    CHECK(difference(*alone, biopsied.patient) == "");
}

TEST_CASE("a biopsy is a function of patient, seed and day, and another day finds other cells") {
    const std::string text = small_slab(std::string{quick} + infiltrate) + daily;
    const Biopsied one{text, 1}, same{text, 1}, other{text, 0, 2};
    REQUIRE(one.found.size() == 2);
    for (std::size_t i = 0; i != 2; ++i) {
        CHECK(one.figures(i).at("cd8_core") == same.figures(i).at("cd8_core"));
        REQUIRE(one.found[i].image.has_value());
        CHECK(one.found[i].image->values == same.found[i].image->values);
    }
    CHECK(one.found[0].image->values != one.found[1].image->values);
    CHECK(one.found[0].image->values != other.found[0].image->values);
}

TEST_CASE("an infiltrated block is read as what it was made of") {
    const Biopsied one{small_slab(std::string{quick} + infiltrate) + daily + "readers = 2\n"};
    const auto row = one.figures();
    // 0.45 of 8e7 bystanders and 5e6 specific cells per mL, of 9 µm in a section of 4 µm: 533.
    CHECK(row.at("cd8_core_true") == doctest::Approx(533).epsilon(0.2));
    CHECK(row.at("cd3_core_true") > row.at("cd8_core_true"));
    CHECK(row.at("treg_per_cd8_true") == doctest::Approx(5.0 / 41.0).epsilon(0.4));
    CHECK(std::abs(std::log(row.at("cd8_core") / row.at("cd8_core_true"))) < 1.0);
    CHECK(row.at("phenotype_true") == 2.0);
    CHECK(row.at("evaluable") == 1.0);
    CHECK(row.at("viable") >= 100.0);
    CHECK(row.at("tumour_fraction_true") > 0.5);
    CHECK(row.at("tumour_fraction_true") < 1.0);
    CHECK(row.at("cps_true") >= row.at("tps_true"));
    for (const char* name : {"tps_1", "tps_2", "cps_1", "cps_2"}) {
        CHECK(row.at(name) >= 0.0);
        CHECK(row.at(name) <= 100.0);
    }
}

TEST_CASE("few cells in an area are below the limits of a count, and counts scatter about it") {
    const std::string text = small_slab(std::string{quick} + infiltrate) + daily + "counting = 0\n";
    const Biopsied plain{text + "recounting = 0\n", 3}, again{text + "recounting = 0.3\n", 3};
    const Biopsied bare{small_slab(std::string{quick} + no_t_cells) + daily};
    double square = 0.0, detected = 0.0, sure = 0.0;
    int counts = 0;
    for (std::size_t i = 0; i != plain.found.size(); ++i) {
        const auto exact = plain.figures(i), read = again.figures(i);
        for (const std::string name : {"cd8_core", "cd3_core", "cd8_margin", "cd3_margin"}) {
            const double area = exact.at(name.ends_with("core") ? "area_core" : "area_margin");
            const double cells = exact.at(name) * area;  // counted without error: whole ones
            CHECK(cells == doctest::Approx(std::round(cells)));
            CHECK(exact.at(name + "_below_detection") == (cells < 2.5 ? 1.0 : 0.0));
            CHECK(exact.at(name + "_below_quantification") == (cells < 24.5 ? 1.0 : 0.0));
            detected += exact.at(name + "_below_detection") == 0.0 ? 1.0 : 0.0;
            sure += exact.at(name + "_below_quantification") == 0.0 ? 1.0 : 0.0;
            CHECK(read.at(name + "_true") == exact.at(name + "_true"));
            if (!(cells > 0.0)) continue;
            square += std::pow(std::log(read.at(name) / exact.at(name)), 2);
            ++counts;
        }
    }
    REQUIRE(counts > 8);
    CHECK(std::sqrt(square / counts) > 0.1);  // of 0.3; a chi of 9 or more counts
    CHECK(std::sqrt(square / counts) < 0.6);
    CHECK(detected > 0.0);
    CHECK(sure > 0.0);
    CHECK(bare.figures().at("cd8_core_below_detection") == 1.0);
    CHECK(bare.figures().at("cd8_core_below_quantification") == 1.0);
}

TEST_CASE("interferon is what makes a tumour stain for PD-L1") {
    const auto tps = [](const std::string& constitutive) {
        return Biopsied{small_slab(std::string{quick} + no_t_cells +
                                   "[biology.tumour]\npdl1_constitutive = " + constitutive +
                                   "\npdl1_induced = " + constitutive + "\n") +
                        daily + "pdl1_scatter = 0.4\n"}
            .figures();
    };
    CHECK(tps("1e3").at("tps_true") < 1.0);
    CHECK(tps("1e6").at("tps_true") > 99.0);
    CHECK(tps("6e4").at("tps_true") == doctest::Approx(50.0).epsilon(0.1));
    CHECK(tps("6e4").at("cd8_core_true") == 0.0);
    CHECK(tps("6e4").at("phenotype") == 0.0);
    CHECK(std::isnan(tps("6e4").at("treg_per_cd8")));
}

TEST_CASE("nodules and sheets can be biopsied; a small lesion is not, nor one that is not named") {
    for (const char* dimensions : {"2", "3"}) {
        const Biopsied one{nodule(dimensions) + any_size};
        CAPTURE(dimensions);
        REQUIRE(one.found.size() == 1);
        CHECK(one.figures().at("viable") > 20.0);
        CHECK(one.figures().at("area_core") > 0.0);
        CHECK(one.figures().at("tumour_fraction_true") == doctest::Approx(1.0));
    }
    const std::string sheet = "dimensions = 2\n";
    CHECK(Biopsied{small_slab(sheet + quick) + daily}.figures().at("viable") > 20.0);
    CHECK(Biopsied{nodule("3")}.found.empty());
    CHECK(Biopsied{nodule("3") + any_size + "lesions = ['other']\n"}.found.empty());
}

TEST_CASE("too few viable cells are told, and give no score") {
    const Biopsied one{small_slab(quick) + daily + "viable_cells = 100000\n"};
    CHECK(one.figures().at("evaluable") == 0.0);
    CHECK(std::isnan(one.figures().at("tps_1")));
    CHECK(std::isnan(one.figures().at("cps_shown")));
    CHECK(!std::isnan(one.figures().at("tps_true")));
    CHECK_THROWS_AS((Biopsied{small_slab(quick) + daily + "bystander_cd8 = 0.7\n"}), BadInput);
}
