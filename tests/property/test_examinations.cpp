// Whoever is examined stays who she is, and what is found does not depend on how a run went.

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
#include "clinic/imaging/glucose.hpp"
#include "config/input.hpp"
#include "core/error.hpp"
#include "patient/marrow.hpp"
#include "tissue/geometry.hpp"

using namespace perforin;
using namespace perforin::test;
using clinic::Examinations, clinic::ResultRow;

namespace {

constexpr const char* quick = "[tissue]\nstep = '2 h'\nsub_step = '20 min'\n";
constexpr const char* daily =
    "[[examination]]\ntype = 'ct'\nfirst = '1 d'\nevery = '1 d'\nlater = '1 d'\njitter = '0 d'\n";

std::string complaint(const std::string& text) {
    try {
        static_cast<void>(Trial{small_slab(text)});
    } catch (const BadInput& bad) {
        return bad.what();
    }
    return "";
}

bool says(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

/// The figures of one row by name.
std::map<std::string, double> figures(const ResultRow& finding) {
    std::map<std::string, double> named;
    for (std::size_t i = 0; i != finding.row.labels().size(); ++i) {
        named[finding.row.labels()[i].name] = finding.row.values()[i];
    }
    return named;
}

std::vector<std::map<std::string, double>> rows(const std::vector<ResultRow>& all,
                                                const std::string& table) {
    std::vector<std::map<std::string, double>> found;
    for (const ResultRow& finding : all) {
        if (finding.table == table) found.push_back(figures(finding));
    }
    return found;
}

Saving save(Examinations& examinations) {
    Saving saving;
    for (const auto& one : examinations.tables()) one.table->write(saving[one.name]);
    return saving;
}

std::map<std::string, std::string> bytes_of(Examinations& examinations) {
    std::map<std::string, std::string> all;
    for (const auto& one : examinations.tables()) {
        Bytes sink;
        one.table->write(sink);
        all[one.name] = std::move(sink.bytes);
    }
    return all;
}

/// A nodule that stands for a lesion of some mm, and grows fast.
std::string growing(const std::string& more) {
    return std::string{quick} +
           "[[lesion]]\nname = 'old'\ndiameter = '20 mm'\n"
           "[lesion.slab]\nwidth = '60 um'\ndepth = '60 um'\ncap = '100 um'\ncut = '20 um'\n"
           "[[lesion]]\nname = 'young'\nlayout = 'nodule'\ncells_per_agent = 1e5\n"
           "[lesion.nodule]\nradius = '50 um'\nextent = '300 um'\n"
           "[biology.tumour]\ncycle = '12 h'\ngrowth_fraction = 1\n" +
           more;
}

}  // namespace

TEST_CASE("a patient who is examined every day is the one who is not, to the bit") {
    const std::string text = small_slab(std::string{quick} + "[[therapy]]\ntype = 'nivolumab'\n");
    auto alone = make_patient(text);
    live(*alone, 3);
    Trial trial{text + daily + "readers = 3\n"};
    CHECK(trial.live(3).size() == 11);  // four visits, four looks, three of them judged
    CHECK(difference(*alone, trial.patient) == "");
}

TEST_CASE("examinations that are saved and made anew after each day find the same") {
    const std::string text = small_slab(quick) + daily + "readers = 2\nmissed = 0.3\n";
    Trial straight{text};
    const config::Input input{"test.toml", text};
    auto again = std::make_unique<Examinations>(input.root(), 1);
    for (std::int64_t day = 0; day != 6; ++day) {
        const auto expected = straight.look(day);
        const auto seen = again->look(Day{day}.start(), straight.patient);
        REQUIRE(seen.size() == expected.size());
        for (std::size_t i = 0; i != seen.size(); ++i) {
            CHECK(seen[i].table == expected[i].table);
            CHECK(seen[i].row.values() == expected[i].row.values());
        }
        const Saving saving = save(*again);
        again = std::make_unique<Examinations>(input.root(), 1);
        cells::restore(again->tables(),
                       [&](const std::string& name) -> const Source& { return saving.at(name); });
        CHECK(again->look(Day{day}.start(), straight.patient).empty());  // it was looked at
        straight.patient.live(Day{day});
    }
    CHECK(bytes_of(*again) == bytes_of(straight.examinations));
    CHECK(straight.examinations.plugin(0).readings()->size() > 4);
}

TEST_CASE("a scan has the truth beside what is read, and the parts make the whole") {
    Trial trial{small_slab(std::string{quick} + "[substance.ifn_gamma]\n") + daily +
                "readers = 2\n"};
    const auto scans = rows(trial.live(2), "ct/lesions/primary");
    REQUIRE(scans.size() == 3);
    const tissue::Lesion& lesion = *trial.patient.lesions()[0];
    const auto last = scans.back();
    CHECK(last.at("volume") == doctest::Approx(lesion.volume().in(mm3)).epsilon(1e-5));
    CHECK(last.at("tumour") + last.at("infiltrate") + last.at("debris") + last.at("stroma") +
              last.at("fluid") ==
          doctest::Approx(last.at("volume")));
    CHECK(last.at("tumour") > 0.0);
    CHECK(last.at("infiltrate") > 0.0);
    CHECK(last.at("long_true") == doctest::Approx(lesion.diameter().in(mm)).epsilon(1e-5));
    CHECK(last.at("long_shown") < last.at("long_true"));
    CHECK(last.at("long_shown") > 0.95 * last.at("long_true"));
    CHECK(last.at("long_1") != last.at("long_2"));
    for (const char* read : {"long_1", "long_2"}) {
        CHECK(std::abs(std::log(last.at(read) / last.at("long_shown"))) < 0.26);
    }
    CHECK(last.at("known") == 1.0);
}

TEST_CASE("a lesion that grows beyond the limit of detection is a new one, and stays it") {
    Trial trial{growing(std::string{daily} + "slice = '1 mm'\ndetection = '6 mm'\n")};
    const auto all = trial.live(4);
    const auto young = rows(all, "ct/lesions/young");
    REQUIRE(young.size() == 5);
    CHECK(young.front().at("long_true") > 4.0);
    CHECK(young.front().at("long_1") == 0.0);
    CHECK(young.front().at("known") == 0.0);
    CHECK(young.back().at("long_1") >= 5.0);
    CHECK(young.back().at("known") == 1.0);
    const clinic::Readings& readings = *trial.examinations.plugin(0).readings();
    bool found = false;
    for (std::size_t row = 0; row != readings.size(); ++row) {
        CHECK((readings.later[row] != 0) == (readings.lesion[row] == 1));
        found = found || readings.lesion[row] == 1;
    }
    CHECK(found);
}

TEST_CASE("a lymph node shows its own tissue too, and is known once it is larger than normal") {
    const std::string node =
        "[[lesion]]\nname = 'n'\norgan = 'lymph_node'\n"
        "[lesion.slab]\nwidth = '60 um'\ndepth = '60 um'\ncap = '100 um'\ncut = '20 um'\n";
    const auto first = [&](const std::string& diameter) {
        Trial trial{quick + node.substr(0, node.find("[lesion.")) + "diameter = '" + diameter +
                    "'\n" + node.substr(node.find("[lesion.")) + daily + "slice = '1 mm'\n"};
        return rows(trial.look(0), "ct/lesions/n").at(0);
    };
    const auto hidden = first("2 mm"), large = first("20 mm");
    CHECK(hidden.at("short_true") == doctest::Approx(6.0).epsilon(0.05));
    CHECK(hidden.at("short_1") > 4.0);
    CHECK(hidden.at("known") == 0.0);
    CHECK(large.at("known") == 1.0);
    CHECK(large.at("short_true") == doctest::Approx(0.6 * large.at("long_true")));
}

TEST_CASE("a lesion of live tumour shines in FDG-PET, a small one less") {
    const auto first = [](const std::string& diameter) {
        Trial trial{std::string{quick} + "[[lesion]]\nname = 'n'\ndiameter = '" + diameter +
                    "'\n[[examination]]\ntype = 'fdg_pet'\nfirst = '1 d'\nevery = '1 d'\n"
                    "later = '1 d'\njitter = '0 d'\n"};
        return rows(trial.look(0), "fdg_pet/lesions/n").at(0);
    };
    const auto large = first("40 mm"), small = first("3 mm");
    CHECK(large.at("suv_true") > 9.0);
    CHECK(large.at("suv_true") < 9.0 * 1.6);
    CHECK(large.at("by_tumour") + large.at("by_leukocytes") == doctest::Approx(1.0));
    CHECK(large.at("suv_shown") == doctest::Approx(large.at("suv_true")).epsilon(0.001));
    CHECK(std::abs(std::log(large.at("suv") / large.at("suv_shown"))) < 0.5);
    CHECK(large.at("uptake") == doctest::Approx(large.at("suv_true") * 33.51).epsilon(0.02));
    CHECK(large.at("seen") == 1.0);
    CHECK(small.at("suv_shown") < 2.5);
    CHECK(small.at("suv_true") == doctest::Approx(large.at("suv_true")).epsilon(0.02));
}

TEST_CASE("tumour cells short of oxygen take up more FDG, and lymphocytes at work than at rest") {
    const auto p = config::standard<clinic::GlucoseParams>();
    CHECK(clinic::avidity(p, 0.0 * mmhg) == doctest::Approx(9.0 * 1.6));
    CHECK(clinic::avidity(p, 5.0 * mmhg) == doctest::Approx(9.0 * 1.3));
    CHECK(clinic::avidity(p, 1e6 * mmhg) == doctest::Approx(9.0).epsilon(1e-4));
    const auto last = [](const std::string& text) {
        Trial trial{small_slab(std::string{quick} + text) +
                    "[[examination]]\ntype = 'fdg_pet'\nfirst = '1 d'\nevery = '1 d'\n"
                    "later = '1 d'\njitter = '0 d'\n"};
        return rows(trial.live(2), "fdg_pet/lesions/primary").back();
    };
    const std::string crowd = "[biology.bystander]\ndensity = '5e7 1/mL'\n";
    const auto usual = last(crowd);
    const double rest = usual.at("by_leukocytes") * usual.at("uptake");
    const auto short_of_air = last(crowd +
                                   "[substance.oxygen]\nhost = '8 mmHg'\nvessel_level = '8 mmHg'\n"
                                   "initial = '8 mmHg'\n");
    CHECK(short_of_air.at("suv_true") > usual.at("suv_true"));
    Trial trial{small_slab(quick + crowd)};
    trial.live(2);
    const tissue::Lesion& lesion = *trial.patient.lesions()[0];
    auto eager = p;
    eager.active = 10.0 * p.active;
    CHECK(clinic::uptake(p, lesion).leukocytes == doctest::Approx(rest).epsilon(1e-6));
    CHECK(clinic::uptake(eager, lesion).tumour == clinic::uptake(p, lesion).tumour);
    bool held = false;
    for (const auto partner : lesion.cells().partner.span()) held = held || partner != 0;
    CHECK((clinic::uptake(eager, lesion).leukocytes > clinic::uptake(p, lesion).leukocytes) ==
          held);
}

TEST_CASE("an agent counts by its volume for FDG, however many cells it stands for") {
    // Lymphocytes of a tenth of an agent's cells beside macrophages that take up more.
    const auto p = config::standard<clinic::GlucoseParams>();
    Trial trial{small_slab(std::string{quick} +
                           "[biology.helper_t]\ndensity = '4e7 1/mL'\nweight = 0.1\n"
                           "[biology.macrophage]\ndensity = '4e7 1/mL'\nweight = 1\n")};
    const tissue::Lesion& lesion = *trial.patient.lesions()[0];
    const tissue::Surface& cells = lesion.cells();
    double volume = 0.0, sum = 0.0, lymphoid = 0.0;
    for (std::size_t row = 0; row != cells.size(); ++row) {
        if ((cells.roles[row] & tissue::role::leukocyte) == 0) continue;
        const bool lymphocyte = (cells.roles[row] & tissue::role::lymphocyte) != 0;
        const double own = tissue::sphere_um3(cells.radius[row]);
        volume += own;
        lymphoid += lymphocyte ? own : 0.0;
        sum += own * (lymphocyte ? p.resting : p.myeloid);
    }
    CHECK(lymphoid > 0.05 * volume);
    CHECK(lymphoid < 0.5 * volume);
    CHECK(clinic::uptake(p, lesion).leukocytes ==
          doctest::Approx(sum / volume * lesion.parts().infiltrate.in(ml)).epsilon(1e-6));
}

TEST_CASE("the dead are not examined") {
    Trial trial{small_slab(quick) + daily};
    trial.live(2);
    for (const cells::NamedTable& one : trial.patient.tables()) {
        auto* const marrow = dynamic_cast<patient::MarrowState*>(one.table);
        if (marrow) marrow->dead = 1;
    }
    CHECK(trial.look(3).empty());
    CHECK(trial.look(4).empty());
    CHECK(trial.examinations.visits(0).size() == 3);
    CHECK(trial.examinations.chart("p", trial.patient).died == 3);
}

TEST_CASE("a measurement table counts days from the first dose of any therapy") {
    Trial trial{small_slab(std::string{quick} +
                           "[[therapy]]\ntype = 'radiotherapy'\nlesions = ['primary']\n"
                           "first = '2 d'\n") +
                "[[examination]]\ntype = 'ct'\nstart = '2 d'\nbaseline = ['-2 d', '0 d']\n"
                "first = '1 d'\njitter = '0 d'\n"};
    trial.live(4);
    const clinic::Chart chart = trial.examinations.chart("p", trial.patient);
    CHECK(chart.treated == 2);
    CHECK(chart.died == -1);
    const clinic::Visits& visits = trial.examinations.visits(0);
    REQUIRE(visits.size() == 3);
    CHECK(visits.day[0] == 0);
    CHECK(visits.day[1] == 2);
    CHECK(visits.day[2] == 3);
    CHECK(visits.baseline[1] == 1);
    CHECK(visits.baseline[2] == 0);
}

TEST_CASE("what scans show is judged by all criteria at each visit on treatment") {
    Trial trial{small_slab(std::string{quick}) +
                "[[examination]]\ntype = 'ct'\nbaseline = ['0 d']\nfirst = '1 d'\nevery = '1 d'\n"
                "jitter = '0 d'\n"};
    std::vector<std::map<std::string, double>> seen = rows(trial.live(3), "ct/response");
    REQUIRE(seen.size() == 3);
    for (const auto& visit : seen) {
        for (const char* criterion : {"recist", "irecist", "irrc", "imrecist"}) {
            CHECK(visit.at(criterion) == 4.0);  // stable: days are nothing to this lesion
            CHECK(visit.at(std::string{criterion} + "_true") == 4.0);
        }
        CHECK(visit.at("diameters") == doctest::Approx(20.0).epsilon(0.2));
        CHECK(visit.at("new_lesion") == 0.0);
    }
}

TEST_CASE("examinations that cannot be are refused, with their place") {
    CHECK(complaint(daily) == "");
    CHECK(says(complaint("[[examination]]\ntype = 'xray'\n"), "examination[0].type = \"xray\""));
    CHECK(says(complaint("[[examination]]\ntype = 'ct'\nslice = '-1 mm'\n"), "slice"));
    CHECK(says(complaint("[[examination]]\ntype = 'ct'\nslices = '1 mm'\n"), "slice"));
    CHECK(says(complaint(std::string{daily} + daily), "another examination is called 'ct' too"));
    const std::string named = std::string{daily} + "name = 'a'\n";
    CHECK(says(complaint(named + named), "another examination"));
    CHECK(complaint(named + daily) == "");
    CHECK(says(complaint("[[lesion]]\nname = 'b'\norgan = 'livre'\n"), "did you mean \"liver\""));
}
