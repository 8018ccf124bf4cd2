#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "config/input.hpp"
#include "core/error.hpp"
#include "patient/schedule.hpp"

using namespace perforin;
using patient::Schedule;

namespace {

/// The days on which something is given, of the first `horizon` days.
std::vector<std::int64_t> days_given(const std::string& toml, std::int64_t horizon = 120,
                                     double every_weeks = 3, std::int64_t number = 0) {
    const config::Input input{"test.toml", toml};
    const Schedule schedule{input.root(), {every_weeks, number, config::setting()}};
    input.finish();
    std::vector<std::int64_t> days;
    for (std::int64_t d = 0; d != horizon; ++d) {
        if (schedule.due(Day{d})) days.push_back(d);
    }
    return days;
}

std::string complaint(const std::string& toml) {
    try {
        days_given(toml);
    } catch (const BadInput& bad) {
        return bad.what();
    }
    return "";
}

using Days = std::vector<std::int64_t>;

}  // namespace

TEST_CASE("every three weeks from the first day on, unless something else is said") {
    CHECK(days_given("") == Days{0, 21, 42, 63, 84, 105});
    CHECK(days_given("", 120, 3, 4) == Days{0, 21, 42, 63});
    CHECK(days_given("", 40, 2) == Days{0, 14, 28});
}

TEST_CASE("first, every, number and last") {
    CHECK(days_given("first = '10 d'\nevery = '6 weeks'") == Days{10, 52, 94});
    CHECK(days_given("number = 2") == Days{0, 21});
    CHECK(days_given("last = '63 d'") == Days{0, 21, 42, 63});
    CHECK(days_given("last = '62 d'") == Days{0, 21, 42});
    CHECK(days_given("every = '1 d'\nfirst = '7 d'\nnumber = 3") == Days{7, 8, 9});
    CHECK(days_given("first = '56 d'\nlast = '55 d'").empty());
}

TEST_CASE("administrations are counted from the first") {
    const config::Section none;
    const Schedule schedule{none, {2, 0, config::setting()}};
    CHECK(schedule.nth(Day{0}) == 0);
    CHECK(schedule.nth(Day{28}) == 2);
    CHECK_FALSE(schedule.nth(Day{27}).has_value());
}

TEST_CASE("a fraction of a day is refused, not rounded") {
    CHECK(complaint("every = '36 h'").find("every") != std::string::npos);
    CHECK(complaint("every = '36 h'").find("whole number of days") != std::string::npos);
    CHECK(complaint("first = '5 h'").find("first") != std::string::npos);
    CHECK(complaint("every = '12 h'").find("outside") != std::string::npos);
    CHECK(complaint("every = '48 h'").empty());
}
