// What a study is made of, and which of its runs are the same.

#include <doctest/doctest.h>

#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "engine/prepared.hpp"
#include "engine/provenance.hpp"
#include "engine/scenario.hpp"
#include "study/identity.hpp"
#include "study/plan.hpp"
#include "study/sweep.hpp"
#include "support/patients.hpp"
#include "support/scratch_folder.hpp"

using namespace perforin;
using namespace perforin::study;

namespace {

/// A folder with a tiny scenario, and studies of it.
struct Desk {
    Desk() { write("tiny.toml", test::small_slab("[run]\ndays = 2\nseed = 5\n")); }
    void write(const std::string& name, const std::string& text) const {
        std::ofstream{folder / name, std::ios::binary} << text;
    }
    Plan plan(const std::string& text) const {
        write("study.toml", "[study]\nscenario = 'tiny.toml'\n" + text);
        return study::plan(engine::find_scenario(folder / "study.toml"));
    }
    /// What is wrong with a study.
    std::string trouble(const std::string& text) const {
        try {
            static_cast<void>(plan(text));
        } catch (const BadInput& bad) {
            return bad.what();
        }
        return "";
    }
    support::ScratchFolder folder;
};

std::string hash_of(const std::string& scenario, const std::vector<std::string>& settings = {}) {
    const engine::Scenario made{.name = "s.toml", .text = scenario, .title = "s", .places = {}};
    const engine::Prepared run{made, settings};
    return identity(run.provenance(made, {}), static_cast<std::uint64_t>(run.run.seed), "program");
}

const std::string slab = test::small_slab();

}  // namespace

TEST_CASE("two ways to say the same are one run") {
    const std::string day = hash_of(slab + "[biology.tumour]\ncycle = '24 h'\n");
    CHECK(day == hash_of(slab + "[biology.tumour]\ncycle = '1 d'\n"));
    CHECK(day == hash_of("# a comment\n[biology]\ntumour = { cycle = \"1440 min\" }\n" + slab));
    CHECK(day == hash_of(slab, {"biology.tumour.cycle=24 h"}));
    CHECK(hash_of(slab) == hash_of(slab + "[run]\nthreads = 1\ncheckpoint = '3 min'\n"));
    CHECK(hash_of(slab) == hash_of(slab + "[run]\nseed = 1\ndays = 180\n"));
    CHECK(day.size() == 32);
}

TEST_CASE("runs that differ in anything have different hashes") {
    const std::vector<std::string> others{"",
                                          "[run]\nseed = 2\n",
                                          "[run]\ndays = 181\n",
                                          "[run]\ntwin = 'untreated'\n",
                                          "[output]\nframes = '14 d'\n",
                                          "[biology.tumour]\ncycle = '25 h'\n",
                                          "[ablation]\nctl_killing = true\n",
                                          "[[therapy]]\ntype = 'pembrolizumab'\nfirst = '1 d'\n",
                                          "[[therapy]]\ntype = 'pembrolizumab'\nfirst = '2 d'\n"};
    std::set<std::string> hashes;
    for (const std::string& other : others) hashes.insert(hash_of(slab + other));
    CHECK(hashes.size() == others.size());
}

TEST_CASE("another program's run is another run") {
    const engine::Scenario made{.name = "s.toml", .text = slab, .title = "s", .places = {}};
    const engine::Prepared run{made, {}};
    const io::Provenance input = run.provenance(made, {});
    CHECK(identity(input, 1, "a") == identity(input, 1, "a"));
    CHECK(identity(input, 1, "a") != identity(input, 1, "b"));
    CHECK(identity(input, 1, "a") != identity(input, 2, "a"));
}

TEST_CASE("a grid of values with replicates becomes runs, point by point") {
    const Desk desk;
    const Plan plan = desk.plan(
        "[design]\nreplicates = 2\n"
        "[[vary]]\nkey = 'biology.tumour.cycle'\nvalues = ['20 h', '2 d']\n"
        "[[vary]]\nkey = 'ablation.ctl_killing'\nvalues = ['false', 'true']\n");
    REQUIRE(plan.runs.size() == 8);
    CHECK(plan.varied[0].unit == "h");
    CHECK(plan.varied[0].number);
    CHECK(!plan.varied[1].number);
    CHECK(plan.runs[1].point == 0);
    CHECK(plan.runs[1].replicate == 1);
    CHECK(plan.runs[2].varied[1].text == "true");
    CHECK(plan.runs[4].varied[0].number == 48.0);
    // The scenario's own seed and on, the same at each point.
    CHECK(plan.runs[4].seed == 5);
    CHECK(plan.runs[5].seed == 6);
    CHECK(different_runs(plan).size() == 8);
}

