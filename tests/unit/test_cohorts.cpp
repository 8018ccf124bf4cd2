// Virtual cohorts: patients as the file says, each alone as among all.

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <set>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "engine/prepared.hpp"
#include "engine/provenance.hpp"
#include "engine/scenario.hpp"
#include "study/cohort/cohort.hpp"
#include "study/distribution.hpp"
#include "study/identity.hpp"
#include "support/patients.hpp"
#include "support/scratch_folder.hpp"
#include "tissue/lesion.hpp"

using namespace perforin;
using namespace perforin::study;

namespace {

/// A folder with two layers, and cohorts over them.
struct Desk {
    Desk() {
        write("tiny.toml",
              "[patient]\nweight = '70 kg'\n[tissue]\nvoxel = '40 um'\n" + test::small_slab());
        write("hot.toml", "[biology.cytotoxic_t]\ndensity = '4e6 1/mL'\n");
    }
    void write(const std::string& name, const std::string& text) const {
        std::ofstream{folder / name, std::ios::binary} << text;
    }
    Cohort cohort(const std::string& text, std::size_t patients = 1) const {
        write("c.toml", "[cohort]\nlayers = 'tiny.toml'\n" + text);
        return Cohort{engine::find_scenario(folder / "c.toml"), patients};
    }
    support::ScratchFolder folder;
};

std::string variable(const std::string& name, const std::string& rest) {
    return "[[cohort.variable]]\nname = '" + name + "'\n" + rest + '\n';
}

std::string correlation(const std::string& a, const std::string& b, double value) {
    return "[[cohort.correlation]]\nbetween = ['" + a + "', '" + b +
           "']\nvalue = " + std::to_string(value) + '\n';
}

const std::string normal_law = "distribution = 'normal'\nmean = 0\nsd = 1\n";
const std::string classes =
    "distribution = 'classes'\n[[cohort.variable.class]]\nname = 'low'\nshare = 0.6\n"
    "[[cohort.variable.class]]\nname = 'high'\nshare = 0.4\n";
const std::string sld =
    variable("sld",
             "unit = 'mm'\ndistribution = 'log_normal'\nmedian = '64.5 mm'\nfactor = 1.904\n"
             "from = '10 mm'\nto = '400 mm'\n") +
    variable("sites",
             "distribution = 'values'\nvalues = [1, 2, 3, 8]\n"
             "shares = [0.1, 0.2, 0.3, 0.4]\n");
const std::string lesions =
    "[cohort.lesions]\nsum = 'sld'\nnumber = 'sites'\nmost = 4\nfirst = 'lung'\n"
    "settings = ['slab.width=120 um', 'slab.depth=120 um', 'slab.cap=160 um']\n"
    "[[cohort.lesions.organ]]\nname = 'lung'\nshare = 0.5\n"
    "[[cohort.lesions.organ]]\nname = 'liver'\nshare = 0.3\nsettings = ['homing=0.5']\n"
    "[[cohort.lesions.organ]]\nname = 'bone'\nshare = 0.2\n";

std::vector<double> numbers(const Cohort& cohort, const std::string& name) {
    std::vector<double> all;
    const std::size_t column = cohort.column(name).value();
    for (std::uint64_t k = 1; k <= cohort.size(); ++k) {
        all.push_back(cohort.patient(k).values[column].number);
    }
    return all;
}

double correlation_of(const std::vector<double>& a, const std::vector<double>& b) {
    const auto n = static_cast<double>(a.size());
    double ma = 0, mb = 0, saa = 0, sbb = 0, sab = 0;
    for (std::size_t i = 0; i != a.size(); ++i) {
        ma += a[i] / n;
        mb += b[i] / n;
    }
    for (std::size_t i = 0; i != a.size(); ++i) {
        saa += (a[i] - ma) * (a[i] - ma);
        sbb += (b[i] - mb) * (b[i] - mb);
        sab += (a[i] - ma) * (b[i] - mb);
    }
    return sab / std::sqrt(saa * sbb);
}

/// Largest distance between shares of the sample and of the law (Kolmogorov and Smirnov).
template <class Share>
double distance(std::vector<double> sample, Share&& share) {
    std::sort(sample.begin(), sample.end());
    const auto n = static_cast<double>(sample.size());
    double most = 0.0;
    for (std::size_t i = 0; i != sample.size(); ++i) {
        const double p = share(sample[i]);
        most = std::max({most, std::abs(p - static_cast<double>(i) / n),
                         std::abs(p - static_cast<double>(i + 1) / n)});
    }
    return most;
}

constexpr std::size_t many = 1000;
// Beyond these lies one sample of 1000 that is what it should be.
const double ks_limit = 1.95 / std::sqrt(static_cast<double>(many));
const double r_limit = 3.3 / std::sqrt(static_cast<double>(many));

std::vector<tissue::LesionParams> lesions_of(const std::string& toml) {
    const config::Input input{"p.toml", toml.substr(toml.find("\n[run]"))};
    std::vector<tissue::LesionParams> all;
    for (const config::Section& section : input.root().elements("lesion")) {
        all.emplace_back(section);
    }
    return all;
}

}  // namespace

