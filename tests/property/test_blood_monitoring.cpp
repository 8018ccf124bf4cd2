// Blood that is drawn from a patient changes nothing of her, and tells of her tumour.

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "../support/examined.hpp"
#include "../support/saved_patients.hpp"
#include "clinic/examinations.hpp"
#include "config/input.hpp"

using namespace perforin;
using namespace perforin::test;
using clinic::Examinations, clinic::ResultRow;

namespace {

constexpr const char* quick = "[tissue]\nstep = '2 h'\nsub_step = '20 min'\n";
const std::vector<std::string> kinds{"ctdna", "blood_panel", "antigen_specific_t", "repertoire"};

std::string daily(const std::string& kind, const std::string& more = {}) {
    return "[[examination]]\ntype = '" + kind +
           "'\nfirst = '1 d'\nevery = '1 d'\nlater = '1 d'\njitter = '0 d'\n" + more;
}

std::string all_daily() {
    std::string text;
    for (const std::string& kind : kinds) text += daily(kind);
    return text;
}

/// The rows of a table, their figures by name.
std::vector<std::map<std::string, double>> rows(const std::vector<ResultRow>& all,
                                                const std::string& table) {
    std::vector<std::map<std::string, double>> found;
    for (const ResultRow& finding : all) {
        if (finding.table != table) continue;
        found.emplace_back();
        for (std::size_t i = 0; i != finding.row.labels().size(); ++i) {
            found.back()[finding.row.labels()[i].name] = finding.row.values()[i];
        }
    }
    return found;
}

double died(const tissue::Clones& clones) {
    double sum = 0.0;
    for (const double cells : clones.died.span()) sum += cells;
    return sum;
}

double lost(const std::map<std::string, double>& f) {
    return f.at("apoptosis") + f.at("necrosis") + f.at("killed") + f.at("irradiated") +
           f.at("drugged");
}

constexpr const char* surgery =
    "[[therapy]]\ntype = 'surgery'\nlesions = ['primary']\nresidual = 0\nfirst = '2 d'\n";

}  // namespace

TEST_CASE("a patient whose blood is drawn every day lives as one whose is not") {
    const std::string scenario = small_slab(quick);
    auto alone = make_patient(scenario);
    live(*alone, 3);
    Trial trial{scenario + all_daily()};
    const auto all = trial.live(3);
    CHECK(difference(*alone, trial.patient) == "");
    for (const char* table :
         {"ctdna/plasma", "ctdna/variants/antigen_0", "ctdna/clones/primary/0", "blood_panel/cells",
          "blood_panel/cytokines", "blood_panel/serum", "antigen_specific_t/antigen_0",
          "repertoire/blood", "repertoire/lesions/primary"}) {
        CHECK_MESSAGE(rows(all, table).size() == 4, table);
    }
}

TEST_CASE("blood tests that are saved and made anew after each day find the same") {
    const std::string text = small_slab(quick) + all_daily();
    Trial straight{text};
    const config::Input input{"test.toml", text};
    auto again = std::make_unique<Examinations>(input.root(), 1);
    for (std::int64_t day = 0; day != 4; ++day) {
        const auto expected = straight.look(day);
        const auto seen = again->look(Day{day}.start(), straight.patient);
        REQUIRE(seen.size() == expected.size());
        for (std::size_t i = 0; i != seen.size(); ++i) {
            CHECK(seen[i].table == expected[i].table);
            CHECK(seen[i].row.values() == expected[i].row.values());
        }
        Saving saving;
        for (const auto& one : again->tables()) one.table->write(saving[one.name]);
        again = std::make_unique<Examinations>(input.root(), 1);
        cells::restore(again->tables(),
                       [&](const std::string& name) -> const Source& { return saving.at(name); });
        straight.patient.live(Day{day});
    }
}

TEST_CASE("deaths by clone are those of the books, whatever the cause") {
    const std::string mutants = "[mutation]\ninterferon_loss = 0.01\n";
    Trial trial{small_slab(std::string{quick} + mutants +
                           "[[therapy]]\ntype = 'radiotherapy'\nlesions = ['primary']\n"
                           "first = '1 d'\n[[therapy]]\ntype = 'chemotherapy'\n") +
                daily("ctdna")};
    const auto all = trial.live(5);
    const tissue::Lesion& lesion = *trial.patient.lesions()[0];
    const auto f = figures(lesion);
    CHECK(f.at("irradiated") > 0.0);
    CHECK(died(lesion.clones()) > 0.0);
    CHECK(died(lesion.clones()) == doctest::Approx(lost(f)));
    double followed = 0.0;
    const auto plasma = rows(all, "ctdna/plasma");
    for (std::size_t day = 1; day != plasma.size(); ++day) followed += plasma[day].at("deaths");
    CHECK(followed == doctest::Approx(lost(f)));
}

