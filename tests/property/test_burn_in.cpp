// The life before the first day.

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <csignal>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "../support/burn_ins.hpp"
#include "../support/patients.hpp"
#include "../support/program.hpp"
#include "../support/scratch_folder.hpp"
#include "core/error.hpp"
#include "engine/run.hpp"
#include "io/files.hpp"

using namespace perforin;
using engine::RunReport;
using support::ScratchFolder;
namespace fs = std::filesystem;
using namespace perforin::test::burn_in;

namespace {

std::vector<double> column(const io::File& file, const std::string& path) {
    return file.root().dataset(path).read_as<double>();
}

}  // namespace

TEST_CASE("after a burn-in a lesion has the size asked for, and its books begin on day 0") {
    const Desk desk;
    const Onlooker watch = desk.run(sample);
    REQUIRE(watch.before.size() == 3);  // its start and two days
    CHECK(watch.before.back().days == 2);
    CHECK(watch.before.back().of == 3);
    CHECK(watch.said.find("burn-in: 2 days, then the tissue was at rest") != std::string::npos);
    const io::File file = io::open_trajectory(desk.folder / "a.h5");
    CHECK(file.root().open("manifest").text("burn_in").find("2 days") == 0);
    const auto figure = [&](const std::string& name) {
        return column(file, "series/lesions/primary/" + name);
    };
    CHECK(figure("diameter").front() == doctest::Approx(20).epsilon(1e-12));
    for (const char* sum : {"born", "apoptosis", "necrosis", "killed", "cleared", "immune_born",
                            "immune_died", "arrived", "departed", "resampled_tumour", "sweeps"}) {
        CAPTURE(sum);
        CHECK(figure(sum).front() == 0.0);
    }
    CHECK(figure("born").back() > 0.0);
    for (const std::size_t row : {0, 1}) {
        const double live = figure("tumour_live")[row] + figure("minority_pool")[row];
        const double booked = figure("founded")[row] + figure("born")[row] +
                              figure("resampled_tumour")[row] - figure("apoptosis")[row] -
                              figure("necrosis")[row] - figure("killed")[row];
        CHECK(live == doctest::Approx(booked).epsilon(1e-12));
    }
    const std::string blood = "series/blood/cytotoxic_t_0/";
    CHECK(column(file, blood + "supplied").front() == 0.0);
    const auto sum = [&](const char* name) { return column(file, blood + name).back(); };
    CHECK(column(file, blood + "cells").back() ==
          doctest::Approx(column(file, blood + "cells").front() + sum("supplied") +
                          sum("received") - sum("lost") - sum("entered"))
              .epsilon(1e-12));
}

TEST_CASE("after a burn-in moments are counted from day 0, and nothing goes on from before") {
    const Desk desk;
    desk.run(sample);
    const io::File file = io::open_trajectory(desk.folder / "a.h5");
    const auto first = file.root().dataset("lesions/primary/frames/rows/cytotoxic_t");
    const auto frame = first.read_as<std::array<std::uint64_t, 2>>(0, 1).front();
    REQUIRE(frame[1] > 0);
    const auto cells = [&](const std::string& name) {
        return file.root().dataset("lesions/primary/cells/" + name);
    };
    std::int64_t bound = 0;
    for (const std::int64_t at :
         cells("cytotoxic_t/bound_at").read_as<std::int64_t>(frame[0], frame[1])) {
        CHECK(at <= 0);
        CHECK(at >= -2 * seconds_per_day);
        bound += at != 0;
    }
    CHECK(bound > 0);
    for (const std::uint64_t partner :
         cells("cytotoxic_t/partner").read_as<std::uint64_t>(frame[0], frame[1])) {
        CHECK(partner == 0);
    }
    for (const std::int64_t at : file.root().dataset("events/time_s").read_as<std::int64_t>()) {
        CHECK(at >= 0);
    }
    const auto born = file.root().dataset("lesions/primary/clones/columns/born");
    CHECK(born.read_as<std::int64_t>().front() == -2 * seconds_per_day);
}

