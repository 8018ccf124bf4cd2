#include <doctest/doctest.h>

#include <cmath>
#include <initializer_list>
#include <optional>
#include <utility>
#include <vector>

#include "../support/series.hpp"
#include "clinic/endpoints/growth.hpp"

using namespace support;
using clinic::Record, clinic::TumourGrowth;

namespace {

/// The series with a scan of its first target before the baseline.
Record with_earlier(const Series& series, std::initializer_list<std::pair<int, double>> scans) {
    Record record = series.record();
    for (const auto& [day, size] : scans) {
        clinic::Visit visit{.day = day};
        if (size >= 0)
            visit.findings.push_back({.lesion = 0, .long_axis = std::llround(10 * size)});
        record.earlier.push_back(visit);
    }
    return record;
}

TumourGrowth growth(const Record& record) {
    return clinic::growth_of(record, clinic::judge_recist(record, usual_response));
}

/// TGR by hand, % a month.
double by_hand(double from, double to, double days) {
    return 100.0 * (std::pow(to / from, 3.0 * 30.4375 / days) - 1.0);
}

}  // namespace

TEST_CASE("growth rates are those of a ball's volume, a month") {
    CHECK(clinic::growth_rate(500, 500, 42) == 0.0);
    CHECK(clinic::growth_rate(500, 550, 42) == doctest::Approx(by_hand(50, 55, 42)));
    CHECK(clinic::growth_rate(500, 350, 42) == doctest::Approx(by_hand(50, 35, 42)));
    CHECK(clinic::growth_rate(500, 0, 42) == -100.0);
    // In a month of 30.4375 days a diameter 10 % larger is 33.1 % more volume.
    CHECK(clinic::growth_rate(1000, 1100, 30) == doctest::Approx(33.66).epsilon(0.001));
}

TEST_CASE("hyperprogression is a progression at the first scan with a growth that has doubled") {
    const Series fast = Series{0, 42, 84}.target({50, 65, 80});
    const TumourGrowth slow_before = growth(with_earlier(fast, {{-42, 48}}));
    REQUIRE(slow_before.before);
    CHECK(*slow_before.before == doctest::Approx(by_hand(48, 50, 42)));
    CHECK(*slow_before.after == doctest::Approx(by_hand(50, 65, 42)));
    CHECK(*slow_before.ratio == doctest::Approx(*slow_before.after / *slow_before.before));
    CHECK(slow_before.champiat == true);
    CHECK(slow_before.ferrara == true);  // 76 % against 9 % a month
    const TumourGrowth fast_before = growth(with_earlier(fast, {{-42, 38}}));
    CHECK(*fast_before.difference < 0.0);
    CHECK(fast_before.champiat == false);
    CHECK(fast_before.ferrara == false);
}

TEST_CASE("both definitions can differ") {
    // 30 % a month after 10 %: three times as fast, but 20 points more.
    const Series slow = Series{0, 84}.target({50, 64});
    const TumourGrowth found = growth(with_earlier(slow, {{-84, 46}}));
    CHECK(*found.difference < 50.0);
    CHECK(*found.ratio > 2.0);
    CHECK(found.champiat == true);
    CHECK(found.ferrara == false);
}

TEST_CASE("who does not progress at the first scan does not hyperprogress") {
    // Without 5 mm there is no progression, however fast.
    const Series small = Series{0, 21, 42}.target({12, 16, 30});
    const TumourGrowth found = growth(with_earlier(small, {{-42, 11.9}}));
    CHECK(*found.ratio > 2.0);
    CHECK(*found.difference > 50.0);
    CHECK(found.champiat == false);
    CHECK(found.ferrara == false);
}

