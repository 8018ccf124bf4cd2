// irRC (Wolchok 2009) and imRECIST (Hodi 2018): a burden that takes new lesions in, and
// progressions that later scans confirm or negate. And patients whom all criteria judge. Titles
// name the section of sim/clinic/METHODS.md.
#include <doctest/doctest.h>

#include <string>

#include "../support/series.hpp"

using namespace perforin;
using namespace support;

TEST_CASE("irRC: 25 % more of the product of axes is a progression, 24.9 % is not") {
    CHECK(course(irrc(Series{0, 84}.axes({40, 50}, {20, 20}))) == "irPD");
    CHECK(course(irrc(Series{0, 84}.axes({40, 49.9}, {20, 20}))) == "irSD");
    CHECK(course(irrc(Series{0, 84}.target({40, 44.7}))) == "irSD");
    CHECK(course(irrc(Series{0, 84}.target({40, 44.8}))) == "irPD");
}

TEST_CASE("irRC: half of the product of axes is a partial response, more is not") {
    CHECK(course(irrc(Series{0, 84}.axes({40, 20}, {20, 20}))) == "irPR");
    CHECK(course(irrc(Series{0, 84}.axes({40, 20.1}, {20, 20}))) == "irSD");
}

TEST_CASE("irRC: progression is measured from the nadir, however small the burden") {
    CHECK(course(irrc(Series{0, 84, 126}.axes({40, 20, 25}, {20, 20, 20}))) == "irPR irPD");
    CHECK(course(irrc(Series{0, 84, 126}.axes({40, 20, 24.9}, {20, 20, 20}))) == "irPR irSD");
    CHECK(course(irrc(Series{0, 84, 126}.target({40, gone, 2}))) == "irCR irPD");
    CHECK(course(irrc(Series{0, 84, 126}.target({40, gone, gone}).nontarget("non non non"))) ==
          "irPR irPR");
}

TEST_CASE("irRC: a complete response needs targets of 0 mm, nodes too") {
    CHECK(course(irrc(Series{0, 84}.target({40, gone}).node({20, gone}))) == "irCR");
    CHECK(course(irrc(Series{0, 84}.target({40, gone}).node({20, 5}))) == "irPR");
}

TEST_CASE("irRC: non-target disease and small new lesions only preclude a complete response") {
    CHECK(course(irrc(Series{0, 84}.target({40, gone}).nontarget("non CR"))) == "irCR");
    CHECK(course(irrc(Series{0, 84}.target({40, gone}).nontarget("non non"))) == "irPR");
    CHECK(course(irrc(Series{0, 84}.target({40, gone}).nontarget("non PD"))) == "irPR");
    CHECK(course(irrc(Series{0, 84}.target({40, gone}).nontarget("non NE"))) == "irPR");
    CHECK(course(irrc(Series{0, 84}.target({40, 40}).nontarget("non PD"))) == "irSD");
    CHECK(course(irrc(Series{0, 84}.target({40, gone}).fresh_small({unseen, 4}))) == "irPR");
    CHECK(course(irrc(Series{0, 84}.target({40, gone}).fresh_small({unseen, here}))) == "irPR");
    CHECK(course(irrc(Series{0, 84}.target({40, 40}).fresh_small({unseen, 4.9}))) == "irSD");
}

TEST_CASE("irRC: new lesions enter the burden when both axes reach 5 mm, and stay in it") {
    const auto judged = irrc(Series{0, 84, 126, 168}
                                 .axes({40, 40, 40, 40}, {20, 20, 20, 20})
                                 .fresh_small({unseen, 4.9, 5, 3}));
    CHECK(judged.visits[0].burden == 80000);
    CHECK(judged.visits[1].burden == 82500);
    CHECK(judged.visits[2].burden == 80900);
    CHECK(course(irrc(Series{0, 84}.target({20, 20}).fresh_small({unseen, 10}))) == "irPD");
    CHECK(course(irrc(Series{0, 84}.target({20, 20}).fresh_small({unseen, 9.9}))) == "irSD");
}

TEST_CASE("irRC: without a product at the baseline there is no response, but a progression") {
    clinic::Record record = Series{0, 42, 84, 126}.target({20, 20, 23, 0}).record();
    record.visits[0].findings[0].short_axis.reset();
    CHECK(course(clinic::judge_irrc(record, usual_response)) == "NE irPD irCR");
}

TEST_CASE("irRC: new lesions do not hide a response of the whole") {
    CHECK(course(irrc(Series{0, 84}.target({40, 20}).fresh_small({unseen, 10}))) == "irPR");
}