TEST_CASE("a tumour that is taken out is gone from blood a day later") {
    Trial trial{small_slab(std::string{quick} + surgery) + all_daily() +
                daily("ctdna", "name = 'exact'\nerror = 0\n")};
    const auto all = trial.live(5);
    const auto plasma = rows(all, "exact/plasma"), serum = rows(all, "blood_panel/serum");
    REQUIRE(plasma.size() == 6);
    CHECK(plasma[2].at("mutant") > 0.0);
    CHECK(plasma[2].at("share_true") > 0.0);
    CHECK(plasma[2].at("share_below_detection") == 0.0);
    CHECK(plasma[5].at("live") == 0.0);
    CHECK(plasma[5].at("genomes") < 1e-9 * plasma[2].at("genomes"));
    CHECK(plasma[5].at("mutant") == 0.0);  // and of errors there are none
    CHECK(plasma[5].at("molecules") > 10000.0);
    CHECK(plasma[5].at("share_below_detection") == 1.0);
    CHECK(rows(all, "exact/variants/antigen_0")[5].at("mutant") == 0.0);
    const double usual = 170.0;
    CHECK(serum[2].at("ldh_true") > usual);
    CHECK(serum[5].at("ldh_true") - usual < 0.3 * (serum[2].at("ldh_true") - usual));
    CHECK(serum[5].at("crp_true") < serum[2].at("crp_true"));
    CHECK(rows(all, "repertoire/lesions/primary")[5].at("specific_true") == 0.0);
}

TEST_CASE("a clone without an antigen shows in the share of that variant") {
    Trial trial{
        "[[lesion]]\nname = 'primary'\ndiameter = '20 mm'\nantigens = 2\n"
        "[lesion.slab]\nwidth = '120 um'\ndepth = '160 um'\ncap = '200 um'\n"
        "[[lesion.clone]]\nshare = 0.4\nantigens_lost = 1\n" +
        std::string{quick} + daily("ctdna")};
    const auto all = trial.live(2);
    for (const char* table : {"ctdna/plasma", "ctdna/variants/antigen_0",
                              "ctdna/variants/antigen_1", "ctdna/clones/primary/1"}) {
        REQUIRE_MESSAGE(rows(all, table).size() == 3, table);
    }
    const auto whole = rows(all, "ctdna/plasma").back();
    const auto lacking = rows(all, "ctdna/variants/antigen_0").back();
    const auto truncal = rows(all, "ctdna/variants/antigen_1").back();
    const auto clone = rows(all, "ctdna/clones/primary/1").back();
    CHECK(truncal.at("share_true") == doctest::Approx(whole.at("share_true")));
    CHECK(lacking.at("share_true") + clone.at("share_true") ==
          doctest::Approx(whole.at("share_true")));
    CHECK(clone.at("share_true") > 0.25 * whole.at("share_true"));
    CHECK(clone.at("share_true") < 0.55 * whole.at("share_true"));
}

TEST_CASE("the first look at a lesion that has lived shows what it sheds, not nothing") {
    const std::string text = small_slab(quick) + daily("ctdna");
    Trial followed{text};
    const auto all = followed.live(3);
    Examinations late{followed.input.root(), 1};
    const auto first = rows(late.look(Day{3}.start(), followed.patient), "ctdna/plasma");
    REQUIRE(first.size() == 1);
    const double known = rows(all, "ctdna/plasma").back().at("genomes");
    CHECK(first[0].at("genomes") > 0.4 * known);
    CHECK(first[0].at("genomes") < 2.5 * known);
}

