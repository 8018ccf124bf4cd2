// Trials as a user sees them: patients in arms, each run once whatever happens, the same tables.

#include <doctest/doctest.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "io/hdf5.hpp"
#include "support/patients.hpp"
#include "support/trials.hpp"

using support::Answer, support::call, support::Call, support::TrialDesk, support::two_arms;
namespace fs = std::filesystem;
using Column = std::vector<std::string>;

namespace {

const std::string twins = "[twins]\non = true\n";

/// The tables of a trial of two arms that nothing disturbed.
const std::string& undisturbed() {
    static const std::string tables = [] {
        const TrialDesk desk{two_arms("patients = 6\naccrual = \"30 d\"\n", twins)};
        const Answer answer = desk({"--workers", "1"});
        CHECK(answer.code == 0);
        CHECK(answer.prints("6 patients, 12 of 12 runs done, 12 begun now"));
        return desk.all_tables();
    }();
    return tables;
}

std::size_t count(const Column& column, const std::string& value) {
    return static_cast<std::size_t>(std::count(column.begin(), column.end(), value));
}

/// Of the run of the i-th row of patients.
std::string parameter(const TrialDesk& desk, std::size_t i, const std::string& path) {
    const std::string hash = desk.column("patients", "hash")[i];
    const auto run = perforin::io::File::read(desk.folder / ("runs/" + hash + ".h5"));
    const auto names = run.root().dataset("parameters/path").read().text;
    const auto values = run.root().dataset("parameters/value").read().text;
    const auto place = std::find(names.begin(), names.end(), path) - names.begin();
    return values.at(static_cast<std::size_t>(place));
}

}  // namespace

TEST_CASE("a trial treats each patient in her arm, and writes tables of it") {
    const TrialDesk desk{two_arms("patients = 4\n",
                                  "[randomisation]\nblock = 4\n[[outcome]]\nname = \"burden\"\n"
                                  "series = \"patient\"\ncolumn = \"burden\"\n")};
    CHECK(desk({"--quiet"}).code == 0);
    CHECK(desk.table("patients").starts_with("patient,arm,assigned,stratum,weight,enrolled [d],"));
    CHECK(desk.column("patients", "patient") == Column{"1", "2", "3", "4"});
    CHECK(count(desk.column("patients", "arm"), "none") == 2);
    CHECK(count(desk.column("patients", "assigned"), "1") == 4);
    CHECK(desk.column("patients", "seed") == Column{"5", "6", "7", "8"});
    CHECK(count(desk.column("patients", "state"), "done") == 4);
    CHECK(count(desk.column("patients", "followed [d]"), "2") == 4);
    CHECK(std::stod(desk.column("patients", "outcome.burden [mm^3]").front()) > 0.0);
    CHECK(count(desk.column("doses", "therapy"), "pembrolizumab") == 2);
    CHECK(count(desk.column("doses", "day [d]"), "0") == 2);
    CHECK(desk.runs() == 4);
    CHECK(desk.runs(".lock") + desk.runs(".log") + desk.runs(".failed") == 0);
    const auto file = perforin::io::File::read(desk.folder / "results/t/trial.h5");
    const auto& root = file.root();
    CHECK(root.text("format") == "perforin trial");
    CHECK(root.dataset("patients/patient").read_as<double>()[3] == 4.0);
    CHECK(root.dataset("patients/enrolled").text("unit") == "d");
    CHECK(root.dataset("looks/decision").read().text.size() == 1);
    CHECK(root.dataset("trial/text").read().text[0] == support::text_of(desk.folder / "t.toml"));
    CHECK(support::text_of(desk.folder / "results/t/trial.toml") ==
          support::text_of(desk.folder / "t.toml"));
}

TEST_CASE("two workers give the same tables as one") {
    const TrialDesk desk{two_arms("patients = 6\naccrual = \"30 d\"\n", twins)};
    CHECK(desk({"--workers", "2"}).code == 0);
    CHECK(desk.all_tables() == undisturbed());
}

TEST_CASE("a trial that is killed twice with its runs goes on to the same tables") {
    const TrialDesk desk{two_arms("patients = 6\naccrual = \"30 d\"\n", twins)};
    desk.kill_after(100);
    CHECK(!fs::exists(desk.folder / "results/t/patients.csv"));
    desk.kill_after(500);
    CHECK(desk({"--workers", "2"}).code == 0);
    CHECK(desk.all_tables() == undisturbed());
    CHECK(desk.runs(".lock") + desk.runs(".log") == 0);
}

