// Studies with mistakes: every one is told, with its place, and nothing is run.

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "support/program.hpp"
#include "support/scratch_folder.hpp"
#include "support/tiny_nodule.hpp"

using support::Answer, support::call;

namespace {

const std::string tiny = R"([run]
days = 2
)" + support::tiny_nodule;

/// What `check` says of a study, which begins with two lines of its own.
Answer check(const std::string& text) {
    const support::ScratchFolder folder;
    std::ofstream{folder / "tiny.toml"} << tiny;
    std::ofstream{folder / "s.toml"} << "[study]\nscenario = \"tiny.toml\"\n" << text;
    const Answer answer = call(folder.path(), {"check", "s.toml"});
    CHECK(!std::filesystem::exists(folder / "runs"));
    return answer;
}

const std::string cycle = "[[vary]]\nkey = \"biology.tumour.cycle\"\n";

/// Each says its mistake in so many words.
struct Mistake {
    std::string study, said;
};

}  // namespace

TEST_CASE("check takes a study, and says how many runs it is") {
    const Answer answer =
        check(cycle + "values = [\"20 h\", \"30 h\"]\n[design]\nreplicates = 3\n");
    CHECK(answer.code == 0);
    CHECK(answer.out == "s.toml: ok, 6 runs\n");
}

TEST_CASE("each mistake in a study is told with its place") {
    const std::vector<Mistake> mistakes{
        {"", "s.toml: design: is empty: nothing is varied"},
        {cycle + "values = []\n", "s.toml:5:10: vary[0].values: holds no value in quotes"},
        {cycle, "has neither `values` nor `from`"},
        {"[[vary]]\nvalues = [\"1\"]\n", "vary[0].key is missing"},
        {"[[vary]]\nkey = \"biology.tumor.cycle\"\nvalues = [\"20 h\"]\n",
         "did you mean 'tumour'?"},
        {cycle + "values = [\"20 h\", \"3 kg\"]\n", "s.toml:5:19: biology.tumour.cycle = \"3 kg\""},
        {cycle + "values = [20]\n", "s.toml:5:11: vary[0].values[0] = 20, expected a text"},
        {cycle + "values = [\"20 h\", \"1200 min\"]\n",
         "s.toml:5:19: with biology.tumour.cycle=1200 min point 2 is the same run as point 1"},
        {cycle + "values = [\"20 h\"]\n" + cycle + "values = [\"30 h\"]\n",
         "s.toml:7:7: vary[1].key: 'biology.tumour.cycle' is varied already"},
        {"[design]\ntype = \"sobol\"\n" + cycle + "from = \"1 h\"\nto = \"2 d\"\n",
         "design: does not say how many `points`"},
        {"[design]\ntype = \"sobol\"\npoints = 10000000\n" + cycle +
             "from = \"20 h\"\nto = \"2 d\"\n",
         "s.toml:5:10: design.points = 10000000 is outside [1, 1e5]"},
        {"[design]\ntype = \"spiral\"\n", "s.toml:4:8: design.type = \"spiral\" is none of"},
        {"[design]\nreplicates = 100000\n" + cycle + "values = [\"20 h\", \"30 h\"]\n",
         "asks for more than 100000 runs"},
        {"[design]\ntype = \"list\"\n" + cycle + "values = [\"20 h\", \"30 h\"]\n" +
             "[[vary]]\nkey = \"run.days\"\nvalues = [\"1\"]\n",
         "s.toml:9:7: run.days has 1 values, biology.tumour.cycle has 2"},
        {cycle + "from = \"20 h\"\nto = \"30 h\"\n", "has no `values`, which a grid needs"},
        {"[design]\nreplicates = 2\n[[vary]]\nkey = \"run.seed\"\nvalues = [\"1\", \"2\"]\n",
         "differ by run.seed, which is varied already"},
        {"[design]\ntype = \"ablation\"\nablations = [\"none_such\"]\n",
         "s.toml:5:14: ablation.none_such"},
        {"[design]\nreplicates = 2\n[[vray]]\n", "vray: no such table; did you mean 'vary'?"},
    };
    for (const Mistake& one : mistakes) {
        const Answer answer = check(one.study);
        CHECK(answer.code == 2);
        CHECK_MESSAGE(answer.says(one.said), one.said, "\nsaid:\n", answer.err);
    }
}