TEST_CASE("covariates are drawn from the distributions that were written") {
    const Desk desk;
    const Cohort cohort = desk.cohort(
        variable("a", "distribution = 'log_normal'\nmedian = 7\nfactor = 2\nfrom = 1\nto = 30\n") +
            variable("b", "unit = 'kg'\ndistribution = 'normal'\nmean = '70 kg'\nsd = '5000 g'\n") +
            variable("c", "distribution = 'log_uniform'\nfrom = 1\nto = 100\n") +
            variable("d", classes),
        many);
    const double z = std::log(2.0), low = normal_share(std::log(1.0 / 7.0) / z),
                 high = normal_share(std::log(30.0 / 7.0) / z);
    CHECK(distance(numbers(cohort, "a"), [&](double x) {
              return (normal_share(std::log(x / 7.0) / z) - low) / (high - low);
          }) < ks_limit);
    CHECK(distance(numbers(cohort, "b"), [](double x) { return normal_share((x - 70) / 5); }) <
          ks_limit);
    CHECK(distance(numbers(cohort, "c"), [](double x) { return std::log(x) / std::log(100.0); }) <
          ks_limit);
    double share = 0.0;
    for (const double d : numbers(cohort, "d")) share += d / static_cast<double>(many);
    CHECK(std::abs(share - 0.4) < 3.3 * std::sqrt(0.4 * 0.6 / static_cast<double>(many)));
    CHECK(std::abs(correlation_of(numbers(cohort, "a"), numbers(cohort, "b"))) < r_limit);
}

TEST_CASE("covariates are correlated as was written, classes too") {
    const Desk desk;
    const Cohort cohort =
        desk.cohort(variable("a", normal_law) + variable("b", normal_law) + variable("c", classes) +
                        variable("d", normal_law) + correlation("b", "a", 0.6) +
                        correlation("c", "a", -0.5) + correlation("c", "d", 0.3),
                    many);
    const std::vector<double> a = numbers(cohort, "a"), c = numbers(cohort, "c");
    CHECK(std::abs(correlation_of(a, numbers(cohort, "b")) - 0.6) < 0.64 * r_limit);
    CHECK(std::abs(correlation_of(numbers(cohort, "b"), numbers(cohort, "d"))) < r_limit);
    // A class above a threshold t of its normal variable: correlation r φ(t) / √(p (1 − p)).
    const double t = normal_quantile(0.6), density = std::exp(-t * t / 2) / std::sqrt(2 * M_PI);
    CHECK(std::abs(correlation_of(a, c) + 0.5 * density / std::sqrt(0.24)) < r_limit);
}

TEST_CASE("target lesions add up to the sum that was drawn, to the micrometre") {
    const Desk desk;
    const Cohort cohort = desk.cohort(sld + lesions, 200);
    const std::size_t sum = cohort.column("sld").value(), sites = cohort.column("sites").value();
    std::size_t most = 0;
    for (std::uint64_t k = 1; k <= cohort.size(); ++k) {
        const VirtualPatient p = cohort.patient(k);
        const auto all = lesions_of(p.toml);
        std::int64_t um_in_all = 0;
        std::set<std::string> names;
        for (const auto& lesion : all) {
            um_in_all += std::llround(lesion.diameter.in(um));
            CHECK(lesion.diameter.in(mm) >= 10.0 - 1e-9);
            names.insert(lesion.name);
        }
        CHECK(um_in_all == std::llround(1000.0 * p.values[sum].number));
        const double asked = p.values[sites].number, room = p.values[sum].number / 10.0;
        CHECK(all.size() == static_cast<std::size_t>(std::max(1.0, std::min({asked, 4.0, room}))));
        CHECK(names.size() == all.size());
        CHECK(p.values[cohort.column("targets").value()].number == static_cast<double>(all.size()));
        CHECK(all.front().name == "lung");
        most = std::max(most, all.size());
    }
    CHECK(most == 4);
}