TEST_CASE("Ctrl-C stops a trial with its runs saved, and says how it goes on") {
    const TrialDesk desk{two_arms("patients = 6\naccrual = \"30 d\"\n", twins)};
    Call trial{desk.folder.path(), {"trial", "t.toml", "--workers", "1"}};
    CHECK(!trial.wait_for_children().empty());
    trial.send(SIGINT);
    const Answer answer = trial.wait();
    CHECK(answer.code == 3);
    CHECK(answer.says("to go on: "));
    CHECK(answer.says("trial t.toml --workers 1"));
    CHECK(count(desk.column("patients", "state"), "waiting") > 0);
    CHECK(count(desk.column("patients", "state"), "failed") == 0);
    CHECK(desk({}).code == 0);
    CHECK(desk.all_tables() == undisturbed());
}

TEST_CASE("what is done is not done again: twins added, another trial of the same patients") {
    const TrialDesk desk{two_arms("patients = 4\n")};
    CHECK(desk({}).prints("4 of 4 runs done, 4 begun now"));
    CHECK(desk({}).prints("4 of 4 runs done, 0 begun now"));
    desk.write("t.toml", two_arms("patients = 4\nseed = 9\n", twins));
    CHECK(desk({}).prints("8 of 8 runs done, 4 begun now"));
    const Column assigned = desk.column("patients", "assigned");
    CHECK(count(assigned, "1") == 4);
    CHECK(count(assigned, "0") == 4);
    desk.write("other.toml", two_arms("patients = 6\n", twins));
    CHECK(call(desk.folder.path(), {"trial", "other.toml"})
              .prints("12 of 12 runs done, 4 begun now"));
}

TEST_CASE("a study's runs are a trial's, where they are the same") {
    const TrialDesk desk{
        "[trial]\nscenario = \"tiny.toml\"\npatients = 3\nfollow_up = \"2 d\"\n"
        "[[arm]]\nname = \"none\"\n"};
    desk.write("study.toml",
               "[study]\nscenario = \"tiny.toml\"\n"
               "settings = ['examination=[{type=\"ct\"}]', \"run.days=2\"]\n"
               "[design]\nreplicates = 2\n");
    CHECK(call(desk.folder.path(), {"sweep", "study.toml", "-q"}).code == 0);
    CHECK(desk({}).prints("3 of 3 runs done, 1 begun now"));
}

TEST_CASE("whatever is given is a dose: radiation, an operation, each of two courses of a drug") {
    const TrialDesk desk{
        "[trial]\nscenario = \"tiny.toml\"\npatients = 1\nfollow_up = \"4 d\"\n"
        "[[arm]]\nname = \"all\"\nsettings = ['''therapy=["
        "{type=\"radiotherapy\", number=2, lesions=[\"largest\"]},"
        "{type=\"nivolumab\", first=\"1 d\", number=1},"
        "{type=\"nivolumab\", first=\"2 d\", number=1},"
        "{type=\"pembrolizumab\", name=\"nivolumab_2\", first=\"2 d\", number=1},"
        "{type=\"surgery\", first=\"3 d\", lesions=[\"largest\"]}]''']\n"};
    CHECK(desk({}).prints("1 of 1 runs done, 1 begun now"));
    CHECK(desk.column("doses", "therapy") == Column{"radiotherapy", "nivolumab", "radiotherapy",
                                                    "nivolumab_2", "nivolumab_2_2", "surgery"});
    CHECK(desk.column("doses", "day [d]") == Column{"0", "1", "1", "2", "2", "3"});
}

