// New lesions in iRECIST (Seymour 2017): measured apart, never added to the targets.
#include <doctest/doctest.h>

#include <string>

#include "../support/series.hpp"

using namespace perforin;
using namespace support;

namespace {

/// Stable targets, a new lesion on day 42, and what it measured six weeks later.
std::string new_target(double later) {
    return course(irecist(Series{0, 42, 84}.target({50, 50, 50}).fresh("lung", {gone, 10, later})));
}
std::string new_other(double first, double later) {
    return course(
        irecist(Series{0, 42, 84}.target({50, 50, 50}).fresh_small({unseen, first, later})));
}

}  // namespace

TEST_CASE("iRECIST, new target lesions confirm by 5 mm of their sum, not by 4.9") {
    CHECK(new_target(10) == "iUPD iUPD");
    CHECK(new_target(14.9) == "iUPD iUPD");
    CHECK(new_target(15) == "iUPD iCPD");
    const Series two = Series{0, 42, 84}.target({50, 50, 50}).fresh("lung", {gone, 10, 12.5});
    CHECK(course(irecist(Series{two}.fresh("liver", {gone, 10, 12.5}))) == "iUPD iCPD");
    CHECK(course(irecist(Series{two}.fresh("liver", {gone, 10, 9}))) == "iUPD iUPD");
}

TEST_CASE("iRECIST, new target lesions are not added to the sum of targets") {
    const auto judged = irecist(Series{0, 42}.target({50, 50}).fresh("lung", {gone, 30}));
    CHECK(judged.visits[0].burden == 500);
    CHECK(judged.visits[0].target == clinic::Response::stable);
}

TEST_CASE("iRECIST, other new lesions confirm by any growth of one") {
    CHECK(new_other(6, 6) == "iUPD iUPD");
    CHECK(new_other(6, 6.1) == "iUPD iCPD");
    CHECK(new_other(here, here) == "iUPD iUPD");
    CHECK(new_other(here, grown) == "iUPD iCPD");
    CHECK(course(irecist(Series{0, 42, 84}
                             .target({50, 50, 50})
                             .fresh_small({unseen, 6, 6.1})
                             .fresh_small({unseen, 9, 2}))) == "iUPD iCPD");
}

TEST_CASE("iRECIST, small growth of other new lesions adds up from the opening visit") {
    CHECK(course(irecist(
              Series{0, 42, 84, 126}.target({50, 50, 50, 50}).fresh_small({unseen, 6, 5, 5.5}))) ==
          "iUPD iUPD iUPD");
    CHECK(course(irecist(
              Series{0, 42, 84, 126}.target({50, 50, 50, 50}).fresh("lung", {gone, 10, 14, 15}))) ==
          "iUPD iUPD iCPD");
}

TEST_CASE("iRECIST, a further new lesion confirms, however small") {
    CHECK(course(irecist(Series{0, 42, 84}
                             .target({50, 50, 30})
                             .fresh("lung", {gone, 10, 10})
                             .fresh_small({unseen, unseen, 2}))) == "iUPD iCPD");
}

TEST_CASE("iRECIST, five new targets, two an organ, the largest first") {
    // The third of the lung, 10 mm, is no target: any growth of it confirms.
    const auto lung = [](double third) {
        return course(irecist(Series{0, 42, 84}
                                  .target({50, 50, 50})
                                  .fresh("lung", {gone, 10, third})
                                  .fresh("lung", {gone, 12, 12})
                                  .fresh("lung", {gone, 11, 11})));
    };
    CHECK(lung(10) == "iUPD iUPD");
    CHECK(lung(10.1) == "iUPD iCPD");
    Series many = Series{0, 42, 84}.target({50, 50, 50});
    for (const char* organ : {"a", "b", "c", "d", "e"}) many.fresh(organ, {gone, 20, 20});
    CHECK(course(irecist(Series{many}.fresh("f", {gone, 19, 19.1}))) == "iUPD iCPD");
    CHECK(course(irecist(Series{many}.fresh("f", {gone, 21, 21.1}))) == "iUPD iUPD");
}