TEST_CASE("a distribution must fit the parameter that it is of") {
    const std::string head = "[design]\ntype = \"latin_hypercube\"\npoints = 4\n";
    const std::string fraction = "[[vary]]\nkey = \"biology.tumour.growth_fraction\"\n";
    const std::vector<Mistake> mistakes{
        {cycle + "from = \"20 h\"\nto = \"3 kg\"\n", "s.toml:9:6: biology.tumour.cycle = \"3 kg\""},
        {cycle + "from = \"20\"\nto = \"30 h\"\n", "has no unit"},
        {cycle + "from = \"30 h\"\nto = \"20 h\"\n",
         "s.toml:9:6: vary[0].to: is not more than `from`"},
        {cycle + "from = \"20 h\"\nto = \"1e9 h\"\n",
         "s.toml:9:6: biology.tumour.cycle = 1e9 h is outside"},
        {fraction + "distribution = \"normal\"\nmean = \"150 %\"\nsd = \"5 %\"\n",
         "s.toml:9:8: biology.tumour.growth_fraction = 1.5 (written \"150 %\") is outside [0, 1]"},
        {fraction + "distribution = \"normal\"\nmean = \"90 %\"\nsd = \"20 %\"\n",
         "s.toml:9:8: vary[0].mean: only 69.1 % of the distribution lie in [0, 1]"},
        {fraction + "distribution = \"normal\"\nmean = \"50 %\"\nsd = \"20 h\"\n",
         "s.toml:10:6: vary[0].sd: is a time, expected"},
        {fraction + "distribution = \"log_uniform\"\nfrom = \"0 %\"\nto = \"90 %\"\n",
         "s.toml:9:8: vary[0].from: must be more than 0 where logarithms are taken"},
        {cycle + "distribution = \"log_normal\"\nmedian = \"30 h\"\n",
         "has neither `values` nor `factor`"},
        {cycle + "from = \"20 h\"\nto = \"30 h\"\nsd = \"1 h\"\n",
         "s.toml:10:6: vary[0].sd: does not go with this distribution"},
        {"[[vary]]\nkey = \"ablation.memory\"\nfrom = \"0\"\nto = \"1\"\n", "ablation.memory = 0"},
    };
    for (const Mistake& one : mistakes) {
        const Answer answer = check(head + one.study);
        CHECK(answer.code == 2);
        CHECK_MESSAGE(answer.says(one.said), one.said, "\nsaid:\n", answer.err);
    }
    CHECK(check(head + fraction +
                "distribution = \"normal\"\nmean = \"90 %\"\nsd = \"20 %\"\nfrom = \"50 %\"\n"
                "to = \"100 %\"\n")
              .code == 0);
}

TEST_CASE("outcomes that no run will have are told, with the nearest") {
    const auto outcome = [](const std::string& name, const std::string& rest) {
        return "[[outcome]]\nname = \"" + name + "\"\n" + rest;
    };
    const std::string burden = "series = \"patient\"\ncolumn = \"burden\"\n";
    const std::vector<Mistake> mistakes{
        {outcome("a", "series = \"patients\"\ncolumn = \"burden\"\n"),
         "s.toml:7:10: outcome.a.series: there is no series 'patients'; did you mean 'patient'?"},
        {outcome("a", "series = \"patient\"\ncolumn = \"burdn\"\n"),
         "s.toml:8:10: outcome.a.column: there is no column 'burdn' in series patient; did you "
         "mean 'burden'?"},
        {outcome("a", "series = \"patient\"\ncolumn = \"xyz\"\n"),
         "there is no column 'xyz' in series patient; there are burden"},
        {outcome("a", burden) + outcome("a", burden), "there is another outcome.a"},
        {outcome("hash", burden), "'hash' is a column already"},
        {outcome("a b", burden), "is no name of a column"},
        {outcome("a", burden + "what = \"at\"\n"), "does not say of which `day`"},
        {outcome("a", burden + "what = \"at\"\nday = \"3 d\"\n"), "a run ends on day 2"},
        {outcome("a", burden + "from = \"2 d\"\nto = \"1 d\"\n"), "is before `from`"},
        {outcome("a", burden + "of = \"twin\"\n"), "there is no twin"},
    };
    for (const Mistake& one : mistakes) {
        const Answer answer = check("[design]\nreplicates = 2\n" + one.study);
        CHECK(answer.code == 2);
        CHECK_MESSAGE(answer.says(one.said), one.said, "\nsaid:\n", answer.err);
    }
}

TEST_CASE("all mistakes of a study are told at once") {
    const Answer answer =
        check("[design]\nseed = -1\n" + cycle +
              "values = [\"20 h\", \"3 kg\"]\n[[vary]]\nkey = \"biology.tumour.cyle\"\n"
              "values = [\"1 h\"]\nvalue = 3\n");
    CHECK(answer.code == 2);
    CHECK(answer.says("s.toml:4:8: design.seed"));
    CHECK(answer.says("s.toml:7:19: biology.tumour.cycle = \"3 kg\""));
    CHECK(answer.says("did you mean 'cycle'?"));
    CHECK(answer.says("vary[1].value: no such parameter; did you mean 'values'?"));
}

TEST_CASE("the study that comes with the project is right") {
    const char* root = std::getenv("PERFORIN_ROOT");
    REQUIRE(root != nullptr);
    const support::ScratchFolder folder;
    const Answer answer = call(
        folder.path(), {"check", std::string{root} + "/scenarios/checkpoint_blockade/doses.toml"});
    CHECK(answer.code == 0);
    CHECK(answer.prints("ok, 12 runs"));
}

TEST_CASE("a study of no scenario is told") {
    const support::ScratchFolder folder;
    std::ofstream{folder / "s.toml"} << "[study]\nscenario = \"none\"\n[design]\nreplicates = 2\n";
    const Answer answer = call(folder.path(), {"sweep", "s.toml"});
    CHECK(answer.code == 2);
    CHECK(answer.says("s.toml:2:12: study.scenario: there is no scenario"));
    CHECK(call(folder.path(), {"sweep", "nowhere.toml"}).code == 2);
}