TEST_CASE("an arm may be a file: laid over its patients, and the same run as by settings") {
    const std::string top =
        "[trial]\nscenario = \"tiny.toml\"\npatients = 2\nfollow_up = \"2 d\"\n";
    const TrialDesk desk{top + "[[arm]]\nname = \"drug\"\nconfig = \"drug.toml\"\n"};
    desk.write("drug.toml", "[[therapy]]\ntype = \"nivolumab\"\nfirst = \"1 d\"\n");
    CHECK(desk({}).prints("2 of 2 runs done, 2 begun now"));
    CHECK(desk.column("doses", "therapy") == Column{"nivolumab", "nivolumab"});
    CHECK(desk.column("doses", "day [d]") == Column{"1", "1"});
    desk.write("other.toml", top +
                                 "[[arm]]\nname = \"the_same\"\n"
                                 "settings = ['therapy=[{type=\"nivolumab\", first=\"24 h\"}]']\n");
    CHECK(
        call(desk.folder.path(), {"trial", "other.toml"}).prints("2 of 2 runs done, 0 begun now"));
}

TEST_CASE("patients of a cohort are run as they are, and their covariates are in the tables") {
    const TrialDesk desk{
        "[trial]\ncohort = \"people.toml\"\npatients = 4\nfollow_up = \"2 d\"\n"
        "[randomisation]\nstrata = [\"ecog\"]\n[[arm]]\nname = \"none\"\n"};
    desk.write("people.toml",
               "[cohort]\npatients = 9\nseed = 3\nlayers = [\"tiny.toml\"]\n"
               "[[cohort.variable]]\nname = \"age\"\nsource = \"test\"\n"
               "distribution = \"normal\"\nmean = 60\nsd = 9\nround = 1\nsets = \"patient.age\"\n"
               "[[cohort.variable]]\nname = \"ecog\"\nsource = \"test\"\n"
               "distribution = \"values\"\nvalues = [0, 1]\nshares = [0.5, 0.5]\n"
               "sets = \"patient.ecog\"\n");
    CHECK(desk({}).prints("4 of 4 runs done, 4 begun now"));
    const Column ages = desk.column("patients", "baseline.age");
    CHECK(std::set<std::string>(ages.begin(), ages.end()).size() > 1);
    Column strata = desk.column("patients", "baseline.ecog");
    for (std::string& stratum : strata) stratum.insert(0, "ecog=");
    CHECK(desk.column("patients", "stratum") == strata);
    for (std::size_t i = 0; i != ages.size(); ++i) {
        // She is whom the cohort says she is, and her run is of her.
        const std::string number = std::to_string(i + 1);
        const Answer she = call(desk.folder.path(), {"cohort", "people.toml", "--patient", number});
        CHECK(she.prints("age = " + ages[i] + "\n"));
        CHECK(parameter(desk, i, "patient.age") == ages[i]);
    }
}

TEST_CASE("a patient whose run cannot be made is recorded, and the others go on") {
    const TrialDesk desk{two_arms("patients = 4\n")};
    CHECK(desk({"--no-run"}).code == 0);
    CHECK(count(desk.column("patients", "state"), "waiting") == 4);
    CHECK(desk.runs() == 0);
    const std::string hash = desk.column("patients", "hash")[2];
    fs::create_directories(desk.folder / ("runs/" + hash + ".h5/inside"));
    const Answer answer = desk({});
    CHECK(answer.code == 1);
    CHECK(answer.prints("3 of 4 runs done, 1 failed"));
    CHECK(desk.column("patients", "state")[2] == "failed");
    CHECK(desk.column("patients", "os [d]")[2] == "");
    CHECK(desk.column("patients", "os [d]")[3] == "2");
    fs::remove_all(desk.folder / ("runs/" + hash + ".h5"));
    CHECK(desk({}).prints("4 of 4 runs done, 1 begun now"));
}

TEST_CASE("dropouts and the cut of the data end what is known, and later patients are left out") {
    const TrialDesk desk{two_arms("patients = 12\naccrual = \"8 d\"\ndata_cut = \"5 d\"\n",
                                  "[dropout]\nhazard = \"0.5 1/d\"\n")};
    CHECK(desk({"-q"}).code == 0);
    const Column enrolled = desk.column("patients", "enrolled [d]"),
                 followed = desk.column("patients", "followed [d]"),
                 dropped = desk.column("patients", "dropped_out");
    CHECK(enrolled.size() < 12);
    CHECK(count(dropped, "1") > 0);
    CHECK(count(dropped, "0") > 0);
    for (std::size_t i = 0; i != enrolled.size(); ++i) {
        const int least = std::min(2, 5 - std::stoi(enrolled[i]));
        CHECK(std::stoi(enrolled[i]) < 5);
        if (dropped[i] == "0") CHECK(std::stoi(followed[i]) == least);
        if (dropped[i] == "1") CHECK(std::stoi(followed[i]) < least);
        CHECK(desk.column("patients", "os [d]")[i] == followed[i]);
        CHECK(parameter(desk, i, "run.days") == std::to_string(least));  // no day is lived in vain
    }
}

