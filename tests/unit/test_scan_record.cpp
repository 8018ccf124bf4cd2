// From readings of scans to what criteria judge.

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>

#include "clinic/criteria/criteria.hpp"
#include "clinic/endpoints/growth.hpp"
#include "clinic/imaging/readings.hpp"
#include "clinic/imaging/scan_record.hpp"
#include "clinic/measurements/measurement_table.hpp"

using namespace perforin;
using namespace perforin::clinic;

namespace {

void note(Readings& all, std::int64_t day, std::uint64_t lesion, double longest) {
    const std::size_t row = all.size();
    all.resize(row + 1);
    all.day[row] = day;
    all.lesion[row] = lesion;
    all.longest[row] = longest;
    all.shortest[row] = std::min(longest, 12.0);
    all.measurable[row] = 1;
}

}  // namespace

TEST_CASE("a measurement table has the days from the first dose, and a row that closes a visit") {
    Visits visits;
    visits.resize(3);
    visits.baseline[0] = 1;
    for (std::size_t v = 0; v != 3; ++v) visits.day[v] = 10 + 42 * static_cast<std::int64_t>(v);
    visits.missed[1] = 1;
    Readings readings;
    note(readings, 10, 0, 20.5);
    note(readings, 94, 0, 22.5);
    note(readings, 94, 1, 23.5);
    readings.later[2] = readings.node[2] = 1;
    note(readings, 94, 0, 50.0);
    readings.reader[3] = 1;  // somebody else's
    const Chart chart{.patient = "p1",
                      .treated = 10,
                      .died = 200,
                      .lesions = {"primary", "node"},
                      .organs = {"lung", "lymph_node"}};
    CHECK(measurement_csv(record_of(chart, visits, readings, 0)) ==
          "patient,day,lesion,role,organ,node,long_mm,short_mm,measurable,grown,nontarget_class,"
          "nontarget_worse,symptoms,missed,death_day\n"
          "p1,0,primary,target,lung,0,20.5,12,1,,,,,,\n"
          "p1,0,,,,,,,,,,0,0,0,190\n"
          "p1,42,,,,,,,,,,0,0,1,190\n"
          "p1,84,primary,target,lung,0,22.5,12,1,,,,,,\n"
          "p1,84,node,new,lymph_node,1,23.5,12,1,,,,,,\n"
          "p1,84,,,,,,,,,,0,0,0,190\n");
}

TEST_CASE("of two scans before treatment the last is the baseline, the first tells growth") {
    Visits visits;
    visits.resize(4);
    for (std::size_t v = 0; v != 4; ++v) visits.day[v] = 42 * static_cast<std::int64_t>(v);
    visits.baseline[0] = visits.baseline[1] = 1;
    Readings readings;
    note(readings, 0, 0, 20.0);
    note(readings, 42, 0, 22.0);
    note(readings, 84, 0, 24.0);
    note(readings, 84, 1, 12.0);
    note(readings, 126, 0, 30.0);
    const Chart chart{
        .patient = "p", .treated = 45, .lesions = {"a", "b"}, .organs = {"lung", "liver"}};
    const Record record = record_of(chart, visits, readings, 0);
    REQUIRE(record.earlier.size() == 1);
    CHECK(record.earlier[0].day == -45);
    REQUIRE(record.earlier[0].findings.size() == 1);
    CHECK(record.earlier[0].findings[0].long_axis == 200);
    REQUIRE(record.visits.size() == 3);
    CHECK(record.visits[0].day == -3);
    CHECK(record.lesions[1].role == Role::new_lesion);
    const auto again = read_measurements(measurement_csv(record), "t.csv");
    REQUIRE(again.size() == 1);
    CHECK(again[0].earlier.size() == 1);
    CHECK(measurement_csv(again[0]) == measurement_csv(record));
    // 20 to 22 mm in 42 days: 23 % of volume a month.
    const auto growth =
        growth_of(again[0], judge_recist(again[0], config::standard<ResponseParams>()));
    CHECK(*growth.before == doctest::Approx(23.0).epsilon(0.01));
}

