#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "../support/tables.hpp"

using namespace perforin;
using clinic::Record;
using namespace support;

TEST_CASE("a measurement table is read whole") {
    const std::vector<Record> records = read(good_table);
    REQUIRE(records.size() == 1);
    const Record& ada = records[0];
    CHECK(ada.patient == "Ada");
    CHECK(ada.death_day == 100);
    REQUIRE(ada.lesions.size() == 1);
    CHECK(ada.lesions[0].name == "t1");
    CHECK(ada.lesions[0].organ == "lung");
    CHECK(!ada.lesions[0].node);
    REQUIRE(ada.visits.size() == 2);
    CHECK(ada.visits[0].findings[0].long_axis == 500);
    CHECK(ada.visits[1].findings[0].long_axis == 355);
    CHECK(ada.visits[1].findings[0].short_axis == 300);
    CHECK(ada.visits[1].findings[0].measurable);
    CHECK(ada.visits[1].nontarget == clinic::NonTarget::neither);
    CHECK(ada.visits[1].nontarget_worse);
    CHECK(ada.visits[1].symptoms);
    CHECK(!ada.visits[1].missed);
}

TEST_CASE("growth of a lesion without a size is told, denied or left open") {
    const std::vector<Record> records = read(good_table +
                                             "Ada,42,a,new,lung,0,,,0,1,,,,,\n"
                                             "Ada,42,b,new,lung,0,,,0,0,,,,,\n"
                                             "Ada,42,c,new,lung,0,,,0,,,,,,\n");
    const std::vector<clinic::Finding>& findings = records[0].visits[1].findings;
    REQUIRE(findings.size() == 4);
    CHECK(findings[1].grown == true);
    CHECK(findings[2].grown == false);
    CHECK(!findings[3].grown);
    CHECK(findings[2].seen() == true);
    CHECK(!findings[3].seen());
}

TEST_CASE("rows may come in any order, of several patients mixed") {
    const std::vector<Record> records = read(table_header +
                                             "Bo,84,t,target,lung,0,9,9,1,,,,,,\n"
                                             "Ada,0,t,target,lung,0,8,8,1,,,,,,\n"
                                             "Bo,-3,t,target,lung,0,7,7,1,,,,,,\n"
                                             "Ada,42,,,,,,,,,CR,,,,\n"
                                             "Bo,42,t,target,,,6,6,,,,,,,\n");
    REQUIRE(records.size() == 2);
    CHECK(records[0].patient == "Bo");
    REQUIRE(records[0].visits.size() == 3);
    CHECK(records[0].visits[0].day == -3);
    CHECK(records[0].visits[1].findings[0].long_axis == 60);
    CHECK(records[0].visits[2].findings[0].long_axis == 90);
    CHECK(records[1].visits[1].nontarget == clinic::NonTarget::complete);
    CHECK(records[1].has_nontarget());
}

TEST_CASE("columns may come in any order") {
    const auto records = read(
        "long_mm,short_mm,day,patient,role,lesion,death_day,node,organ,measurable,missed,symptoms,"
        "grown,nontarget_worse,nontarget_class\n"
        "20,15,0,Ada,target,t,,1,neck,1,,,,,\n");
    CHECK(records[0].lesions[0].node);
    CHECK(records[0].visits[0].findings[0].diameter(records[0].lesions[0]) == 150);
}

TEST_CASE(
    "spreadsheets' quotes, ends of lines, byte-order marks, blanks and blank lines are read") {
    std::string windows = "\xef\xbb\xbf" + good_table;
    for (std::size_t at = 0; (at = windows.find('\n', at)) != std::string::npos; at += 2) {
        windows.replace(at, 1, "\r\n");
    }
    CHECK(read(windows)[0].visits.size() == 2);
    std::string old = good_table;
    for (char& c : old) c = c == '\n' ? '\r' : c;
    CHECK(read(old)[0].visits.size() == 2);
    const auto records =
        read("\n\n" + table_header + "\n , , \n,,,,,,,,,,,,,,\n" +
             "\"Ada, the \"\"first\"\"\",0, \"t1\" ,target,lung , 0,50.0,40.00,1,,,,,,");
    CHECK(records[0].patient == "Ada, the \"first\"");
    CHECK(records[0].lesions[0].name == "t1");
    CHECK(records[0].lesions[0].organ == "lung");
    CHECK(records[0].visits[0].findings[0].short_axis == 400);
}

