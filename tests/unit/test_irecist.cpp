// iRECIST (Seymour 2017): targets, non-target disease and scans. New lesions and endpoints have
// files of their own. Titles name the paragraph of sim/clinic/METHODS.md.
#include <doctest/doctest.h>

#include <string>

#include "../support/series.hpp"

using namespace perforin;
using namespace support;

TEST_CASE("iRECIST, a run opens: the first progression by RECIST is unconfirmed") {
    CHECK(course(irecist(Series{0, 42}.target({50, 60}))) == "iUPD");
    CHECK(course(irecist(Series{0, 42}.target({50, 59.9}))) == "iSD");
    CHECK(course(irecist(Series{0, 42}.target({50, 30}).nontarget("non PD"))) == "iUPD");
    CHECK(course(irecist(Series{0, 42}.target({50, 30}).fresh_small({unseen, 4}))) == "iUPD");
    CHECK(course(irecist(Series{0, 42, 84}.target({50, 35, gone}))) == "iPR iCR");
}

TEST_CASE("iRECIST, confirmation by targets: 5 mm over the sum that raised the doubt, not 4.9") {
    CHECK(course(irecist(Series{0, 42, 84}.target({50, 60, 65}))) == "iUPD iCPD");
    CHECK(course(irecist(Series{0, 42, 84}.target({50, 60, 64.9}))) == "iUPD iUPD");
    CHECK(course(irecist(Series{0, 42, 84}.target({100, 130, 135}))) == "iUPD iCPD");
}

TEST_CASE("iRECIST, comparisons refer to the opening visit: small rises add up") {
    CHECK(course(irecist(Series{0, 42, 84, 126}.target({50, 60, 64, 66}))) == "iUPD iUPD iCPD");
    CHECK(course(irecist(Series{0, 42, 84, 126}.target({50, 66, 60, 65}))) == "iUPD iUPD iUPD");
}

TEST_CASE("iRECIST, what was measured of an incomplete sum may confirm") {
    const auto second = [](double size) {
        return course(irecist(Series{0, 42, 84}.target({20, 40, size}).target({20, 20, unseen})));
    };
    CHECK(second(65) == "iUPD iCPD");
    CHECK(second(64.9) == "iUPD iUPD");
    CHECK(second(40) == "iUPD NE");
}

TEST_CASE("iRECIST, an incomplete sum at the opening visit is no reference") {
    CHECK(course(irecist(Series{0, 42, 84}.target({20, 48, 70}).target({20, unseen, 20}))) ==
          "iUPD iUPD");
}

TEST_CASE("iRECIST, confirmation by non-target disease: when it is said to be worse still") {
    const Series series = Series{0, 42, 84}.target({50, 50, 50}).nontarget("non PD PD");
    CHECK(course(irecist(series)) == "iUPD iUPD");
    CHECK(course(irecist(Series{series}.worse(84))) == "iUPD iCPD");
    // It raised no doubt here, so that worse is not a further rise of it.
    CHECK(course(
              irecist(Series{0, 42, 84}.target({50, 60, 60}).nontarget("non non non").worse(84))) ==
          "iUPD iUPD");
}

TEST_CASE("iRECIST, confirmation by another category than the first") {
    CHECK(course(irecist(Series{0, 42, 84}.target({50, 60, 55}).nontarget("non non PD"))) ==
          "iUPD iCPD");
    CHECK(course(irecist(Series{0, 42, 84}.target({50, 50, 60}).nontarget("non PD non"))) ==
          "iUPD iCPD");
    CHECK(
        course(irecist(Series{0, 42, 84}.target({50, 60, 55}).fresh_small({unseen, unseen, 4}))) ==
        "iUPD iCPD");
    CHECK(course(irecist(Series{0, 42, 84}.target({50, 50, 60}).fresh_small({unseen, 4, 4}))) ==
          "iUPD iCPD");
}

TEST_CASE("iRECIST, what was confirmed stays so") {
    CHECK(course(irecist(Series{0, 42, 84, 126}.target({50, 60, 65, 20}))) == "iUPD iCPD iCPD");
}