TEST_CASE("replicates may have luck of their own at each point") {
    const Desk desk;
    const Plan plan = desk.plan(
        "[design]\nreplicates = 3\nluck = 'independent'\nfirst_seed = 7\n"
        "[[vary]]\nkey = 'biology.tumour.cycle'\nvalues = ['20 h', '2 d']\n");
    std::set<std::uint64_t> seeds;
    for (const PlannedRun& run : plan.runs) {
        seeds.insert(run.seed);
        CHECK(run.seed < (std::uint64_t{1} << 53));
    }
    CHECK(seeds.size() == 6);
}

TEST_CASE("a point added to a study leaves the runs of the others what they were") {
    const Desk desk;
    const auto hashes = [&](const std::string& text) {
        std::set<std::string> all;
        for (const PlannedRun& run : desk.plan(text).runs) all.insert(run.hash);
        return all;
    };
    const auto inside = [](const std::set<std::string>& few, const std::set<std::string>& many) {
        return std::includes(many.begin(), many.end(), few.begin(), few.end());
    };
    const std::string grid = "[[vary]]\nkey = 'biology.tumour.cycle'\nvalues = ['20 h'";
    CHECK(inside(hashes(grid + ", '2 d']\n"), hashes(grid + ", '2 d', '3 d']\n")));
    const std::string sobol =
        "[[vary]]\nkey = 'biology.tumour.cycle'\nfrom = '20 h'\nto = '2 d'\n"
        "[design]\ntype = 'sobol'\npoints = ";
    CHECK(inside(hashes(sobol + "4\n"), hashes(sobol + "8\n")));
    const std::string more = "[design]\nreplicates = ";
    CHECK(inside(hashes(more + "2\n"), hashes(more + "4\n")));
}

TEST_CASE("drawn values lie in their distribution, counts are whole") {
    const Desk desk;
    const Plan plan = desk.plan(
        "[design]\ntype = 'latin_hypercube'\npoints = 12\n"
        "[[vary]]\nkey = 'biology.tumour.cycle'\nfrom = '20 h'\nto = '2 d'\n"
        "distribution = 'log_uniform'\n"
        "[[vary]]\nkey = 'run.days'\nfrom = '1'\nto = '3'\n"
        "[[vary]]\nkey = 'ablation.ctl_killing'\nvalues = ['false', 'true']\n");
    std::map<std::string, int> days, killing;
    for (const PlannedRun& run : plan.runs) {
        CHECK(run.varied[0].number >= 20.0);
        CHECK(run.varied[0].number <= 48.0);
        ++days[run.varied[1].text];
        ++killing[run.varied[2].text];
    }
    CHECK(days == std::map<std::string, int>{{"1", 4}, {"2", 4}, {"3", 4}});
    CHECK(killing == std::map<std::string, int>{{"false", 6}, {"true", 6}});
}

TEST_CASE("an ablation study has the whole and each part without one mechanism") {
    const Desk desk;
    const Plan plan = desk.plan(
        "[design]\ntype = 'ablation'\nablations = ['ctl_killing', 'memory']\n"
        "[[vary]]\nkey = 'lesion.0.diameter'\nvalues = ['20 mm', '30 mm']\n");
    REQUIRE(plan.runs.size() == 6);
    CHECK(plan.runs[4].varied[0].number == 30.0);
    CHECK(plan.runs[4].varied[1].text == "true");
    CHECK(plan.runs[4].varied[2].text == "false");
    CHECK(desk.trouble("[design]\ntype = 'ablation'\nablations = ['ctl_kiling']\n")
              .find("did you mean 'ctl_killing'?") != std::string::npos);
}

TEST_CASE("points of a list that are the same run are told") {
    const Desk desk;
    const std::string said = desk.trouble(
        "[design]\ntype = 'list'\n"
        "[[vary]]\nkey = 'biology.tumour.cycle'\nvalues = ['20 h', '24 h', '1 d']\n");
    CHECK(said.find("study.toml:7:27: with biology.tumour.cycle=1 d point 3 is the same run as "
                    "point 2") != std::string::npos);
}