TEST_CASE("T cells that nodes send into blood show as dividing CD8 cells, then as specific ones") {
    const auto found = [](const std::string& more) {
        Trial trial{small_slab(std::string{quick} + more) + all_daily()};
        return trial.live(8);
    };
    const std::string vaccine =
        "[[therapy]]\ntype = 'vaccine'\n[node]\nexpansion = '1 d'\nnaive = 1e7\n";
    const auto with = found(vaccine), without = found("");
    const auto activated = [](const auto& all) {
        return rows(all, "blood_panel/cells").back().at("activated_true");
    };
    const auto specific = [](const auto& all, const char* what) {
        return rows(all, "antigen_specific_t/antigen_0").back().at(what);
    };
    CHECK(rows(without, "blood_panel/cells").front().at("activated_true") == doctest::Approx(0.02));
    CHECK(activated(with) > activated(without) + 1e-4);
    CHECK(specific(with, "tetramer_true") > specific(without, "tetramer_true"));
    CHECK(specific(with, "spots_true") > specific(without, "spots_true"));
    CHECK(rows(with, "repertoire/blood").back().at("specific_true") >
          rows(without, "repertoire/blood").back().at("specific_true"));
}

TEST_CASE("a panel counts the lymphocytes that are there, with the error of the assay") {
    Trial trial{small_slab(quick) + daily("blood_panel")};
    const auto first = rows(trial.look(0), "blood_panel/cells").at(0);
    CHECK(first.at("lymphocytes_true") == doctest::Approx(1.8e6));
    CHECK(first.at("cd8_true") == doctest::Approx(4.5e5));
    CHECK(first.at("lymphocytes") != first.at("lymphocytes_true"));
    CHECK(std::abs(std::log(first.at("lymphocytes") / 1.8e6)) < 0.5);
    CHECK(first.at("lymphocytes_below_detection") == 0.0);
    for (const cells::NamedTable& one : trial.patient.tables()) {
        auto* const nodes = dynamic_cast<patient::Lymphopenia*>(one.table);
        if (nodes) nodes->lymphocytes = 0.5;
    }
    trial.patient.live(Day{0});
    const auto after = rows(trial.look(1), "blood_panel/cells").at(0);
    CHECK(after.at("lymphocytes_true") < 0.53 * 1.8e6);
    CHECK(after.at("lymphocytes_true") > 0.47 * 1.8e6);
}

TEST_CASE("a lesion and blood share clonotypes; T cells that see the tumour are most in it") {
    Trial trial{small_slab(std::string{quick} + "[biology.bystander]\ndensity = '4e7 1/mL'\n") +
                daily("repertoire")};
    const auto all = trial.look(0);
    const auto blood = rows(all, "repertoire/blood").at(0);
    const auto lesion = rows(all, "repertoire/lesions/primary").at(0);
    // In truth what the tissue holds: specific cells, and a share of the bystanders.
    double specific = 0.0, bystanders = 0.0;
    const tissue::Lesion& tissue = *trial.patient.lesions()[0];
    const auto& names = tissue.rules().kind_names;
    for (std::size_t row = 0; row != tissue.cells().size(); ++row) {
        const std::uint16_t kind = tissue.cells().kind[row];
        if (names[kind] == "cytotoxic_t") specific += tissue.cells_per_agent(kind);
        if (names[kind] == "bystander") bystanders += 0.45 * tissue.cells_per_agent(kind);
    }
    REQUIRE(bystanders > 0.0);
    CHECK(lesion.at("cells") == doctest::Approx(specific + bystanders));
    CHECK(lesion.at("specific_true") == doctest::Approx(specific / (specific + bystanders)));
    CHECK(blood.at("specific_true") < 0.02);
    CHECK(std::abs(lesion.at("specific") - lesion.at("specific_true")) < 0.03);
    CHECK(lesion.at("overlap_true") > 0.2);
    CHECK(lesion.at("overlap_true") < 1.0);
    CHECK(lesion.at("overlap") == doctest::Approx(lesion.at("overlap_true")).epsilon(0.25));
    CHECK(lesion.at("clonality") > blood.at("clonality"));
    CHECK(std::abs(std::log(blood.at("sequenced") / 1e5)) < 0.8);  // runs differ by 20 %
    CHECK(blood.at("sequenced") / 1e5 ==
          doctest::Approx(lesion.at("sequenced") / 1e4).epsilon(0.1));
    CHECK(blood.at("detection") * blood.at("sequenced") == doctest::Approx(3.0));
    CHECK(blood.at("quantification") * blood.at("sequenced") == doctest::Approx(25.0));
    CHECK(lesion.at("quantified") > 0.0);
    CHECK(lesion.at("quantified") < lesion.at("distinct"));
    CHECK(lesion.at("shared") > 100.0);
}
