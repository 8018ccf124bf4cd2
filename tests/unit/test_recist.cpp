// RECIST 1.1: numbers are the sections of Eisenhauer 2009.
#include <doctest/doctest.h>

#include <string>

#include "../support/series.hpp"

using namespace perforin;
using namespace support;

TEST_CASE("RECIST 4.3.1: 20 % above the nadir is a progression, 19.9 % is not") {
    CHECK(course(recist(Series{0, 42}.target({50, 60}))) == "PD");
    CHECK(course(recist(Series{0, 42}.target({50, 59.9}))) == "SD");
    CHECK(course(recist(Series{0, 42}.target({100, 120}))) == "PD");
    CHECK(course(recist(Series{0, 42}.target({100, 119.9}))) == "SD");
}

TEST_CASE("RECIST 4.3.1: a progression also needs 5 mm; 4.9 mm are not enough") {
    CHECK(course(recist(Series{0, 42}.target({20, 25}))) == "PD");
    CHECK(course(recist(Series{0, 42}.target({20, 24.9}))) == "SD");
    CHECK(course(recist(Series{0, 42}.target({10.1, 15.1}))) == "PD");
    CHECK(course(recist(Series{0, 42}.target({10.1, 15}))) == "SD");
}

TEST_CASE("RECIST 4.3.1: 30 % below the baseline is a partial response, 29.9 % is not") {
    CHECK(course(recist(Series{0, 42}.target({100, 70}))) == "PR");
    CHECK(course(recist(Series{0, 42}.target({100, 70.1}))) == "SD");
    CHECK(course(recist(Series{0, 42}.target({33.3, 23.3}))) == "PR");
    CHECK(course(recist(Series{0, 42}.target({33.3, 23.4}))) == "SD");
}

TEST_CASE("RECIST 4.3.1: progression is measured from the nadir, response from the baseline") {
    CHECK(course(recist(Series{0, 42, 84}.target({100, 40, 48}))) == "PR PD");
    CHECK(course(recist(Series{0, 42, 84}.target({100, 40, 47.9}))) == "PR PR");
    CHECK(course(recist(Series{0, 42, 84, 126}.target({100, 110, 70, 84}))) == "SD PR PD");
}

TEST_CASE("RECIST 4.3.1: the baseline is the nadir while nothing is smaller") {
    CHECK(course(recist(Series{-20, 42, 84}.target({50, 55, 60}))) == "SD PD");
    CHECK(course(recist(Series{-20, 42, 84}.target({50, 55, 59.9}))) == "SD SD");
    const auto judged = recist(Series{-20, 42, 84}.target({50, 45, 55}));
    CHECK(judged.visits[0].nadir == 500);
    CHECK(judged.visits[1].nadir == 450);
}

TEST_CASE("RECIST 4.3.1: slow growth adds up from the nadir, scan by scan") {
    CHECK(course(recist(Series{0, 42, 84, 126}.target({50, 54, 58, 62}))) == "SD SD PD");
}

TEST_CASE("RECIST 4.3.1: targets are summed, so that one may grow where another shrinks") {
    CHECK(course(recist(Series{0, 42}.target({30, 45}).target({30, 15}))) == "SD");
    CHECK(course(recist(Series{0, 42}.target({30, 45}).target({30, 27}))) == "PD");
}

TEST_CASE("RECIST 4.3.1: all masses gone is a complete response") {
    CHECK(course(recist(Series{0, 42}.target({30, gone}).target({20, gone}))) == "CR");
    CHECK(course(recist(Series{0, 42}.target({30, gone}).target({20, 5}))) == "PR");
}

TEST_CASE("RECIST 4.3.2: a node under 10 mm is normal, though it counts in the sum") {
    const auto judged = recist(Series{0, 42}.target({30, gone}).node({20, 9.9}));
    CHECK(course(judged) == "CR");
    CHECK(judged.visits[0].burden == 99);
    CHECK(course(recist(Series{0, 42}.target({30, gone}).node({20, 10}))) == "PR");
}

TEST_CASE("RECIST 4.3.2: nodes that grow within the normal do not progress") {
    CHECK(course(recist(Series{0, 42, 84}.node({20, 4, 9.9}))) == "CR CR");
}

TEST_CASE("RECIST 4.3.2: of a node the short axis counts, of a mass the long one") {
    CHECK(course(recist(Series{0, 42}.axes({30, 36}, {15, 10}))) == "PD");
    Series node{0, 42};
    node.node({20, 20});
    CHECK(course(recist(node)) == "SD");
    clinic::Record record = node.record();
    record.visits[1].findings[0].long_axis = 300;
    record.visits[1].findings[0].short_axis = 140;
    CHECK(clinic::judge_recist(record, usual_response).visits[0].response ==
          clinic::Response::partial);
}

TEST_CASE(
    "RECIST 4.3.3: non-target disease that progresses is a progression, whatever targets do") {
    CHECK(course(recist(Series{0, 42}.target({50, 20}).nontarget("non PD"))) == "PD");
}

TEST_CASE("RECIST 4.3.3: a complete response needs non-target disease gone too") {
    CHECK(course(recist(Series{0, 42}.target({50, gone}).nontarget("non CR"))) == "CR");
    CHECK(course(recist(Series{0, 42}.target({50, gone}).nontarget("non non"))) == "PR");
    CHECK(course(recist(Series{0, 42}.target({50, gone}).nontarget("non NE"))) == "PR");
}