TEST_CASE("no draw of the burn-in comes again in the run") {
    // Cells that do not divide keep their identities. Those that lived through two days would live
    // through two more for certain, were the same numbers drawn.
    const Desk desk;
    Onlooker watch;
    desk.run(sample, watch, "a.h5",
             {"run.days=2", "biology.tumour.growth_fraction=0", "biology.tumour.apoptosis=0.2 1/d",
              "biology.cytotoxic_t.density=0 1/mL"});
    CHECK(watch.before.size() == 3);
    const io::File file = io::open_trajectory(desk.folder / "a.h5");
    const auto apoptosis = column(file, "series/lesions/primary/apoptosis");
    const auto live = column(file, "series/lesions/primary/tumour_live");
    CHECK(apoptosis.back() > 0.2 * live.front());
}

TEST_CASE("one that is never at rest ends at the longest, with what moved and by how much") {
    const Desk desk;
    Onlooker watch;
    desk.run(sample, watch, "a.h5", {"burn_in.tolerance=0.001"});
    CHECK(watch.before.size() == 4);
    REQUIRE(watch.warned.size() == 1);
    const std::string& said = watch.warned.front();
    INFO(said);
    CHECK(said.find("burn-in: 3 days, the longest allowed") == 0);
    CHECK(said.find(" in lesion primary still moved by ") != std::string::npos);
    const io::File file = io::open_trajectory(desk.folder / "a.h5");
    CHECK("burn-in: " + file.root().open("manifest").text("burn_in") == said);
}

TEST_CASE("stopped in its burn-in a run leaves nothing, and begins anew") {
    const Desk desk;
    desk.run(sample, "straight.h5");
    fs::remove_all(*desk.cache);
    Onlooker impatient;
    impatient.patience = 17;
    const RunReport report = desk.run(sample, impatient, "a.h5");
    CHECK(!report.completed);
    CHECK(report.in_burn_in);
    CHECK(report.days == 1);
    CHECK(report.of == 3);
    CHECK(!fs::exists(desk.folder / "a.h5"));
    CHECK(!fs::exists(*desk.cache));
    Onlooker watch;
    CHECK(desk.run(sample, watch, "a.h5", {}, true).completed);
    CHECK(desk.digest() == desk.digest("straight.h5"));
}

TEST_CASE("an interrupted run goes on from its checkpoint without a burn-in, else with one") {
    Desk desk;
    desk.cache.reset();
    desk.run(sample, "straight.h5");
    const std::int64_t before = 2 * 12;
    for (const std::int64_t steps : {0, 5}) {
        CAPTURE(steps);
        Onlooker impatient;
        impatient.patience = before + steps;
        CHECK(!desk.run(sample, impatient).completed);
        Onlooker watch;
        CHECK(desk.run(sample, watch, "a.h5", {}, true).completed);
        CHECK(watch.before.empty());
        CHECK(desk.digest() == desk.digest("straight.h5"));
    }
    Onlooker impatient;
    impatient.patience = before + 5;
    desk.run(sample, impatient);
    fs::remove(desk.folder / "a.h5.checkpoint");
    Onlooker again;
    again.patience = 3;
    CHECK(desk.run(sample, again, "a.h5", {}, true).in_burn_in);
    CHECK(fs::exists(desk.folder / "a.h5"));
    Onlooker watch;
    CHECK(desk.run(sample, watch, "a.h5", {}, true).completed);
    CHECK(watch.before.size() == 3);
    CHECK(desk.digest() == desk.digest("straight.h5"));
}

TEST_CASE("a burn-in does not depend on the number of threads") {
    Desk desk;
    desk.cache.reset();
    desk.run(sample, "one.h5");
    for (const char* threads : {"2", "3"}) {
        Onlooker watch;
        desk.run(sample, watch, "a.h5", {std::string{"run.threads="} + threads});
        CHECK(desk.digest() == desk.digest("one.h5"));
    }
}