TEST_CASE("irRC: with a product missing only a progression can be judged") {
    CHECK(course(irrc(Series{0, 84}.target({40, 60}).target({20, unseen}))) == "irPD");
    CHECK(course(irrc(Series{0, 84}.target({40, 40}).target({20, unseen}))) == "NE");
    CHECK(course(irrc(Series{0, 84, 126}.target({40, 40, 40}).fresh_small({unseen, 8, unseen}))) ==
          "irSD NE");
}

TEST_CASE("irRC: a progression is confirmed 28 days later, and dated at its first scan") {
    const auto judged = irrc(Series{0, 84, 112}.target({20, 25, 25}));
    CHECK(course(judged) == "irPD irPD");
    CHECK(pfs(judged) == "84");
    CHECK(judged.outcome.confirmed_progression_day == 112);
    CHECK(judged.visits[1].reason ==
          "burden grew from the nadir 400.00 mm2 to 625.00 mm2; confirms the progression of day "
          "84");
}

TEST_CASE("irRC: earlier scans are skipped, the first that is late enough decides") {
    CHECK(pfs(irrc(Series{0, 84, 111, 126}.target({20, 25, 25, 20}))) == "126+");
    CHECK(pfs(irrc(Series{0, 84, 111, 126}.target({20, 25, 20, 25}))) == "84");
    CHECK(pfs(irrc(Series{0, 84, 112, 126}.target({20, 25, 20, 25}))) == "126+");
    CHECK(pfs(irrc(Series{0, 84, 126, 168}.target({20, 25, unseen, 25}))) == "84");
}

TEST_CASE("irRC: after one was negated the next progression begins anew") {
    CHECK(pfs(irrc(Series{0, 42, 84, 126, 168}.target({20, 25, 20, 25, 25}))) == "126");
}

TEST_CASE("irRC: a skipped scan begins no progression of its own") {
    const auto judged = irrc(Series{0, 84, 111, 126, 168}.target({20, 25, 25, 20, 25}));
    CHECK(course(judged) == "irPD irPD irSD irPD");
    CHECK(pfs(judged) == "168+");
}

TEST_CASE("irRC: a progression that nothing confirms is no event, but the best response if alone") {
    CHECK(best(irrc(Series{0, 84}.target({20, 25}))) == "irPD (irPD)");
    CHECK(pfs(irrc(Series{0, 84}.target({20, 25}))) == "84+");
    CHECK(pfs(irrc(Series{0, 84}.target({20, 25}).dies(90))) == "90");
    CHECK(best(irrc(Series{0, 42, 84}.target({20, 20, 25}))) == "irSD (irSD)");
    CHECK(best(irrc(Series{0, 84, 126}.target({20, 25, 20}))) == "irSD (irSD)");
}

TEST_CASE("irRC and imRECIST: a negated progression is nobody's best response") {
    const Series series = Series{0, 7, 35}.target({50, 60, 55});
    CHECK(course(irrc(series)) == "irPD irSD");
    CHECK(best(irrc(series)) == "NE (NE)");
    CHECK(course(imrecist(series)) == "PD SD");
    CHECK(best(imrecist(series)) == "NE (NE)");
}

TEST_CASE("irRC: responses are confirmed 28 days later, before a confirmed progression") {
    CHECK(best(irrc(Series{0, 84, 111}.target({40, 20, 20}))) == "irSD (irPR)");
    CHECK(best(irrc(Series{0, 84, 112}.target({40, 20, 20}))) == "irPR (irPR)");
    CHECK(best(irrc(Series{0, 84, 126, 168}.target({40, 20, 30, 20}))) == "irPR (irPR)");
    CHECK(best(irrc(Series{0, 84, 126, 168}.target({40, 20, 30, 30}))) == "irSD (irPR)");
}

TEST_CASE("imRECIST: new target lesions are added to the burden") {
    const auto judged = imrecist(Series{0, 42}.target({50, 45}).fresh("lung", {gone, 15}));
    CHECK(judged.visits[0].burden == 600);
    CHECK(course(judged) == "PD");
    CHECK(course(imrecist(Series{0, 42}.target({50, 45}).fresh("lung", {gone, 14.9}))) == "SD");
    CHECK(course(imrecist(Series{0, 42}.target({100, 55}).fresh("lung", {gone, 15}))) == "PR");
    CHECK(course(imrecist(Series{0, 42}.target({50, 50}).fresh_small({unseen, 30}))) == "SD");
}

TEST_CASE("imRECIST: new targets shrink the burden too, from its own nadir") {
    const Series series = Series{0, 42, 84, 126}.target({50, 50, 30, 30});
    CHECK(course(imrecist(Series{series}.fresh("lung", {gone, 20, 10, 18}))) == "PD SD PD");
    CHECK(course(imrecist(Series{series}.fresh("lung", {gone, 20, 10, 17.9}))) == "PD SD SD");
    CHECK(course(imrecist(Series{series}.fresh("lung", {gone, 20, unseen, 10}))) == "PD NE SD");
}