TEST_CASE("lesions too small to be seen, antigens and organs are as they were drawn") {
    const Desk desk;
    const Cohort cohort = desk.cohort(
        sld + variable("small", "distribution = 'poisson'\nmean = 3\n") +
            variable("antigens", "distribution = 'values'\nvalues = [4]\nshares = [1]\n") +
            variable("common", "distribution = 'values'\nvalues = [0.7]\nshares = [1]\n") +
            "[cohort.lesions]\nsum = 'sld'\nmicrometastases = 'small'\nmost_micrometastases = 2\n"
            "antigens = 'antigens'\nshared = 'common'\n"
            "[[cohort.lesions.organ]]\nname = 'liver'\nshare = 1\nsettings = ['homing=0.5']\n"
            "[[cohort.lesions.variable]]\nname = 'flow'\nunit = '1/min'\n"
            "distribution = 'uniform'\nfrom = '0.1 1/min'\nto = '1 1/min'\nsets = 'perfusion'\n",
        60);
    const std::size_t small = cohort.column("small").value();
    std::set<double> flows;
    for (std::uint64_t k = 1; k <= cohort.size(); ++k) {
        const VirtualPatient p = cohort.patient(k);
        const auto all = lesions_of(p.toml);
        CHECK(all.size() == 1 + std::min(2u, static_cast<unsigned>(p.values[small].number)));
        for (std::size_t i = 0; i != all.size(); ++i) {
            CHECK(all[i].antigens == 3);
            CHECK(all[i].own_antigens == 1);
            CHECK(p.toml.find("homing = 0.5") != std::string::npos);
            if (i == 0) continue;
            CHECK(all[i].diameter.in(mm) >= 1.0 - 1e-9);
            CHECK(all[i].diameter.in(mm) <= 8.0 + 1e-9);
            if (i == 2) CHECK(all[2].diameter <= all[1].diameter);
        }
        const auto at = p.toml.find("perfusion = \"");
        REQUIRE(at != std::string::npos);
        flows.insert(std::stod(p.toml.substr(at + 13)));
    }
    CHECK(flows.size() > 55);
}

TEST_CASE("a patient is the same alone, in a larger cohort, and beside other covariates") {
    const Desk desk;
    const std::string conditions = "[[cohort.eligible]]\nvariable = 'sld'\nat_least = '60 mm'\n";
    const Cohort few = desk.cohort(sld + lesions + conditions, 20);
    std::vector<std::string> alone;
    for (const std::uint64_t k : {20u, 3u}) alone.push_back(few.patient(k).toml);
    const Cohort more = desk.cohort(sld + lesions + conditions, 500);
    for (std::uint64_t k = 1; k != 20; ++k) static_cast<void>(more.patient(k));
    CHECK(more.patient(20).toml == alone[0]);
    CHECK(more.patient(3).toml == alone[1]);
    CHECK(more.patient(3).seed == few.patient(3).seed);
    CHECK(more.patient(3).seed != few.patient(4).seed);
    const Cohort other = desk.cohort(variable("new", normal_law) + sld + lesions, 20);
    const Cohort before = desk.cohort(sld + lesions, 20);
    CHECK(numbers(other, "sld") == numbers(before, "sld"));
    CHECK(numbers(other, "largest") == numbers(before, "largest"));
    desk.write("c.toml", "[cohort]\nlayers = 'tiny.toml'\n" + sld);
    const Cohort luck{engine::find_scenario(desk.folder / "c.toml"), 20, 2};
    CHECK(numbers(luck, "sld") != numbers(before, "sld"));
}

TEST_CASE("who is not eligible is left out, and counted") {
    const Desk desk;
    const Cohort cohort = desk.cohort(
        sld + variable("c", classes) +
            "[[cohort.eligible]]\nvariable = 'sld'\nat_least = '64.5 mm'\nat_most = '40 cm'\n"
            "[[cohort.eligible]]\nvariable = 'c'\namong = 'high'\n",
        400);
    std::uint64_t refused = 0;
    for (std::uint64_t k = 1; k <= cohort.size(); ++k) {
        const VirtualPatient p = cohort.patient(k);
        CHECK(p.values[0].number >= 64.5);
        CHECK(p.values[2].text == "high");
        refused += p.refused;
    }
    CHECK(cohort.summary().refused == refused);
    // Candidates for one patient are geometric: mean 1/p, SD √(1 − p)/p; p = 0.5 · 0.4.
    const double mean = static_cast<double>(refused) / 400.0;
    CHECK(std::abs(mean - 4.0) < 3.3 * std::sqrt(0.8) / 0.2 / 20.0);
}