TEST_CASE("iRECIST, what stands (a): targets above the threshold from the nadir") {
    CHECK(course(irecist(Series{0, 42, 84}.target({50, 60, 60}))) == "iUPD iUPD");
    CHECK(course(irecist(Series{0, 42, 84}.target({50, 70, 60}))) == "iUPD iUPD");
    // Less than the baseline by 30 % is no way out.
    CHECK(course(irecist(Series{0, 42, 84, 126}.target({100, 40, 50, 52}))) == "iPR iUPD iUPD");
}

TEST_CASE("iRECIST, what stands (b): non-target disease that is still called progressive") {
    CHECK(course(irecist(Series{0, 42, 84}.target({100, 100, 60}).nontarget("non PD PD"))) ==
          "iUPD iUPD");
    CHECK(course(irecist(Series{0, 42, 84}.target({50, 60, 50}).nontarget("PD PD PD"))) ==
          "iUPD iUPD");
}

TEST_CASE("iRECIST, reset of the bar: stable, partial and complete after an unconfirmed rise") {
    CHECK(course(irecist(Series{0, 42, 84}.target({50, 60, 59.9}))) == "iUPD iSD");
    CHECK(course(irecist(Series{0, 42, 84}.target({50, 60, 35}))) == "iUPD iPR");
    CHECK(course(irecist(Series{0, 42, 84}.target({50, 60, gone}))) == "iUPD iCR");
    CHECK(course(irecist(Series{0, 42, 84}.target({50, 50, 50}).nontarget("non PD non"))) ==
          "iUPD iSD");
}

TEST_CASE("iRECIST, reset of the bar: the next rise is unconfirmed again, from the new nadir") {
    CHECK(course(irecist(Series{0, 42, 84, 126}.target({50, 60, 40, 48}))) == "iUPD iSD iUPD");
    CHECK(course(irecist(Series{0, 42, 84, 126}.target({50, 60, 40, 47.9}))) == "iUPD iSD iSD");
    CHECK(course(irecist(Series{0, 42, 84, 126, 168}.target({50, 60, 40, 48, 53}))) ==
          "iUPD iSD iUPD iCPD");
}

TEST_CASE("iRECIST, unconfirmed scans count for the nadir") {
    const Series series =
        Series{0, 42, 84, 126}.target({50, 60, 30, 36}).nontarget("non PD PD non");
    CHECK(course(irecist(series)) == "iUPD iUPD iUPD");
    CHECK(irecist(series).visits[2].nadir == 300);
}

TEST_CASE("iRECIST, not to be judged: targets missing leave the run open") {
    CHECK(course(irecist(Series{0, 42, 84, 126}.target({50, 60, unseen, 65}))) == "iUPD NE iCPD");
    CHECK(course(irecist(Series{0, 42, 84, 126}.target({50, 60, unseen, 50}))) == "iUPD NE iSD");
    CHECK(course(irecist(Series{0, 42, 84, 126}.target({50, 60, 50, 65}).missed(84))) ==
          "iUPD NE iCPD");
}

TEST_CASE("iRECIST, not to be judged: the non-target disease that raised the doubt") {
    CHECK(course(irecist(Series{0, 42, 84}.target({50, 50, 50}).nontarget("non PD NE"))) ==
          "iUPD NE");
    CHECK(course(irecist(Series{0, 42, 84}.target({50, 60, 50}).nontarget("non non NE"))) ==
          "iUPD iSD");
}

TEST_CASE("iRECIST, early scans: 27 days later nothing is confirmed, 28 days later it is") {
    CHECK(course(irecist(Series{0, 42, 69}.target({50, 60, 70}))) == "iUPD iUPD");
    CHECK(course(irecist(Series{0, 42, 70}.target({50, 60, 70}))) == "iUPD iCPD");
    // Days are counted from the visit that opened the run.
    CHECK(course(irecist(Series{0, 42, 56, 70}.target({50, 60, 60, 65}))) == "iUPD iUPD iCPD");
}

TEST_CASE("iRECIST, early scans: nothing is taken back either") {
    CHECK(course(irecist(Series{0, 42, 69}.target({50, 60, 40}))) == "iUPD iUPD");
    CHECK(course(irecist(Series{0, 42, 69, 97}.target({50, 60, unseen, 40}))) == "iUPD iUPD iSD");
}

