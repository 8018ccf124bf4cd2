// A patient and her twin, run side by side.

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "../support/program.hpp"
#include "../support/twins.hpp"
#include "core/error.hpp"

using namespace perforin;
using namespace perforin::test::twins;
using engine::TwinsReport;
namespace fs = std::filesystem;

namespace {

/// Digests of what a result holds, by group; without what only one of two has.
std::map<std::string, std::string> contents(const io::File& file) {
    std::map<std::string, std::string> all;
    for (const char* group :
         {"series/patient", "series/lesions", "series/blood", "lesions", "events"}) {
        all[group] = io::digest(file.root().open(group));
    }
    return all;
}

std::map<std::string, std::string> values(const io::File& file) {
    const auto paths = file.root().dataset("parameters/path").read().text;
    const auto texts = file.root().dataset("parameters/value").read().text;
    std::map<std::string, std::string> all;
    for (std::size_t i = 0; i != paths.size(); ++i) all[paths[i]] = texts[i];
    return all;
}

std::string complaint(const Desk& desk, const Wish& wish) {
    try {
        desk.run(wish);
    } catch (const BadInput& bad) {
        return bad.what();
    } catch (const Unavailable& trouble) {
        return trouble.what();
    }
    return "";
}

bool says(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("an untreated twin is the same patient until the first dose, and another after it") {
    const Desk desk;
    const TwinsReport report = desk.run();
    CHECK(report.patient.completed);
    REQUIRE(report.twin);
    CHECK(report.twin->completed);
    REQUIRE(report.effect);
    CHECK(report.effect->last_same >= seconds_per_day);
    CHECK(report.effect->last_same < 2 * seconds_per_day);
    CHECK(report.effect->first_difference == report.effect->last_same + 7200);
    CHECK(desk.files() == std::set<std::string>{"a.h5", "a.twin.h5"});
    const auto burden = [&](const std::string& name) {
        return desk.open(name).root().dataset("series/patient/burden").read_as<double>();
    };
    const auto hers = burden("a.h5"), twins = burden("a.twin.h5");
    REQUIRE(hers.size() == days + 1);
    CHECK(std::equal(hers.begin(), hers.begin() + 2, twins.begin()));
    CHECK(hers.back() != twins.back());
}

TEST_CASE("both results are those of ordinary runs, and name each other") {
    const Desk desk;
    desk.run();
    desk.run({.settings = {}}, "alone.h5");
    desk.run({.settings = {}, .text = sample}, "untreated.h5");
    const io::File patient = desk.open(), twin = desk.open("a.twin.h5");
    CHECK(contents(patient) == contents(desk.open("alone.h5")));
    CHECK(contents(twin) == contents(desk.open("untreated.h5")));
    CHECK(patient.root().has("series/drugs/nivolumab"));
    CHECK(!twin.root().has("series/drugs"));
    CHECK(patient.root().open("manifest").text("twin") == "a.twin.h5");
    CHECK(twin.root().open("manifest").text("twin_of") == "a.h5");
    CHECK(values(patient).at("run.twin") == "untreated");
    CHECK(values(twin).at("run.twin").empty());
    CHECK(twin.root().dataset("scenario/name").read().text.back() == "run.twin");
    CHECK(twin.root().dataset("scenario/text").read().text.at(3) == "therapy=[]");
}

TEST_CASE("a twin may differ in anything: a dose, a mechanism, several things") {
    const Desk desk;
    const auto first_difference = [&](const std::string& changes, const std::string& text) {
        const TwinsReport report =
            desk.run({.settings = {"run.twin=" + changes}, .force = true, .text = text});
        REQUIRE(report.effect);
        return report.effect->first_difference;
    };
    const std::string placebo = sample + nivolumab + "dose = \"0 mg\"\n";
    CHECK(first_difference("untreated", placebo) == -1);
    CHECK(first_difference("therapy.nivolumab.dose=0 mg", sample + nivolumab) > seconds_per_day);
    CHECK(first_difference("ablation.ctl_killing=true", sample) < seconds_per_day);
    CHECK(first_difference("[\"untreated\", \"biology.tumour.cycle=30 h\"]", sample + nivolumab) ==
          0);
    CHECK(values(desk.open("a.twin.h5")).at("biology.tumour.cycle") == "30");
}

TEST_CASE("fields of a drug that only the patient gets may be asked for") {
    const Desk desk;
    const std::string chosen = "[output]\nsubstances = [\"nivolumab\", \"oxygen\"]\n" +
                               sample.substr(sample.find("[tissue]")) + nivolumab;
    CHECK(desk.run({.text = chosen}).effect);
    CHECK(says(complaint(desk, {.force = true, .text = chosen.substr(0, chosen.find("[[therapy"))}),
               "nivolumab"));
}

TEST_CASE("everything wrong with a twin is told before anything is run, with its place") {
    const Desk desk;
    const std::string text = sample + nivolumab +
                             "[run]\ntwin = [\n  \"untreted\",\n  \"run.seed=3\",\n"
                             "  \"ablation.ctl_kiling=true\",\n  \"therapy.0.dose=-1 mg\",\n"
                             "  \"therapy.ipilimumab.dose=1 mg\"]\n[tissue.nonsense]\n";
    const std::string problems = complaint(desk, {.settings = {}, .text = text});
    CHECK(says(problems,
               "test.toml:19:8: run.twin: 'untreted' is neither 'untreated' nor a "
               "setting, \"table.key=value\"; did you mean 'untreated'?\n"));
    CHECK(says(problems,
               "test.toml:19:8: run.twin: 'run.seed=3' cannot differ between a patient "
               "and her twin: [run] is for both"));
    CHECK(says(problems, "tissue.nonsense: no such table"));
    CHECK(says(problems, "test.toml:24:3: therapy has no element 'ipilimumab'"));
    CHECK(desk.files().empty());

    const std::string known = sample + nivolumab +
                              "[run]\ntwin = [\n  \"ablation.ctl_kiling=true\",\n"
                              "  \"therapy.0.dose=-1 mg\"]\nsed = 3\n";
    const std::string more = complaint(desk, {.settings = {}, .text = known});
    CHECK(says(more,
               "test.toml:20:3: ablation.ctl_kiling: no such parameter; did you mean "
               "'ctl_killing'? (of the twin)"));
    CHECK(says(more, "test.toml:21:3: therapy[0].dose = -1 mg is outside [0, 1e5] mg"));
    CHECK(says(more, "test.toml:22:1: run.sed: no such parameter; did you mean 'seed'?"));
    CHECK(!says(more, "'seed'? (of the twin)"));
    CHECK(says(complaint(desk, {.settings = {"run.twin=ablation.ctl_kiling=true"}}),
               "--set run.twin: ablation.ctl_kiling: no such parameter"));
    CHECK(desk.files().empty());
}

TEST_CASE("stopped after any step of either and resumed, both come to the same results") {
    const Desk desk;
    desk.run({}, "straight.h5");
    const auto straight = [&](const std::string& part) { return desk.digest("straight" + part); };
    for (const std::int64_t steps : std::vector<std::int64_t>{0, 13, 36, 37, 60}) {
        CAPTURE(steps);
        Onlooker impatient{steps};
        TwinsReport report = desk.run(impatient, {.force = true});
        CHECK(!report.last().completed);
        CHECK(report.twin.has_value() == (steps >= ticks));
        std::int64_t pieces = 0;
        for (; !report.last().completed || !report.twin; ++pieces) {
            Onlooker again{50};
            report = desk.run(again, {.resume = true});
            CHECK(report.patient.was_complete == (steps >= ticks || pieces > 0));
        }
        CHECK(report.effect);
        CHECK(desk.digest("a.h5") == straight(".h5"));
        CHECK(desk.digest("a.twin.h5") == straight(".twin.h5"));
        CHECK(desk.files() ==
              std::set<std::string>{"a.h5", "a.twin.h5", "straight.h5", "straight.twin.h5"});
    }
}

TEST_CASE("killed in the midst of a day, a pair keeps the fingerprints of all its steps") {
    const support::ScratchFolder folder;
    std::ofstream{folder / "a.toml"} << sample << nivolumab
                                     << "[run]\ntwin = \"untreated\"\ndays = 4\n"
                                        "checkpoint = \"0 min\"\n";
    const auto words = [](const std::string& result) {
        return std::vector<std::string>{"run",  "a.toml",    "--resume", "-o",
                                        result, "--threads", "1"};
    };
    REQUIRE(support::call(folder.path(), words("straight.h5")).code == 0);
    for (const char* begun : {"a.h5.checkpoint", "a.twin.h5.checkpoint"}) {
        support::Call call{folder.path(), words("a.h5")};
        support::wait_for(folder / begun);
        std::this_thread::sleep_for(std::chrono::milliseconds{40});
        call.send(SIGKILL);
        CHECK(call.wait().code == 128 + SIGKILL);
    }
    CHECK(support::call(folder.path(), words("a.h5")).code == 0);
    for (const char* part : {".h5", ".twin.h5"}) {
        CHECK(io::digest(folder / (std::string{"a"} + part)) ==
              io::digest(folder / (std::string{"straight"} + part)));
    }
}

TEST_CASE("a whole pair has nothing to resume, and tells its effect again") {
    const Desk desk;
    const TwinsReport first = desk.run();
    const std::string before = desk.digest("a.h5");
    const auto written = fs::last_write_time(desk.folder / "a.h5");
    const TwinsReport again = desk.run({.resume = true});
    CHECK(fs::last_write_time(desk.folder / "a.h5") == written);
    CHECK(again.patient.was_complete);
    CHECK(again.twin->was_complete);
    CHECK(again.effect->text() == first.effect->text());
    CHECK(desk.digest("a.h5") == before);
}

TEST_CASE("where the best day is the last its figures are told once") {
    engine::TwinEffect effect;
    for (const char* moment : {"split", "best", "end"}) {
        effect.figures.push_back({moment, "sum_of_diameters", "mm", 3 * seconds_per_day, 1.0, 2.0});
    }
    const auto told = [&] {
        const std::string text = effect.text(), what = "sum_of_diameters at";
        int times = 0;
        for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) {
            ++times;
        }
        return times;
    };
    CHECK(told() == 1);
    effect.figures[1].at = 2 * seconds_per_day;
    CHECK(told() == 2);
}

TEST_CASE("results that are there are kept, unless they are to be replaced") {
    const Desk desk;
    desk.run();
    CHECK(says(complaint(desk, {}), "a.h5 exists already"));
    fs::remove(desk.folder / "a.h5");
    CHECK(says(complaint(desk, {}), "a.twin.h5 exists already"));
    desk.run({.force = true});
    Onlooker impatient{ticks + 5};
    desk.run(impatient, {.force = true});
    CHECK(says(complaint(desk, {}), "a.h5 is complete, but the result of the twin"));
    CHECK(says(complaint(desk, {.settings = {"run.twin=therapy.0.dose=1 mg"}, .resume = true}),
               "cannot be resumed"));
    CHECK(says(complaint(desk, {.settings = {"run.seed=2", "run.twin=untreated"}, .resume = true}),
               "cannot be resumed"));
    Onlooker early{3};
    desk.run(early, {.force = true});
    CHECK(!fs::exists(desk.folder / "a.twin.h5"));
    CHECK(!fs::exists(desk.folder / "a.twin.h5.checkpoint"));
    std::ofstream{desk.folder / "a.twin.h5", std::ios::trunc} << "a diary";
    CHECK(says(complaint(desk, {.force = true}), "a.twin.h5 is no result of perforin"));
}

TEST_CASE("a pair that is made longer is compared anew") {
    const Desk desk;
    desk.run();
    const Wish wish{.settings = {"run.twin=untreated", "run.days=4"}, .resume = true};
    Onlooker impatient{ticks + 15};
    CHECK(desk.run(impatient, wish).patient.completed);
    CHECK(!desk.open().root().has("twin"));  // it would be of the shorter run
    const TwinsReport longer = desk.run(wish);
    REQUIRE(longer.effect);
    CHECK(longer.effect->figures.back().at == 4 * seconds_per_day);
    CHECK(desk.open().root().dataset("twin/effect/time").read_as<double>().back() == 4.0);
}

TEST_CASE("patient and twin share a burn-in, with and without a cache") {
    const std::string text = sample + nivolumab +
                             "[burn_in]\nlongest = \"3 d\"\nshortest = \"2 d\"\n"
                             "window = \"1 d\"\ntolerance = 1\n";
    Desk desk;
    Onlooker alone;
    const TwinsReport report = desk.run(alone, {.text = text});
    CHECK(alone.burn_in_days() == 2);
    CHECK(report.effect->first_difference > seconds_per_day);
    CHECK(desk.files() == std::set<std::string>{"a.h5", "a.twin.h5"});
    desk.cache = desk.folder / "cache";
    Onlooker cached;
    desk.run(cached, {.text = text}, "b.h5");
    CHECK(cached.burn_in_days() == 2);
    CHECK(desk.digest("b.twin.h5") == desk.digest("a.twin.h5"));
    Onlooker other;
    desk.run(other, {.settings = {"run.twin=ablation.ctl_killing=true"}, .text = text}, "c.h5");
    CHECK(other.burn_in_days() == 2);  // of the twin, whose tissue is another
}

TEST_CASE("the effect is kept in the patient's result, with units and descriptions") {
    const Desk desk;
    const TwinsReport report = desk.run();
    const io::File file = desk.open();
    const io::Group twin = file.root().open("twin");
    CHECK(twin.number("last_same_s") == static_cast<double>(report.effect->last_same));
    CHECK(twin.number("first_difference_s") ==
          static_cast<double>(report.effect->first_difference));
    const io::Group effect = twin.open("effect");
    CHECK(effect.dataset("quantity").read().text ==
          std::vector<std::string>{"patient.burden", "lesions/primary.volume",
                                   "lesions/primary.diameter", "sum_of_diameters", "patient.burden",
                                   "lesions/primary.volume", "lesions/primary.diameter",
                                   "sum_of_diameters", "patient.burden", "lesions/primary.volume",
                                   "lesions/primary.diameter", "sum_of_diameters"});
    CHECK(effect.dataset("moment").read().text.front() == "split");
    CHECK(effect.dataset("unit").read().text.front() == "mm^3");
    CHECK(effect.dataset("time").read_as<double>().front() == 1.0);
    const auto hers = effect.dataset("patient").read_as<double>(),
               twins = effect.dataset("twin").read_as<double>();
    CHECK(hers.front() == twins.front());
    CHECK(hers.back() != twins.back());
    CHECK(hers[8] == file.root().dataset("series/patient/burden").read_as<double>().back());
    const auto change = twin.dataset("best_change/change").read_as<double>();
    CHECK(change.front() == doctest::Approx(hers[7] / hers[3] - 1.0).epsilon(1e-12));
    for (const char* column : {"effect/time", "effect/patient", "best_change/change"}) {
        CHECK(!twin.dataset(column).text("description").empty());
    }
}

TEST_CASE("the program runs both, tells the effect, and exits with 3 where it is stopped") {
    const support::ScratchFolder folder;
    std::ofstream{folder / "a.toml"} << sample << nivolumab << "[run]\ntwin = \"untreated\"\n";
    const std::vector<std::string> words{"run", "a.toml", "--days", "3", "--threads", "1"};
    const support::Answer answer = support::call(folder.path(), words);
    CHECK(answer.code == 0);
    CHECK(answer.prints("a.h5: 3 of 3 days"));
    CHECK(answer.prints("a.twin.h5: 3 of 3 days"));
    CHECK(answer.prints("patient and twin are the same until day 1"));
    CHECK(answer.prints("lesions/primary.diameter at day 3 (mm)"));
    CHECK(answer.prints("best change of the sum of diameters"));
    const support::Answer info = support::call(folder.path(), {"info", "a.h5"});
    CHECK(info.prints("a.twin.h5"));
    CHECK(info.prints("the same until day 1"));
    CHECK(support::call(folder.path(), {"info", "a.twin.h5"}).prints("of a.h5"));
    CHECK(support::call(folder.path(), words).code == 2);
    CHECK(support::call(folder.path(), {"check", "a.toml"}).code == 0);

    for (const char* name : {"a.h5", "a.twin.h5"}) fs::remove(folder / name);
    auto longer = words;
    longer[3] = "100";
    support::Call call{folder.path(), longer};
    support::wait_for(folder / "a.twin.h5");
    call.send(SIGINT);
    const support::Answer stopped = call.wait();
    CHECK(stopped.code == 3);
    CHECK(stopped.says("a.twin.h5 holds"));
    CHECK(stopped.says("--resume"));
}
