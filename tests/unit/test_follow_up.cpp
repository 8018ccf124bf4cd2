#include <doctest/doctest.h>

#include <string>

#include "config/input.hpp"
#include "core/error.hpp"
#include "patient/follow_up.hpp"

using namespace perforin;
using patient::FollowUp, patient::Seen;

namespace {

/// One therapy that ends for these reasons.
struct Course {
    explicit Course(const std::string& reasons, const std::string& more = {})
        : input{"test.toml", "[[therapy]]\nstop_at = [" + reasons + "]\n" + more},
          follow_up{input.root()} {
        for (const auto& section : input.root().elements("therapy")) follow_up.add(section);
        input.finish();
    }
    void see(const Seen& seen) {
        follow_up.visit(now, 0, seen);
        now += 42 * seconds_per_day;
    }
    bool goes_on(std::int64_t grade = 0) { return follow_up.goes_on(0, now, grade); }

    config::Input input;
    FollowUp follow_up;
    Seconds now = 0;
};

Seen sum(double mm) {
    return {.sum = mm, .largest = mm, .newest = 0.0};
}

}  // namespace

TEST_CASE("progression is a fifth and 5 mm over the least sum since the first dose") {
    Course course{"'progression'"};
    course.see(sum(50));
    course.see(sum(40));
    course.see(sum(47.9));  // 19.75 %
    CHECK(course.goes_on());
    course.see(sum(48));
    CHECK_FALSE(course.goes_on());
    course.see(sum(30));
    CHECK_FALSE(course.goes_on());  // for good

    Course small{"'progression'"};
    small.see(sum(12));
    small.see(sum(16.9));  // 41 %, but 4.9 mm
    CHECK(small.goes_on());
    small.see(sum(17));
    CHECK_FALSE(small.goes_on());
}

TEST_CASE("a lesion that came later is progression once it is measurable") {
    Course course{"'progression'"};
    course.see(sum(50));
    course.see({.sum = 40, .largest = 40, .newest = 9.9});
    CHECK(course.goes_on());
    course.see({.sum = 30, .largest = 30, .newest = 10});
    CHECK_FALSE(course.goes_on());
}

TEST_CASE("a therapy ends when all lesions are gone, if it is to") {
    Course ends{"'complete_response'"}, stays{""};
    for (Course* course : {&ends, &stays}) {
        course->see(sum(20));
        course->see(sum(2));
        CHECK(course->goes_on());
        course->see(sum(1.9));
    }
    CHECK_FALSE(ends.goes_on());
    CHECK(stays.goes_on());
}

TEST_CASE("a severe adverse event ends what it is to end, once that has begun") {
    Course course{"'toxicity'"};
    CHECK(course.goes_on(3));  // of another therapy
    course.see(sum(20));
    CHECK(course.goes_on(2));
    CHECK_FALSE(course.goes_on(3));
    CHECK_FALSE(course.goes_on(0));
}

TEST_CASE("what ends no therapy is named, with the nearest that does") {
    CHECK_THROWS_WITH_AS(Course{"'progresion'"}, doctest::Contains("did you mean \"progression\""),
                         BadInput);
    CHECK_THROWS_WITH_AS((Course{"", "[follow_up]\nevery = '36 h'\n"}),
                         doctest::Contains("whole number of days"), BadInput);
}

TEST_CASE("where others judge by scans, sizes decide nothing, and the first verdict counts") {
    Course course{"'progression', 'complete_response'", "[follow_up]\njudged_by = 'ct'\n"};
    CHECK(course.follow_up.judged_by() == "ct");
    course.see(sum(50));
    course.see(sum(100));
    course.see(sum(0));
    CHECK(course.goes_on());
    course.follow_up.note(course.now, {.therapy = 0});
    CHECK(course.goes_on());
    const Seconds first = course.now;
    course.follow_up.note(first, {.therapy = 0, .progression = true});
    CHECK_FALSE(course.goes_on());
    course.follow_up.note(first + seconds_per_day, {.therapy = 0, .progression = true});
    CHECK(course.follow_up.responses().progressed[0] == first);
    CHECK(course.follow_up.responses().complete[0] < 0);
}

TEST_CASE("a therapy has begun on the day of its first dose, whatever comes later") {
    Course course{""};
    CHECK(course.follow_up.responses().begun[0] < 0);
    for (const std::int64_t day : {14, 15, 35}) {
        course.follow_up.begin(day * seconds_per_day, 0);
        course.see(sum(50));
        CHECK(course.follow_up.responses().begun[0] == 14 * seconds_per_day);
    }
}
