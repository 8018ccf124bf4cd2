// A patient's endpoints as a trial has them that follows her up to some day.

#include <doctest/doctest.h>

#include <string>

#include "clinic/measurements/measurement_table.hpp"
#include "trial/endpoints.hpp"

using namespace perforin;
using namespace perforin::trial;
using clinic::Response;

namespace {

/// One target of 100 mm that shrinks by half and grows again; she dies on day 300.
Course course() {
    const std::string table =
        "patient,day,lesion,role,organ,node,long_mm,short_mm,measurable,grown,nontarget_class,"
        "nontarget_worse,symptoms,missed,death_day\n"
        "p,0,a,target,lung,0,100,90,1,,,,,,\np,0,,,,,,,,,,,,,300\n"
        "p,42,a,target,lung,0,60,50,1,,,,,,\n"
        "p,84,a,target,lung,0,50,40,1,,,,,,\n"
        "p,126,a,target,lung,0,80,40,1,,,,,,\n"
        "p,168,a,target,lung,0,90,40,1,,,,,,\np,168,b,new,lung,0,12,11,1,,,,,,\n";
    Course she{.record = clinic::read_measurements(table, "t.csv").front(),
               .lived = 365,
               .death_day = 300,
               .cause = "disease"};
    she.burden = {{0, 42, 84}, {4.0, 2.0, 1.0}};
    she.grade = {{0, 10, 20, 41}, {0.0, 2.0, 4.0, 3.0}};
    she.limiting = {{0, 10, 20, 41}, {0.0, 2.0, 1.0, 3.0}};
    she.doses = {{0, "docetaxel"}, {21, "docetaxel"}, {290, "docetaxel"}};
    return she;
}

Endpoints upto(std::int64_t days, bool dropped_out = false) {
    const Rules rules{config::standard<clinic::ResponseParams>(), 28};
    return endpoints_of(course(), {days, dropped_out}, rules);
}

}  // namespace

TEST_CASE("a patient who is followed to the end has all her endpoints") {
    const Endpoints e = upto(365);
    REQUIRE(e.criteria);
    const CriterionEndpoints& recist = e.criteria->front();
    CHECK(recist.best == Response::partial);
    CHECK(recist.confirmed == Response::partial);
    CHECK(responded(recist));
    CHECK(*recist.change == doctest::Approx(-50.0));
    CHECK(recist.pfs.day == 126);
    CHECK(recist.pfs.event);
    CHECK(recist.response == 42);
    CHECK(recist.duration == 84);
    CHECK(e.died);
    CHECK(e.survived == 300);
    CHECK(e.followed.days == 300);
    CHECK(e.cause == "disease");
    CHECK(e.grade == 4);
    CHECK(e.limiting == 2);
    CHECK(e.doses.size() == 3);
    REQUIRE(e.visits.size() == 5);
    CHECK_FALSE(e.visits[0].responses[0]);
    CHECK(*e.visits[1].change == doctest::Approx(-40.0));
    CHECK(*e.visits[2].burden == doctest::Approx(0.25));
    CHECK(e.visits[4].new_lesions == 1);
    CHECK(*e.visits[3].responses[0] == Response::progression);
}

TEST_CASE("what comes after the last day of observation is not known") {
    const Endpoints e = upto(100);
    const CriterionEndpoints& recist = e.criteria->front();
    CHECK(recist.confirmed == Response::partial);
    CHECK(recist.pfs.day == 84);
    CHECK_FALSE(recist.pfs.event);
    CHECK_FALSE(e.died);
    CHECK(e.survived == 100);
    CHECK(e.cause.empty());
    CHECK(e.visits.size() == 3);
    CHECK(e.doses.size() == 2);
    CHECK(upto(50).criteria->front().confirmed == Response::stable);
    CHECK(upto(50).criteria->front().best == Response::partial);
    CHECK(upto(20).limiting == 2);
    CHECK(upto(5).grade == 0);
}

TEST_CASE("who dies before her treatment starts counts, with no time on it") {
    Course she = course();
    she.record.reset();
    she.death_day = she.lived = -12;
    const Rules rules{config::standard<clinic::ResponseParams>(), 28};
    const Endpoints e = endpoints_of(she, {365, false}, rules);
    CHECK(e.died);
    CHECK(e.followed.days == 0);
    CHECK(e.survived == 0);
    CHECK(e.cause == "disease");
    CHECK_FALSE(e.criteria);
}

TEST_CASE("a death on the last day counts, and ends a dropout that would come later") {
    CHECK(upto(300, true).died);
    CHECK_FALSE(upto(300, true).followed.dropped_out);
    CHECK_FALSE(upto(299, true).died);
    CHECK(upto(299, true).followed.dropped_out);
    CHECK(upto(10'000).followed.days == 300);
}

TEST_CASE("a patient who was never measured has her survival only") {
    Course never = course();
    never.record.reset();
    const Rules rules{config::standard<clinic::ResponseParams>(), 28};
    const Endpoints e = endpoints_of(never, {365, false}, rules);
    CHECK_FALSE(e.criteria);
    CHECK(e.visits.empty());
    CHECK(e.survived == 300);
}