TEST_CASE("what was not measured is not known") {
    const Series fast = Series{0, 42, 84}.target({50, 65, 80});
    CHECK_FALSE(growth(fast.record()).before);
    CHECK(growth(fast.record()).after);
    CHECK_FALSE(growth(fast.record()).ferrara);
    const TumourGrowth close = growth(with_earlier(fast, {{-13, 48}}));
    CHECK_FALSE(close.before);  // less than 14 days
    CHECK(growth(with_earlier(fast, {{-14, 48}})).before);
    CHECK_FALSE(growth(with_earlier(fast, {{-42, unseen}})).before);
    const TumourGrowth older = growth(with_earlier(fast, {{-84, 45}, {-42, unseen}}));
    CHECK(*older.before == doctest::Approx(by_hand(45, 50, 84)));
    CHECK(*growth(with_earlier(fast, {{-84, 45}, {-42, 48}})).before ==
          doctest::Approx(by_hand(48, 50, 42)));
    // It shrank before: no ratio, but a difference.
    const TumourGrowth shrank = growth(with_earlier(fast, {{-42, 55}}));
    CHECK(*shrank.before < 0.0);
    CHECK_FALSE(shrank.ratio);
    CHECK_FALSE(shrank.champiat);
    CHECK(shrank.ferrara == true);
    // The first scan that was made counts, and one without all targets tells nothing.
    const Series late = Series{0, 42, 84}.target({50, 65, 80}).missed(42);
    CHECK(*growth(with_earlier(late, {{-42, 48}})).after == doctest::Approx(by_hand(50, 80, 84)));
    const Series blind = Series{0, 42, 84}.target({50, unseen, 80});
    CHECK_FALSE(growth(with_earlier(blind, {{-42, 48}})).after);
    CHECK_FALSE(growth(Series{0}.target({50}).record()).after);
    CHECK_FALSE(growth(Series{0, 42}.nontarget("non PD").record()).after);
}

TEST_CASE("the depth of a response is the best change of all complete sums") {
    const auto depth = [](const Series& series) { return clinic::depth_of(series.record()); };
    CHECK(*depth(Series{0, 42, 84}.target({50, 35, 60})) == doctest::Approx(-30.0));
    CHECK(*depth(Series{0, 42, 84}.target({50, 60, 55})) == doctest::Approx(10.0));
    CHECK(*depth(Series{0, 42}.target({50, gone})) == doctest::Approx(-100.0));
    CHECK(*depth(Series{0, 42, 84}.target({50, unseen, 45}).target({50, 10, 45})) ==
          doctest::Approx(-10.0));
    CHECK_FALSE(depth(Series{0}.target({50})));
    CHECK_FALSE(depth(Series{0, 42}.nontarget("non CR")));
}

TEST_CASE("lesions dissociate where one responds while another progresses, at one visit") {
    const auto day = [](const Series& series) { return clinic::dissociated_on(series.record()); };
    CHECK(day(Series{0, 42, 84}.target({50, 40, 35}).target({30, 33, 36})) == 84);
    CHECK_FALSE(day(Series{0, 42}.target({50, 35.1}).target({30, 36})));
    CHECK_FALSE(day(Series{0, 42}.target({50, 35}).target({30, 35.9})));
    CHECK_FALSE(day(Series{0, 42}.target({50, 35}).target({20, 24.9})));  // under 5 mm
    CHECK_FALSE(day(Series{0, 42, 84}.target({50, 35, 40}).target({30, 30, 36})));
    CHECK(day(Series{0, 42}.target({50, 35}).fresh("lung", {unseen, 8})) == 42);
    CHECK_FALSE(day(Series{0, 42}.target({50, 36}).fresh("lung", {unseen, 8})));
    CHECK_FALSE(day(Series{0, 42}.target({50, 35}).fresh("lung", {unseen, gone})));
}

TEST_CASE("overall survival ends with death, or at the last visit that was made") {
    const clinic::Endpoint alive =
        clinic::survival_of(Series{-7, 42, 84}.target({50, 35, unseen}).missed(84).record());
    CHECK(alive.day == 42);
    CHECK_FALSE(alive.event);
    const clinic::Endpoint dead =
        clinic::survival_of(Series{0, 42}.target({50, 35}).dies(60).record());
    CHECK(dead.day == 60);
    CHECK(dead.event);
}