TEST_CASE("weights meet a baseline table to a millionth") {
    const Desk desk;
    const std::string table =
        "[[cohort.match]]\nvariable = 'sld'\nstatistic = 'mean'\nvalue = '9 cm'\n"
        "[[cohort.match]]\nvariable = 'c'\nstatistic = 'share'\namong = 'high'\nvalue = 0.5\n"
        "[[cohort.match]]\nvariable = 'sites'\nstatistic = 'median'\nvalue = 3\n"
        "[[cohort.match]]\nvariable = 'sld'\nstatistic = 'share'\nat_most = '40 mm'\nvalue = 0.3\n";
    const Cohort cohort = desk.cohort(sld + variable("c", classes) + table, 300);
    const CohortSummary all = cohort.summary();
    REQUIRE(all.matched.size() == 4);
    for (const MatchRow& row : all.matched) {
        CHECK(row.weighted == doctest::Approx(row.wanted).epsilon(1e-6));
    }
    double sum = 0.0, squares = 0.0, big = 0.0;
    for (std::uint64_t k = 1; k <= 300; ++k) {
        const VirtualPatient p = cohort.patient(k);
        sum += p.weight;
        squares += p.weight * p.weight;
        big += p.weight * p.values[0].number;
    }
    CHECK(sum == doctest::Approx(300.0));
    CHECK(big / sum == doctest::Approx(90.0).epsilon(1e-6));
    CHECK(all.effective == doctest::Approx(sum * sum / squares));
    CHECK(all.effective < 290.0);
}

TEST_CASE("acceptance meets a baseline table as closely as a sample can, with equal weights") {
    const Desk desk;
    const Cohort cohort = desk.cohort(
        "matching = 'acceptance'\npool = 2000\n" + sld + variable("c", classes) +
            "[[cohort.match]]\nvariable = 'c'\nstatistic = 'share'\namong = 'high'\nvalue = 0.7\n"
            "[[cohort.match]]\nvariable = 'sld'\nstatistic = 'median'\nvalue = '50 mm'\n",
        600);
    const CohortSummary all = cohort.summary();
    CHECK(all.effective == doctest::Approx(600.0));
    CHECK(all.thinned > 100);
    // Errors of the sample and of the pool, at 3.3 standard deviations.
    const double error = 3.3 * std::sqrt(1.0 / 600.0 + 1.0 / 2000.0);
    CHECK(std::abs(all.matched[0].weighted - 0.7) < error * std::sqrt(0.21));
    double below = 0.0;
    for (const double x : numbers(cohort, "sld")) below += x < 50.0 ? 1.0 / 600.0 : 0.0;
    CHECK(std::abs(below - 0.5) < error * 0.5);
    CHECK(cohort.patient(5).weight == 1.0);
}