TEST_CASE("iRECIST, a new lesion that is not measurable when first seen is no target for good") {
    Series series = Series{0, 42, 84}.target({50, 50, 50}).fresh_small({unseen, 8, 12});
    CHECK(course(irecist(series)) == "iUPD iCPD");
}

TEST_CASE("iRECIST, what stands (c): new lesions there, and targets no better than then") {
    CHECK(new_target(5) == "iUPD iUPD");
    const auto targets = [](double then, double now) {
        return course(
            irecist(Series{0, 42, 84}.target({100, then, now}).fresh("lung", {unseen, 10, 10})));
    };
    CHECK(targets(100, 71) == "iUPD iUPD");  // stable then and now
    CHECK(targets(100, 70) == "iUPD iPR");   // shrank after it appeared
    CHECK(targets(60, 60) == "iUPD iUPD");   // shrank before
    CHECK(targets(60, gone) == "iUPD iPR");  // complete but for the new lesion
    CHECK(targets(120, 100) == "iUPD iSD");  // progressive then, stable now
}

TEST_CASE("iRECIST, what stands (c): response first, then an unchanged new lesion") {
    CHECK(course(irecist(Series{0, 42, 84, 126}
                             .target({100, 60, 60, 60})
                             .fresh("lung", {gone, gone, 10, 10}))) == "iPR iUPD iUPD");
}

TEST_CASE("iRECIST, what stands (c): new lesions that are gone stand no longer") {
    CHECK(new_target(gone) == "iUPD iSD");
    CHECK(new_other(6, gone) == "iUPD iSD");
    CHECK(new_target(unseen) == "iUPD iUPD");  // not seen to be gone
}

TEST_CASE("iRECIST, what stands (c): an unknown class then is the last known one") {
    const auto last_known = [](double before, double later) {
        return course(irecist(Series{0, 42, 84, 126}
                                  .target({100, before, unseen, later})
                                  .fresh("lung", {gone, gone, 10, 10})));
    };
    CHECK(last_known(60, 60) == "iPR iUPD iUPD");
    CHECK(last_known(90, 60) == "iSD iUPD iPR");
    CHECK(course(irecist(Series{0, 42, 84, 126, 168}
                             .target({100, 60, unseen, unseen, 60})
                             .fresh("lung", {gone, gone, gone, 10, 10}))) == "iPR NE iUPD iUPD");
}

TEST_CASE("iRECIST, what stands (c): targets that cannot be judged are no better") {
    CHECK(
        course(irecist(Series{0, 42, 84}.target({50, 50, unseen}).fresh("lung", {gone, 10, 10}))) ==
        "iUPD iUPD");
    CHECK(course(irecist(
              Series{0, 42, 84}.target({50, 50, unseen}).fresh("lung", {gone, 10, gone}))) ==
          "iUPD NE");
}

TEST_CASE("iRECIST, what stands (c): without targets the class of non-target disease") {
    const auto judged = [](const std::string& later) {
        return course(
            irecist(Series{0, 42, 84}.nontarget("non non " + later).fresh("lung", {gone, 10, 10})));
    };
    CHECK(judged("non") == "iUPD iUPD");
    CHECK(judged("CR") == "iUPD non-iCR/non-iUPD");
    CHECK(course(irecist(Series{0, 42, 84, 126}
                             .nontarget("non non NE non")
                             .fresh("lung", {gone, 10, gone, 15}))) == "iUPD NE iCPD");
}

TEST_CASE("iRECIST, a complete response needs every new lesion gone") {
    const auto judged = [](double later) {
        return course(
            irecist(Series{0, 42, 84}.target({50, 50, gone}).fresh("lung", {gone, 10, later})));
    };
    CHECK(judged(2) == "iUPD iPR");
    CHECK(judged(gone) == "iUPD iCR");
    CHECK(judged(unseen) == "iUPD iPR");
}

TEST_CASE("iRECIST, after a reset a known new lesion counts by its own progression") {
    const auto later = [](double size) {
        return course(irecist(
            Series{0, 42, 84, 126}.target({100, 100, 60, 60}).fresh("lung", {gone, 20, 12, size})));
    };
    CHECK(later(12) == "iUPD iPR iPR");
    CHECK(later(16.9) == "iUPD iPR iPR");
    CHECK(later(17) == "iUPD iPR iUPD");
}

