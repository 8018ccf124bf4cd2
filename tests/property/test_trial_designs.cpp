// Designs that decide on the way: only who is needed is treated, and a trial that is taken up again
// decides as before.

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "support/trials.hpp"

using support::Answer, support::TrialDesk, support::two_arms;
using Column = std::vector<std::string>;

namespace {

/// Dose levels of a drug that harms nobody within a day.
std::string levels(int patients, const std::string& design) {
    std::string text = "[trial]\nscenario = \"tiny.toml\"\nfollow_up = \"1 d\"\npatients = " +
                       std::to_string(patients) + "\n[dlt]\nwindow = \"1 d\"\n";
    for (const std::string dose : {"10", "100", "200"}) {
        text += "[[arm]]\nname = \"mg" + dose +
                "\"\nsettings = ['therapy=[{type=\"pembrolizumab\", dose=\"" + dose + " mg\"}]']\n";
    }
    return text + "[design]\n" + design;
}

/// Two arms with deaths at very different rates.
const std::string mortal =
    "[trial]\nscenario = \"tiny.toml\"\npatients = 40\nfollow_up = \"3 d\"\naccrual = \"100 d\"\n"
    "settings = [\"patient.mortality.disease=true\", \"patient.mortality.reference=0.1 mm\"]\n"
    "[[arm]]\nname = \"ill\"\nsettings = [\"patient.mortality.hazard=5 1/d\"]\n"
    "[[arm]]\nname = \"well\"\nsettings = [\"patient.mortality.hazard=0.02 1/d\"]\n"
    "[design]\ntype = \"group_sequential\"\nevents = [4, 8, 16]\nwave = 5\n"
    "boundary = \"pocock_spending\"\n";

}  // namespace

TEST_CASE("3 + 3 goes up level by level, treats no more than it must, and decides so again") {
    const TrialDesk desk{levels(30, "type = \"three_plus_three\"\n")};
    desk.kill_after(700);
    CHECK(desk({"--workers", "2"}).code == 0);
    CHECK(desk.column("looks", "patients") == Column{"3", "3", "3", "6"});
    CHECK(desk.column("looks", "events") == Column{"0", "0", "0", "0"});
    const Column decisions = desk.column("looks", "decision");
    CHECK(decisions[0].starts_with("up to level 2"));
    CHECK(decisions[2].starts_with("stay at level 3"));
    CHECK(decisions[3].starts_with("stop: level 3"));
    CHECK(desk.column("patients", "dose_level") ==
          Column{"1", "1", "1", "2", "2", "2", "3", "3", "3", "3", "3", "3"});
    CHECK(desk.runs() == 12);
    // Nobody is enrolled before the window of those before her is over.
    CHECK(desk.column("patients", "enrolled [d]") ==
          Column{"0", "0", "0", "1", "1", "1", "2", "2", "2", "3", "3", "3"});
    const std::string tables = desk.all_tables();
    CHECK(desk({"--workers", "1"}).prints("12 of 12 runs done, 0 begun now"));
    CHECK(desk.all_tables() == tables);
}

TEST_CASE("BOIN ends with the patients that it may take") {
    const TrialDesk desk{levels(30, "type = \"boin\"\nmost = 8\ncohort = 3\n")};
    CHECK(desk({}).code == 0);
    CHECK(desk.column("looks", "patients") == Column{"3", "3", "2"});
    CHECK(desk.column("looks", "decision")[2].starts_with("stop: level 3"));
    CHECK(desk.runs() == 8);
}

TEST_CASE("a phase 1 without patients left says so") {
    const TrialDesk desk{levels(4, "type = \"three_plus_three\"\n")};
    CHECK(desk({}).code == 0);
    CHECK(desk.column("looks", "decision").back().starts_with("stop: no more patients"));
}

TEST_CASE("Simon's second stage is not begun where nobody responds") {
    const TrialDesk desk{
        "[trial]\nscenario = \"tiny.toml\"\npatients = 20\nfollow_up = \"1 d\"\n"
        "[[arm]]\nname = \"drug\"\n[design]\ntype = \"simon\"\npoor = 0.2\ngood = 0.7\n"
        "assessed = \"1 d\"\n"};
    CHECK(desk({}).code == 0);
    CHECK(desk.column("looks", "decision") == Column{"stop: not worth it"});
    CHECK(std::stoul(desk.column("looks", "patients")[0]) == desk.runs());
    CHECK(desk.runs() < 8);
}

TEST_CASE("a difference that shows early ends a trial early, the same however it was run") {
    const TrialDesk desk{mortal};
    const Answer answer = desk({"--workers", "2"});
    CHECK(answer.code == 0);
    const Column decisions = desk.column("looks", "decision"),
                 day = desk.column("looks", "day [d]");
    CHECK(decisions.back() == "stop: well against ill: better");
    for (std::size_t i = 0; i + 1 < decisions.size(); ++i) CHECK(decisions[i] == "go on");
    CHECK(desk.column("looks", "events")[0] == "4");
    CHECK(desk.column("patients", "patient").size() < 40);
    CHECK(desk.runs() < 40);
    for (const std::string& enrolled : desk.column("patients", "enrolled [d]")) {
        CHECK(std::stoi(enrolled) <= std::stoi(day.back()));
    }
    const Column arms = desk.column("patients", "arm"), died = desk.column("patients", "os_event");
    const Column cause = desk.column("patients", "cause");
    std::size_t ill = 0;
    for (std::size_t i = 0; i != arms.size(); ++i) {
        ill += arms[i] == "ill" && died[i] == "1" ? 1 : 0;
        CHECK((cause[i] == "disease") == (died[i] == "1"));
    }
    CHECK(ill >= 4);
    const std::string tables = desk.all_tables();
    const TrialDesk again{mortal};
    again.kill_after(600);
    CHECK(again({"--workers", "1"}).code == 0);
    CHECK(again.all_tables() == tables);
}
