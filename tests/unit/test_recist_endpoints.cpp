// RECIST 1.1, best response and times: numbers are the sections of Eisenhauer 2009.
#include <doctest/doctest.h>

#include <string>

#include "../support/series.hpp"
#include "config/input.hpp"

using namespace perforin;
using namespace support;

TEST_CASE("RECIST 4.6.1: a partial response is confirmed 28 days later, not 27") {
    CHECK(best(recist(Series{0, 42, 69}.target({100, 60, 60}))) == "SD (PR)");
    CHECK(best(recist(Series{0, 42, 70}.target({100, 60, 60}))) == "PR (PR)");
    CHECK(best(recist(Series{0, 42, 70}.target({100, 60, gone}))) == "PR (CR)");
}

TEST_CASE("RECIST 4.6.1: any later response confirms, stable disease between or not") {
    CHECK(best(recist(Series{0, 42, 84, 126}.target({100, 60, 71, 60}))) == "PR (PR)");
    CHECK(best(recist(Series{0, 42, 84, 126}.target({100, 60, unseen, 60}))) == "PR (PR)");
    CHECK(best(recist(Series{0, 42, 84, 126}.target({100, 60, 80, 60}))) ==
          "SD (PR)");  // PD between
}

TEST_CASE("RECIST 4.6.1: a complete response is confirmed by one, with nothing else between") {
    CHECK(best(recist(Series{0, 42, 69}.target({50, gone, gone}))) == "SD (CR)");
    CHECK(best(recist(Series{0, 42, 70}.target({50, gone, gone}))) == "CR (CR)");
    CHECK(best(recist(Series{0, 42, 84, 126}.target({50, gone, unseen, gone}))) == "CR (CR)");
    const Series unknown_between =
        Series{0, 42, 84, 126}.target({50, gone, gone, gone}).nontarget("non CR NE CR");
    CHECK(best(recist(unknown_between)) == "PR (CR)");
    CHECK(best(recist(Series{0, 42, 84}.target({50, gone, 4}))) == "SD (CR)");
}

TEST_CASE("RECIST 4.6.1: the days of a response are its first, seen and confirmed") {
    const auto outcome = recist(Series{0, 42, 63, 84, 126}.target({100, 60, 71, 60, 60})).outcome;
    CHECK(outcome.response_day == 42);
    CHECK(outcome.confirmed_response_day == 42);
    CHECK(!recist(Series{0, 42, 69}.target({100, 60, 60})).outcome.confirmed_response_day);
}

TEST_CASE("RECIST 4.6.2: a confirmed response lasts from its first scan to progression") {
    const auto outcome = recist(Series{0, 42, 84, 126}.target({100, 60, 60, 80})).outcome;
    CHECK(outcome.response_duration == 84);
    CHECK(outcome.pfs.event);
    CHECK(!recist(Series{0, 42, 84}.target({100, 60, 80})).outcome.response_duration);
}

TEST_CASE("RECIST 4.6.3: disease is stable 42 days after the start, not 41") {
    CHECK(best(recist(Series{0, 41, 84}.target({50, 50, 70}))) == "PD (PD)");
    CHECK(best(recist(Series{0, 42, 84}.target({50, 50, 70}))) == "SD (SD)");
    CHECK(best(recist(Series{-28, 41}.target({50, 50}))) == "NE (NE)");
    CHECK(best(recist(Series{0, 30, 56}.target({100, 60, 90}))) == "PD (PR)");
}

TEST_CASE("RECIST 4.4.3: nothing after the first progression counts") {
    const auto judged = recist(Series{0, 42, 84, 126}.target({50, 70, 20, 20}));
    CHECK(course(judged) == "PD PR PR");
    CHECK(best(judged) == "PD (PD)");
    CHECK(!judged.outcome.response_day);
    CHECK(judged.outcome.progression_day == 42);
}

TEST_CASE("RECIST 4.4.3: whoever was never judged is not evaluable") {
    CHECK(best(recist(Series{0, 42}.target({50, unseen}))) == "NE (NE)");
    CHECK(best(recist(Series{0}.target({50}))) == "NE (NE)");
}

TEST_CASE("RECIST 4.7: progression-free until progression, death, or the last scan judged") {
    CHECK(pfs(recist(Series{0, 42, 84}.target({50, 50, 70}))) == "84");
    CHECK(pfs(recist(Series{0, 42, 84}.target({50, 50, 50}).dies(100))) == "100");
    CHECK(pfs(recist(Series{0, 42, 84}.target({50, 50, unseen}))) == "42+");
    CHECK(pfs(recist(Series{0, 42}.target({50, unseen}))) == "0+");
}

TEST_CASE("RECIST 4.7: death between two visits ends it, and a progression before counts first") {
    CHECK(pfs(recist(Series{0, 42, 84}.target({50, 50, unseen}).missed(84).dies(60))) == "60");
    CHECK(pfs(recist(Series{0, 42}.target({50, 70}).dies(60))) == "42");
}

TEST_CASE("RECIST 4.7: two visits missed in a row before a progression censor it, one does not") {
    const Series one = Series{0, 42, 84, 126}.target({50, 50, 50, 70}).missed(84);
    CHECK(pfs(recist(one)) == "126");
    const Series two = Series{0, 42, 84, 126, 168}.target({50, 50, 50, 50, 70});
    CHECK(pfs(recist(Series{two}.missed(84).missed(126))) == "42+");
    CHECK(pfs(recist(Series{two}.missed(42).missed(84))) == "168");
    CHECK(pfs(recist(Series{0, 42, 84, 126}.target({50, unseen, unseen, 70}))) == "0+");
    CHECK(recist(Series{two}.missed(84).missed(126)).outcome.pfs.reason ==
          "progression after 2 missed visits");
}

TEST_CASE("RECIST 4.7: two visits missed before death censor it; those planned later do not") {
    const Series series = Series{0, 42, 84, 126}.target({50, 50, 50, 50});
    CHECK(pfs(recist(Series{series}.missed(84).missed(126).dies(130))) == "42+");
    CHECK(pfs(recist(Series{series}.missed(84).missed(126).dies(100))) == "100");
}

TEST_CASE("RECIST: the intervals of a protocol may differ") {
    const auto params = config::from_toml<clinic::ResponseParams>(
        "confirmation_days = 56\nstable_days = 60\nmissed_visits = 1\n");
    const Series series = Series{0, 42, 84, 126}.target({100, 60, 60, 90});
    CHECK(clinic::judge_recist(series.record(), params).outcome.best == clinic::Response::stable);
    CHECK(clinic::judge_recist(Series{series}.missed(84).record(), params).outcome.pfs.day == 42);
}
