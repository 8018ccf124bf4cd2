// What therapies do to colonies, which live outside all blocks.

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "../support/closed_block.hpp"
#include "../support/saved_patients.hpp"
#include "biology/models/drugs.hpp"
#include "biology/models/radiation.hpp"
#include "biology/tumour.hpp"
#include "core/error.hpp"
#include "patient/metastases.hpp"

using namespace perforin;
using namespace perforin::test;

namespace {

constexpr double colonies = 50.0, cells_each = 1000.0;

/// Colonies in the brain whose cells neither divide nor die by themselves.
std::string patient_text(const std::string& more, const std::string& rates = "birth = '0 1/d'\n") {
    std::string text = quiet_slab(
        "[tissue]\nstep = '2 h'\nsub_step = '1 h'\n[metastasis]\nsleeping = 50\n"
        "sleeping_cells = 1000\ndeath = '0 1/d'\n" +
        rates +
        "[metastasis.lesion]\nlayout = 'nodule'\norgan = 'brain'\n"
        "[metastasis.lesion.nodule]\nradius = '200 um'\nextent = '600 um'\n" +
        more);
    return text.insert(text.find("name = 'primary'"), "organ = 'brain'\n");
}

std::vector<std::uint64_t> sizes(const patient::Metastases& some) {
    const auto cells = some.colonies().cells.span();
    return {cells.begin(), cells.end()};
}

double sum(const std::vector<std::uint64_t>& cells) {
    double all = 0.0;
    for (const std::uint64_t one : cells) all += static_cast<double>(one);
    return all;
}

std::vector<std::uint64_t> lived(const std::string& text, std::int64_t days) {
    auto patient = make_patient(text);
    live(*patient, days);
    return sizes(patient->metastases());
}

std::string told(const std::string& text) {
    try {
        make_patient(text);
    } catch (const BadInput& bad) {
        return bad.what();
    }
    return {};
}

std::string rays(const std::string& more, const std::string& dose = "4 Gy") {
    return "[[therapy]]\ntype = 'radiotherapy'\nlesions = ['primary']\nnumber = 1\ndose = '" +
           dose + "'\n" + more;
}

}  // namespace

TEST_CASE("under drugs a colony dies out as often as failed divisions and deaths say") {
    const config::Input input{"test.toml",
                              "[metastasis]\nsleeping = 1000\nsleeping_cells = 2\n"
                              "birth = '0.25 1/d'\ndeath = '0.06 1/d'\n"};
    patient::Metastases some{input.root(), 7};
    some.begin({});
    // Of 0.2 divisions that cells set out for 0.16 succeed; they die at 0.06 + 0.04 + 0.02.
    const tissue::Pressure drugs{.division = 0.8, .lethal = 0.2, .death = 0.02 * per_day};
    for (std::int64_t h = 0; h != 24 * 150; ++h) {
        some.grow(
            {h * seconds_per_hour, seconds_per_hour}, [](std::uint64_t) { return 0.0; },
            [&](const tissue::Traits&) { return drugs; });
    }
    double extinct = 0;
    for (const std::uint64_t cells : sizes(some)) extinct += cells == 0;
    const double chance = std::pow(0.12 / 0.16, 2);
    CHECK(std::abs(extinct - 1000 * chance) < 4.0 * std::sqrt(1000 * chance * (1 - chance)));
}

TEST_CASE("drugs that are not there leave colonies as they are, to the bit") {
    const std::string rates = "birth = '0.5 1/d'\n";
    const auto none = lived(patient_text("", rates), 3);
    for (const char* therapy : {"chemotherapy", "targeted", "imatinib_like"}) {
        CAPTURE(therapy);
        const std::string given = "[[therapy]]\ntype = '" + std::string{therapy} + "'\n";
        CHECK(lived(patient_text(given + "dose = '0 mg'\n", rates), 3) == none);
        CHECK(lived(patient_text(given + "first = '3 d'\n", rates), 3) == none);
    }
    // What acts on nothing in a tumour cell does nothing to colonies either.
    CHECK(lived(patient_text("[[therapy]]\ntype = 'steroids'\n", rates), 3) == none);
    CHECK(lived(patient_text("[[therapy]]\ntype = 'nivolumab'\n", rates), 3) == none);
    CHECK(lived(patient_text("[[therapy]]\ntype = 'chemotherapy'\n", rates), 3) != none);
}

TEST_CASE("a targeted drug kills a colony's cells at the rate of dependent cells") {
    const std::string blocked =
        "[[therapy]]\ntype = 'targeted'\n[drug.erlotinib]\nhalf = '1e-4 nM'\n"
        "[growth_signal]\ndependence = 1\ndeprivation = '0.3 1/d'\n";
    const std::string rates = "birth = '0.5 1/d'\n";
    const double left = sum(lived(patient_text(blocked, rates), 4));
    const double chance = std::exp(-0.3 * 4.0), all = colonies * cells_each;
    CHECK(std::abs(left - all * chance) <
          4.0 * std::sqrt(all * chance * (1 - chance)) + 0.01 * all);
    CHECK(sum(lived(patient_text("", rates), 4)) > 4.0 * all);
}