TEST_CASE("the two largest lesions of an organ are targets, the rest is judged as a whole") {
    Visits visits;
    visits.resize(4);
    visits.baseline[0] = 1;
    Readings readings;
    const double third[] = {15.0, 17.9, 20.0, 25.0};  // below 20 % and 5 mm, both, 5 mm more
    for (std::size_t v = 0; v != 4; ++v) {
        const auto day = 42 * static_cast<std::int64_t>(v);
        visits.day[v] = day;
        note(readings, day, 0, 30.0);
        note(readings, day, 1, third[v]);
        note(readings, day, 2, 20.0 + 10.0);
    }
    const Chart chart{
        .patient = "p", .lesions = {"a", "b", "c"}, .organs = {"lung", "lung", "lung"}};
    const Record record = record_of(chart, visits, readings, 0);
    REQUIRE(record.lesions.size() == 3);
    CHECK(record.lesions[0].role == Role::target);
    CHECK(record.lesions[1].role == Role::nontarget);
    CHECK(record.lesions[2].role == Role::target);
    REQUIRE(record.visits.size() == 4);
    CHECK(record.visits[0].nontarget == NonTarget::neither);
    CHECK(record.visits[1].nontarget == NonTarget::neither);
    CHECK(record.visits[2].nontarget == NonTarget::progression);
    CHECK(!record.visits[2].nontarget_worse);
    CHECK(record.visits[3].nontarget_worse);
    CHECK(record.visits[3].day == 126);
}

namespace {

/// Visits on these days, the first of them planned as the baseline.
struct VisitsOn : Visits {
    VisitsOn(std::initializer_list<std::int64_t> days) {
        for (const std::int64_t one : days) {
            resize(size() + 1);
            day[size() - 1] = one;
        }
        baseline[0] = 1;
    }
};

void note_node(Readings& all, std::int64_t day, std::uint64_t lesion, double shortest) {
    note(all, day, lesion, 30.0);
    all.node[all.size() - 1] = 1;
    all.shortest[all.size() - 1] = shortest;
    all.measurable[all.size() - 1] = shortest >= 15.0 ? 1 : 0;
}

/// What `respond` makes of the table is what is made of the record.
void check_reads_the_same(const Record& record) {
    const auto params = config::standard<ResponseParams>();
    const auto again = read_measurements(measurement_csv(record), "t.csv");
    REQUIRE(again.size() == 1);
    const auto here = judge(record, params), there = judge(again[0], params);
    for (std::size_t c = 0; c != here.size(); ++c) {
        REQUIRE(here[c].visits.size() == there[c].visits.size());
        for (std::size_t v = 0; v != here[c].visits.size(); ++v) {
            CHECK(here[c].visits[v].response == there[c].visits[v].response);
        }
    }
}

}  // namespace

TEST_CASE("a node that is normal at the baseline is none of the disease until it is abnormal") {
    const VisitsOn visits{0, 42, 84, 126};
    Readings readings;
    const double node[] = {8.0, 9.0, 12.0, 13.0};  // 10 mm is not enough without 5 mm more
    for (std::size_t v = 0; v != 4; ++v) {
        note(readings, visits.day[v], 0, 30.0);
        note_node(readings, visits.day[v], 1, node[v]);
    }
    const Chart chart{.patient = "p", .lesions = {"a", "n"}, .organs = {"lung", "lymph_node"}};
    const Record record = record_of(chart, visits, readings, 0);
    REQUIRE(record.lesions.size() == 2);
    CHECK(record.lesions[1].role == Role::new_lesion);
    for (std::size_t v = 0; v != 3; ++v) CHECK(record.visits[v].findings.size() == 1);
    CHECK(record.visits[3].findings.size() == 2);
    check_reads_the_same(record);
}

