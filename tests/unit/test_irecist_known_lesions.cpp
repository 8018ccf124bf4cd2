// iRECIST (Seymour 2017): new lesions that are known, as they vanish, return, or have no size.
#include <doctest/doctest.h>

#include <string>
#include <utility>

#include "../support/series.hpp"

using namespace perforin;
using namespace support;

TEST_CASE("iRECIST, a new lesion without a size is there if its growth is judged, else unknown") {
    const Series series = Series{0, 42, 84}.target({50, 50, 50});
    CHECK(course(irecist(Series{series}.fresh_small({unseen, blank, 6}))) == "iSD iUPD");
    CHECK(course(irecist(Series{series}.fresh("lung", {unseen, blank, 10}))) == "iSD iUPD");
    CHECK(course(irecist(Series{series}.fresh("lung", {unseen, here, 10}))) == "iUPD iUPD");
    CHECK(course(irecist(Series{series}.fresh_small({unseen, here, blank}))) == "iUPD iUPD");
    CHECK(course(irecist(Series{series}.fresh_small({gone, gone, blank}))) == "iSD iSD");
}

TEST_CASE("iRECIST, a new lesion of which only one axis was measured is there") {
    clinic::Record record = Series{0, 42}.target({50, 50}).fresh("lung", {unseen, 10}).record();
    record.visits[1].findings[1].long_axis.reset();
    CHECK(course(clinic::judge_irecist(record, usual_response)) == "iUPD");
    CHECK(course(clinic::judge_irrc(record, usual_response)) == "irSD");
    record.visits[1].findings[1].short_axis = 0;
    CHECK(course(clinic::judge_irecist(record, usual_response)) == "iSD");
}

TEST_CASE("iRECIST, a further lesion confirms only at a scan that shows it") {
    const auto later = [](double size) {
        return course(irecist(
            Series{0, 42, 56, 84}.target({50, 60, 60, 60}).fresh_small({unseen, unseen, 6, size})));
    };
    CHECK(later(6) == "iUPD iUPD iCPD");
    CHECK(later(unseen) == "iUPD iUPD iUPD");
    CHECK(later(blank) == "iUPD iUPD iUPD");
}

TEST_CASE("iRECIST, a new lesion without a size that was gone and is back has grown") {
    // Gone when the second run opens, by another lesion; back without a size, that confirms.
    const auto back = [](double last) {
        return course(irecist(Series{0, 42, 84, 126, 168}
                                  .target({100, 100, 60, 60, 60})
                                  .fresh_small({gone, 8, 8, gone, last})
                                  .fresh("liver", {gone, gone, gone, 10, 10})));
    };
    CHECK(back(here) == "iUPD iPR iUPD iCPD");
    CHECK(back(blank) == "iUPD iPR iUPD iUPD");
    // After a reset it is what it was said to be: back is growth.
    CHECK(course(irecist(Series{0, 42, 84, 126}
                             .target({50, 50, 50, 50})
                             .fresh_small({gone, here, gone, here}))) == "iUPD iSD iUPD");
}

TEST_CASE("iRECIST, after a reset a lesion enters its sum with its first size") {
    const auto judged = [](double last) {
        return course(irecist(Series{0, 42, 84, 126, 168}
                                  .target({100, 100, 60, 60, 60})
                                  .fresh_small({gone, 6, 6, 6, 6})
                                  .fresh_small({gone, here, here, 6, last})));
    };
    CHECK(judged(10.9) == "iUPD iPR iPR iPR");
    CHECK(judged(11) == "iUPD iPR iPR iUPD");
}

TEST_CASE("iRECIST, after a complete response a known new lesion that is back opens a run") {
    const auto course_of = [](double back, double later) {
        return course(irecist(Series{0, 42, 84, 126, 168, 210}
                                  .target({50, 50, gone, gone, gone, gone})
                                  .fresh("lung", {gone, 10, 10, gone, back, later})));
    };
    CHECK(course_of(2, 2) == "iUPD iPR iCR iUPD iUPD");
    CHECK(course_of(2, 7) == "iUPD iPR iCR iUPD iCPD");
    CHECK(course_of(2, gone) == "iUPD iPR iCR iUPD iCR");
    CHECK(course_of(blank, blank) == "iUPD iPR iCR iCR iCR");
}

TEST_CASE("iRECIST, after a complete response a run of the targets stands while any is seen") {
    // A node that grew within the normal raised it, while the mass could not be evaluated.
    const auto later = [](double mass) {
        return course(irecist(
            Series{0, 42, 84, 126}.target({50, gone, unseen, mass}).node({20, gone, 8.9, gone})));
    };
    CHECK(later(gone) == "iCR iUPD iCR");
    CHECK(later(0.6) == "iCR iUPD iUPD");
}

TEST_CASE("iRECIST, equally large new lesions become targets by their names") {
    // "l2" to "l4"; the third is no target, wherever it stands in the table.
    const auto third_grows = [](bool swapped) {
        clinic::Record record = Series{0, 42, 84}
                                    .target({50, 50, 50})
                                    .fresh("lung", {gone, 10, 10})
                                    .fresh("lung", {gone, 10, 10})
                                    .fresh("lung", {gone, 10, 10.1})
                                    .record();
        if (swapped) std::swap(record.lesions[1].name, record.lesions[3].name);
        return course(clinic::judge_irecist(record, usual_response));
    };
    CHECK(third_grows(false) == "iUPD iCPD");
    CHECK(third_grows(true) == "iUPD iUPD");
}