TEST_CASE("scans of a patient become visits, and responses by all criteria") {
    const TrialDesk desk{
        "[trial]\nscenario = \"slab.toml\"\npatients = 1\nfollow_up = \"5 d\"\n"
        "[[arm]]\nname = \"pembrolizumab\"\n"
        "settings = ['therapy=[{type=\"pembrolizumab\", first=\"1 d\"}]']\n"
        "[visits]\nstart = \"1 d\"\nfirst = \"2 d\"\nevery = \"2 d\"\njitter = \"0 d\"\n"};
    desk.write("slab.toml", "[run]\nseed = 2\n[tissue]\nstep = '4 h'\nsub_step = '20 min'\n" +
                                perforin::test::small_slab());
    CHECK(desk({"-q"}).code == 0);
    CHECK(desk.column("visits", "day [d]") == Column{"0", "2", "4"});
    CHECK(desk.column("visits", "change [%]")[0] == "0");
    CHECK(desk.column("visits", "burden")[0] == "1");
    CHECK(std::abs(std::stod(desk.column("visits", "sld [mm]")[0]) - 20.0) < 5.0);
    CHECK(desk.column("visits", "recist") == Column{"", "SD", "SD"});
    CHECK(desk.column("visits", "irecist") == Column{"", "iSD", "iSD"});
    CHECK(desk.column("patients", "recist.pfs [d]") == Column{"4"});
    CHECK(desk.column("patients", "recist.pfs_event") == Column{"0"});
    CHECK(desk.column("patients", "followed [d]") == Column{"5"});
    CHECK(desk.column("doses", "day [d]") == Column{"0"});
}

TEST_CASE("treatment ends on the day whose scan the trial reads as progression") {
    for (const bool by_trial : {true, false}) {  // or by the therapy itself
        const std::string ends = by_trial ? "ends_treatment = [\"progression\"]\n" : "",
                          stops = by_trial ? "" : ", stop_at=[\"progression\"]";
        const TrialDesk desk{
            "[trial]\nscenario = \"slab.toml\"\npatients = 1\nfollow_up = \"25 d\"\n" + ends +
            "[[arm]]\nname = \"pembrolizumab\"\n"
            "settings = ['therapy=[{type=\"pembrolizumab\", first=\"1 d\", every=\"1 d\"" +
            stops +
            "}]']\n[visits]\nstart = \"1 d\"\nfirst = \"2 d\"\nevery = \"2 d\"\njitter = \"0 "
            "d\"\n"};
        desk.write("slab.toml",
                   "[run]\nseed = 2\n[tissue]\nstep = '4 h'\nsub_step = '20 min'\n"
                   "[[examination]]\ntype = 'ct'\nreader_spread = 0.2\n"
                   "reader_persistence = 0\nreader_most = 0.5\n" +
                       perforin::test::small_slab());
        CHECK(desk({"-q"}).code == 0);
        const Column recist = desk.column("visits", "recist"),
                     days = desk.column("visits", "day [d]");
        const auto seen = std::find(recist.begin(), recist.end(), "PD");
        REQUIRE(seen != recist.end());
        const int day = std::stoi(days[static_cast<std::size_t>(seen - recist.begin())]);
        CHECK(day < 20);
        CHECK(std::stoi(desk.column("doses", "day [d]").back()) == day - 1);
    }
}

TEST_CASE("a trial replaces its own tables only, and says where they go") {
    const TrialDesk desk{two_arms("patients = 2\n")};
    CHECK(desk({"--where"}).prints("results/t"));
    CHECK(!fs::exists(desk.folder / "results"));
    fs::create_directories(desk.folder / "mine");
    desk.write("mine/patients.csv", "mine");
    const Answer answer = desk({"--no-run", "-o", "mine"});
    CHECK(answer.code == 2);
    CHECK(answer.says("mine holds something else than tables of a trial"));
    CHECK(desk({"--no-run"}).code == 0);
    CHECK(desk({"--no-run"}).code == 0);
}