TEST_CASE("what is measurable on an examination's slices becomes a target, and nothing else") {
    const VisitsOn visits{0, 42};
    Readings readings;
    for (const std::int64_t day : {0, 42}) {
        note(readings, day, 0, 30.0);
        note(readings, day, 1, 11.0);
        readings.measurable[readings.size() - 1] = 0;  // under two slices of 8 mm
    }
    const Chart chart{.patient = "p", .lesions = {"a", "b"}, .organs = {"lung", "liver"}};
    const Record record = record_of(chart, visits, readings, 0);
    REQUIRE(record.lesions.size() == 2);
    CHECK(record.lesions[1].role == Role::nontarget);
}

TEST_CASE("the baseline is the last visit before the first dose, though it was planned otherwise") {
    const VisitsOn visits{0, 42, 84, 126};
    Readings readings;
    const double sizes[] = {30.0, 40.0, 41.0, 41.0};
    for (std::size_t v = 0; v != 4; ++v) {
        note(readings, visits.day[v], 0, sizes[v]);
        if (v != 0) note(readings, visits.day[v], 1, 12.0);
    }
    const Chart chart{
        .patient = "p", .treated = 60, .lesions = {"a", "b"}, .organs = {"lung", "liver"}};
    const Record record = record_of(chart, visits, readings, 0);
    REQUIRE(record.visits.size() == 3);
    CHECK(record.visits[0].day == -18);
    CHECK(record.lesions[1].role == Role::target);  // it was there before the treatment
    CHECK(record.earlier.size() == 1);
    CHECK(judge(record, config::standard<ResponseParams>()).front().visits.back().response ==
          Response::stable);
    check_reads_the_same(record);
}

TEST_CASE("nobody responds by surgery, and what was treated before is no target") {
    const VisitsOn visits{0, 42};
    Readings readings;
    note(readings, 0, 0, 30.0);
    note(readings, 0, 1, 20.0);
    readings.treated[1] = 1;  // irradiated
    note(readings, 42, 0, 0.0);
    readings.treated[2] = readings.excised[2] = 1;
    note(readings, 42, 1, 20.0);
    const Chart chart{.patient = "p", .lesions = {"a", "b"}, .organs = {"lung", "liver"}};
    const Record record = record_of(chart, visits, readings, 0);
    CHECK(record.lesions[0].role == Role::target);
    CHECK(record.lesions[1].role == Role::nontarget);
    CHECK_FALSE(record.visits[1].findings[0].long_axis);
    for (const Assessment& by : judge(record, config::standard<ResponseParams>())) {
        CHECK(by.visits.back().response == Response::not_evaluable);
    }
    check_reads_the_same(record);
}

TEST_CASE("true sizes are judged with the targets that the first reader chose") {
    const VisitsOn visits{0, 42};
    Readings readings;
    const double read[] = {9.0, 20.0, 25.0, 20.0}, truth[] = {31.0, 30.0, 31.0, 20.0};
    for (std::size_t i = 0; i != 4; ++i) {
        const std::int64_t day = i < 2 ? 0 : 42;
        note(readings, day, i % 2, read[i]);
        readings.measurable[readings.size() - 1] = read[i] >= 10.0 ? 1 : 0;
        note(readings, day, i % 2, truth[i]);
        readings.reader[readings.size() - 1] = who_knows;
    }
    const Chart chart{.patient = "p", .lesions = {"a", "b"}, .organs = {"lung", "liver"}};
    const Record record = record_of(chart, visits, readings, who_knows);
    REQUIRE(record.lesions.size() == 2);
    CHECK(record.lesions[0].role == Role::nontarget);
    CHECK(record.lesions[1].role == Role::target);
    CHECK(record.visits[1].findings[1].long_axis == 200);
    CHECK(judge(record, config::standard<ResponseParams>()).front().visits.back().response ==
          Response::partial);
}