TEST_CASE("iRECIST, early scans: another category must still progress later to confirm") {
    const auto judged = [](const std::string& nontarget) {
        return course(irecist(
            Series{0, 42, 60, 84}.target({50, 60, 60, 60}).nontarget("non non PD " + nontarget)));
    };
    CHECK(judged("non") == "iUPD iUPD iUPD");
    CHECK(judged("PD") == "iUPD iUPD iCPD");
}

TEST_CASE("iRECIST, early scans: new symptoms and a further lesion confirm at once") {
    const Series series = Series{0, 42, 55}.target({50, 60, 60}).fresh_small({unseen, unseen, 4});
    CHECK(course(irecist(series)) == "iUPD iUPD");
    CHECK(course(irecist(Series{series}.symptoms(55))) == "iUPD iCPD");
    CHECK(course(irecist(Series{0, 42, 55}.target({50, 60, 80}).symptoms(55))) == "iUPD iUPD");
    // A lesion that was known at the opening visit is no further one.
    CHECK(course(irecist(
              Series{0, 42, 55}.target({50, 60, 60}).fresh_small({unseen, 4, 9}).symptoms(55))) ==
          "iUPD iUPD");
}

TEST_CASE("iRECIST, early scans: the lowest sum counts for the nadir") {
    CHECK(course(irecist(Series{0, 42, 56, 84}.target({50, 60, 30, 36}))) == "iUPD iUPD iUPD");
    CHECK(course(irecist(Series{0, 42, 56, 84}.target({50, 60, 40, 45}))) == "iUPD iUPD iSD");
}

TEST_CASE("iRECIST, late scans: after more than eight weeks they are judged as usual") {
    CHECK(course(irecist(Series{0, 42, 200}.target({50, 60, 65}))) == "iUPD iCPD");
    CHECK(course(irecist(Series{0, 42, 200}.target({50, 60, 50}))) == "iUPD iSD");
}

TEST_CASE("iRECIST, after CR: a target seen again is in doubt as long as it is seen") {
    CHECK(course(irecist(Series{0, 42, 84, 126}.target({50, gone, 3, 3}))) == "iCR iUPD iUPD");
    CHECK(course(irecist(Series{0, 42, 84, 126}.target({50, gone, 3, 8}))) == "iCR iUPD iCPD");
    CHECK(course(irecist(Series{0, 42, 84, 126}.target({50, gone, 3, 7.9}))) == "iCR iUPD iUPD");
    CHECK(course(irecist(Series{0, 42, 84, 126}.target({50, gone, 3, gone}))) == "iCR iUPD iCR");
}

TEST_CASE("iRECIST, after CR: a node counts from 10 mm on") {
    CHECK(course(irecist(Series{0, 42, 84, 126}.node({20, 8, 10, 10}))) == "iCR iUPD iUPD");
    CHECK(course(irecist(Series{0, 42, 84, 126}.node({20, 8, 10, 9.9}))) == "iCR iUPD iCR");
    CHECK(course(irecist(Series{0, 42, 84}.node({20, 8, 9.9}))) == "iCR iCR");
}

TEST_CASE("iRECIST, after CR: non-target disease seen again is in doubt as long as it is seen") {
    const auto judged = [](const std::string& nontarget) {
        return course(
            irecist(Series{0, 42, 84, 126}.target({50, gone, gone, gone}).nontarget(nontarget)));
    };
    CHECK(judged("non CR non non") == "iCR iUPD iUPD");
    CHECK(judged("non CR non CR") == "iCR iUPD iCR");
    CHECK(judged("non CR non NE") == "iCR iUPD NE");
}

TEST_CASE("iRECIST, non-target disease only: the same rules, with classes of its own") {
    CHECK(course(irecist(Series{0, 42, 84, 126}.nontarget("non non PD non"))) ==
          "non-iCR/non-iUPD iUPD non-iCR/non-iUPD");
    CHECK(course(irecist(Series{0, 42, 84}.nontarget("non PD PD").worse(84))) == "iUPD iCPD");
    CHECK(course(irecist(Series{0, 42, 84}.nontarget("non PD NE"))) == "iUPD NE");
    CHECK(best(irecist(Series{0, 42, 84}.nontarget("non non CR"))) == "iCR (iCR)");
}