TEST_CASE("a patient who clears her tumour by herself is refused") {
    const Desk desk;
    Onlooker watch;
    CHECK_THROWS_WITH_AS(desk.run(sample, watch, "a.h5", {"biology.tumour.apoptosis=1 1/d"}),
                         doctest::Contains("% of the tumour cells were left"), BadInput);
    CHECK(!fs::exists(desk.folder / "a.h5"));
    CHECK(!fs::exists(*desk.cache));
}

TEST_CASE("a nodule is no sample and has no burn-in; times that do not fit are told") {
    const Desk desk;
    const auto refused = [&](const std::string& text, const char* why) {
        Onlooker watch;
        CHECK_THROWS_WITH_AS(desk.run(text, watch), doctest::Contains(why), BadInput);
    };
    refused("[burn_in]\nlongest = '20 d'\n[[lesion]]\nlayout = 'nodule'\n",
            "lesion 'primary' is a nodule");
    refused("[burn_in]\nlongest = '10 d'\n[[lesion]]\n", "is less than `shortest`");
    refused("[burn_in]\nlongest = '20 d'\nwindow = '11 d'\n[[lesion]]\n",
            "is less than two windows");
    refused("[burn_in]\nlongest = '20.5 d'\n[[lesion]]\n", "must be a whole number of days");
    refused("[burn_in]\nlongest = '800 d'\n[[lesion]]\n", "is outside [0, 720] d");
    Onlooker watch;
    desk.run(
        "[burn_in]\nlongest = '0 d'\n[tissue]\nstep = '6 h'\n[[lesion]]\nlayout = 'nodule'\n"
        "[lesion.nodule]\nradius = '40 um'\nextent = '200 um'\n",
        watch);
    CHECK(watch.before.empty());
}

TEST_CASE("scaled back, a sample keeps its composition, small clones too, and its books close") {
    const auto patient = test::make_patient(
        test::small_slab("[[lesion.clone]]\nshare = 0.0004\n[[lesion.clone]]\nshare = 1e-9\n"));
    test::live(*patient, 2);
    tissue::Lesion& lesion = *patient->lesions().front();
    const auto before = test::figures(lesion);
    const auto sizes = lesion.clone_sizes();
    const double rate = patient->body().blood().banks().entry[0];
    patient->rescale(2 * seconds_per_day);
    const auto after = test::figures(lesion);
    const double factor = std::pow(20.0 / before.at("diameter"), 3);
    CHECK(std::abs(factor - 1.0) > 1e-3);
    CHECK(after.at("diameter") == doctest::Approx(20).epsilon(1e-12));
    CHECK(after.at("tumour_live") == doctest::Approx(factor * before.at("tumour_live")));
    CHECK(after.at("founded") == lesion.live());
    CHECK(after.at("born") == 0.0);
    REQUIRE(rate > 0.0);
    CHECK(patient->body().blood().banks().entry[0] / rate == doctest::Approx(factor));
    const auto scaled = lesion.clone_sizes();
    for (const std::size_t clone : {0, 1, 2}) {
        CAPTURE(clone);
        REQUIRE(sizes[clone] > 0.0);
        CHECK(std::abs(scaled[clone] - factor * sizes[clone]) < 1.0 + 1e-9 * sizes[clone]);
    }
    test::live(*patient, 1, 2);  // checks its balance
}

TEST_CASE("a run that is stopped in its burn-in says that nothing else is lost") {
    const ScratchFolder folder;
    std::ofstream{folder / "a.toml"} << sample;
    support::Call call{
        folder.path(),
        {"run", "a.toml", "--cache", "cache", "--threads", "1", "--set", "burn_in.longest=700 d",
         "--set", "burn_in.shortest=700 d", "--set", "lesion.0.slab.width=400 um"}};
    support::wait_for(folder / ".stderr");
    call.send(SIGTERM);
    const support::Answer answer = call.wait();
    CHECK(answer.code == 3);
    CHECK(answer.says("stopped in the burn-in, after day "));
    CHECK(answer.says("nothing is lost but that burn-in"));
    CHECK(!fs::exists(folder / "a.h5"));
}