TEST_CASE("every wrong value is told with its place, the value and what was expected") {
    const std::string text = problems(table_header +
                                      "Ada,zero,t1,targit,lung,2,50.25,abc,yes,,,,,,\n"
                                      ",0,,,,,,,,,SD,x,,,1.5\n");
    CHECK(holds(text, "t.csv:2:5: day = \"zero\": expected a whole number of days"));
    CHECK(holds(text,
                "t.csv:2:13: role = \"targit\": expected target, nontarget or new; did you "
                "mean 'target'?"));
    CHECK(holds(text, "t.csv:2:25: node = \"2\": expected 1 for yes, 0 for no"));
    CHECK(holds(text,
                "t.csv:2:27: long_mm = \"50.25\": expected a length from 0 to 1000 mm with "
                "at most one decimal"));
    CHECK(holds(text, "t.csv:2:33: short_mm = \"abc\""));
    CHECK(holds(text, "t.csv:2:37: measurable = \"yes\""));
    CHECK(holds(text, "t.csv:3:1: patient = \"\": expected the patient's name"));
    CHECK(holds(text,
                "t.csv:3:12: nontarget_class = \"SD\": expected CR, nonCRnonPD, PD, NE or "
                "nothing"));
    CHECK(holds(text, "t.csv:3:15: nontarget_worse = \"x\""));
    CHECK(holds(text, "t.csv:3:19: death_day = \"1.5\""));
    CHECK(lines(text) == 10);
}

TEST_CASE("lengths are plain numbers of whole tenths of a millimetre") {
    const auto length = [](const std::string& value) {
        return problem("Ada,84,t1,target,lung,0," + value + ",,1,,,,,,");
    };
    for (const char* right : {"0", "0.0", "23", "23.5", "23.50", "1000", "007.1", "\"5\""}) {
        CHECK_MESSAGE(length(right).empty(), right);
    }
    for (const char* wrong : {"-1", "+1", "1e2", "nan", "inf", "0x10", "23.55", "1000.1", ".5",
                              "5.", "1 2", "\"12,5\"", "99999999999999999999", "5mm", "1.5.2"}) {
        CHECK_MESSAGE(holds(length(wrong), "t.csv:5:25: long_mm"), wrong);
    }
}

TEST_CASE("days are whole and not absurd") {
    const auto day = [](const std::string& value) {
        return problem("Ada," + value + ",,,,,,,,,CR,,,,");
    };
    CHECK(day("84").empty());
    for (const char* wrong : {"", "84.0", "1e2", "99999999999", "36501", "84d", "--3"}) {
        CHECK_MESSAGE(holds(day(wrong), "t.csv:5:5: day = "), wrong);
    }
}

TEST_CASE("axes that contradict each other are refused") {
    CHECK(
        holds(problem("Ada,84,t1,target,lung,0,20,20.1,1,,,,,,"), "expected no more than long_mm"));
    CHECK(holds(problem("Ada,84,t1,target,lung,0,20,0,1,,,,,,"), "expected 0 in both axes"));
    CHECK(problem("Ada,84,t1,target,lung,0,0,,1,,,,,,").empty());
}

TEST_CASE("what belongs to a visit is refused in the row of a lesion, and the other way round") {
    CHECK(holds(problem("Ada,84,t1,target,lung,0,20,20,1,,PD,,,,"),
                "t.csv:5:34: nontarget_class = \"PD\": expected nothing in the row of a lesion"));
    CHECK(holds(problem("Ada,84,,target,,,20,,,,,,,,"), "role = \"target\": expected nothing in"));
    CHECK(problem("Ada,84,t1,target,lung,0,20,20,1,,,0,0,0,").empty());
}