TEST_CASE("iRECIST, after a reset 5 mm need also be 20 % of the new target lesions") {
    const auto later = [](double size) {
        return course(irecist(
            Series{0, 42, 84, 126}.target({100, 100, 60, 60}).fresh("lung", {gone, 40, 40, size})));
    };
    CHECK(later(47.9) == "iUPD iPR iPR");
    CHECK(later(48) == "iUPD iPR iUPD");
}

TEST_CASE(
    "iRECIST, after a reset other new lesions count by their sum, or if they grew unmeasured") {
    const auto later = [](double then, double size) {
        return course(irecist(Series{0, 42, 84, 126}
                                  .target({100, 100, 60, 60})
                                  .fresh_small({unseen, then, then, size})));
    };
    CHECK(later(8, 12.9) == "iUPD iPR iPR");
    CHECK(later(8, 13) == "iUPD iPR iUPD");
    CHECK(later(here, here) == "iUPD iPR iPR");
    CHECK(later(here, grown) == "iUPD iPR iUPD");
}

TEST_CASE("iRECIST, after a reset a further lesion always counts, and renews the nadir") {
    const Series series = Series{0, 42, 84, 126, 168}
                              .target({100, 100, 60, 60, 30})
                              .fresh("lung", {gone, 20, 10, 10, 10});
    CHECK(course(irecist(Series{series}.fresh_small({unseen, unseen, unseen, 3, 3}))) ==
          "iUPD iPR iUPD iUPD");
    // The sum that gained a lesion has its nadir from then on: 30 mm are no rise from 10.
    const Series two = Series{0, 42, 84, 126, 154, 196}.target({100, 100, 60, 60, gone, gone});
    CHECK(course(irecist(Series{two}
                             .fresh("lung", {gone, 20, 10, 10, 10, 10})
                             .fresh("liver", {gone, gone, gone, 20, 20, 22}))) ==
          "iUPD iPR iUPD iPR iPR");
}

TEST_CASE("iRECIST, a new lesion that vanished and returns has grown, and is no further one") {
    const auto back = [](double size) {
        return course(irecist(
            Series{0, 42, 84, 126}.target({50, 50, 50, 50}).fresh("lung", {gone, 10, gone, size})));
    };
    CHECK(back(4.9) == "iUPD iSD iSD");
    CHECK(back(5) == "iUPD iSD iUPD");
    // Within a run the opening visit is what it is compared with.
    CHECK(course(irecist(
              Series{0, 42, 84, 126}.target({50, 60, 60, 60}).fresh_small({unseen, 8, gone, 8}))) ==
          "iUPD iUPD iUPD");
    CHECK(
        course(irecist(
            Series{0, 42, 84, 126}.target({50, 60, 60, 60}).fresh_small({unseen, 8, gone, 8.1}))) ==
        "iUPD iUPD iCPD");
}

TEST_CASE("iRECIST, a lesion gone when the next run opens by it, and back, has grown") {
    // It returns by 5 mm and opens a run; 5 mm more confirm.
    CHECK(course(irecist(Series{0, 42, 84, 126, 168}
                             .target({50, 50, 50, 50, 50})
                             .fresh("lung", {gone, 10, gone, 6, 11}))) == "iUPD iSD iUPD iCPD");
}

TEST_CASE("iRECIST, early scans: a further lesion confirms later only if it is still there") {
    const auto later = [](double size) {
        return course(irecist(
            Series{0, 42, 56, 84}.target({50, 60, 60, 60}).fresh_small({unseen, unseen, 6, size})));
    };
    CHECK(later(6) == "iUPD iUPD iCPD");
    CHECK(later(2) == "iUPD iUPD iCPD");
    CHECK(later(gone) == "iUPD iUPD iUPD");
}

TEST_CASE("iRECIST, a known lesion's own progression is a new category in another run") {
    const auto later = [](double size) {
        return course(irecist(Series{0, 42, 84, 126, 168}
                                  .target({100, 100, 60, 75, 75})
                                  .fresh("lung", {gone, 10, 10, 10, size})));
    };
    CHECK(later(14.9) == "iUPD iPR iUPD iUPD");
    CHECK(later(15) == "iUPD iPR iUPD iCPD");
}