TEST_CASE("imRECIST: a complete response needs every lesion gone, nodes normal") {
    CHECK(course(imrecist(Series{0, 42}.target({50, gone}).node({20, 9.9}))) == "CR");
    CHECK(course(imrecist(Series{0, 42}.target({50, gone}).fresh_small({unseen, 4}))) == "PR");
    CHECK(course(imrecist(Series{0, 42}.target({50, gone}).nontarget("non non"))) == "PR");
    CHECK(course(imrecist(Series{0, 42}.target({50, gone}).nontarget("non CR"))) == "CR");
}

TEST_CASE("imRECIST: non-target disease that progresses is no progression") {
    CHECK(course(imrecist(Series{0, 42}.target({50, 50}).nontarget("non PD"))) == "SD");
}

TEST_CASE("imRECIST: a progression is negated by the first scan 28 days later that is none") {
    CHECK(pfs(imrecist(Series{0, 42, 70}.target({50, 60, 59}))) == "70+");
    CHECK(pfs(imrecist(Series{0, 42, 69}.target({50, 60, 59}))) == "42");
    CHECK(pfs(imrecist(Series{0, 42, 69, 84}.target({50, 60, 50, 60}))) == "42");
    CHECK(pfs(imrecist(Series{0, 42}.target({50, 60}))) == "42");
    CHECK(pfs(imrecist(Series{0, 42, 60}.target({50, 60, 60}))) == "42");
    CHECK(pfs(imrecist(Series{0, 42, 84, 126}.target({50, 60, unseen, 55}))) == "126+");
    CHECK(pfs(imrecist(Series{0, 42, 84, 126, 168}.target({50, 60, 50, 60, 60}))) == "126");
}

TEST_CASE("imRECIST: responses after progression count") {
    const auto judged = imrecist(Series{0, 42, 84, 126, 168}.target({50, 60, 65, 30, 30}));
    CHECK(course(judged) == "PD PD PR PR");
    CHECK(best(judged) == "PR (PR)");
    CHECK(pfs(judged) == "42");
    CHECK(imrecist(Series{0, 42, 84}.target({50, 60, 30})).outcome.after_progression ==
          clinic::Response::partial);
}

TEST_CASE("without targets irRC and imRECIST judge complete responses and new lesions") {
    const Series series = Series{0, 42, 84}.nontarget("non non CR");
    CHECK(course(irrc(series)) == "nonCRnonPD irCR");
    CHECK(course(imrecist(series)) == "nonCRnonPD CR");
    CHECK(best(imrecist(Series{0, 42}.nontarget("non non"))) == "nonCRnonPD (nonCRnonPD)");
    CHECK(course(irrc(Series{0, 42}.nontarget("non non").fresh("lung", {gone, 10}))) == "irPD");
    CHECK(course(imrecist(Series{0, 42}.nontarget("non NE"))) == "NE");
}

TEST_CASE("a pseudoprogressor: PD for RECIST, iUPD then iPR, never a confirmed irPD") {
    const Series series =
        Series{-7, 63, 105, 147}.target({30, 38, 20, 15}).fresh("lung", {gone, 11, 6, gone});
    CHECK(course(recist(series)) == "PD PD PR");
    CHECK(best(recist(series)) == "PD (PD)");
    CHECK(pfs(recist(series)) == "63");
    CHECK(course(irecist(series)) == "iUPD iPR iPR");
    CHECK(best(irecist(series)) == "iPR (iPR)");
    CHECK(pfs(irecist(series)) == "147+");
    CHECK(irecist(series).outcome.after_progression == clinic::Response::partial);
    CHECK(course(irrc(series)) == "irPD irPR irPR");
    CHECK(!irrc(series).outcome.confirmed_progression_day);
    CHECK(pfs(irrc(series)) == "147+");
    CHECK(course(imrecist(series)) == "PD SD PR");
    CHECK(pfs(imrecist(series)) == "147+");
}

TEST_CASE("a true progressor: all criteria agree, on the same day") {
    const Series series = Series{-7, 63, 105}.target({30, 40, 55}).fresh("lung", {gone, 12, 20});
    CHECK(course(recist(series)) == "PD PD");
    CHECK(course(irecist(series)) == "iUPD iCPD");
    CHECK(course(irrc(series)) == "irPD irPD");
    CHECK(course(imrecist(series)) == "PD PD");
    for (const auto& judged : clinic::judge(series.record(), usual_response)) {
        CHECK(pfs(judged) == "63");
        CHECK(judged.outcome.best == clinic::Response::progression);
    }
}
