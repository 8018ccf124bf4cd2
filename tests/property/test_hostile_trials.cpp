// Trials with mistakes: every one is told, with its place, and nothing is run.

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "support/trials.hpp"

using support::Answer, support::call, support::TrialDesk, support::two_arms;

namespace {

Answer check(const std::string& text) {
    const TrialDesk desk{text};
    const Answer answer = call(desk.folder.path(), {"check", "t.toml"});
    CHECK(!std::filesystem::exists(desk.folder / "runs"));
    CHECK(!std::filesystem::exists(desk.folder / "results"));
    return answer;
}

/// Each says its mistake in so many words.
struct Mistake {
    std::string trial, said;
};

const std::string arm = "[[arm]]\nname = \"a\"\n";
std::string top(const std::string& more) {
    return "[trial]\nscenario = \"tiny.toml\"\n" + more;
}

}  // namespace

TEST_CASE("check takes a trial, and says how many runs it is at most") {
    const Answer answer = check(two_arms());
    CHECK(answer.code == 0);
    CHECK(answer.out == "t.toml: ok, 6 runs at most\n");
    CHECK(check(two_arms("patients = 6\n", "[twins]\non = true\n")).out ==
          "t.toml: ok, 12 runs at most\n");
}

TEST_CASE("each mistake in a trial is told with its place") {
    const std::string two = top("patients = 2\n");
    const std::vector<Mistake> mistakes{
        {"[trial]\n", "t.toml:1:1: trial: has neither a `cohort` nor a `scenario`"},
        {two, "t.toml:1:1: trial: has no [[arm]]"},
        {top("") + arm, "does not say how many `patients`"},
        {top("patients = 10000000\n") + arm,
         "t.toml:3:12: trial.patients = 10000000 is outside [1, 1e5]"},
        {top("patients = 0\n") + arm, "trial.patients = 0 is outside"},
        {top("patients = 2\nfollow_up = \"1.5 d\"\n") + arm, "must be a whole number of days"},
        {top("patients = 2\nfollow_up = \"-3 d\"\n") + arm, "t.toml:4:13: trial.follow_up"},
        {top("patients = 2\nfollow_up = \"3 kg\"\n") + arm, "t.toml:4:13: trial.follow_up"},
        {top("patients = 2\ncontrol = \"b\"\n") + arm,
         "t.toml:4:11: trial.control: there is no arm 'b'"},
        {"[trial]\nscenario = \"none\"\npatients = 2\n" + arm,
         "t.toml:2:12: trial.scenario: there is no scenario"},
        {"[trial]\ncohort = \"none.toml\"\n" + arm, "t.toml:2:10: trial.cohort: there is no"},
        {"[trial]\ncohort = \"c\"\nscenario = \"tiny.toml\"\n" + arm,
         "t.toml:3:12: trial.scenario: does not go with a cohort"},
        {two + arm + arm, "t.toml:7:8: there is another arm.a: names must differ"},
        {two + arm + "[[arm]]\nname = \"b\"\n", "t.toml:7:8: arm b is the same as arm a"},
        {two + "[[arm]]\nname = \"a/b\"\n",
         "t.toml:5:8: arm.\"a/b\".name: 'a/b' is no name of an arm"},
        {two + arm + "share = 0\n", "arm.a.share = 0 is outside"},
        {two + arm + "config = \"none.toml\"\n", "t.toml:6:10: arm.a.config: there is no file"},
        {two + arm + "settings = ['therapy=[{type=\"pembrolizumap\"}]']\n",
         "did you mean \"pembrolizumab\"?"},
        {two + arm + "settings = [\"biology.tumor.cycle=2 d\"]\n", "did you mean 'tumour'?"},
        {two + arm + "settings = [\"biology.tumour.cycle=3 kg\"]\n",
         "t.toml:6:13: biology.tumour.cycle = \"3 kg\""},
        {two + arm + "[randomisation]\nblock = 3\n" + "[[arm]]\nname = \"b\"\n",
         "t.toml:7:9: randomisation.block: must be a multiple of 2"},
        {two + arm + "[randomisation]\nstrata = [\"sex\"]\n",
         "t.toml:7:11: randomisation.strata: there is no covariate 'sex': patients of one "
         "scenario"},
        {two + arm + "[dropout]\nhazard = \"2 1/d\"\n", "t.toml:7:10: dropout.hazard"},
        {two + arm + "[visits]\nexamination = \"pet\"\nevery = \"0 d\"\n", "visits.every"},
        {two + arm + "[visits]\nfirst = \"10 d\"\njitter = \"6 d\"\n",
         "must be less than half of `first`"},
        {two + arm + "[visits]\nmised = 0.1\n", "did you mean 'missed'?"},
        {two + arm + "[design]\ntype = \"spiral\"\n",
         "t.toml:7:8: design.type = \"spiral\" is none of"},
        {two + arm + "[design]\ntype = \"group_sequential\"\n",
         "does not say after how many `events`"},
        {two + arm + "[design]\ntype = \"group_sequential\"\nevents = [5, 4]\n",
         "t.toml:8:10: design.events: must be whole numbers, each more"},
        {two + arm + "[design]\ntype = \"group_sequential\"\nevents = [5]\n",
         "group_sequential compares two arms; there are 1"},
        {two + arm + "[design]\npoor = 0.2\n", "t.toml:7:8: design.poor: is of simon only"},
        {two + arm + "[design]\ntype = \"simon\"\npoor = 0.4\ngood = 0.3\n",
         "design.good: must be more than `poor`"},
        {two + arm + "[design]\ntype = \"simon\"\n", "design: takes 29 patients; there are 2"},
        {two + arm + "[design]\ntype = \"boin\"\nstart_level = 2\n",
         "t.toml:8:15: design.start_level: there are 1 arms"},
        {two + arm +
             "[[published]]\narm = \"b\"\nendpoint = \"os.median\"\nvalue = \"9 d\"\n"
             "source = \"s\"\n",
         "t.toml:7:7: published[0].arm: there is no arm 'b'"},
        {two + arm +
             "[[published]]\narm = \"a\"\nendpoint = \"os.median\"\nvalue = \"many\"\n"
             "source = \"s\"\n",
         "published[0].value: begins with no number"},
        {two + arm + "[[outcome]]\nname = \"x\"\nseries = \"patients\"\ncolumn = \"burden\"\n",
         "there is no series 'patients'; did you mean 'patient'?"},
        {two + arm + "[dose]\n", "dose: no such"},
    };
    for (const Mistake& one : mistakes) {
        const Answer answer = check(one.trial);
        CHECK(answer.code == 2);
        CHECK_MESSAGE(answer.says(one.said), one.said, "\nsaid:\n", answer.err);
    }
}

TEST_CASE("all mistakes of a trial are told at once") {
    const Answer answer = check(top("patients = 2\nseed = -1\n") + arm +
                                "[dropout]\nhazzard = \"1 1/d\"\n[design]\nalpha = 2\n");
    CHECK(answer.code == 2);
    CHECK(answer.says("t.toml:4:8: trial.seed"));
    CHECK(answer.says("did you mean 'hazard'?"));
    CHECK(answer.says("t.toml:10:9: design.alpha"));
}

TEST_CASE("the trials that come with the project are right") {
    const char* root = std::getenv("PERFORIN_ROOT");
    REQUIRE(root != nullptr);
    // Of a few patients each: all 200 take half a minute.
    for (const std::string name : {"oak", "checkmate_067"}) {
        std::string text = support::text_of(root + ("/configs/trials/" + name + ".toml"));
        const std::string many = "patients = 200", few = "patients = 2";
        REQUIRE(text.find(many) != std::string::npos);
        text.replace(text.find(many), many.size(), few);
        const Answer answer = check(text);
        CHECK(answer.code == 0);
        CHECK_MESSAGE(answer.prints("runs at most"), answer.err);
    }
}
