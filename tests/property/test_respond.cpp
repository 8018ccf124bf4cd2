#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <vector>

#include "../support/program.hpp"
#include "../support/scratch_folder.hpp"

using support::Answer, support::call;
namespace fs = std::filesystem;

namespace {

const std::string header =
    "patient,day,lesion,role,organ,node,long_mm,short_mm,measurable,grown,nontarget_class,"
    "nontarget_worse,symptoms,missed,death_day\n";

/// The constructed pseudoprogressor, and a patient who progresses and dies.
const std::string trial = header +
                          "Ada,-7,t,target,lung,0,30,30,1,,,,,,\n"
                          "Ada,63,t,target,lung,0,38,38,1,,,,,,\n"
                          "Ada,105,t,target,lung,0,20,20,1,,,,,,\n"
                          "Ada,147,t,target,lung,0,15,15,1,,,,,,\n"
                          "\"Bo, jr\",0,t,target,liver,0,30,30,1,,,,,,\n"
                          "\"Bo, jr\",63,t,target,liver,0,40,40,1,,,,,,\n"
                          "\"Bo, jr\",105,t,target,liver,0,55,55,1,,,,,,\n"
                          "\"Bo, jr\",105,,,,,,,,,,,,,120\n";

struct Desk {
    void write(const std::string& name, const std::string& text) const {
        std::ofstream{folder / name, std::ios::binary} << text;
    }
    Answer operator()(const std::vector<std::string>& words) const {
        return call(folder.path(), words);
    }
    std::string text(const std::string& name) const { return support::text_of(folder / name); }
    std::set<std::string> files() const {
        std::set<std::string> names;
        for (const auto& entry : fs::recursive_directory_iterator{folder.path()}) {
            names.insert(entry.path().lexically_relative(folder.path()).string());
        }
        names.erase(".stdout");
        names.erase(".stderr");
        return names;
    }
    support::ScratchFolder folder;
};

bool holds(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("respond writes each visit and each patient beside the table, and a summary") {
    const Desk desk;
    desk.write("trial.csv", trial);
    const Answer answer = desk({"respond", "trial.csv"});
    CHECK(answer.code == 0);
    CHECK(answer.err.empty());
    CHECK(desk.files() ==
          std::set<std::string>{"trial.csv", "trial.patients.csv", "trial.visits.csv"});
    CHECK(answer.prints("Best responses of 2 patients"));
    CHECK(
        answer.prints("Ada              PD, day 63           iPR, day 147+        irPR, day 147+"));
    CHECK(answer.prints("trial.visits.csv: each visit"));
    const std::string visits = desk.text("trial.visits.csv");
    CHECK(holds(visits,
                "\nAda,63,RECIST 1.1,PD,PD,,0,38.0,30.0,mm,targets grew from the nadir "
                "30.0 mm to 38.0 mm\n"));
    CHECK(holds(visits, "\nAda,63,iRECIST,iUPD,PD,,0,38.0,30.0,mm,progression by targets\n"));
    CHECK(holds(visits, "\nAda,63,irRC,irPD,PD,,0,1444.00,900.00,mm2,"));
    CHECK(holds(visits, "\n\"Bo, jr\",105,iRECIST,iCPD,PD,"));
    const std::string patients = desk.text("trial.patients.csv");
    CHECK(
        holds(patients, "\nAda,RECIST 1.1,PD,PD,,,,63,,63,1,progression,,147,0,-50.0,,,36.1,,\n"));
    CHECK(holds(patients, "\nAda,iRECIST,iPR,iPR,105,105,42,63,,147,0,"));
    CHECK(
        holds(patients,
              "\n\"Bo, jr\",iRECIST,iCPD,iCPD,,,,63,105,63,1,progression,,120,1,33.3,,,51.7,,\n"));
}

TEST_CASE("respond tells growth from a scan before the baseline, and nothing else from it") {
    const Desk desk;
    desk.write("trial.csv", trial);
    CHECK(desk({"respond", "trial.csv"}).code == 0);
    const std::string visits = desk.text("trial.visits.csv");
    desk.write("trial.csv", trial + "Ada,-49,t,target,lung,0,28,28,1,,,,,,\n");
    CHECK(desk({"respond", "trial.csv", "--force"}).code == 0);
    CHECK(desk.text("trial.visits.csv") == visits);
    // 28 to 30 mm in 42 days, then 38 mm in 70: 16 and 36 % of volume a month.
    CHECK(holds(desk.text("trial.patients.csv"),
                "\nAda,RECIST 1.1,PD,PD,,,,63,,63,1,progression,,147,0,-50.0,,16.2,36.1,1,0\n"));
}

TEST_CASE("respond replaces older results only by --force, and says so") {
    const Desk desk;
    desk.write("trial.csv", trial);
    desk.write("trial.patients.csv", "mine");
    const Answer refused = desk({"respond", "trial.csv"});
    CHECK(refused.code == 2);
    CHECK(refused.says("trial.patients.csv exists already"));
    CHECK(refused.says("--force"));
    CHECK(desk.text("trial.patients.csv") == "mine");
    CHECK(desk.files() == std::set<std::string>{"trial.csv", "trial.patients.csv"});
    CHECK(desk({"respond", "trial.csv", "--force", "-q"}).out.empty());
    CHECK(holds(desk.text("trial.patients.csv"), "Ada,irRC"));
    CHECK(desk({"respond", "trial.csv"}).code == 2);
}

TEST_CASE("respond writes into another folder, which must be there") {
    const Desk desk;
    desk.write("trial.csv", trial);
    const Answer refused = desk({"respond", "trial.csv", "-o", "out"});
    CHECK(refused.code == 2);
    CHECK(refused.says("mkdir -p '"));
    fs::create_directory(desk.folder / "out");
    CHECK(desk({"respond", "trial.csv", "-o", "out"}).code == 0);
    CHECK(fs::exists(desk.folder / "out/trial.visits.csv"));
    CHECK(!fs::exists(desk.folder / "trial.visits.csv"));
}

TEST_CASE("respond tells every problem of a table, and then writes nothing") {
    const Desk desk;
    desk.write("bad.csv", trial + "Cy,1,t,target,lung,0,x,,1,,,,,,\nCy,y,,,,,,,,,,,,,\n");
    const Answer answer = desk({"respond", "bad.csv"});
    CHECK(answer.code == 2);
    CHECK(answer.out.empty());
    CHECK(answer.says("bad.csv:10:22: long_mm = \"x\": expected a length"));
    CHECK(answer.says("bad.csv:11:4: day = \"y\""));
    CHECK(desk.files() == std::set<std::string>{"bad.csv"});
}

TEST_CASE("respond says what is wrong with a table that is none") {
    const Desk desk;
    CHECK(desk({"respond", "none.csv"}).says("none.csv does not exist."));
    CHECK(desk({"respond", "none.csv"}).code == 2);
    CHECK(desk({"respond", "."}).says("is a folder"));
    CHECK(desk({"respond"}).code == 2);
    desk.write("empty.csv", "");
    CHECK(desk({"respond", "empty.csv"}).says("empty.csv:1:1: the table is empty"));
}

TEST_CASE("respond takes the intervals of another protocol, and checks them") {
    const Desk desk;
    desk.write("trial.csv", trial);
    CHECK(desk({"respond", "trial.csv", "--set", "confirmation_days=60"}).code == 0);
    CHECK(holds(desk.text("trial.visits.csv"), "\nAda,105,iRECIST,iUPD,PR,"));
    const Answer wrong = desk({"respond", "trial.csv", "--force", "--set", "confirmation_day=60"});
    CHECK(wrong.code == 2);
    CHECK(wrong.says("did you mean 'confirmation_days'?"));
    CHECK(desk({"respond", "trial.csv", "--force", "--set", "missed_visits=0"}).code == 2);
}

TEST_CASE("respond leaves the older result where the new one cannot be written whole") {
    const Desk desk;
    desk.write("trial.csv", trial);
    desk.write("trial.visits.csv", "mine");
    const Answer answer = call(desk.folder.path(), {"respond", "trial.csv", "--force"}, 600);
    CHECK(answer.code == 2);
    CHECK(answer.says("Cannot write trial.visits.csv"));
    CHECK(desk.text("trial.visits.csv") == "mine");
    CHECK(desk.files() == std::set<std::string>{"trial.csv", "trial.visits.csv"});
}
