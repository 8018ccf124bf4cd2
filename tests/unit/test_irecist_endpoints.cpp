// iRECIST (Seymour 2017): iPFS, iBOR, pseudoprogression, and what is told of them.
#include <doctest/doctest.h>

#include <string>

#include "../support/series.hpp"

using namespace perforin;
using namespace support;

TEST_CASE("iPFS: the day that opened the run which was confirmed") {
    const auto judged = irecist(Series{0, 42, 84, 126}.target({50, 60, 62, 66}));
    CHECK(pfs(judged) == "42");
    CHECK(judged.outcome.confirmed_progression_day == 126);
    CHECK(judged.outcome.progression_day == 42);
}

TEST_CASE("iPFS: a run that was never reset is an event, also at the last scan") {
    CHECK(pfs(irecist(Series{0, 42}.target({50, 60}))) == "42");
    CHECK(pfs(irecist(Series{0, 42, 84}.target({50, 60, 60}).dies(90))) == "42");
    CHECK(pfs(irecist(Series{0, 42, 84}.target({50, 60, unseen}))) == "42");
}

TEST_CASE("iPFS: runs that were reset do not count") {
    CHECK(pfs(irecist(Series{0, 42, 84}.target({50, 60, 50}))) == "84+");
    CHECK(pfs(irecist(Series{0, 42, 84}.target({50, 60, 50}).dies(120))) == "120");
    CHECK(pfs(irecist(Series{0, 42, 84, 126}.target({50, 60, 40, 48}))) == "126");
}

TEST_CASE("iPFS: two missed visits before the run opened censor it, those within do not") {
    const Series series = Series{0, 42, 84, 126, 168}.target({50, 50, 50, 50, 70});
    CHECK(pfs(irecist(Series{series}.missed(84).missed(126))) == "42+");
    CHECK(pfs(irecist(Series{series}.missed(126))) == "168");
    CHECK(pfs(irecist(
              Series{0, 42, 84, 126, 168}.target({50, 60, 60, 60, 65}).missed(84).missed(126))) ==
          "42");
}

TEST_CASE("iBOR: iCR, iPR, iSD, iCPD, iUPD, NE, the best before confirmation") {
    CHECK(best(irecist(Series{0, 42, 84}.target({50, 60, gone}))) == "iCR (iCR)");
    CHECK(best(irecist(Series{0, 42, 84}.target({50, 60, 35}))) == "iPR (iPR)");
    CHECK(best(irecist(Series{0, 42, 84}.target({50, 60, 50}))) == "iSD (iSD)");
    CHECK(best(irecist(Series{0, 42, 84}.target({50, 60, 65}))) == "iCPD (iCPD)");
    CHECK(best(irecist(Series{0, 42, 84}.target({50, 60, 60}))) == "iUPD (iUPD)");
    CHECK(best(irecist(Series{0, 42}.target({50, unseen}))) == "NE (NE)");
    CHECK(best(irecist(Series{0, 42, 84, 126}.target({50, 60, 70, 20}))) == "iCPD (iCPD)");
    CHECK(best(irecist(Series{0, 41, 84}.target({50, 50, 60}))) == "iUPD (iUPD)");
    CHECK(best(irecist(Series{0, 42, 84}.target({50, 50, 60}))) == "iSD (iSD)");
}

TEST_CASE("iRECIST, pseudoprogression: the best response after a run that was reset") {
    const auto after = [](const Series& series) {
        return irecist(series).outcome.after_progression;
    };
    CHECK(after(Series{0, 42, 84}.target({50, 60, 30})) == clinic::Response::partial);
    CHECK(after(Series{0, 42, 84}.target({50, 60, 55})) == clinic::Response::stable);
    CHECK(after(Series{0, 42, 84}.target({50, 60, 60})) == clinic::Response::not_evaluable);
    CHECK(after(Series{0, 42, 84}.target({50, 30, 30})) == clinic::Response::not_evaluable);
}

TEST_CASE("iRECIST: trigger, confirmation and reset are told in words") {
    const auto first = irecist(Series{0, 42, 84, 126}.target({50, 60, 40, 60}));
    CHECK(first.visits[0].reason == "progression by targets");
    CHECK(first.visits[1].reason ==
          "targets 40.0 mm, neither response nor progression; the progression of day 42 is taken "
          "back, the bar reset");
    const auto second = irecist(
        Series{0, 42, 60, 84, 126}.target({50, 60, 60, 60, 66}).nontarget("non PD PD PD PD"));
    CHECK(second.visits[0].reason == "progression by targets, non-target disease");
    CHECK(second.visits[1].reason == "too early to confirm or to take back");
    CHECK(second.visits[2].reason ==
          "not confirmed, not taken back: targets still stand above the threshold");
    CHECK(second.visits[3].reason ==
          "confirms the progression of day 42: targets grew on, from 60.0 mm to 66.0 mm");
}