TEST_CASE("doubled rows and lesions that change their nature are refused") {
    CHECK(problem("Ada,42,t1,target,lung,0,20,20,1,,,,,,") ==
          "t.csv:5:8: lesion = \"t1\": there is a row for it on day 42 already");
    CHECK(problem("Ada,42,,,,,,,,,,,,,") ==
          "t.csv:5:8: there is a row for the visit on day 42 already");
    CHECK(holds(problem("Ada,84,t1,nontarget,lung,0,20,20,1,,,,,,"),
                "t.csv:5:11: another role of lesion \"t1\": expected what stands on line 2"));
    CHECK(holds(problem("Ada,84,t1,target,liver,0,20,20,1,,,,,,"), "t.csv:5:18: another organ"));
    CHECK(holds(problem("Ada,84,t1,target,lung,1,20,20,1,,,,,,"), "another kind of tissue"));
}

TEST_CASE("every patient needs one baseline, at which the targets have a size") {
    CHECK(holds(problem("Bo,42,t,target,lung,0,20,20,1,,,,,,"),
                "t.csv:5:4: day = 42: patient \"Bo\" has no baseline"));
    CHECK(problem("Ada,-9,t1,target,lung,0,20,20,1,,,,,,").empty());
    CHECK(holds(problem("Ada,-9,n,new,lung,0,20,20,1,,,,,,"), "at the baseline or before"));
    CHECK(holds(problem("Ada,-9,t2,target,lung,0,20,20,1,,,,,,"),
                "target \"t2\" has no size at the baseline, day 0"));
    CHECK(holds(problem("Ada,42,t2,target,lung,0,20,20,1,,,,,,"),
                "t.csv:5:25: target \"t2\" has no size at the baseline, day 0"));
    CHECK(holds(problem("Ada,0,n,new,lung,0,20,20,1,,,,,,"), "t.csv:5:9: role = \"new\""));
    CHECK(holds(problem("Ada,0,n,new,lung,0,,,0,0,,,,,"), "t.csv:5:9: role = \"new\""));
    CHECK(problem("Ada,0,n,new,lung,0,,,0,,,,,,").empty());
    CHECK(holds(problem("Ada,0,,,,,,,,,,,,1,"), "expected a baseline that was made"));
}

TEST_CASE("what cannot have happened is refused") {
    CHECK(holds(problem("Ada,84,,,,,,,,,,,,,90"), "death_day = 90: another row says 100"));
    CHECK(holds(problem("Ada,101,t1,target,lung,0,20,20,1,,,,,,"), "after death on day 100"));
    CHECK(problem("Ada,101,,,,,,,,,,,,1,").empty());
    CHECK(holds(problem("Ada,84,,,,,,,,,,,,1,\nAda,84,t1,target,lung,0,20,20,1,,,,,,"),
                "t.csv:6:25: a size or growth on day 84, whose visit was missed"));
    CHECK(holds(problem("Ada,84,,,,,,,,,,,,1,\nAda,84,n,new,lung,0,,,0,1,,,,,"),
                "t.csv:6:25: a size or growth on day 84, whose visit was missed"));
    CHECK(holds(
        problems(table_header + "Ada,0,t,target,lung,0,20,20,1,,,,,,\nAda,0,,,,,,,,,,,,,-5\n"),
        "death_day = -5"));
}

TEST_CASE("problems of a patient with unreadable rows are not made up from what is left") {
    const std::string text =
        problem("Bo,0,t,target,lung,0,big,20,1,,,,,,\nBo,42,t,target,lung,0,9,9,1,,,,,,");
    CHECK(holds(text, "t.csv:5:22: long_mm"));
    CHECK(lines(text) == 1);
}
