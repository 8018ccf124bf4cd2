#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "../support/tables.hpp"

using namespace perforin;
using clinic::Record;
using namespace support;

TEST_CASE("a file without rows, and one that is no table, are refused") {
    CHECK(problems("") == "t.csv:1:1: the table is empty; expected a header");
    CHECK(problems("\n \n") != "");
    CHECK(problems(table_header) == "t.csv:1:1: the table has a header, but no rows");
    CHECK(holds(problems("patient;day;lesion\n1;2;3\n"), "expected columns separated by commas"));
    CHECK(holds(problems(std::string{"\xff\xfe\0p\0", 5}), "no such column"));
}

TEST_CASE("unknown, missing and doubled columns are all told, with the nearest name") {
    const std::string text = problems(
        "patient,day,leson,role,organ,node,long_mm,long_mm,measurable,grown,nontarget_class,"
        "nontarget_worse,symptoms,missed,death_day\nx\n");
    CHECK(holds(text, "t.csv:1:13: \"leson\": no such column; did you mean 'lesion'?"));
    CHECK(holds(text, "t.csv:1:43: the column 'long_mm' is there twice"));
    CHECK(holds(text, "t.csv:1:1: the column 'lesion' is missing"));
    CHECK(holds(text, "t.csv:1:1: the column 'short_mm' is missing"));
    CHECK(lines(text) == 4);
}

TEST_CASE("rows that are too short or too long are told") {
    CHECK(holds(problem("Ada,84,t1"), "t.csv:5:1: this row has 3 cells; the header has 15"));
    CHECK(holds(problem("Ada,84,t1,target,lung,0,20,20,1,,,,,,,,"), "17 cells"));
}

TEST_CASE("quotes that do not match, and bytes that are no text, are told") {
    CHECK(holds(problem("\"Ada,84,,,,,,,,,CR,,,,"), "t.csv:5:1: this quote is never closed"));
    CHECK(holds(problem("\"Ada\"x,84,,,,,,,,,CR,,,,"),
                "t.csv:5:1: 'x' follows the quoted cell; expected a comma"));
    CHECK(holds(problem("A\xff"
                        "da,0,t,target,lung,0,20,20,1,,,,,,"),
                "in UTF-8 and on one line"));
    CHECK(holds(problem("\"A\nda\",0,t,target,lung,0,20,20,1,,,,,,"), "patient = \"A\\x0ada\""));
    CHECK(holds(problem(std::string{"A\0a,0,t,target,lung,0,20,20,1,,,,,,", 35}), "patient = "));
}

TEST_CASE("places count letters, and lines within quotes") {
    CHECK(holds(problem("Bjørn,x,,,,,,,,,CR,,,,"), "t.csv:5:7: day"));
    CHECK(holds(problem("\"A\nb\",0,t,targ,lung,0,20,20,1,,,,,,"), "t.csv:6:8: role"));
    CHECK(holds(problem("\"A\nb\",0,t,target,lung,0,20,20,1,,,,,,\nC,x,,,,,,,,,,,,,"),
                "t.csv:7:3: day"));
}

TEST_CASE("very many problems are counted, not all shown") {
    std::string text = table_header;
    for (int i = 0; i != 1500; ++i) text += "Ada,x,,,,,,,,,CR,,,,\n";
    const std::string told = problems(text);
    CHECK(lines(told) == 1001);
    CHECK(holds(told, "500 more problems are not shown"));
}