TEST_CASE("RECIST 4.3.5: a new lesion is a progression, however small and whatever else happens") {
    CHECK(course(recist(Series{0, 42}.target({50, gone}).fresh_small({unseen, 3}))) == "PD");
    CHECK(course(recist(Series{0, 42}.target({50, 20}).fresh_small({unseen, here}))) == "PD");
    CHECK(course(recist(Series{0, 42, 84}.target({50, 50, 50}).fresh("lung", {unseen, gone, 9}))) ==
          "SD PD");
}

TEST_CASE("RECIST 4.4.1, table 1: the overall response of every pair of classes") {
    const auto overall = [](double size, const std::string& nontarget) {
        return course(recist(Series{0, 42}.target({100, size}).nontarget("non " + nontarget)));
    };
    CHECK(overall(60, "CR") == "PR");
    CHECK(overall(60, "non") == "PR");
    CHECK(overall(60, "NE") == "PR");
    CHECK(overall(100, "CR") == "SD");
    CHECK(overall(100, "non") == "SD");
    CHECK(overall(100, "NE") == "SD");
    CHECK(overall(unseen, "non") == "NE");
    CHECK(overall(unseen, "CR") == "NE");
    CHECK(overall(unseen, "PD") == "PD");
    CHECK(overall(130, "CR") == "PD");
}

TEST_CASE("RECIST 4.4.1, table 2: patients with non-target disease only") {
    const auto judged = recist(Series{0, 42, 84, 126, 168}.nontarget("non non NE CR PD"));
    CHECK(course(judged) == "nonCRnonPD NE CR PD");
    CHECK(best(recist(Series{0, 42, 84}.nontarget("non non PD"))) == "nonCRnonPD (nonCRnonPD)");
    CHECK(best(recist(Series{0, 41, 84}.nontarget("non non PD"))) == "PD (PD)");
    CHECK(best(recist(Series{0, 42, 84}.nontarget("non CR PD"))) == "nonCRnonPD (CR)");
}

TEST_CASE("RECIST 4.4.2: with a target missing there is no response to judge") {
    CHECK(course(recist(Series{0, 42}.target({50, 10}).target({50, unseen}))) == "NE");
    CHECK(course(recist(Series{0, 42}.target({50, gone}).target({50, unseen}))) == "NE");
}

TEST_CASE("RECIST 4.4.2: what was measured of the targets may suffice for a progression") {
    CHECK(course(recist(Series{0, 42}.target({20, 48}).target({20, unseen}))) == "PD");
    CHECK(course(recist(Series{0, 42}.target({20, 47.9}).target({20, unseen}))) == "NE");
    CHECK(course(recist(Series{0, 42}.target({8, 14.9}).target({2, unseen}))) == "NE");
    CHECK(course(recist(Series{0, 42}.target({8, 15}).target({2, unseen}))) == "PD");
}

TEST_CASE("RECIST 4.4.2: an incomplete sum is no nadir") {
    const auto judged = recist(Series{0, 42, 84}.target({30, 10, 30}).target({30, unseen, 30}));
    CHECK(course(judged) == "NE SD");
    CHECK(judged.visits[1].nadir == 600);
    CHECK(!judged.visits[0].burden);
}

TEST_CASE("RECIST 4.4.2: nothing is judged at a visit that was not made") {
    CHECK(course(recist(Series{0, 42, 84}.target({50, 50, 50}).missed(42))) == "NE SD");
}

TEST_CASE("RECIST 4.4.3: every visit is judged anew, stable after a partial response") {
    CHECK(course(recist(Series{0, 42, 84}.target({100, 70, 75}))) == "PR SD");
}

TEST_CASE("RECIST 4.4.4: after a complete response a mass of any size is a progression") {
    CHECK(course(recist(Series{0, 42, 84}.target({50, gone, 3}))) == "CR PD");
    CHECK(course(recist(Series{0, 42, 84, 126}.target({50, gone, unseen, 3}))) == "CR NE PD");
    CHECK(course(recist(Series{0, 42, 84}.target({50, 3, 5}))) == "PR PR");
}

TEST_CASE("RECIST 4.4.4: after a complete response a node of 10 mm is a progression, 9.9 is not") {
    CHECK(course(recist(Series{0, 42, 84}.node({20, 8, 10}))) == "CR PD");
    CHECK(course(recist(Series{0, 42, 84}.node({20, 8, 9.9}))) == "CR CR");
}

TEST_CASE("RECIST 4.4.4: after a complete response non-target disease seen again progresses") {
    CHECK(course(recist(Series{0, 42, 84}.target({50, gone, gone}).nontarget("non CR non"))) ==
          "CR PD");
    CHECK(course(recist(Series{0, 42, 84}.target({50, gone, gone}).nontarget("non non non"))) ==
          "PR PR");
    // The last response that could be judged counts, and PR with non-target disease unknown can.
    CHECK(course(recist(
              Series{0, 42, 84, 126}.target({50, gone, gone, 2}).nontarget("non CR NE CR"))) ==
          "CR PR PR");
}

TEST_CASE("RECIST: the reason of each judgement is told in words") {
    const auto judged = recist(Series{0, 42, 84, 126, 168}
                                   .target({50, 30, 50, gone, 2})
                                   .fresh_small({unseen, unseen, 8, gone, gone}));
    CHECK(judged.visits[0].reason == "targets fell to 30.0 mm, far enough below the baseline");
    CHECK(judged.visits[1].reason ==
          "targets grew from the nadir 30.0 mm to 50.0 mm; new lesion l2");
    CHECK(judged.visits[2].reason == "all targets gone, nodes normal");
    CHECK(judged.visits[3].reason == "a target is seen again after a complete response");
}