TEST_CASE("a clone's sensitivity counts in colonies as in tissue") {
    const auto patient = make_patient(small_slab());
    const tissue::Rules& rules = patient->rules();
    const tissue::Kind& tumour = *rules.kinds[rules.tumour];
    const auto microtubules = tissue::receptor("microtubules"),
               signal = tissue::receptor("growth_signal");
    const tissue::Reach reach{.occupancy =
                                  [&](tissue::ReceptorHandle receptor) {
                                      return receptor.rank == microtubules.rank ? 0.5
                                             : receptor.rank == signal.rank     ? 0.8
                                                                                : 0.0;
                                  },
                              .exposure = [](tissue::Level) { return 3.0; }};
    const auto usual = tumour.pressure_beyond({}, reach);
    CHECK(usual.lethal == doctest::Approx(0.9 * 0.5));
    CHECK(usual.division == doctest::Approx(1.0 - 0.95 * 0.8));
    CHECK(usual.death.in(per_day) == doctest::Approx(0.8 * 0.05));
    const auto other =
        tumour.pressure_beyond({.drug_resistance = 0.75f, .target_independent = true}, reach);
    CHECK(other.lethal == doctest::Approx(0.25 * 0.9 * 0.5));
    CHECK(other.division == 1.0);
    CHECK(other.death == Rate{});
    CHECK(tumour.survival_beyond({.radiation_resistance = 1.0f}, reach) == 1.0);
    CHECK(tumour.survival_beyond({}, reach) < 0.5);
}

TEST_CASE("a drug comes to where colonies live as to tissue of normal vessel density") {
    const patient::Penetration way{.diffusivity{}, .ratio = 0.3, .exchange = 0.1 * per_hour};
    const Molarity after =
        patient::level_after(5.0 * nanomolar, way, 100.0 * nanomolar, 2.0 * hour);
    CHECK(after.in(nanomolar) == doctest::Approx(30.0 - 25.0 * std::exp(-0.2)).epsilon(1e-12));

    const auto patient = make_patient(patient_text("[[therapy]]\ntype = 'chemotherapy'\n"));
    live(*patient, 2);
    const fields::Diffusion& drug = patient->lesions().front()->dissolved().drug(0);
    double mean = 0.0;
    for (const float level : drug.levels()) mean += static_cast<double>(level);
    mean /= static_cast<double>(drug.levels().size());
    const double there = patient->metastases().level(0).in(nanomolar);
    MESSAGE("docetaxel after two days, nM: block " << mean << ", colonies " << there);
    CHECK(there == doctest::Approx(mean).epsilon(0.2));
    CHECK(there > 5.0 * patient->body().drugs()[0]->plasma.concentration().in(nanomolar));
}

TEST_CASE("radiation of a whole organ reaches its colonies, that of a lesion does not") {
    using biology::RadiationParams;
    const auto radiation = config::standard<RadiationParams>();
    const auto tumour = config::standard<biology::TumourParams>();
    const double chance = biology::surviving(
        radiation, biology::oxygenated_dose(radiation, 4.0 * gray, tumour.oxygen_ample), 0.0);
    const double all = colonies * cells_each;
    const double left = sum(lived(patient_text(rays("whole_organ = true\n")), 2));
    CHECK(std::abs(left - all * chance) < 4.0 * std::sqrt(all * chance * (1 - chance)));
    CHECK(sum(lived(patient_text(rays("")), 2)) == all);
    CHECK(sum(lived(patient_text(rays("whole_organ = true\nfirst = '2 d'\n")), 2)) == all);
    CHECK(sum(lived(patient_text(rays("whole_organ = true\n", "0 Gy")), 2)) == all);
    std::string elsewhere = patient_text(rays("whole_organ = true\n"));
    elsewhere.replace(elsewhere.rfind("'brain'"), 7, "'liver'");
    CHECK(sum(lived(elsewhere, 2)) == all);
}

TEST_CASE("radiation of a whole organ reaches every lesion in it, each once") {
    const auto irradiated = [](const std::string& more, const std::string& organ) {
        auto patient =
            make_patient(patient_text(rays(more) + "[[lesion]]\nname = 'other'\norgan = '" + organ +
                                      "'\n[lesion.slab]\nwidth = '100 um'\ndepth = '100 um'\n"
                                      "cap = '140 um'\n"));
        live(*patient, 1);
        return std::pair{figures(*patient->lesions()[0]).at("tumour_doomed"),
                         figures(*patient->lesions()[1]).at("tumour_doomed")};
    };
    const auto lesion = irradiated("", "brain"),
               whole = irradiated("whole_organ = true\n", "brain"),
               apart = irradiated("whole_organ = true\n", "liver");
    CHECK(lesion.second == 0.0);
    CHECK(whole.first == lesion.first);
    CHECK(whole.second > 0.0);
    CHECK(apart.second == 0.0);
    CHECK(told(small_slab(rays("whole_organ = true\n"))).find("in which `organ` it lies") !=
          std::string::npos);
}

TEST_CASE("saved and made again after every step, colonies under drugs live the same lives") {
    const std::string text = patient_text(
        "[[therapy]]\ntype = 'chemotherapy'\n" + rays("whole_organ = true\n"), "birth = '1 1/d'\n");
    auto straight = make_patient(text), again = make_patient(text);
    straight->treat(Day{0});
    again->treat(Day{0});
    for (const Tick& tick : Day{0}.ticks(straight->rules().step())) {
        const Saving saving = save(*again);
        again = make_patient(text);
        test::restore(*again, saving);
        straight->pass(tick);
        again->pass(tick);
        REQUIRE(difference(*straight, *again) == "");
    }
    CHECK(straight->metastases().level(0) > Molarity{});
}