TEST_CASE("parameters are a covariate, follow from one, or are so many times what layers say") {
    const Desk desk;
    const Cohort cohort = desk.cohort(
        variable("mass",
                 "unit = 'kg'\ndistribution = 'uniform'\nfrom = '50 kg'\nto = '90 kg'\n"
                 "sets = 'patient.weight'\n") +
            variable("sex",
                     "distribution = 'classes'\nsets = 'patient.sex'\n"
                     "[[cohort.variable.class]]\nname = 'female'\nshare = 0.5\n"
                     "[[cohort.variable.class]]\nname = 'male'\nshare = 0.5\n") +
            variable("heat",
                     "distribution = 'classes'\n"
                     "[[cohort.variable.class]]\nname = 'cold'\nshare = 0.5\n"
                     "[[cohort.variable.class]]\nname = 'hot'\nshare = 0.5\n"
                     "layers = 'hot.toml'\nsettings = ['patient.ecog=1']\n") +
            variable("rate",
                     "unit = '1/d'\ndistribution = 'uniform'\nfrom = '0.01 1/d'\n"
                     "to = '0.02 1/d'\n") +
            variable("times", "distribution = 'uniform'\nfrom = 0.5\nto = 4\n") +
            "[[cohort.parameter]]\nvariable = 'rate'\nkey = 'biology.tumour.apoptosis'\n"
            "times = '-2'\nplus = '0.1 1/d'\n"
            "[[cohort.parameter]]\nvariable = 'times'\nkey = 'biology.cytotoxic_t.density'\n"
            "power = -0.5\nrelative = true\n",
        12);
    std::size_t hot = 0;
    for (std::uint64_t k = 1; k <= cohort.size(); ++k) {
        const VirtualPatient p = cohort.patient(k);
        const engine::Prepared run{cohort.scenario(p), {}};
        const auto value = [&](const std::string& path) {
            for (const config::Parameter& one : run.input.parameters()) {
                if (one.path == path) return one.value;
            }
            return config::Value{};
        };
        const auto number = [&](const std::string& path) { return std::get<double>(value(path)); };
        CHECK(number("patient.weight") == doctest::Approx(p.values[0].number));
        CHECK(std::get<std::string>(value("patient.sex")) == p.values[1].text);
        CHECK(number("biology.tumour.apoptosis") ==
              doctest::Approx(0.1 - 2.0 * p.values[3].number).epsilon(1e-5));
        const bool is_hot = p.values[2].text == "hot";
        hot += is_hot ? 1 : 0;
        CHECK(number("biology.cytotoxic_t.density") ==
              doctest::Approx((is_hot ? 4e6 : 2e6) / std::sqrt(p.values[4].number)).epsilon(1e-5));
        CHECK(std::get<std::int64_t>(value("patient.ecog")) == (is_hot ? 1 : 0));
        CHECK(std::get<std::int64_t>(value("run.seed")) == static_cast<std::int64_t>(p.seed));
    }
    CHECK(hot > 0);
    CHECK(hot < cohort.size());
}

TEST_CASE("a patient's plain file is the same run as her settings over her layers") {
    const Desk desk;
    const Cohort cohort = desk.cohort(sld + lesions, 3);
    const VirtualPatient p = cohort.patient(2);
    cohort.check(p);
    const auto hash = [](const engine::Scenario& scenario,
                         const std::vector<config::PlacedText>& changes) {
        const engine::Prepared run{scenario, {}, engine::Who::patient, changes};
        return identity(run.provenance(scenario, {}), static_cast<std::uint64_t>(run.run.seed),
                        "program");
    };
    desk.write("plain.toml", p.toml);
    const engine::Scenario plain = engine::find_scenario(desk.folder / "plain.toml");
    const engine::Scenario tiny = engine::find_scenario(desk.folder / "tiny.toml");
    CHECK(hash(plain, {}) == hash(cohort.scenario(p), {}));
    CHECK(hash(plain, {}) == hash(tiny, p.settings));
    CHECK(hash(plain, {}) != hash(cohort.scenario(cohort.patient(3)), {}));
}

TEST_CASE("an arm is laid over a patient, and leaves the rest of her as it was") {
    const Desk desk;
    const Cohort cohort = desk.cohort(sld + lesions, 3);
    const VirtualPatient p = cohort.patient(2);
    const engine::Scenario arm =
        laid_over(cohort.scenario(p), "arm.toml",
                  "[run]\ndays = 21\n[[therapy]]\ntype = 'pembrolizumab'\nfirst = '1 d'\n");
    const engine::Prepared run{arm, {}};
    CHECK(run.run.days == 21);
    CHECK(run.run.seed == static_cast<std::int64_t>(p.seed));
    CHECK(run.patient->lesions().size() == lesions_of(p.toml).size());
    CHECK_THROWS_AS(
        engine::Prepared(laid_over(cohort.scenario(p), "arm.toml", "[run]\ndys = 21\n"), {}),
        BadInput);
}

TEST_CASE("the table has a row for each patient, the same each time") {
    const Desk desk;
    const Cohort cohort = desk.cohort(sld + variable("c", classes), 5);
    const std::string csv = cohort.csv();
    CHECK(
        csv.starts_with("patient,refused,seed,weight,baseline.sld [mm],baseline.sites,"
                        "baseline.c\n1,0,"));
    CHECK(std::count(csv.begin(), csv.end(), '\n') == 6);
    CHECK(csv == cohort.csv());
    CHECK_THROWS_AS(cohort.patient(0), BadInput);
    CHECK_THROWS_AS(cohort.patient(6), BadInput);
}
